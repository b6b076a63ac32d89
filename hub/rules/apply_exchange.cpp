#include "hub/rules/apply_exchange.hpp"

#include <algorithm>

#include "hub/base/panic.hpp"
#include "hub/rules/audience.hpp"
#include "hub/rules/deadlines.hpp"
#include "hub/rules/marks.hpp"

namespace wardlink::rules {
namespace {

using domain::State;
using TimeOut = v1::HubCommand::TimeOut;

template <typename T>
T& known(std::map<std::string, T>& all, const std::string& id) {
  const auto it = all.find(id);
  base::check(it != all.end(), "an event of something that was never told of");
  return it->second;
}

void wait(State& state, TimeOut::Kind kind, const std::string& owner, const google::protobuf::Timestamp& until) {
  reschedule(state, owner, {{.at = base::from_proto(until), .kind = kind, .owner = owner, .subject = {}}});
}

void raised(State& state, const v1::Flight& body, std::uint64_t seq) {
  auto& flight = state.flights[body.id()];
  flight.view = body;
  if (seq != 0) flight.view.set_raised_seq(seq);
  state.flights_on.insert(body.id());
  wait(state, TimeOut::FLIGHT_EXPIRY, body.id(), body.expires_at());
}

// One block a ward: where it stands now.
void blocked(State& state, const v1::FlightBlocked& body) {
  auto& blocks = *known(state.flights, body.flight()).view.mutable_blocks();
  const auto own = std::ranges::find(blocks, body.block().ward(), &v1::FlightBlock::ward);
  *(own == blocks.end() ? blocks.Add() : &*own) = body.block();
}

void ended(State& state, const v1::FlightEnded& body) {
  known(state.flights, body.flight()).view.set_end(body.end());
  state.flights_on.erase(body.flight());
  reschedule(state, body.flight(), {});
}

void started(State& state, const v1::Patrol& body, std::uint64_t seq) {
  auto& patrol = state.patrols[body.id()];
  patrol = body;
  patrol.set_started_seq(seq);
  state.patrols_on.insert(body.id());
  wait(state, TimeOut::PATROL_EXPIRY, body.id(), body.expires_at());
}

void ended(State& state, const v1::PatrolEnded& body) {
  known(state.patrols, body.patrol()).set_end(body.end());
  state.patrols_on.erase(body.patrol());
  reschedule(state, body.patrol(), {});
}

void record(State& state, const std::string& id, const v1::Event& event, const std::string& ward) {
  auto& record = state.records[id];
  record.ward = ward;
  record.mode = event.mode();
  record.incident = event.incident();
}

void mark_report(State& state, const std::string& incident, const std::string& id) {
  const auto it = state.incidents.find(incident);
  if (it == state.incidents.end()) return;
  for (auto& report : *it->second.view.mutable_reports()) {
    if (report.id() == id) add(*report.mutable_marks(), mark::recalled);
  }
}

void recalled(State& state, const v1::Event& event) {
  for (const auto& id : event.recalled().ids()) {
    if (const auto flight = state.flights.find(id); flight != state.flights.end()) {
      add(*flight->second.view.mutable_marks(), mark::recalled);
    } else if (const auto patrol = state.patrols.find(id); patrol != state.patrols.end()) {
      patrol->second.set_end(v1::Patrol::RECALLED);
    } else {
      known(state.records, id).recalled = true;
      mark_report(state, event.incident(), id);
    }
  }
}

/// The set of those told of what this event is about; null where nobody will ask. Of a report the incident knows.
std::set<std::string>* told_of(State& state, const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kFlightRaised:
      return &known(state.flights, event.flight_raised().flight().id()).told;
    case v1::Event::kFlightSeenAgain:
      return &known(state.flights, event.flight_seen_again().flight().id()).told;
    case v1::Event::kFlightBlocked:
      return &known(state.flights, event.flight_blocked().flight()).told;
    case v1::Event::kFlightEnded:
      return &known(state.flights, event.flight_ended().flight()).told;
    case v1::Event::kSightingRecorded:
      return &known(state.records, event.sighting_recorded().id()).told;
    case v1::Event::kHotspotRecorded:
      return &known(state.records, event.hotspot_recorded().id()).told;
    default:
      return nullptr;
  }
}

}  // namespace

void apply_exchanged(State& state, const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kSightingRecorded:
      record(state, event.sighting_recorded().id(), event, event.sighting_recorded().ward());
      break;
    case v1::Event::kHotspotRecorded:
      record(state, event.hotspot_recorded().id(), event, event.hotspot_recorded().ward());
      break;
    case v1::Event::kFlightRaised:
      raised(state, event.flight_raised().flight(), event.seq());
      break;
    case v1::Event::kFlightSeenAgain:
      raised(state, event.flight_seen_again().flight(), 0);
      break;
    case v1::Event::kFlightBlocked:
      blocked(state, event.flight_blocked());
      break;
    case v1::Event::kFlightEnded:
      ended(state, event.flight_ended());
      break;
    case v1::Event::kPatrolStarted:
      started(state, event.patrol_started().patrol(), event.seq());
      break;
    case v1::Event::kPatrolEnded:
      ended(state, event.patrol_ended());
      break;
    case v1::Event::kRecalled:
      recalled(state, event);
      break;
    default:
      break;  // a displacement watch is the patrol's
  }
}

void record_report(State& state, const std::string& incident, v1::Mode mode, const v1::Report& report,
                   const std::string& out_of) {
  auto& record = state.records[report.id()];
  record.ward = report.ward();
  record.mode = mode;
  record.incident = incident;
  if (const auto* before = state.incident(out_of)) record.told.merge(ever_told(state, *before));
}

void note_receivers(State& state, const v1::StoredEvent& stored) {
  auto* told = told_of(state, stored.event());
  if (told == nullptr) return;
  for (const auto& recipient : stored.audience()) {
    if (!recipient.description_only()) told->insert(recipient.ward());
  }
}

}  // namespace wardlink::rules
