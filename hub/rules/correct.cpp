#include "hub/rules/correct.hpp"

#include "hub/rules/known.hpp"
#include "hub/rules/lead.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/placement.hpp"
#include "hub/rules/support.hpp"
#include "hub/rules/urgency.hpp"

namespace wardlink::rules {
namespace {

using base::Expected;
using domain::Incident;

// Supports nobody has accepted and that have no ground any more; accepted ones the software never ends.
void end_groundless_duties(Draft& draft, const Incident& incident) {
  const Wards grounded = duty_wards(draft, incident);
  Wards groundless;
  for (const auto& support : incident.view.supports()) {
    const bool open_duty = support.basis() == v1::Support::DUTY && domain::unanswered(support.state());
    if (open_duty && !grounded.contains(support.ward())) groundless.insert(support.ward());
  }
  for (const auto& ward : groundless) end_support(draft, incident, ward, reason::no_ground);
}

void alert_again(const Incident& incident, std::uint32_t severity, v1::Event& event) {
  event.set_urgency(urgency_of_support(severity, incident.view.assist()));
  if (!support_alarms(severity, incident.view.assist())) return;
  for (const auto& ward : unanswered_wards(incident)) event.add_alarms(ward);
}

}  // namespace

Expected<void> correct_incident(Draft& draft, const v1::CorrectIncident& command) {
  const auto known = open_incident(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const Incident& incident = **known;
  if (incident.lead() != draft.ward()) return refusal::not_lead(draft.geography(), incident);
  const bool was_provisional = incident.view.lead().provisional();
  const Wards had_duties = duty_wards(draft, incident);
  const auto& regulation = draft.regulation_of(incident);

  auto event = draft.event(incident, v1::ROUTINE);
  auto& body = *event.mutable_incident_corrected();
  *body.mutable_placement() =
      command.has_place() ? place(draft.geography(), regulation.limits, command.place(), draft.ward(), draft.now())
                          : incident.view.placement();
  body.set_category(command.category().empty() ? incident.view.category() : command.category());
  body.set_severity(command.severity() == 0 ? incident.view.severity() : command.severity());
  body.set_sensitive(command.has_sensitive() ? command.sensitive() : incident.view.sensitive());
  body.set_call(incident.view.call());
  if (body.category() != incident.view.category()) {
    const auto* category = regulation.category(body.category());
    body.set_call(category == nullptr ? std::string() : category->call);
  }
  auto choice = choose_lead(draft, regulation, body.placement(),
                            {.place = body.placement().kind(),
                             .category = body.category(),
                             .severity = body.severity(),
                             .sensitive = body.sensitive(),
                             .at = draft.now(),
                             .utc_offset_minutes = draft.geography().utc_offset_minutes()},
                            incident.view.reports());
  *body.mutable_before() = incident.decision;
  *body.mutable_after() = choice.decision;
  // It moves, or is offered, where the correction says so, not whenever the lead is another than the rules would name:
  // it may have been handed over. An incident corrected to lie outside keeps its lead.
  const bool moves =
      !choice.ward.empty() && choice.ward != incident.lead() && choice.ward != choose_lead(draft, incident).ward;
  if (moves && !was_provisional) body.set_suggested_lead(choice.ward);
  if (command.content().ByteSizeLong() > 0) *event.mutable_content() = command.content();
  if (body.severity() > incident.view.severity()) alert_again(incident, body.severity(), event);
  draft.emit(std::move(event));

  if (moves && was_provisional) {
    move_lead(draft, incident, v1::LeadMoved::CORRECTION, choice);
  } else if (moves) {
    if (auto acted = act_as_lead(draft, incident); !acted) return acted;
    offer_lead(draft, incident, choice.ward);
  } else if (auto acted = act_as_lead(draft, incident); !acted) {
    return acted;
  }
  end_groundless_duties(draft, incident);
  open_duties(draft, incident, had_duties);
  return {};
}

}  // namespace wardlink::rules
