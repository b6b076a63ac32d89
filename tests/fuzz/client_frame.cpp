// What any peer with a certificate may send: frames one after another, each by somebody of the sample cluster, some
// time after the one before. Parsed, checked, decided, applied; after each what must always hold (RULES.md 11).
//
//     a byte (who: its low two bits choose the ward, the next two the role; the time that passed: the other four),
//     then a frame as on the wire; and so on
#include <google/protobuf/unknown_field_set.h>

#include <array>
#include <set>
#include <string>

#include "hub/base/limits.hpp"
#include "hub/base/panic.hpp"
#include "hub/gate/gate.hpp"
#include "hub/rules/deadlines.hpp"
#include "hub/rules/decide.hpp"
#include "proto/framing.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/sample.hpp"

namespace wardlink::fuzz {
namespace {

using base::check;
using Events = std::vector<v1::StoredEvent>;

bool has_unknown_fields(const google::protobuf::Message& message) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return true;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const auto& part = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                              : reflection.GetMessage(message, field);
      if (has_unknown_fields(part)) return true;
    }
  }
  return false;
}

void check_parsed(const v1::ClientFrame& frame) {
  check(frame.SpaceUsedLong() <= 2 * base::limits::client_frame_memory_bytes_max, "more memory than a frame may take");
  check(!has_unknown_fields(frame), "an unknown field got in");
  const std::string bytes = frame.SerializeAsString();
  const auto again = gate::parse(bytes);
  check(again && again->SerializeAsString() == bytes, "what was parsed is written and parsed alike");
}

void check_events(const domain::State& state, const Events& events) {
  check(!events.empty(), "an accepted command has an event");
  std::uint64_t seq = state.seq;
  for (const auto& stored : events) {
    check(stored.event().seq() == ++seq, "events follow one another");
    check(!stored.audience().empty(), "somebody is told");
    std::set<std::string> wards;
    for (const auto& recipient : stored.audience()) {
      check(state.geography->ward(recipient.ward()) != nullptr && wards.insert(recipient.ward()).second,
            "each ward once, and only the cluster's");
      check(recipient.prev_seq() < seq, "the event before comes before");
    }
  }
}

void check_state(const domain::State& state) {
  for (const auto& [seq, id] : state.open) {
    const auto& incident = *state.incident(id);
    check(incident.open(), "an incident in the list of open ones is open");
    const bool placed = incident.view.placement().kind() != v1::Placement::OUTSIDE;
    check(!placed || state.geography->ward(incident.lead()) != nullptr, "an open, placed incident has a lead");
    std::set<std::string> supporting;
    for (const auto& support : incident.view.supports()) {
      check(!domain::active(support.state()) || supporting.insert(support.ward()).second,
            "at most one open support a ward");
    }
  }
}

std::string bytes_of(const rules::Decided& decided) {
  std::string bytes;
  if (!decided) return decided.error().SerializeAsString();
  for (const auto& stored : *decided) bytes += stored.SerializeAsString();
  return bytes;
}

void submit(domain::State& state, const v1::Identity& who, const v1::Submit& submit, base::Time now) {
  if (!gate::check(state, who, submit)) return;
  rules::Envelope envelope{.sender = who, .command_id = submit.id(), .clock_measured = true, .dry_run = true};
  static_cast<void>(rules::decide(state, envelope, submit.command(), now));
  envelope.dry_run = false;
  const auto decided = rules::decide(state, envelope, submit.command(), now);
  check(bytes_of(rules::decide(state, envelope, submit.command(), now)) == bytes_of(decided), "decided alike again");
  if (!decided) return;
  check_events(state, *decided);
  commit(state, who, submit.id(), *decided, now);
  check_state(state);
}

v1::Identity identity(const domain::State& state, unsigned ward, v1::Role role) {
  v1::Identity who;
  who.set_cluster(state.cluster);
  who.set_ward(role == v1::ADMIN ? "-" : state.geography->wards().at(ward % state.geography->wards().size()).id);
  who.set_role(role);
  who.set_name("an");
  return who;
}

void let_pass(domain::State& state, base::Time& now, unsigned quarter_minutes) {
  now += std::chrono::seconds(quarter_minutes * quarter_minutes * 15);
  while (const auto command = rules::due(state, now)) {
    const auto before = state.deadlines;
    act(state, *command, now);
    check(state.deadlines != before, "a timer that has fired is over");
    check_state(state);
  }
}

void deliver(domain::State& state, const std::string& ward, base::Time now) {
  v1::HubCommand command;
  command.mutable_mark_delivered()->set_ward(ward);
  command.mutable_mark_delivered()->set_up_to_seq(state.seq);
  act(state, command, now);
}

void run(Input input) {
  constexpr std::array roles{v1::OFFICER, v1::STATION, v1::ADMIN, v1::HUB};
  domain::State state = founded();
  base::Time now = founded_at;
  proto::FrameReader reader(base::limits::client_frame_bytes_max);
  std::set<std::string> used;
  while (!input.empty()) {
    const unsigned control = input.byte();
    const v1::Role role = roles[(control >> 2) & 3];
    const auto who = identity(state, control & 3, role);
    let_pass(state, now, control >> 4);
    if (role == v1::HUB) {
      deliver(state, who.ward(), now);
      continue;
    }
    const auto bytes = reader.next(input.rest());
    if (!bytes || !*bytes) return;
    const auto frame = gate::parse(**bytes);
    if (!frame) continue;
    check_parsed(*frame);
    if (frame->has_query()) static_cast<void>(gate::check(frame->query()));
    // An id is used once: the hub looks that up before it asks the gate.
    if (frame->has_submit() && used.insert(who.SerializeAsString() + frame->submit().id()).second) {
      submit(state, who, frame->submit(), now);
    }
  }
}

}  // namespace
}  // namespace wardlink::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardlink::fuzz::run({data, size});
  return 0;
}
