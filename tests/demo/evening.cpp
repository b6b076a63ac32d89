#include "tests/demo/evening.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <stdexcept>

namespace wardlink::demo {
namespace {

using support::Clock;

using Milliseconds = std::chrono::duration<double, std::milli>;

// The sample cluster, as hub/clusters/hoa-do-phuc-vi.geojson has it.
const std::map<std::string, std::string, std::less<>> ward_names{
    {"quan-hoa", "Quan Hoa"}, {"nghia-do", "Nghĩa Đô"}, {"cong-vi", "Cống Vị"}, {"vinh-phuc", "Vĩnh Phúc"}};
const std::vector<std::string> everyone{"quan-hoa", "nghia-do", "cong-vi", "vinh-phuc"};
constexpr const char* deep_inside_nghia_do = "21.0525,105.8065";
constexpr int notes = 5;             // written just before the hub is killed
constexpr int refused_identity = 4;  // wardlink's exit statuses (INTERFACES.md)
constexpr int rejected = 5;
constexpr int unknown_id = 6;

const std::string& name(std::string_view ward) { return ward_names.find(ward)->second; }

using Outline = google::protobuf::Struct;  // what `wardlink report … --json` prints

template <typename Message>
Message from_json(const std::string& json) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  Message message;
  if (!google::protobuf::util::JsonStringToMessage(json, &message, options).ok()) {
    throw std::runtime_error(fmt::format("wardlink printed what cannot be read: {}", json));
  }
  return message;
}

std::string text(const Outline& json, const std::string& field) {
  const auto found = json.fields().find(field);
  return found == json.fields().end() ? "" : found->second.string_value();
}

Clock::time_point hub_time(const v1::Event& event) {
  return Clock::time_point{
      std::chrono::microseconds{google::protobuf::util::TimeUtil::TimestampToMicroseconds(event.time())}};
}

const v1::Support* support_of(const v1::Incident& incident, std::string_view ward) {
  const v1::Support* latest = nullptr;
  for (const v1::Support& support : incident.supports()) {
    if (support.ward() == ward) latest = &support;
  }
  return latest;
}

bool supports(const v1::Incident& incident, std::string_view ward, v1::Support::Basis basis) {
  const v1::Support* support = support_of(incident, ward);
  return support != nullptr && support->basis() == basis && support->state() != v1::Support::CANCELLED;
}

bool in_state(const v1::Incident& incident, std::string_view ward, v1::Support::State state) {
  const v1::Support* support = support_of(incident, ward);
  return support != nullptr && support->state() == state;
}

void heading(int step, const std::string& title) { fmt::print("\n{}  {}\n", step, title); }

}  // namespace

Evening::Evening(support::Deployment& deployment, AfterStep after_step)
    : deployment_(deployment), after_step_(std::move(after_step)) {
  for (const std::string& ward : everyone) stations_[ward] = std::make_unique<Station>(deployment, ward);
}

void Evening::play() {
  after_step_("0-quiet");
  brawl_on_the_bridge();
  after_step_("1-brawl");
  earlier_detection();
  after_step_("2-lead-moved");
  answers();
  after_step_("3-answers");
  theft_inside_a_ward();
  after_step_("4-theft");
  who_may_ask();
  after_step_("5-asked");
  flight_over_the_bridge();
  after_step_("6-flight");
  killed_and_started_again();
  after_step_("7-hub-back");
  cut_off_and_back();
  after_step_("8-late-report");
  revoked_certificate();
  after_step_("9-revoked");
  whole_and_in_order();
}

void Evening::brawl_on_the_bridge() {
  heading(1, "Quan Hoa reports a brawl on the T11 bridge.");
  const auto receipt =
      from_json<Outline>(command("quan-hoa", {"report", "incident", "--landmark", "cau-t11", "--category", "disorder",
                                              "--severity", "4", "--text", "Xô xát đông người trên cầu T11"}));
  brawl_ = text(receipt, "incident");
  say_told("the brawl", everyone, [&](const v1::Event& event) { return event.incident() == brawl_; });
  const v1::Incident incident = show("quan-hoa", brawl_);
  say_lead(incident);
  say_supports(incident);
  expect(incident.lead().ward() == "quan-hoa" && incident.lead().provisional(), "Quan Hoa leads, provisionally");
  expect(incident.lead().rule() == "border-first-detector", "by the clause of the border area");
  expect(std::ranges::all_of(everyone,
                             [&](const std::string& ward) {
                               return supports(incident, ward, v1::Support::DUTY) == (ward != "quan-hoa");
                             }),
         "each of the three others has a support duty");
}

void Evening::earlier_detection() {
  heading(2, "Vĩnh Phúc reports the same brawl; its form was opened half a minute before.");
  const auto begun = std::chrono::floor<std::chrono::milliseconds>(pressed_ - std::chrono::seconds{28});
  const auto receipt = from_json<Outline>(command(
      "vinh-phuc", {"report", "incident", "--landmark", "cau-t11", "--category", "disorder", "--severity", "4",
                    "--begun-at", fmt::format("{:%FT%TZ}", begun), "--text", "Nhóm thanh niên xô xát trên cầu"}));
  say_told("the lead moved", everyone,
           [&](const v1::Event& event) { return event.incident() == brawl_ && event.has_lead_moved(); });
  const v1::Incident incident = show("vinh-phuc", brawl_);
  say_lead(incident);
  say_supports(incident);
  expect(text(receipt, "linkedTo") == brawl_ && incident.reports_size() == 2, "the two reports are one incident");
  expect(incident.lead().ward() == "vinh-phuc", "the lead moved to Vĩnh Phúc, which detected it first");
  expect(supports(incident, "quan-hoa", v1::Support::DUTY) && in_state(incident, "quan-hoa", v1::Support::SEEN),
         "Quan Hoa, which led, supports");
  expect(!supports(incident, "vinh-phuc", v1::Support::DUTY), "Vĩnh Phúc's own support ended");
}

void Evening::answers() {
  heading(3, "Nghĩa Đô accepts, goes, arrives. Cống Vị has nobody to send.");
  const auto told = [&](const char* ward, v1::Support::State state) {
    say_told(fmt::format("{} {}", name(ward), v1::Support::State_Name(state)), {"vinh-phuc"},
             [=, this](const v1::Event& event) {
               return event.incident() == brawl_ && event.support_moved().ward() == ward &&
                      event.support_moved().to() == state;
             });
  };
  command("nghia-do", {"accept", brawl_, "--eta", "4", "--force", "police=3"});
  told("nghia-do", v1::Support::ACCEPTED);
  command("nghia-do", {"en-route", brawl_});
  told("nghia-do", v1::Support::EN_ROUTE);
  command("nghia-do", {"on-scene", brawl_});
  told("nghia-do", v1::Support::ON_SCENE);
  command("cong-vi", {"decline", brawl_, "--reason", "Tổ tuần tra đang xử lý vụ khác"});
  told("cong-vi", v1::Support::DECLINED);
  const v1::Incident incident = show("vinh-phuc", brawl_);
  say_supports(incident);
  expect(in_state(incident, "nghia-do", v1::Support::ON_SCENE), "Nghĩa Đô is on the scene");
  expect(in_state(incident, "cong-vi", v1::Support::DECLINED), "Cống Vị's answer and its reason stand");
}

void Evening::theft_inside_a_ward() {
  heading(4, "Quan Hoa reports a theft deep inside Nghĩa Đô.");
  const auto receipt =
      from_json<Outline>(command("quan-hoa", {"report", "incident", "--at", deep_inside_nghia_do, "--category", "theft",
                                              "--severity", "3", "--source", "citizen", "--text", "Mất xe máy"}));
  theft_ = text(receipt, "incident");
  say_told("the theft", {"quan-hoa", "nghia-do"}, [&](const v1::Event& event) { return event.incident() == theft_; });
  const v1::Incident incident = show("nghia-do", theft_);
  say_lead(incident);
  expect(incident.lead().ward() == "nghia-do" && incident.lead().rule() == "territory",
         "Nghĩa Đô leads: what happens inside a ward is led by that ward");
  expect(incident.supports_size() == 0, "nobody supports unasked");
  expect(press("cong-vi", {"show", theft_}).status == unknown_id, "for Cống Vị it does not exist");
}

void Evening::who_may_ask() {
  heading(5, "Quan Hoa asks support for the theft; then Nghĩa Đô does.");
  const support::Outcome refused = press("quan-hoa", {"request", theft_, "--auto"});
  expect(refused.status == rejected && refused.out.contains("NOT_LEAD"), "Quan Hoa is refused: it does not lead");
  command("nghia-do", {"request", theft_, "--auto", "--force", "police=2"});
  say_told("support is asked", {"quan-hoa", "vinh-phuc"},
           [&](const v1::Event& event) { return event.incident() == theft_ && event.has_support_opened(); });
  const v1::Incident incident = show("nghia-do", theft_);
  say_supports(incident);
  expect(supports(incident, "quan-hoa", v1::Support::REQUEST) && supports(incident, "vinh-phuc", v1::Support::REQUEST),
         "its neighbours are asked");
  expect(support_of(incident, "cong-vi") == nullptr, "Cống Vị, which is no neighbour, is not");
  expect(press("cong-vi", {"show", theft_}).status == unknown_id, "and still knows nothing of it");
}

void Evening::killed_and_started_again() {
  heading(7, "The hub is killed (kill -9) and started again.");
  std::vector<v1::Receipt> acknowledged;
  for (int number = 1; number <= notes; ++number)
    acknowledged.push_back(note("vinh-phuc", fmt::format("Diễn biến {}", number)));
  const auto killed = Clock::now();
  deployment_.kill_hub();
  deployment_.start_hub();
  fmt::print("   serving    again {:.0f} ms after the kill\n", Milliseconds(Clock::now() - killed).count());
  for (const std::string& ward : everyone) {
    fmt::print("   carries on {} {:.0f} ms after the kill\n", name(ward),
               Milliseconds(station(ward).await_caught_up(2) - killed).count());
  }
  int kept = 0;
  for (int number = 1; number <= notes; ++number) {
    const v1::Receipt& first = acknowledged[static_cast<std::size_t>(number - 1)];
    const v1::Receipt again = note("vinh-phuc", fmt::format("Diễn biến {}", number), first.id());
    kept += again.duplicate() && again.accepted().seq() == first.accepted().seq() ? 1 : 0;
  }
  expect(kept == notes,
         fmt::format("the {} commands acknowledged just before it are in the journal, once each", notes));
  const v1::Incident incident = show("vinh-phuc", brawl_);
  say_lead(incident);
  say_supports(incident);
  expect(incident.lead().ward() == "vinh-phuc" && in_state(incident, "nghia-do", v1::Support::ON_SCENE),
         "lead and supports are as they were");
  const std::uint64_t after = note("vinh-phuc", "Đã ổn định").accepted().seq();
  say_told("a note after the restart", {"quan-hoa", "nghia-do", "vinh-phuc"},
           [&](const v1::Event& event) { return event.seq() == after; });
}

void Evening::revoked_certificate() {
  heading(9, "The certificate of Cống Vị's station is revoked: its key may be in other hands.");
  const std::size_t heard = station("cong-vi").events().size();
  deployment_.revoke_station("cong-vi");
  const auto accident =
      text(from_json<Outline>(command("quan-hoa", {"report", "incident", "--landmark", "cau-t11", "--category",
                                                   "accident", "--severity", "4", "--text", "Tai nạn giữa cầu"})),
           "incident");
  const auto of_it = [&](const v1::Event& event) { return event.incident() == accident; };
  say_told("an accident on the bridge", {"quan-hoa", "nghia-do", "vinh-phuc"}, of_it);
  const auto& events = station("cong-vi").events();
  expect(std::none_of(events.begin() + static_cast<std::ptrdiff_t>(heard), events.end(),
                      [&](const Received& received) { return of_it(received.event); }),
         "Cống Vị's station is out before its next delivery");
  expect(deployment_.run(deployment_.as_station("cong-vi", {"list"})).status == refused_identity,
         "nobody comes in with that certificate any more");
  expect(supports(show("cong-vi", accident), "cong-vi", v1::Support::DUTY),
         "the ward itself has its duty, and its officer, with a certificate of his own, sees it");
}

void Evening::whole_and_in_order() {
  fmt::print("\nAll evening long\n");
  say_times();
  for (const std::string& ward : everyone) {
    const std::vector<Received>& events = station(ward).events();
    bool whole = true;
    for (std::size_t i = 1; i < events.size(); ++i) {
      whole = whole && events[i].event.prev_seq() == events[i - 1].event.seq();
    }
    expect(whole, fmt::format("{} received {} events in order, once each, without a gap", name(ward), events.size()));
  }
  expect(std::ranges::none_of(station("cong-vi").events(),
                              [&](const Received& received) { return received.event.incident() == theft_; }),
         "Cống Vị never heard a word of the theft");
}

support::Outcome Evening::press(const std::string& ward, std::vector<std::string> arguments) {
  arguments.emplace_back("--json");
  for (const auto& [id, station] : stations_) marks_[id] = station->events().size();
  support::Outcome outcome = deployment_.run(deployment_.as_officer(ward, arguments));
  pressed_ = outcome.started;
  return outcome;
}

std::string Evening::command(const std::string& ward, const std::vector<std::string>& arguments) {
  const support::Outcome outcome = press(ward, arguments);
  if (outcome.status != 0) {
    throw std::runtime_error(fmt::format("{}: wardlink {} ended with {}: {}{}", name(ward), arguments.front(),
                                         outcome.status, outcome.out, outcome.errors));
  }
  return outcome.out;
}

v1::Receipt Evening::note(const std::string& ward, const std::string& text, const std::string& id) {
  std::vector<std::string> arguments{"note", brawl_, "--text", text};
  if (!id.empty()) arguments.insert(arguments.end(), {"--id", id});
  return from_json<v1::Receipt>(command(ward, arguments));
}

v1::Incident Evening::show(const std::string& ward, const std::string& incident) {
  const support::Outcome outcome = deployment_.run(deployment_.as_officer(ward, {"show", incident, "--json"}));
  if (outcome.status != 0) throw std::runtime_error(fmt::format("wardlink show: {}{}", outcome.out, outcome.errors));
  return from_json<v1::Incident>(outcome.out);
}

void Evening::expect(bool holds, const std::string& what) {
  fmt::print("   {}  {}\n", holds ? "✓" : "✗ NOT SO:", what);
  if (!holds) ++faults_;
}

void Evening::say_lead(const v1::Incident& incident) {
  const v1::Lead& lead = incident.lead();
  fmt::print("   leads      {}{}, by rule {} of regulation {}:\n", name(lead.ward()),
             lead.provisional() ? " (provisional)" : "", lead.rule(), lead.regulation_version());
  fmt::print("              “{}”\n              “{}”\n", lead.clause().vi(), lead.clause().en());
}

void Evening::say_supports(const v1::Incident& incident) {
  for (const v1::Support& support : incident.supports()) {
    fmt::print("   supports   {}: {}, {}{}{}\n", name(support.ward()), v1::Support::Basis_Name(support.basis()),
               v1::Support::State_Name(support.state()), support.reason().empty() ? "" : " – ", support.reason());
  }
}

void Evening::say_told(const std::string& what, const std::vector<std::string>& wards, const Station::Wanted& wanted) {
  std::string times;
  for (const std::string& ward : wards) {
    const Received& received = station(ward).await(marks_[ward], what, wanted);
    told_ms_.push_back(Milliseconds(received.at - hub_time(received.event)).count());
    times += fmt::format("{}{} {:.1f} ms ({:.0f})", times.empty() ? "" : " · ", name(ward), told_ms_.back(),
                         Milliseconds(received.at - pressed_).count());
  }
  fmt::print("   told       {}: {}\n", what, times);
}

void Evening::say_times() {
  std::ranges::sort(told_ms_);
  fmt::print("   told       {} alerts: half of them within {:.1f} ms of the hub's decision, the slowest {:.1f} ms\n",
             told_ms_.size(), told_ms_[told_ms_.size() / 2], told_ms_.back());
}

}  // namespace wardlink::demo
