#include "hub/rules/acting.hpp"

#include "hub/rules/lead.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/targets.hpp"
#include "hub/rules/urgency.hpp"

namespace wardlink::rules {
namespace {

using domain::Incident;

v1::Urgency urgency(const Incident& incident) {
  return urgency_of_lead(incident.view.severity(), incident.view.assist());
}

bool online(const Draft& draft, const std::string& ward) {
  const auto& stations = draft.before().stations;
  const auto station = stations.find(ward);
  return station != stations.end() && station->second.up;
}

std::string next_to_act(const Draft& draft, const Incident& incident) {
  std::string nearest_online;
  for (const auto& ward : wards_by_distance(draft, incident)) {
    if (has(incident.view.acting_asked(), ward)) continue;
    const auto* support = incident.support_of(ward);
    if (support != nullptr && domain::engaged(support->state())) return ward;
    if (nearest_online.empty() && online(draft, ward)) nearest_online = ward;
  }
  return nearest_online;
}

}  // namespace

void declare_unreachable(Draft& draft, const Incident& incident) {
  auto event = draft.event(incident, urgency(incident));
  auto& body = *event.mutable_lead_unreachable();
  body.set_ward(incident.lead());
  if (incident.view.lead().provisional()) {
    body.set_why(v1::LeadUnreachable::UNCONFIRMED);
  } else if (online(draft, incident.lead())) {
    body.set_why(v1::LeadUnreachable::SILENT);
  } else {
    body.set_why(v1::LeadUnreachable::STATION_DOWN);
  }
  event.add_alarms(incident.lead());
  draft.emit(std::move(event));
  ask_to_act(draft, incident);
}

void ask_to_act(Draft& draft, const Incident& incident) {
  const std::string ward = next_to_act(draft, incident);
  auto event = draft.event(incident, urgency(incident));
  if (ward.empty()) {
    auto& body = *event.mutable_escalated();
    body.set_cause(v1::Escalated::ACTING_EXHAUSTED);
    body.add_wards(incident.lead());
    const auto& lead = *draft.geography().ward(incident.lead());
    body.add_duty_phones(lead.duty_phone);
    body.add_commander_phones(lead.commander_phone);
    event.add_alarms(incident.lead());
    for (const auto& asked : incident.view.acting_asked()) event.add_alarms(asked);
  } else {
    event.mutable_acting_asked()->set_ward(ward);
    event.add_alarms(ward);
  }
  draft.emit(std::move(event));
}

bool may_act(const Draft& draft, const Incident& incident) {
  return incident.acting_sought && has(incident.view.acting_asked(), draft.ward());
}

bool offer_back(Draft& draft, const Incident& incident, const std::string& ward) {
  const auto& view = incident.view;
  if (!incident.open() || !view.lead().acting() || view.unreachable_lead() != ward || !draft.valid(ward)) return false;
  if (view.handover_to() == ward && base::from_proto(view.handover_expires_at()) > draft.now()) return false;
  offer_lead(draft, incident, ward);
  return true;
}

}  // namespace wardlink::rules
