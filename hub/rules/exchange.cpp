#include "hub/rules/exchange.hpp"

#include <optional>

#include "hub/rules/detection.hpp"
#include "hub/rules/known.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/patrol.hpp"
#include "hub/rules/placement.hpp"

namespace wardlink::rules {
namespace {

using base::Expected;

// RULES.md 7: the reporter's, the territory's, every ward of a touched zone, every ward within exchange_range_m of the
// point, and whom the reporter shares it with.
Wards exchange_audience(const Draft& draft, const v1::Placement& placement,
                        const google::protobuf::RepeatedPtrField<std::string>& share_with) {
  Wards wards{draft.ward()};
  wards.insert(placement.wards().begin(), placement.wards().end());
  wards.insert(share_with.begin(), share_with.end());
  if (!placement.has_point()) return wards;
  const auto& geography = draft.geography();
  const auto range_cm = static_cast<std::int64_t>(draft.before().regulation().limits.exchange_range_m * 100);
  for (const auto& ward : geography.wards()) {
    if (geography.to_ward_cm(placement.point(), ward.id) <= range_cm) wards.insert(ward.id);
  }
  const auto radius_cm = std::int64_t{placement.radius_m()} * 100;
  for (const auto& zone : geography.zones()) {
    if (geography.to_zone_cm(placement.point(), zone.id) <= radius_cm) {
      wards.insert(zone.wards.begin(), zone.wards.end());
    }
  }
  return wards;
}

}  // namespace

Expected<void> report_sighting(Draft& draft, const v1::ReportSighting& command) {
  const auto& limits = draft.before().regulation().limits;
  auto event = draft.event(v1::ROUTINE);
  event.set_mode(command.mode());
  if (!command.incident().empty()) {
    const auto known = known_incident(draft, command.incident());
    if (!known) return std::unexpected(known.error());
    if ((*known)->view.mode() != command.mode()) return refusal::wrong_mode("mode");
    event.set_incident(survivor(draft.before(), **known).view.id());
  }
  const auto time = detection_time(command.has_detected_at() ? std::optional(command.detected_at()) : std::nullopt,
                                   draft.envelope(), limits, draft.now());
  auto& body = *event.mutable_sighting_recorded();
  body.set_id(draft.new_id("sighting"));
  body.set_ward(draft.ward());
  if (draft.by_officer()) body.set_officer(draft.envelope().sender.name());
  body.set_kind(command.kind());
  *body.mutable_placement() = place(draft.geography(), limits, command.place(), draft.ward(), draft.now());
  *body.mutable_detected_at() = base::to_proto(time.detected_at);
  *body.mutable_credible_at() = base::to_proto(time.credible_at);
  body.set_source(command.source());
  for (const auto& word : time.marks) add(*body.mutable_marks(), word);
  for (const auto& word : body.placement().marks()) add(*body.mutable_marks(), word);
  *body.mutable_patrols() = patrols_at(draft, command.mode(), body.placement());
  *event.mutable_content() = command.content();
  Wards wards = exchange_audience(draft, body.placement(), command.share_with());
  draft.emit_to(std::move(event), std::move(wards), !command.incident().empty());
  return {};
}

Expected<void> report_hotspot(Draft& draft, const v1::ReportHotspot& command) {
  auto event = draft.event(v1::ROUTINE);
  event.set_mode(command.mode());
  auto& body = *event.mutable_hotspot_recorded();
  body.set_id(draft.new_id("hotspot"));
  body.set_ward(draft.ward());
  if (draft.by_officer()) body.set_officer(draft.envelope().sender.name());
  body.set_category(command.category());
  body.set_sensitive(command.sensitive());
  *body.mutable_placement() =
      place(draft.geography(), draft.before().regulation().limits, command.place(), draft.ward(), draft.now());
  body.set_source(command.source());
  *event.mutable_content() = command.content();
  Wards wards = exchange_audience(draft, body.placement(), command.share_with());
  draft.emit_to(std::move(event), std::move(wards));
  return {};
}

}  // namespace wardlink::rules
