#include "hub/rules/recall.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "hub/rules/flight.hpp"
#include "hub/rules/incident.hpp"
#include "hub/rules/known.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/patrol.hpp"

namespace wardlink::rules {
namespace {

using base::Expected;

/// What an id names, whatever it is.
struct Original {
  enum class Kind { report, exchanged, flight, patrol };  // exchanged: a sighting or a hot spot
  Kind kind = Kind::exchanged;
  std::string id;
  std::string ward;  // it came from there
  v1::Mode mode = v1::MODE_UNSPECIFIED;
  const domain::Incident* incident = nullptr;  // the one that carries on its own; null where it belongs to none
  Wards told;
  bool seen = false;  // by the sender's ward: it may know of it
  bool recalled = false;
  bool on = false;  // a flight or patrol that has not ended
};

const domain::Incident* incident_of(Draft& draft, const std::string& id) {
  const auto* named = draft.incident(id);
  return named == nullptr ? nullptr : draft.incident(survivor(draft.before(), *named).view.id());
}

Original of(Draft& draft, const std::string& id, const domain::Flight& flight) {
  return {.kind = Original::Kind::flight,
          .id = id,
          .ward = flight.view.ward(),
          .mode = flight.view.mode(),
          .incident = incident_of(draft, flight.view.incident()),
          .told = flight.told,
          .seen = sees_flight(draft.before(), flight, draft.ward()),
          .recalled = has(flight.view.marks(), mark::recalled),
          .on = flight.view.end() == v1::Flight::END_UNSPECIFIED};
}

Original of(const Draft& draft, const std::string& id, const v1::Patrol& patrol) {
  Original original{.kind = Original::Kind::patrol,
                    .id = id,
                    .ward = patrol.ward(),
                    .mode = patrol.mode(),
                    .told = {patrol.watched_by().begin(), patrol.watched_by().end()},
                    .seen = sees_patrol(patrol, draft.ward()),
                    .recalled = patrol.end() == v1::Patrol::RECALLED,
                    .on = patrol.end() == v1::Patrol::END_UNSPECIFIED};
  original.told.insert(patrol.ward());
  return original;
}

Original of(Draft& draft, const std::string& id, const domain::Record& record) {
  Original original{.id = id,
                    .ward = record.ward,
                    .mode = record.mode,
                    .incident = incident_of(draft, record.incident),
                    .told = record.told,
                    .seen = record.told.contains(draft.ward()),
                    .recalled = record.recalled};
  if (original.incident == nullptr) return original;
  const bool sees_incident = sight(draft.before(), *original.incident, draft.ward()) == Sight::full;
  if (std::ranges::find(original.incident->view.reports(), id, &v1::Report::id) !=
      original.incident->view.reports().end()) {
    original.kind = Original::Kind::report;
    original.seen = sees_incident;
    // Whoever ever saw the incident was told of it, at once or by its story.
    original.told.merge(ever_told(draft.before(), *original.incident));
  } else {
    original.seen = original.seen || sees_incident;
  }
  return original;
}

std::optional<Original> find(Draft& draft, const std::string& id) {
  if (const auto* flight = draft.flight(id)) return of(draft, id, *flight);
  if (const auto* patrol = draft.patrol(id)) return of(draft, id, *patrol);
  if (const auto* record = draft.record(id)) return of(draft, id, *record);
  return std::nullopt;
}

bool may_recall(const Draft& draft, const Original& original) {
  return original.ward == draft.ward() ||
         (original.kind == Original::Kind::report && original.incident->lead() == draft.ward());
}

void take_back(Draft& draft, const Original& original, const std::string& why) {
  auto event = original.incident == nullptr ? draft.event(v1::URGENT) : draft.event(*original.incident, v1::URGENT);
  event.set_mode(original.mode);
  auto& body = *event.mutable_recalled();
  body.add_ids(original.id);
  body.set_reason(why);
  body.set_ward(draft.ward());
  body.set_officer(draft.envelope().sender.name());
  draft.emit_to(std::move(event), original.told, original.incident != nullptr);
}

bool nothing_left(const domain::Incident& incident) {
  return std::ranges::all_of(incident.view.reports(),
                             [](const v1::Report& report) { return has(report.marks(), mark::recalled); });
}

}  // namespace

Expected<void> recall(Draft& draft, const v1::Recall& command) {
  std::vector<Original> originals;
  for (const auto& id : command.ids()) {
    auto original = find(draft, id);
    if (!original || !original->seen) return refusal::unknown_id("ids");
    originals.push_back(*std::move(original));
  }
  for (const auto& original : originals) {
    if (!may_recall(draft, original)) {
      return refusal::not_allowed("ids", "Only the ward it came from, or of a report the lead, may take it back.",
                                  "Chỉ phường đã báo, hoặc đơn vị chủ trì đối với tin báo vụ việc, được thu hồi tin.");
    }
    if (original.recalled) {
      return refusal::stale("ids", "This was taken back already.", "Tin này đã được thu hồi rồi.");
    }
  }
  // One event each: whoever was told of one need not know of the others.
  for (const auto& original : originals) {
    take_back(draft, original, command.reason());
    if (original.on && original.kind == Original::Kind::flight) recall_flight(draft, original.id);
    if (original.on && original.kind == Original::Kind::patrol) recall_patrol(draft, original.id);
  }
  for (const auto& original : originals) {
    const bool only_report = original.kind == Original::Kind::report && nothing_left(*original.incident);
    if (only_report) end_incident(draft, *original.incident);
  }
  return {};
}

}  // namespace wardlink::rules
