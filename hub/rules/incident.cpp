#include "hub/rules/incident.hpp"

#include "hub/rules/known.hpp"
#include "hub/rules/lead.hpp"
#include "hub/rules/support.hpp"

namespace wardlink::rules {
namespace {

using base::Expected;
using domain::Incident;

void put(v1::Event& event, const v1::Content& content) {
  if (content.ByteSizeLong() > 0) *event.mutable_content() = content;
}

// The lead alone, whatever the state but closed; merged and closed ones are over.
Expected<const Incident*> led_and_not_over(Draft& draft, const std::string& id) {
  auto known = known_incident(draft, id);
  if (!known) return known;
  const auto state = (*known)->view.state();
  if (state == v1::Incident::CLOSED || state == v1::Incident::MERGED) return refusal::not_open(**known);
  if ((*known)->lead() != draft.ward()) return refusal::not_lead(draft.geography(), **known);
  return known;
}

void resolve(Draft& draft, const Incident& incident, const v1::Content& content) {
  auto event = draft.event(incident, v1::ROUTINE);
  event.mutable_incident_resolved();
  put(event, content);
  draft.emit(std::move(event));
  end_all_supports(draft, incident);
}

}  // namespace

Expected<void> note_incident(Draft& draft, const v1::NoteIncident& command) {
  const auto known = known_incident(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const auto state = (*known)->view.state();
  if (state == v1::Incident::CLOSED || state == v1::Incident::MERGED) return refusal::not_open(**known);
  auto event = draft.event(**known, v1::ROUTINE);
  event.mutable_incident_noted()->set_called(command.called());
  put(event, command.content());
  draft.emit(std::move(event));
  return {};
}

Expected<void> resolve_incident(Draft& draft, const v1::ResolveIncident& command) {
  const auto known = open_incident(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  if (auto acted = act_as_lead(draft, **known); !acted) return acted;
  resolve(draft, **known, command.content());
  return {};
}

Expected<void> reopen_incident(Draft& draft, const v1::ReopenIncident& command) {
  const auto known = led_and_not_over(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  if ((*known)->open()) {
    return refusal::stale("incident", "This incident is open already.", "Vụ việc đang mở.");
  }
  auto event = draft.event(**known, v1::ROUTINE);
  event.mutable_incident_reopened();
  put(event, command.content());
  draft.emit(std::move(event));
  return {};
}

Expected<void> close_incident(Draft& draft, const v1::CloseIncident& command) {
  const auto known = led_and_not_over(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const Incident& incident = **known;
  if (incident.open()) {
    if (auto acted = act_as_lead(draft, incident); !acted) return acted;
    resolve(draft, incident, {});
  }
  auto event = draft.event(incident, v1::ROUTINE);
  event.mutable_incident_closed();
  put(event, command.content());
  draft.emit(std::move(event));
  return {};
}

void end_incident(Draft& draft, const Incident& incident) {
  const auto state = incident.view.state();
  if (state == v1::Incident::CLOSED || state == v1::Incident::MERGED) return;
  if (incident.open()) resolve(draft, incident, {});
  auto event = draft.event(incident, v1::ROUTINE);
  event.mutable_incident_closed();
  draft.emit(std::move(event));
}

}  // namespace wardlink::rules
