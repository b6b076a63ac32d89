#include "tests/bench/restart/town.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "hub/app/digest.hpp"
#include "hub/app/founding.hpp"
#include "hub/base/ids.hpp"
#include "hub/base/limits.hpp"
#include "hub/rules/apply.hpp"
#include "hub/rules/decide.hpp"

namespace wardlink::bench {
namespace {

using namespace std::chrono_literals;

const std::array<std::string, 4> wards{"quan-hoa", "nghia-do", "vinh-phuc", "cong-vi"};

v1::Command answer(const std::string& incident, v1::Support::State state) {
  v1::Command command;
  command.mutable_answer_support()->set_incident(incident);
  command.mutable_answer_support()->set_state(state);
  return command;
}

v1::Command note(const std::string& incident) {
  v1::Command command;
  command.mutable_note_incident()->set_incident(incident);
  command.mutable_note_incident()->mutable_content()->set_text("đã mời hai bên về trụ sở làm việc, lập biên bản");
  return command;
}

v1::Command resolve(const std::string& incident) {
  v1::Command command;
  command.mutable_resolve_incident()->set_incident(incident);
  return command;
}

}  // namespace

Town::Town(domain::State state, journal::Journal& journal)
    : state_(std::move(state)), journal_(journal), now_(std::max(state_.time, base::Time{1'700'000'000s})) {
  ids_ = state_.entries;
  if (!state_.founded()) found();
}

void Town::live_until_entry(std::uint64_t entry) {
  while (state_.entries < entry) an_incident();
  commit();
}

void Town::live_until_seq(std::uint64_t seq) {
  while (state_.seq < seq) an_incident();
  commit();
}

void Town::an_incident() {
  const std::string id = report();
  const std::string lead = state_.incident(id)->lead();
  for (const auto state : {v1::Support::ACCEPTED, v1::Support::EN_ROUTE, v1::Support::ON_SCENE}) {
    for (const auto& ward : wards) {
      if (ward != lead) does(ward, answer(id, state));
    }
  }
  for (const auto& ward : wards) does(ward, note(id));
  does(lead, resolve(id));
}

std::string Town::report() {
  v1::Command command;
  auto& report = *command.mutable_report_incident();
  report.set_mode(v1::ACTUAL);
  report.set_category("disorder");
  report.set_severity(3);
  report.mutable_place()->mutable_point()->set_lat_e7(210'401'000);
  report.mutable_place()->mutable_point()->set_lon_e7(1'058'063'000);
  report.set_source(v1::PATROL);
  report.mutable_content()->set_text("hai nhóm xô xát trên cầu, khoảng mười người");
  const std::uint64_t seq = state_.seq;
  does(wards[ids_ % wards.size()], command);
  for (const auto& [opened_seq, id] : state_.open) {
    if (opened_seq > seq) return id;
  }
  throw std::runtime_error("a report opened nothing");
}

void Town::does(const std::string& ward, const v1::Command& command) {
  now_ += 2s;
  rules::Envelope envelope;
  envelope.sender.set_cluster(state_.cluster);
  envelope.sender.set_ward(ward);
  envelope.sender.set_role(v1::OFFICER);
  envelope.sender.set_name("an");
  envelope.command_id = next_id();
  envelope.clock_measured = true;
  auto events = rules::decide(state_, envelope, command, now_);
  if (!events) throw std::runtime_error(events.error().message());
  journal::Entry entry{};
  entry.header.set_command_id(envelope.command_id);
  entry.header.set_command_digest(app::digest(command));
  *entry.payload.mutable_command() = command;
  put(envelope.sender, std::move(entry), *std::move(events));
}

void Town::found() {
  const auto folder = std::filesystem::path(WARDLINK_SOURCE_DIR) / "hub/clusters";
  const auto files = app::load_cluster({folder / "hoa-do-phuc-vi.geojson", folder / "hoa-do-phuc-vi.toml"});
  if (!files) throw std::runtime_error(files.error());
  state_.cluster = files->id;
  rules::Envelope envelope;
  envelope.sender.set_cluster(files->id);
  envelope.sender.set_role(v1::HUB);
  envelope.command_id = next_id();
  auto events = rules::decide(state_, envelope, files->found, now_);
  if (!events) throw std::runtime_error(events.error().message());
  journal::Entry entry{};
  entry.header.set_command_id(envelope.command_id);
  entry.header.set_command_digest(app::digest(files->found));
  *entry.payload.mutable_hub_command() = files->found;
  put(envelope.sender, std::move(entry), *std::move(events));
}

void Town::put(v1::Identity sender, journal::Entry entry, std::vector<v1::StoredEvent> events) {
  auto& header = entry.header;
  header.set_cluster(state_.cluster);
  header.set_number(state_.entries + 1);
  header.set_first_seq(events.front().event().seq());
  header.set_last_seq(events.back().event().seq());
  *header.mutable_time() = base::to_proto(now_);
  *header.mutable_sender() = std::move(sender);
  for (auto& event : events) *header.add_events() = std::move(event);
  rules::apply(state_, header);
  waiting_.push_back(std::move(entry));
  if (waiting_.size() == base::limits::commit_entries_max) commit();
}

void Town::commit() {
  if (!journal_.append(waiting_)) throw std::runtime_error("the disk is full");
  waiting_.clear();
}

std::string Town::next_id() {
  std::array<std::uint8_t, 10> bytes{};
  ++ids_;
  for (std::size_t i = 0; i < 8; ++i) bytes[2 + i] = static_cast<std::uint8_t>(ids_ >> (8 * (7 - i)));
  return base::make_uuid_v7(now_, bytes);
}

}  // namespace wardlink::bench
