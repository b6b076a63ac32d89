#include "tests/unit/rules/scene.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "hub/base/ids.hpp"
#include "hub/rules/deadlines.hpp"

namespace wardlink::rules::testing {

std::string sample(std::string_view ending) {
  std::ifstream in(std::string(WARDLINK_SOURCE_DIR) + "/hub/clusters/hoa-do-phuc-vi." + std::string(ending));
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string regulation_with(std::string_view from, std::string_view to) {
  std::string toml = sample("toml");
  std::size_t found = toml.find(from);
  if (found == std::string::npos) throw std::runtime_error("the sample regulation has no " + std::string(from));
  for (; found != std::string::npos; found = toml.find(from, found + to.size())) toml.replace(found, from.size(), to);
  return toml;
}

v1::Place at(double lat, double lon, std::uint32_t radius_m) {
  v1::Place place;
  place.mutable_point()->set_lat_e7(static_cast<std::int32_t>(std::lround(lat * 1e7)));
  place.mutable_point()->set_lon_e7(static_cast<std::int32_t>(std::lround(lon * 1e7)));
  place.set_radius_m(radius_m);
  return place;
}

v1::Place north_of(v1::Place place, double metres) {
  constexpr double e7_a_metre = 1e7 / 110'700;  // of latitude, near enough at 21 degrees north
  place.mutable_point()->set_lat_e7(place.point().lat_e7() + static_cast<std::int32_t>(metres * e7_a_metre));
  return place;
}

Scene::Scene() {
  static const Scene founded(sample("toml"));
  *this = founded;
}

Scene::Scene(const std::string& toml) : Scene(sample("geojson"), toml) {}

Scene::Scene(const std::string& geojson, const std::string& toml)
    : now(base::Time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 14} + 15h}) {
  const auto regulation = domain::Regulation::parse(toml);
  if (!regulation) throw std::runtime_error(regulation.error().where + ": " + regulation.error().reason);
  const auto geography = domain::Geography::parse(geojson, regulation->limits);
  if (!geography) throw std::runtime_error(geography.error().where + ": " + geography.error().reason);
  v1::HubCommand command;
  auto& found = *command.mutable_found();
  found.set_geojson(geojson);
  found.set_regulation_toml(toml);
  *found.mutable_origin() = geography->plane().origin;
  found.set_metres_per_lat_e7(geography->plane().metres_per_lat_e7);
  found.set_metres_per_lon_e7(geography->plane().metres_per_lon_e7);
  state.cluster = geography->id();
  unasked(command);
}

Events Scene::did(const Who& who, const v1::Command& command) {
  auto decided = tries(who, command);
  if (!decided) {
    ADD_FAILURE() << v1::Rejection::Code_Name(decided.error().code()) << " " << decided.error().field() << ": "
                  << decided.error().message() << "\n"
                  << command.ShortDebugString();
    return {};
  }
  return *std::move(decided);
}

v1::Rejection::Code Scene::refused(const Who& who, const v1::Command& command) {
  const auto decided = tries(who, command);
  return decided ? v1::Rejection::CODE_UNSPECIFIED : decided.error().code();
}

Decided Scene::tries(const Who& who, const v1::Command& command) {
  const auto envelope = envelope_of(who);
  auto decided = decide(state, envelope, command, now);
  if (decided) commit(envelope.sender, envelope.command_id, *decided);
  return decided;
}

Decided Scene::dry_run(const Who& who, const v1::Command& command) {
  auto envelope = envelope_of(who);
  envelope.dry_run = true;
  return decide(state, envelope, command, now);
}

Decided Scene::would(const Who& who, const v1::Command& command) {
  return decide(state, envelope_of(who), command, now);
}

Events Scene::unasked(const v1::HubCommand& command) {
  Envelope envelope;
  envelope.sender.set_cluster(state.cluster);
  envelope.sender.set_role(v1::HUB);
  envelope.command_id = next_id();
  auto events = decide(state, envelope, command, now).value();
  if (!events.empty()) commit(envelope.sender, envelope.command_id, events);
  return events;
}

Events Scene::wait(base::Duration time) {
  const base::Time until = now + time;
  Events all;
  while (!state.deadlines.empty() && state.deadlines.begin()->at <= until) {
    now = std::max(now, state.deadlines.begin()->at);
    const auto events = catch_up();
    all.insert(all.end(), events.begin(), events.end());
  }
  now = until;
  return all;
}

Events Scene::catch_up() {
  Events all;
  while (const auto command = due(state, now)) {
    const auto events = unasked(*command);
    if (events.empty()) throw std::runtime_error("nothing came of " + command->ShortDebugString());
    all.insert(all.end(), events.begin(), events.end());
  }
  return all;
}

Events Scene::delivered(const std::string& ward) {
  v1::HubCommand command;
  command.mutable_mark_delivered()->set_ward(ward);
  command.mutable_mark_delivered()->set_up_to_seq(state.seq);
  return unasked(command);
}

Events Scene::station_up(const std::string& ward, bool up) {
  v1::HubCommand command;
  command.mutable_station_presence()->set_ward(ward);
  command.mutable_station_presence()->set_up(up);
  return unasked(command);
}

Events Scene::expire(const std::string& owner) {
  const auto found = state.deadlines_of.find(owner);
  if (found == state.deadlines_of.end()) return {};
  v1::HubCommand command;
  auto& time_out = *command.mutable_time_out();
  time_out.set_kind(found->second.front().kind);
  time_out.set_owner(owner);
  *time_out.mutable_due_at() = base::to_proto(found->second.front().at);
  return unasked(command);
}

v1::Command Scene::report(const Seen& what) const {
  v1::Command command;
  auto& report = *command.mutable_report_incident();
  report.set_mode(what.mode);
  report.set_category(what.category);
  report.set_severity(what.severity);
  report.set_sensitive(what.sensitive);
  report.set_assist(what.assist);
  *report.mutable_place() = what.place;
  report.set_source(v1::PATROL);
  report.set_same_as(what.same_as);
  report.mutable_content()->set_text(what.text);
  if (what.ago) {
    *report.mutable_detected_at()->mutable_time() = base::to_proto(now - *what.ago);
    report.mutable_detected_at()->set_source(what.time_source);
  }
  return command;
}

std::string Scene::incident_of(const Events& events) {
  return events.empty() ? std::string() : events.front().event().incident();
}

v1::Support::State Scene::support(const std::string& id, const std::string& ward) const {
  const auto* found = incident(id).support_of(ward);
  return found == nullptr ? S::STATE_UNSPECIFIED : found->state();
}

Envelope Scene::envelope_of(const Who& who) {
  Envelope envelope;
  envelope.sender.set_cluster(state.cluster);
  envelope.sender.set_ward(who.ward);
  envelope.sender.set_role(who.role);
  envelope.sender.set_name(who.name);
  envelope.command_id = next_id();
  envelope.clock_offset = clock_offset;
  envelope.clock_measured = clock_measured;
  return envelope;
}

std::string Scene::next_id() {
  std::array<std::uint8_t, 10> bytes{};
  for (std::size_t i = 0; i < 4; ++i) bytes[i + 6] = static_cast<std::uint8_t>(commands_ >> (8 * i));
  ++commands_;
  return base::make_uuid_v7(now, bytes);
}

void Scene::commit(const v1::Identity& sender, const std::string& command_id, const Events& events) {
  v1::EntryHeader entry;
  entry.set_cluster(state.cluster);
  entry.set_number(state.entries + 1);
  entry.set_first_seq(events.front().event().seq());
  entry.set_last_seq(events.back().event().seq());
  *entry.mutable_time() = base::to_proto(now);
  *entry.mutable_sender() = sender;
  entry.set_command_id(command_id);
  // The journal's header has the events without their content: apply() gets no more than that.
  for (const auto& stored : events) {
    auto& kept = *entry.add_events();
    kept = stored;
    kept.mutable_event()->clear_content();
  }
  apply(state, entry);
  journal.push_back(std::move(entry));
}

}  // namespace wardlink::rules::testing
