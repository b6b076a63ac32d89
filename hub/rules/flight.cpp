#include "hub/rules/flight.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "hub/domain/sector.hpp"
#include "hub/rules/detection.hpp"
#include "hub/rules/known.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/placement.hpp"
#include "hub/rules/report.hpp"

namespace wardlink::rules {
namespace {

using base::Expected;
using domain::Incident;

double speed_mps(const domain::Limits& limits, v1::TravelMode by) {
  switch (by) {
    case v1::CAR:
      return limits.speed_car_mps;
    case v1::MOTORBIKE:
      return limits.speed_motorbike_mps;
    default:
      return limits.speed_foot_mps;
  }
}

std::optional<std::uint32_t> heading_of(const Draft& draft, const v1::Point& from, const v1::Heading& heading) {
  switch (heading.to_case()) {
    case v1::Heading::kDegrees:
      return heading.degrees();
    case v1::Heading::kWard:
      return domain::heading_towards(draft.geography(), from, heading.ward());
    case v1::Heading::TO_NOT_SET:
      break;
  }
  return std::nullopt;
}

/// What was said of where it is and where it runs: the same when it is raised and when it is seen again.
struct Seen {
  const v1::Place& place;
  const v1::Heading& heading;
  v1::TravelMode by;
  std::optional<v1::DetectedAt> detected_at;
};

// Everything that follows from a sighting; the rest of the flight stays.
void compute(const Draft& draft, const domain::Limits& limits, const Seen& seen, v1::Flight& flight) {
  const auto& geography = draft.geography();
  const auto time = detection_time(seen.detected_at, draft.envelope(), limits, draft.now());
  *flight.mutable_seen_at() = base::to_proto(time.credible_at);
  *flight.mutable_expires_at() = base::to_proto(draft.now() + base::seconds(limits.flight_ttl_s));
  *flight.mutable_placement() = place(geography, limits, seen.place, draft.ward(), draft.now());
  flight.clear_marks();
  for (const auto& word : time.marks) add(*flight.mutable_marks(), word);
  for (const auto& word : flight.placement().marks()) add(*flight.mutable_marks(), word);
  flight.set_by(seen.by);

  const double mps = speed_mps(limits, seen.by);
  const v1::Point& from = flight.placement().point();
  const domain::Sector sector{.from = from,
                              .heading_degrees = heading_of(draft, from, seen.heading),
                              .spread_deg = limits.flight_spread_deg,
                              .reach_m = mps * limits.flight_reach_s};
  flight.set_heading_known(sector.heading_degrees.has_value());
  flight.set_heading_degrees(sector.heading_degrees.value_or(0));
  std::vector<std::string> wards;
  std::vector<v1::FlightCandidate> candidates;
  for (const auto& ward : geography.wards()) {
    if (!draft.valid(ward.id)) continue;
    wards.push_back(ward.id);
    const auto crossing = domain::crossing(geography, sector, ward.id);
    if (!crossing) continue;
    auto& candidate = candidates.emplace_back();
    candidate.set_ward(ward.id);
    *candidate.mutable_crossing() = crossing->at;
    candidate.set_distance_cm(crossing->distance_cm);
    const double seconds = std::floor(static_cast<double>(crossing->distance_cm) / (mps * 100));
    candidate.set_seconds(static_cast<std::uint32_t>(seconds));
    *candidate.mutable_arrives_at() = base::to_proto(time.credible_at + base::seconds(seconds));
  }
  // Wards come by id: of those equally near the smaller stays first.
  std::ranges::stable_sort(candidates, {}, &v1::FlightCandidate::distance_cm);
  flight.mutable_candidates()->Assign(candidates.begin(), candidates.end());
  flight.set_leaves_cluster(domain::reaches_beyond(geography, sector, wards, limits.line_margin_m));
}

Wards concerned(const v1::Flight& flight) {
  Wards wards{flight.ward()};
  for (const auto& candidate : flight.candidates()) wards.insert(candidate.ward());
  return wards;
}

void alarm_candidates(const v1::Flight& flight, v1::Event& event) {
  for (const auto& candidate : flight.candidates()) event.add_alarms(candidate.ward());
}

/// The incident that carries on the flight's.
const Incident& incident_of(Draft& draft, const domain::Flight& flight) {
  return *draft.incident(survivor(draft.before(), *draft.incident(flight.view.incident())).view.id());
}

Expected<const domain::Flight*> flight_on(Draft& draft, const std::string& id) {
  const auto* flight = draft.flight(id);
  if (flight == nullptr || !sees_flight(draft.before(), *flight, draft.ward())) return refusal::unknown_id("flight");
  if (flight_over(flight->view, draft.now())) return refusal::over("flight");
  return flight;
}

v1::Event event_of(Draft& draft, const domain::Flight& flight, v1::Urgency urgency, const v1::Content& content) {
  auto event = draft.event(incident_of(draft, flight), urgency);
  event.set_mode(flight.view.mode());
  if (content.ByteSizeLong() > 0) *event.mutable_content() = content;
  return event;
}

// To everyone ever told of it, `wards`, and its incident's audience.
void tell(Draft& draft, const domain::Flight& flight, v1::Event event, Wards wards) {
  wards.insert(flight.told.begin(), flight.told.end());
  draft.emit_to(std::move(event), std::move(wards), true);
}

void end(Draft& draft, const std::string& id, v1::Flight::End why, const v1::Content& content) {
  const domain::Flight& flight = *draft.flight(id);
  // Whoever runs to block it must hear at once that it need not; that nobody saw it any more is no news to them.
  auto event = event_of(draft, flight, why == v1::Flight::EXPIRED ? v1::ROUTINE : v1::URGENT, content);
  auto& body = *event.mutable_flight_ended();
  body.set_flight(id);
  body.set_end(why);
  if (why == v1::Flight::CAUGHT) {
    body.set_ward(draft.ward());
    body.set_officer(draft.envelope().sender.name());
  }
  tell(draft, flight, std::move(event), concerned(flight.view));
}

v1::ReportIncident opening(const v1::ReportFlight& command) {
  v1::ReportIncident report;
  report.set_mode(command.mode());
  report.set_category(command.category().empty() ? std::string(flight_category) : command.category());
  report.set_severity(command.severity() == 0 ? flight_severity : command.severity());
  *report.mutable_place() = command.place();
  if (command.has_detected_at()) *report.mutable_detected_at() = command.detected_at();
  report.set_source(command.source());
  *report.mutable_content() = command.content();
  return report;
}

Expected<const Incident*> incident_for(Draft& draft, const v1::ReportFlight& command) {
  if (command.incident().empty()) return &open_with_report(draft, opening(command));
  const auto named = known_incident(draft, command.incident());
  if (!named) return named;
  const auto* incident = draft.incident(survivor(draft.before(), **named).view.id());
  if (incident->view.mode() != command.mode()) return refusal::wrong_mode("mode");
  if (!incident->open()) return refusal::not_open(*incident);
  return incident;
}

std::optional<v1::DetectedAt> detected(const auto& command) {
  return command.has_detected_at() ? std::optional(command.detected_at()) : std::nullopt;
}

Expected<v1::Point> block_point(const Draft& draft, const v1::Flight& flight, const v1::BlockFlight& command) {
  if (command.at().has_point()) return command.at().point();
  if (command.at().has_landmark()) return draft.geography().landmark(command.at().landmark())->point;
  const auto own = std::ranges::find(flight.candidates(), draft.ward(), &v1::FlightCandidate::ward);
  if (own != flight.candidates().end()) return own->crossing();
  return refusal::invalid("at", "The flight is not expected in your ward: say where you block it.",
                          "Hướng chạy không qua phường của đồng chí: cần nêu vị trí đón chặn.");
}

}  // namespace

bool flight_over(const v1::Flight& flight, base::Time now) {
  return flight.end() != v1::Flight::END_UNSPECIFIED || base::from_proto(flight.expires_at()) <= now;
}

bool sees_flight(const domain::State& state, const domain::Flight& flight, std::string_view ward) {
  if (flight.told.contains(std::string(ward))) return true;
  const auto* incident = state.incident(flight.view.incident());
  return incident != nullptr && sight(state, *incident, ward) == Sight::full;
}

Expected<void> report_flight(Draft& draft, const v1::ReportFlight& command) {
  const auto found = incident_for(draft, command);
  if (!found) return std::unexpected(found.error());
  const Incident& incident = **found;
  auto event = draft.event(incident, v1::FLASH);
  auto& flight = *event.mutable_flight_raised()->mutable_flight();
  flight.set_id(draft.new_id("flight"));
  flight.set_mode(command.mode());
  flight.set_incident(incident.view.id());
  flight.set_ward(draft.ward());
  if (draft.by_officer()) flight.set_officer(draft.envelope().sender.name());
  compute(draft, draft.regulation_of(incident).limits,
          {command.place(), command.heading(), command.by(), detected(command)}, flight);
  if (command.content().ByteSizeLong() > 0) *event.mutable_content() = command.content();
  alarm_candidates(flight, event);
  Wards wards = concerned(flight);
  draft.emit_to(std::move(event), std::move(wards), true);
  return {};
}

Expected<void> block_flight(Draft& draft, const v1::BlockFlight& command) {
  const auto known = flight_on(draft, command.flight());
  if (!known) return std::unexpected(known.error());
  const domain::Flight& flight = **known;
  const auto at = block_point(draft, flight.view, command);
  if (!at) return std::unexpected(at.error());
  auto event = event_of(draft, flight, v1::FLASH, command.content());
  event.mutable_flight_blocked()->set_flight(flight.view.id());
  auto& block = *event.mutable_flight_blocked()->mutable_block();
  block.set_ward(draft.ward());
  if (draft.by_officer()) block.set_officer(draft.envelope().sender.name());
  *block.mutable_at() = *at;
  *block.mutable_time() = base::to_proto(draft.now());
  tell(draft, flight, std::move(event), concerned(flight.view));
  return {};
}

Expected<void> see_flight_again(Draft& draft, const v1::SeeFlightAgain& command) {
  const auto known = flight_on(draft, command.flight());
  if (!known) return std::unexpected(known.error());
  const domain::Flight& flight = **known;
  auto event = event_of(draft, flight, v1::FLASH, command.content());
  auto& body = *event.mutable_flight_seen_again();
  body.set_ward(draft.ward());
  body.set_officer(draft.envelope().sender.name());
  auto& again = *body.mutable_flight();
  again = flight.view;
  const auto by = command.by() == v1::TRAVEL_MODE_UNSPECIFIED ? again.by() : command.by();
  compute(draft, draft.regulation_of(incident_of(draft, flight)).limits,
          {command.place(), command.heading(), by, detected(command)}, again);
  alarm_candidates(again, event);
  Wards wards = concerned(again);
  tell(draft, flight, std::move(event), std::move(wards));
  return {};
}

Expected<void> catch_flight(Draft& draft, const v1::CatchFlight& command) {
  const auto known = flight_on(draft, command.flight());
  if (!known) return std::unexpected(known.error());
  end(draft, command.flight(), v1::Flight::CAUGHT, command.content());
  return {};
}

void expire_flight(Draft& draft, const std::string& id) { end(draft, id, v1::Flight::EXPIRED, {}); }

void recall_flight(Draft& draft, const std::string& id) { end(draft, id, v1::Flight::RECALLED, {}); }

}  // namespace wardlink::rules
