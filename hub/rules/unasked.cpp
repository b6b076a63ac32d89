#include "hub/rules/unasked.hpp"

#include "hub/rules/acting.hpp"

namespace wardlink::rules {
namespace {

Wards everyone(const domain::Geography& geography) {
  Wards wards;
  for (const auto& ward : geography.wards()) wards.insert(ward.id);
  return wards;
}

}  // namespace

void found(Draft& draft, const v1::HubCommand::Found& command) {
  if (draft.before().founded()) return;
  const auto regulation = domain::Regulation::parse(command.regulation_toml());
  if (!regulation) return;
  const domain::Plane plane{command.origin(), command.metres_per_lat_e7(), command.metres_per_lon_e7()};
  const auto geography = domain::Geography::parse(command.geojson(), regulation->limits, plane);
  if (!geography) return;

  auto rules = draft.event(v1::ROUTINE);
  rules.set_regulation_version(regulation->version);
  rules.mutable_regulation_adopted()->set_version(regulation->version);
  rules.mutable_regulation_adopted()->set_title(regulation->title);
  rules.mutable_regulation_adopted()->set_toml(command.regulation_toml());
  draft.emit_to(std::move(rules), everyone(*geography));

  auto map = draft.event(v1::ROUTINE);
  auto& body = *map.mutable_cluster_adopted();
  body.set_name(geography->name());
  body.set_geojson(command.geojson());
  *body.mutable_origin() = command.origin();
  body.set_metres_per_lat_e7(command.metres_per_lat_e7());
  body.set_metres_per_lon_e7(command.metres_per_lon_e7());
  draft.emit_to(std::move(map), everyone(*geography));
}

void mark_delivered(Draft& draft, const v1::HubCommand::MarkDelivered& command) {
  const auto pending = draft.before().undelivered.find(command.ward());
  if (pending == draft.before().undelivered.end()) return;
  for (const auto& [opened_seq, incident_id] : pending->second) {
    if (opened_seq > command.up_to_seq()) break;
    const auto& incident = *draft.incident(incident_id);
    for (const auto& support : incident.view.supports()) {
      if (support.opened_seq() != opened_seq) continue;
      auto event = draft.event(incident, v1::ROUTINE);
      auto& body = *event.mutable_support_moved();
      body.set_support(support.id());
      body.set_ward(support.ward());
      body.set_from(support.state());
      body.set_to(v1::Support::DELIVERED);
      draft.emit(std::move(event));
      break;
    }
  }
}

void station_presence(Draft& draft, const v1::HubCommand::StationPresence& command) {
  const auto& stations = draft.before().stations;
  const auto known = stations.find(command.ward());
  const bool was_up = known != stations.end() && known->second.up;
  if (was_up == command.up() && known != stations.end()) return;
  auto event = draft.event(command.up() ? v1::ROUTINE : v1::URGENT);
  if (command.up()) {
    event.mutable_station_up()->set_ward(command.ward());
  } else {
    event.mutable_station_down()->set_ward(command.ward());
  }
  draft.emit_to(std::move(event), everyone(draft.geography()));
  if (!command.up()) return;
  for (const auto& [seq, id] : draft.before().open) {
    if (draft.before().incidents.at(id).view.unreachable_lead() != command.ward()) continue;
    offer_back(draft, *draft.incident(id), command.ward());
  }
}

void revoke_identity(Draft& draft, const v1::HubCommand::RevokeIdentity& command) {
  auto event = draft.event(v1::URGENT);
  *event.mutable_identity_revoked()->mutable_identity() = command.identity();
  event.mutable_identity_revoked()->set_serial(command.serial());
  draft.emit_to(std::move(event), {command.identity().ward()});
}

}  // namespace wardlink::rules
