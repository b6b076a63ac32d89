#include "hub/rules/patrol.hpp"

#include <algorithm>

#include "hub/rules/marks.hpp"
#include "hub/rules/placement.hpp"
#include "hub/rules/refusal.hpp"

namespace wardlink::rules {
namespace {

using base::Expected;

Wards audience(const v1::Patrol& patrol) {
  Wards wards{patrol.ward()};
  wards.insert(patrol.watched_by().begin(), patrol.watched_by().end());
  return wards;
}

bool is_on(const v1::Patrol& patrol, base::Time now) {
  return patrol.end() == v1::Patrol::END_UNSPECIFIED && base::from_proto(patrol.expires_at()) > now;
}

v1::Event event_of(const Draft& draft, const v1::Patrol& patrol, const v1::Content& content) {
  auto event = draft.event(v1::ROUTINE);
  event.set_mode(patrol.mode());
  if (content.ByteSizeLong() > 0) *event.mutable_content() = content;
  return event;
}

void end(Draft& draft, const std::string& id, v1::Patrol::End why, const v1::Content& content) {
  const v1::Patrol& patrol = *draft.patrol(id);
  auto event = event_of(draft, patrol, content);
  event.mutable_patrol_ended()->set_patrol(id);
  event.mutable_patrol_ended()->set_end(why);
  draft.emit_to(std::move(event), audience(patrol));
}

// A ward patrols where it is at home: its own territory, or a zone it belongs to.
bool at_home(const Draft& draft, const v1::Place& place) {
  if (place.has_ward()) return place.ward() == draft.ward();
  return std::ranges::find(draft.geography().zone(place.zone())->wards, draft.ward()) !=
         draft.geography().zone(place.zone())->wards.end();
}

bool same_area(const v1::Placement& a, const v1::Placement& b) {
  return a.zone() == b.zone() && std::ranges::equal(a.wards(), b.wards());
}

// The zone's other wards; of a ward: its neighbours.
Words watching(const Draft& draft, const v1::Placement& placement) {
  Words wards;
  const auto watches = [&](const std::string& ward) {
    if (ward != draft.ward() && draft.valid(ward)) add(wards, ward);
  };
  if (placement.zone().empty()) {
    for (const auto& ward : draft.geography().ward(draft.ward())->neighbours) watches(ward);
  } else {
    for (const auto& ward : placement.wards()) watches(ward);
  }
  return wards;
}

}  // namespace

Words patrols_at(const Draft& draft, v1::Mode mode, const v1::Placement& placement) {
  Words ids;
  for (const auto& id : draft.before().patrols_on) {
    const v1::Patrol& patrol = draft.before().patrols.at(id);
    // A dry run must not tell of what its sender may not know.
    if (draft.envelope().dry_run && !sees_patrol(patrol, draft.ward())) continue;
    const bool touched =
        std::ranges::any_of(placement.wards(), [&](const auto& ward) { return has(patrol.watched_by(), ward); });
    if (patrol.mode() == mode && touched && is_on(patrol, draft.now())) *ids.Add() = id;
  }
  return ids;
}

bool sees_patrol(const v1::Patrol& patrol, std::string_view ward) {
  return patrol.ward() == ward || has(patrol.watched_by(), ward);
}

Expected<void> start_patrol(Draft& draft, const v1::StartPatrol& command) {
  if (!at_home(draft, command.place())) {
    return refusal::not_allowed("place", "A ward patrols its own territory, or a border zone it belongs to.",
                                "Chỉ tuần tra trên địa bàn phường mình hoặc khu vực giáp ranh có phường mình.");
  }
  const auto& limits = draft.before().regulation().limits;
  v1::Patrol patrol;
  *patrol.mutable_placement() = place(draft.geography(), limits, command.place(), draft.ward(), draft.now());
  if (command.place().has_zone() && patrol.placement().zone().empty()) {
    return refusal::invalid("place.zone", "This border zone is not in service today.",
                            "Khu vực giáp ranh này hiện không hoạt động.");
  }
  for (const auto& id : draft.before().patrols_on) {
    const v1::Patrol& other = draft.before().patrols.at(id);
    if (other.ward() == draft.ward() && other.mode() == command.mode() && is_on(other, draft.now()) &&
        same_area(other.placement(), patrol.placement())) {
      return refusal::stale("place", "Your ward is patrolling there already.",
                            "Phường của đồng chí đang tuần tra tại đó rồi.");
    }
  }
  patrol.set_id(draft.new_id("patrol"));
  patrol.set_mode(command.mode());
  patrol.set_ward(draft.ward());
  if (draft.by_officer()) patrol.set_officer(draft.envelope().sender.name());
  *patrol.mutable_watched_by() = watching(draft, patrol.placement());
  *patrol.mutable_started_at() = base::to_proto(draft.now());
  *patrol.mutable_expires_at() = base::to_proto(draft.now() + base::seconds(limits.patrol_max_s));

  auto event = event_of(draft, patrol, command.content());
  *event.mutable_patrol_started()->mutable_patrol() = patrol;
  draft.emit_to(std::move(event), audience(patrol));
  if (patrol.watched_by().empty()) return {};
  auto watch = event_of(draft, patrol, {});
  auto& body = *watch.mutable_displacement_watch();
  body.set_patrol(patrol.id());
  *body.mutable_wards() = patrol.watched_by();
  *body.mutable_until() = patrol.expires_at();
  draft.emit_to(std::move(watch), audience(patrol));
  return {};
}

Expected<void> end_patrol(Draft& draft, const v1::EndPatrol& command) {
  const auto* patrol = draft.patrol(command.patrol());
  if (patrol == nullptr || !sees_patrol(*patrol, draft.ward())) return refusal::unknown_id("patrol");
  if (!is_on(*patrol, draft.now())) return refusal::over("patrol");
  if (patrol->ward() != draft.ward()) {
    return refusal::not_allowed("patrol", "Only the ward that patrols may end its patrol.",
                                "Chỉ phường đang tuần tra được kết thúc ca tuần tra này.");
  }
  end(draft, command.patrol(), v1::Patrol::ENDED, command.content());
  return {};
}

void expire_patrol(Draft& draft, const std::string& id) { end(draft, id, v1::Patrol::EXPIRED, {}); }

void recall_patrol(Draft& draft, const std::string& id) { end(draft, id, v1::Patrol::RECALLED, {}); }

}  // namespace wardlink::rules
