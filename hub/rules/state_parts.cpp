#include "hub/rules/state_parts.hpp"

#include <utility>

#include "hub/base/planted.hpp"

namespace wardlink::rules {
namespace {

using Part = v1::StatePart;

// Every struct is taken apart by structured bindings: a field that is added and forgotten here does not compile.

void put(Part::LadderState& to, const domain::Ladder& ladder) {
  const auto& [since, seen, answered, escalated, exhausted] = ladder;
  *to.mutable_since() = base::to_proto(since);
  to.set_seen(seen);
  to.set_answered(answered);
  to.set_escalated(escalated);
  to.set_exhausted(exhausted);
}

void put(Part::RequestState& to, const domain::Request& request) {
  const auto& [id, asked_by, basis, needed, clause, ladder] = request;
  to.set_id(id);
  to.set_asked_by(asked_by);
  to.set_basis(basis);
  to.mutable_needed()->Assign(needed.begin(), needed.end());
  *to.mutable_clause() = clause;
  put(*to.mutable_ladder(), ladder);
}

void put(Part::IncidentState& to, const domain::Incident& incident) {
  const auto& [view, decision, first_received_at, lead_present, duties, lead_since, lead_reminded, lead_asked_at,
               lead_acted_at, acting_sought, acting_exhausted, acting_asked_at, unclaimed_since, sounding_since,
               touched_at, resolved_at, alerted, bound, absorbed, requests] = incident;
  *to.mutable_view() = view;
  *to.mutable_decision() = decision;
  *to.mutable_first_received_at() = base::to_proto(first_received_at);
  to.set_lead_present(lead_present);
  put(*to.mutable_duties(), duties);
  *to.mutable_lead_since() = base::to_proto(lead_since);
  to.set_lead_reminded(lead_reminded);
  *to.mutable_lead_asked_at() = base::to_proto(lead_asked_at);
  *to.mutable_lead_acted_at() = base::to_proto(lead_acted_at);
  to.set_acting_sought(acting_sought);
  to.set_acting_exhausted(acting_exhausted);
  *to.mutable_acting_asked_at() = base::to_proto(acting_asked_at);
  *to.mutable_unclaimed_since() = base::to_proto(unclaimed_since);
  *to.mutable_sounding_since() = base::to_proto(sounding_since);
  *to.mutable_touched_at() = base::to_proto(touched_at);
  *to.mutable_resolved_at() = base::to_proto(resolved_at);
  for (const auto& [kind, support] : alerted) {
    auto& one = *to.add_alerted();
    one.set_kind(kind);
    one.set_support(support);
  }
  to.mutable_bound()->Assign(bound.begin(), bound.end());
  to.mutable_absorbed()->Assign(absorbed.begin(), absorbed.end());
  for (const auto& [id, request] : requests) put(*to.add_requests(), request);
}

void put(Part::StationState& to, const std::string& ward, const domain::Station& station) {
  const auto& [up, since] = station;
  to.set_ward(ward);
  to.set_up(up);
  *to.mutable_since() = base::to_proto(since);
}

void put(Part::FlightState& to, const domain::Flight& flight) {
  const auto& [view, told] = flight;
  *to.mutable_view() = view;
  to.mutable_told()->Assign(told.begin(), told.end());
}

void put(Part::RecordState& to, const std::string& id, const domain::Record& record) {
  const auto& [ward, mode, incident, told, recalled] = record;
  to.set_id(id);
  to.set_ward(ward);
  to.set_mode(mode);
  to.set_incident(incident);
  to.mutable_told()->Assign(told.begin(), told.end());
  to.set_recalled(recalled);
}

void put(Part::DeadlineState& to, const domain::Deadline& deadline) {
  const auto& [at, kind, owner, subject] = deadline;
  *to.mutable_at() = base::to_proto(at);
  to.set_kind(kind);
  to.set_subject(subject);
}

void put(Part::Opened& to, const std::pair<std::uint64_t, std::string>& opened) {
  to.set_seq(opened.first);
  to.set_incident(opened.second);
}

/// Collects until a part is full.
class Parts {
 public:
  explicit Parts(const std::function<void(const Part&)>& take) : take_(take) {}

  Part& part() { return part_; }
  void added(const google::protobuf::MessageLite& item) {
    bytes_ += item.ByteSizeLong();
    if (bytes_ >= state_part_bytes) give();
  }
  void give() {
    take_(part_);
    part_.Clear();
    bytes_ = 0;
  }

 private:
  const std::function<void(const Part&)>& take_;
  Part part_;
  std::size_t bytes_ = 0;
};

domain::Ladder ladder_of(const Part::LadderState& from) {
  return {.since = base::from_proto(from.since()),
          .seen = from.seen(),
          .answered = from.answered(),
          .escalated = from.escalated(),
          .exhausted = from.exhausted()};
}

domain::Request request_of(Part::RequestState& from) {
  return {.id = std::move(*from.mutable_id()),
          .asked_by = std::move(*from.mutable_asked_by()),
          .basis = from.basis(),
          .needed = {from.needed().begin(), from.needed().end()},
          .clause = std::move(*from.mutable_clause()),
          .ladder = ladder_of(from.ladder())};
}

domain::Incident incident_of(Part::IncidentState& from) {
  domain::Incident incident{.view = std::move(*from.mutable_view()),
                            .decision = std::move(*from.mutable_decision()),
                            .first_received_at = base::from_proto(from.first_received_at()),
                            .lead_present = from.lead_present(),
                            .duties = ladder_of(from.duties()),
                            .lead_since = base::from_proto(from.lead_since()),
                            .lead_reminded = from.lead_reminded(),
                            .lead_asked_at = base::from_proto(from.lead_asked_at()),
                            .lead_acted_at = base::from_proto(from.lead_acted_at()),
                            .acting_sought = from.acting_sought(),
                            .acting_exhausted = from.acting_exhausted(),
                            .acting_asked_at = base::from_proto(from.acting_asked_at()),
                            .unclaimed_since = base::from_proto(from.unclaimed_since()),
                            .sounding_since = base::from_proto(from.sounding_since()),
                            .touched_at = base::from_proto(from.touched_at()),
                            .resolved_at = base::from_proto(from.resolved_at()),
                            .alerted = {},
                            .bound = {from.bound().begin(), from.bound().end()},
                            .absorbed = {from.absorbed().begin(), from.absorbed().end()},
                            .requests = {}};
  for (const auto& each : from.alerted()) incident.alerted.emplace(each.kind(), each.support());
  for (auto& request : *from.mutable_requests()) {
    std::string id = request.id();
    incident.requests.emplace_hint(incident.requests.end(), std::move(id), request_of(request));
  }
  return incident;
}

domain::Record record_of(const Part::RecordState& from) {
  return {.ward = from.ward(),
          .mode = from.mode(),
          .incident = from.incident(),
          .told = {from.told().begin(), from.told().end()},
          .recalled = from.recalled()};
}

std::vector<domain::Deadline> deadlines_of(const Part::Deadlines& from) {
  std::vector<domain::Deadline> deadlines;
  for (const auto& each : from.deadlines()) {
    deadlines.push_back(
        {.at = base::from_proto(each.at()), .kind = each.kind(), .owner = from.owner(), .subject = each.subject()});
  }
  return deadlines;
}

}  // namespace

void to_parts(const domain::State& state, const std::function<void(const Part&)>& take) {
  // Not here: geography and regulations, which the journal's adoptions give, and `deadlines`, which are deadlines_of.
  const auto& [cluster, entries, seq, time, geography, regulations, regulation_version, incidents, open, last_seen_seq,
               stations, undelivered, flights, patrols, flights_on, patrols_on, records, deadlines, owners] = state;
  Parts parts(take);
  auto& head = *parts.part().mutable_head();
  head.set_cluster(cluster);
  head.set_entries(entries);
  head.set_seq(seq);
  *head.mutable_time() = base::to_proto(time);
  head.set_regulation_version(regulation_version);

  const auto put_each = [&](const auto& items, auto add, const auto& fill) {
    for (const auto& item : items) {
      auto& to = *(parts.part().*add)();
      fill(to, item);
      parts.added(to);
    }
  };
  put_each(incidents, &Part::add_incidents, [](auto& to, const auto& item) { put(to, item.second); });
  put_each(open, &Part::add_open, [](auto& to, const auto& item) { put(to, item); });
  put_each(last_seen_seq, &Part::add_last_seen, [](auto& to, const auto& item) {
    to.set_ward(item.first);
    to.set_seq(item.second);
  });
  put_each(stations, &Part::add_stations, [](auto& to, const auto& item) { put(to, item.first, item.second); });
  put_each(undelivered, &Part::add_undelivered, [](auto& to, const auto& item) {
    to.set_ward(item.first);
    for (const auto& support : item.second) put(*to.add_supports(), support);
  });
  put_each(flights, &Part::add_flights, [](auto& to, const auto& item) { put(to, item.second); });
  put_each(patrols, &Part::add_patrols, [](auto& to, const auto& item) { to = item.second; });
  put_each(records, &Part::add_records, [](auto& to, const auto& item) { put(to, item.first, item.second); });
  put_each(owners, &Part::add_deadlines, [](auto& to, const auto& item) {
    to.set_owner(item.first);
    for (const auto& deadline : item.second) put(*to.add_deadlines(), deadline);
  });
  parts.part().mutable_flights_on()->Assign(flights_on.begin(), flights_on.end());
  parts.part().mutable_patrols_on()->Assign(patrols_on.begin(), patrols_on.end());
  parts.give();
}

void StateFromParts::add(Part part) {
  if (part.has_head()) head_ = std::move(*part.mutable_head());
  // In order, as they were taken from maps and sets: each goes to the end.
  const auto insert = [](auto& into, std::string key, auto value) {
    into.emplace_hint(into.end(), std::move(key), std::move(value));
  };
  for (auto& each : *part.mutable_incidents()) {
    std::string id = each.view().id();
    insert(state_.incidents, std::move(id), incident_of(each));
  }
  for (const auto& each : part.open()) state_.open.emplace_hint(state_.open.end(), each.seq(), each.incident());
  for (const auto& each : part.last_seen()) insert(state_.last_seen_seq, each.ward(), each.seq());
  for (const auto& each : part.stations()) {
    insert(state_.stations, each.ward(), domain::Station{.up = each.up(), .since = base::from_proto(each.since())});
  }
  for (const auto& each : part.undelivered()) {
    if (base::planted("snapshot-forgets-the-undelivered")) break;
    auto& supports = state_.undelivered[each.ward()];
    for (const auto& support : each.supports())
      supports.emplace_hint(supports.end(), support.seq(), support.incident());
  }
  for (auto& each : *part.mutable_flights()) {
    std::string id = each.view().id();
    insert(state_.flights, std::move(id),
           domain::Flight{.view = std::move(*each.mutable_view()), .told = {each.told().begin(), each.told().end()}});
  }
  for (const auto& each : part.patrols()) insert(state_.patrols, each.id(), each);
  state_.flights_on.insert(part.flights_on().begin(), part.flights_on().end());
  state_.patrols_on.insert(part.patrols_on().begin(), part.patrols_on().end());
  for (const auto& each : part.records()) insert(state_.records, each.id(), record_of(each));
  for (const auto& each : part.deadlines()) {
    auto deadlines = deadlines_of(each);
    state_.deadlines.insert(deadlines.begin(), deadlines.end());
    insert(state_.deadlines_of, each.owner(), std::move(deadlines));
  }
}

std::expected<domain::State, std::string> StateFromParts::finish() {
  if (!state_.founded()) return std::unexpected("the journal has no cluster file before it");
  if (head_.regulation_version() != state_.regulation_version) {
    return std::unexpected("it was made under another regulation than the journal then had in force");
  }
  state_.cluster = head_.cluster();
  state_.entries = head_.entries();
  state_.seq = head_.seq();
  state_.time = base::from_proto(head_.time());
  return std::move(state_);
}

}  // namespace wardlink::rules
