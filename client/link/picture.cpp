#include "client/link/picture.hpp"

#include <algorithm>
#include <utility>

#include "client/link/incident_view.hpp"

namespace wardlink::link {
namespace {

using Body = v1::Event;

/// From the changes, else from what is stored.
template <typename T>
T* changed_or_stored(std::map<std::string, T>& changed, const std::string& id, const std::vector<T>& stored) {
  if (const auto found = changed.find(id); found != changed.end()) return &found->second;
  const auto found = std::ranges::find(stored, id, [](const T& each) { return each.id(); });
  return found == stored.end() ? nullptr : &changed.emplace(id, *found).first->second;
}

/// One a ward: where it stands now.
void block(v1::Flight& flight, const v1::FlightBlock& block) {
  auto& blocks = *flight.mutable_blocks();
  const auto own = std::ranges::find(blocks, block.ward(), &v1::FlightBlock::ward);
  *(own == blocks.end() ? blocks.Add() : &*own) = block;
}

}  // namespace

Stored<v1::Incident*> Picture::incident(const std::string& id) {
  if (const auto changed = incidents_.find(id); changed != incidents_.end()) return &changed->second;
  if (afresh_) return nullptr;
  auto stored = copy_->incident(id);
  if (!stored) return std::unexpected(stored.error());
  if (!*stored) return nullptr;
  return &incidents_.emplace(id, std::move(**stored)).first->second;
}

Stored<v1::Flight*> Picture::flight(const std::string& id) {
  const auto stored = copy_->flights();
  if (!stored) return std::unexpected(stored.error());
  return changed_or_stored(flights_, id, afresh_ ? std::vector<v1::Flight>() : *stored);
}

Stored<v1::Patrol*> Picture::patrol(const std::string& id) {
  const auto stored = copy_->patrols();
  if (!stored) return std::unexpected(stored.error());
  return changed_or_stored(patrols_, id, afresh_ ? std::vector<v1::Patrol>() : *stored);
}

Stored<void> Picture::apply(const v1::Event& event) {
  if (event.has_incident_opened()) {
    incidents_.insert_or_assign(event.incident(), opened(event));
    return {};
  }
  const auto done = to_flight_or_patrol(event);
  if (!done) return std::unexpected(done.error());
  if (*done || event.incident().empty()) return {};
  const auto found = incident(event.incident());
  if (!found) return std::unexpected(found.error());
  if (*found == nullptr) return {};
  if (event.has_incident_merged()) return merge(**found, event.incident_merged());
  for (const std::string& id : event.recalled().ids()) recall_report(**found, id);
  if (event.has_possible_duplicate()) {
    const auto other = incident(event.possible_duplicate().other());
    if (!other) return std::unexpected(other.error());
    if (*other != nullptr) add_mark(*(*other)->mutable_possible_duplicates(), event.incident());
  }
  link::apply(**found, event);
  return {};
}

/// An alert or a patrol that was taken back; false: it is something else.
Stored<bool> Picture::recall(const std::string& id) {
  const auto alert = flight(id);
  if (!alert) return std::unexpected(alert.error());
  if (*alert != nullptr) add_mark(*(*alert)->mutable_marks(), "recalled");
  const auto going = patrol(id);
  if (!going) return std::unexpected(going.error());
  if (*going != nullptr) (*going)->set_end(v1::Patrol::RECALLED);
  return *alert != nullptr || *going != nullptr;
}

Stored<bool> Picture::to_flight_or_patrol(const v1::Event& event) {
  switch (event.body_case()) {
    case Body::kFlightRaised: {
      v1::Flight& raised = flights_[event.flight_raised().flight().id()];
      raised = event.flight_raised().flight();
      raised.set_raised_seq(event.seq());
      return true;
    }
    case Body::kFlightSeenAgain:
      flights_[event.flight_seen_again().flight().id()] = event.flight_seen_again().flight();
      return true;
    case Body::kFlightBlocked: {
      const auto known = flight(event.flight_blocked().flight());
      if (!known) return std::unexpected(known.error());
      if (*known != nullptr) block(**known, event.flight_blocked().block());
      return true;
    }
    case Body::kFlightEnded: {
      const auto known = flight(event.flight_ended().flight());
      if (!known) return std::unexpected(known.error());
      if (*known != nullptr) (*known)->set_end(event.flight_ended().end());
      return true;
    }
    case Body::kPatrolStarted: {
      v1::Patrol& started = patrols_[event.patrol_started().patrol().id()];
      started = event.patrol_started().patrol();
      started.set_started_seq(event.seq());
      return true;
    }
    case Body::kPatrolEnded: {
      const auto known = patrol(event.patrol_ended().patrol());
      if (!known) return std::unexpected(known.error());
      if (*known != nullptr) (*known)->set_end(event.patrol_ended().end());
      return true;
    }
    case Body::kRecalled: {
      bool known = false;
      for (const std::string& id : event.recalled().ids()) {
        const auto taken_back = recall(id);
        if (!taken_back) return std::unexpected(taken_back.error());
        known = known || *taken_back;
      }
      return known && event.incident().empty();
    }
    default:
      return false;
  }
}

Stored<void> Picture::merge(v1::Incident& from, const v1::IncidentMerged& body) {
  const auto survivor = incident(body.into());
  if (!survivor) return std::unexpected(survivor.error());
  if (*survivor == nullptr || *survivor == &from) {
    end_merged(from, body);
  } else {
    link::merge(from, **survivor, body);
  }
  return {};
}

void Picture::take(const v1::Snapshot& part, bool first) {
  if (first) {
    discard();
    afresh_ = true;
  }
  for (const auto& each : part.incidents()) incidents_.insert_or_assign(each.id(), each);
  for (const auto& each : part.flights()) flights_.insert_or_assign(each.id(), each);
  for (const auto& each : part.patrols()) patrols_.insert_or_assign(each.id(), each);
}

void Picture::move_to(CopyBatch& batch) {
  batch.afresh = afresh_;
  for (auto& [id, each] : incidents_) batch.incidents.push_back(std::move(each));
  for (auto& [id, each] : flights_) batch.flights.push_back(std::move(each));
  for (auto& [id, each] : patrols_) batch.patrols.push_back(std::move(each));
  discard();
}

void Picture::discard() {
  afresh_ = false;
  incidents_.clear();
  flights_.clear();
  patrols_.clear();
}

}  // namespace wardlink::link
