#include "hub/rules/time_out.hpp"

#include "hub/rules/acting.hpp"
#include "hub/rules/deadlines.hpp"
#include "hub/rules/flight.hpp"
#include "hub/rules/incident.hpp"
#include "hub/rules/lead.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/patrol.hpp"
#include "hub/rules/support.hpp"
#include "hub/rules/urgency.hpp"

namespace wardlink::rules {
namespace {

using domain::Incident;
using Wait = v1::HubCommand::TimeOut;

v1::Urgency urgency_of_asking(const Incident& incident) {
  return urgency_of_support(incident.view.severity(), incident.view.assist());
}

v1::Urgency urgency_of_leading(const Incident& incident) {
  return urgency_of_lead(incident.view.severity(), incident.view.assist());
}

void confirm_by_presence(Draft& draft, const Incident& incident) {
  auto event = draft.event(incident, v1::ROUTINE);
  event.mutable_lead_confirmed()->set_ward(incident.lead());
  add(*event.mutable_lead_confirmed()->mutable_marks(), mark::presence);
  draft.emit(std::move(event));
}

/// Alarms one ward, again or at last; `support` where it is about a single one.
void alert(Draft& draft, const Incident& incident, v1::Escalated::Cause cause, const std::string& ward,
           v1::Urgency urgency, const v1::Support* support = nullptr) {
  auto event = draft.event(incident, urgency);
  auto& body = *event.mutable_escalated();
  body.set_cause(cause);
  if (!ward.empty()) body.add_wards(ward);
  if (support != nullptr) {
    body.set_support(support->id());
    body.set_request(support->request());
  }
  if (!ward.empty() && urgency != v1::ROUTINE) event.add_alarms(ward);
  draft.emit(std::move(event));
}

void alarm_unclaimed(Draft& draft, const Incident& incident) {
  const auto& placement = incident.view.placement();
  const std::string nearest = placement.has_point() ? nearest_ward(draft, placement.point(), {}) : std::string();
  alert(draft, incident, v1::Escalated::UNCLAIMED, nearest, urgency_of_leading(incident));
}

void expire_handover(Draft& draft, const Incident& incident) {
  auto event = draft.event(incident, v1::URGENT);
  auto& body = *event.mutable_handover_answered();
  body.set_from(incident.lead());
  body.set_to(incident.view.handover_to());
  body.set_expired(true);
  draft.emit(std::move(event));
}

// The lead is told, not alarmed: what wants its answer is who can be had by telephone.
void tell_undelivered(Draft& draft, const Incident& incident, const v1::Support& support) {
  const auto& ward = *draft.geography().ward(support.ward());
  auto event = draft.event(incident, urgency_of_asking(incident));
  auto& body = *event.mutable_escalated();
  body.set_cause(v1::Escalated::UNDELIVERED);
  body.set_support(support.id());
  body.set_request(support.request());
  body.add_wards(ward.id);
  body.add_duty_phones(ward.duty_phone);
  body.add_commander_phones(ward.commander_phone);
  draft.emit(std::move(event));
}

void tell_exhausted(Draft& draft, const Incident& incident, const std::string& request) {
  auto event = draft.event(incident, urgency_of_asking(incident));
  event.mutable_support_exhausted()->set_request(request);
  if (!incident.lead().empty()) event.add_alarms(incident.lead());
  draft.emit(std::move(event));
}

void close_by_itself(Draft& draft, const Incident& incident) {
  auto event = draft.event(incident, v1::ROUTINE);
  event.mutable_incident_closed();
  draft.emit(std::move(event));
}

const v1::Support* support_of(const Incident& incident, const std::string& id) {
  for (const auto& support : incident.view.supports()) {
    if (support.id() == id) return &support;
  }
  return nullptr;
}

void time_out_of_support(Draft& draft, const Incident& incident, const v1::Support& support, Wait::Kind kind) {
  const auto urgency = urgency_of_asking(incident);
  switch (kind) {
    case Wait::UNDELIVERED:
      return tell_undelivered(draft, incident, support);
    case Wait::UNSEEN:
      return alert(draft, incident, v1::Escalated::UNSEEN, support.ward(), urgency, &support);
    case Wait::STALLED:
      return alert(draft, incident, v1::Escalated::STALLED, support.ward(), urgency, &support);
    case Wait::OVERDUE:
      return alert(draft, incident, v1::Escalated::OVERDUE, support.ward(), urgency, &support);
    default:
      return;
  }
}

void time_out_of_incident(Draft& draft, const Incident& incident, const Wait& command) {
  switch (command.kind()) {
    case Wait::SELF_CONFIRM:
      return confirm_by_presence(draft, incident);
    case Wait::CONFIRM_REMINDER:
      return alert(draft, incident, v1::Escalated::UNCONFIRMED, incident.lead(), urgency_of_leading(incident));
    case Wait::UNREACHABLE:
      return declare_unreachable(draft, incident);
    case Wait::ASK_NEXT_TO_ACT:
      return ask_to_act(draft, incident);
    case Wait::UNCLAIMED:
      return alarm_unclaimed(draft, incident);
    case Wait::HANDOVER_EXPIRY:
      return expire_handover(draft, incident);
    case Wait::UNANSWERED:
      return escalate_unanswered(draft, incident, command.subject());
    case Wait::EXHAUSTED:
      return tell_exhausted(draft, incident, command.subject());
    case Wait::IDLE:
      return alert(draft, incident, v1::Escalated::IDLE, incident.lead(), urgency_of_asking(incident));
    case Wait::CLOSE:
      return close_by_itself(draft, incident);
    default:
      break;
  }
  const v1::Support* support = support_of(incident, command.subject());
  if (support != nullptr) time_out_of_support(draft, incident, v1::Support(*support), command.kind());
}

}  // namespace

void time_out(Draft& draft, const Wait& command) {
  if (!stands(draft.before(), command, draft.now())) return;
  if (command.kind() == Wait::FLIGHT_EXPIRY) return expire_flight(draft, command.owner());
  if (command.kind() == Wait::PATROL_EXPIRY) return expire_patrol(draft, command.owner());
  if (const Incident* incident = draft.incident(command.owner())) time_out_of_incident(draft, *incident, command);
}

}  // namespace wardlink::rules
