#include "client/link/memory_store.hpp"

#include <algorithm>
#include <utility>

namespace wardlink::link {
namespace {

template <typename Key, typename T>
std::vector<T> values(const std::map<Key, T>& map) {
  std::vector<T> list;
  for (const auto& [key, value] : map) list.push_back(value);
  return list;
}

bool matches(const v1::Event& event, const EventFilter& filter) {
  const WallTime at = from_proto(event.time());
  return event.seq() > filter.after_seq && (filter.incident.empty() || event.incident() == filter.incident) &&
         (!filter.since || at >= *filter.since) && (!filter.until || at < *filter.until) &&
         (filter.kind.empty() || kind_of(event) == filter.kind);
}

}  // namespace

Stored<std::vector<OutboxItem>> MemoryStore::items(OutboxItem::State state) const {
  auto list = values(items_);
  std::erase_if(list, [&](const OutboxItem& item) { return item.state != state; });
  return list;
}

Stored<std::optional<OutboxItem>> MemoryStore::item(const std::string& id) const {
  const auto found = std::ranges::find_if(items_, [&](const auto& each) { return each.second.id == id; });
  return found == items_.end() ? std::nullopt : std::optional(found->second);
}

Stored<std::uint64_t> MemoryStore::add(const OutboxItem& item) {
  items_[++last_position_] = item;
  items_[last_position_].position = last_position_;
  return last_position_;
}

Stored<void> MemoryStore::settle(const OutboxItem& item) {
  OutboxItem& kept = items_.at(item.position);
  kept.state = item.state;
  kept.receipt = item.receipt;
  kept.settled_at = item.settled_at;
  return {};
}

Stored<void> MemoryStore::trim(std::size_t kept) {
  std::vector<std::uint64_t> settled;
  for (const auto& [position, item] : items_) {
    if (item.state == OutboxItem::State::accepted || item.state == OutboxItem::State::dropped) {
      settled.push_back(position);
    }
  }
  for (std::size_t i = 0; i + kept < settled.size(); ++i) items_.erase(settled[i]);
  return {};
}

Stored<void> MemoryStore::take(const CopyBatch& batch) {
  if (batch.afresh) {
    incidents_.clear();
    flights_.clear();
    patrols_.clear();
  }
  for (const auto& event : batch.events) events_[event.seq()] = event;
  for (const auto& incident : batch.incidents) incidents_[incident.id()] = incident;
  for (const auto& flight : batch.flights) flights_[flight.id()] = flight;
  for (const auto& patrol : batch.patrols) patrols_[patrol.id()] = patrol;
  if (batch.directory) directory_ = *batch.directory;
  position_ = batch.position;
  as_of_ = batch.as_of;
  return {};
}

Stored<std::optional<v1::Incident>> MemoryStore::incident(const std::string& id) const {
  const auto found = incidents_.find(id);
  return found == incidents_.end() ? std::nullopt : std::optional(found->second);
}

Stored<std::vector<v1::Incident>> MemoryStore::incidents() const {
  auto list = values(incidents_);
  std::ranges::stable_sort(list, {}, &v1::Incident::opened_seq);
  return list;
}

Stored<std::vector<v1::Flight>> MemoryStore::flights() const { return values(flights_); }
Stored<std::vector<v1::Patrol>> MemoryStore::patrols() const { return values(patrols_); }

Stored<std::vector<v1::Event>> MemoryStore::events(const EventFilter& filter) const {
  std::vector<v1::Event> list;
  for (const auto& [seq, event] : events_) {
    if (list.size() < filter.rows_max && matches(event, filter)) list.push_back(event);
  }
  return list;
}

}  // namespace wardlink::link
