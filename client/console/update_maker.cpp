#include "client/console/update_maker.hpp"

#include <algorithm>
#include <utility>

namespace wardlink::console {
namespace {

using link::Stored;
using link::WallTime;

constexpr std::chrono::hours day{24};
/// The last day's events are looked for no further back: there is no index by time.
constexpr std::uint64_t looked_through_max = 20'000;

template <typename T>
void put_those(std::vector<T>&& all, google::protobuf::RepeatedPtrField<T>& into, auto wanted) {
  for (T& each : all) {
    if (wanted(each)) *into.Add() = std::move(each);
  }
}

/// When an incident last had something to show for a day: its end is an event of it.
bool over(const v1::Incident& incident) { return incident.state() != v1::Incident::OPEN; }

}  // namespace

void note(const v1::Event& event, Changes& changes) {
  if (!event.incident().empty()) changes.incidents.insert(event.incident());
  switch (event.body_case()) {
    case v1::Event::kIncidentMerged:
      changes.incidents.insert(event.incident_merged().into());
      break;
    case v1::Event::kFlightRaised:
      changes.flights.insert(event.flight_raised().flight().id());
      break;
    case v1::Event::kFlightSeenAgain:
      changes.flights.insert(event.flight_seen_again().flight().id());
      break;
    case v1::Event::kFlightBlocked:
      changes.flights.insert(event.flight_blocked().flight());
      break;
    case v1::Event::kFlightEnded:
      changes.flights.insert(event.flight_ended().flight());
      break;
    case v1::Event::kPatrolStarted:
      changes.patrols.insert(event.patrol_started().patrol().id());
      break;
    case v1::Event::kPatrolEnded:
      changes.patrols.insert(event.patrol_ended().patrol());
      break;
    case v1::Event::kStationUp:
    case v1::Event::kStationDown:
      changes.directory = true;
      break;
    default:
      break;
  }
}

IsSensitive UpdateMaker::is_sensitive() const {
  return [this](const std::string& id) -> std::optional<bool> {
    const auto incident = copy_.incident(id);
    if (!incident || !*incident) return std::nullopt;
    return (*incident)->sensitive();
  };
}

v1::ToldEvent UpdateMaker::told(v1::Event event) {
  if (locked_) redact(event, is_sensitive());
  v1::ToldEvent told;
  sentences_.tell(event, told);
  *told.mutable_event() = std::move(event);
  return told;
}

void UpdateMaker::put(v1::Incident incident, v1::ConsoleUpdate& update) const {
  if (locked_) redact(incident);
  *update.add_incidents() = std::move(incident);
}

void UpdateMaker::put(std::map<std::uint64_t, v1::Event> events, v1::ConsoleUpdate& update) {
  for (auto& [seq, event] : events) *update.add_events() = told(std::move(event));
}

Stored<std::vector<v1::Event>> UpdateMaker::story(const std::string& incident) const {
  std::vector<v1::Event> all;
  link::EventFilter filter{.incident = incident, .rows_max = story_max};
  for (;;) {
    auto page = copy_.events(filter);
    if (!page) return page;
    const bool last = page->size() < story_max;
    if (!page->empty()) filter.after_seq = page->back().seq();
    std::ranges::move(*page, std::back_inserter(all));
    if (all.size() > story_max) all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(story_max));
    if (last) return all;
  }
}

Stored<std::vector<v1::Event>> UpdateMaker::last_day(WallTime now) const {
  const auto position = copy_.position();
  if (!position) return std::unexpected(position.error());
  link::EventFilter filter{.since = now - day, .rows_max = events_max};
  filter.after_seq = position->seq > looked_through_max ? position->seq - looked_through_max : 0;
  std::vector<v1::Event> latest;
  for (;;) {
    auto page = copy_.events(filter);
    if (!page) return page;
    const bool last = page->size() < events_max;
    if (!page->empty()) filter.after_seq = page->back().seq();
    std::ranges::move(*page, std::back_inserter(latest));
    if (latest.size() > events_max) {
      latest.erase(latest.begin(), latest.end() - static_cast<std::ptrdiff_t>(events_max));
    }
    if (last) return latest;
  }
}

Stored<v1::DirectoryResult> UpdateMaker::directory() {
  auto directory = copy_.directory();
  if (!directory) return directory;
  sentences_.learn(*directory);
  for (auto& ward : *directory->mutable_wards()) {
    if (const auto known = online_.find(ward.id()); known != online_.end()) ward.set_online(known->second);
  }
  return directory;
}

Stored<void> UpdateMaker::everything(v1::ConsoleUpdate& update, WallTime now) {
  update.set_afresh(true);
  auto names = directory();
  if (!names) return std::unexpected(names.error());
  if (!names->cluster().empty()) *update.mutable_directory() = std::move(*names);

  std::map<std::uint64_t, v1::Event> events;
  std::set<std::string> touched;
  auto today = last_day(now);
  if (!today) return std::unexpected(today.error());
  for (auto& event : *today) {
    touched.insert(event.incident());
    events.emplace(event.seq(), std::move(event));
  }
  auto incidents = copy_.incidents();
  if (!incidents) return std::unexpected(incidents.error());
  for (auto& incident : *incidents) {
    if (over(incident)) {
      if (touched.contains(incident.id())) put(std::move(incident), update);
      continue;
    }
    auto events_of_it = story(incident.id());
    if (!events_of_it) return std::unexpected(events_of_it.error());
    for (auto& event : *events_of_it) events.emplace(event.seq(), std::move(event));
    put(std::move(incident), update);
  }
  put(std::move(events), update);

  auto flights = copy_.flights();
  auto patrols = copy_.patrols();
  if (!flights) return std::unexpected(flights.error());
  if (!patrols) return std::unexpected(patrols.error());
  put_those(std::move(*flights), *update.mutable_flights(),
            [](const auto& each) { return each.end() == v1::Flight::END_UNSPECIFIED; });
  put_those(std::move(*patrols), *update.mutable_patrols(),
            [](const auto& each) { return each.end() == v1::Patrol::END_UNSPECIFIED; });
  return {};
}

Stored<bool> UpdateMaker::since(std::uint64_t seq, v1::ConsoleUpdate& update) {
  const auto position = copy_.position();
  if (!position) return std::unexpected(position.error());
  if (seq > position->seq) return false;
  auto missing = copy_.events({.after_seq = seq, .rows_max = missing_max + 1});
  if (!missing) return std::unexpected(missing.error());
  if (missing->size() > missing_max) return false;
  Changes changes;
  changes.directory = true;
  for (const auto& event : *missing) note(event, changes);
  // What an incident that we joined meanwhile had behind it came out of turn: its whole story.
  std::map<std::uint64_t, v1::Event> events;
  for (auto& event : *missing) events.emplace(event.seq(), std::move(event));
  for (const auto& id : changes.incidents) {
    auto events_of_it = story(id);
    if (!events_of_it) return std::unexpected(events_of_it.error());
    for (auto& event : *events_of_it) events.emplace(event.seq(), std::move(event));
  }
  for (auto& [number, event] : events) changes.events.push_back(std::move(event));
  auto done = changed(changes, update);
  if (!done) return std::unexpected(done.error());
  return true;
}

Stored<void> UpdateMaker::changed(const Changes& changes, v1::ConsoleUpdate& update) {
  if (changes.directory) {
    auto names = directory();
    if (!names) return std::unexpected(names.error());
    if (!names->cluster().empty()) *update.mutable_directory() = std::move(*names);
  }
  for (const auto& id : changes.incidents) {
    auto incident = copy_.incident(id);
    if (!incident) return std::unexpected(incident.error());
    if (*incident) put(std::move(**incident), update);
  }
  std::map<std::uint64_t, v1::Event> events;
  for (const auto& event : changes.events) events.emplace(event.seq(), event);
  put(std::move(events), update);
  if (!changes.flights.empty()) {
    auto flights = copy_.flights();
    if (!flights) return std::unexpected(flights.error());
    put_those(std::move(*flights), *update.mutable_flights(),
              [&](const auto& each) { return changes.flights.contains(each.id()); });
  }
  if (!changes.patrols.empty()) {
    auto patrols = copy_.patrols();
    if (!patrols) return std::unexpected(patrols.error());
    put_those(std::move(*patrols), *update.mutable_patrols(),
              [&](const auto& each) { return changes.patrols.contains(each.id()); });
  }
  return {};
}

}  // namespace wardlink::console
