#include "hub/rules/report.hpp"

#include <algorithm>
#include <optional>

#include "hub/rules/detection.hpp"
#include "hub/rules/known.hpp"
#include "hub/rules/lead.hpp"
#include "hub/rules/linking.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/patrol.hpp"
#include "hub/rules/placement.hpp"
#include "hub/rules/support.hpp"
#include "hub/rules/urgency.hpp"

namespace wardlink::rules {
namespace {

using base::Expected;
using domain::Incident;

v1::Report recorded(Draft& draft, const v1::ReportIncident& command) {
  const auto& limits = draft.before().regulation().limits;
  const auto time = detection_time(command.has_detected_at() ? std::optional(command.detected_at()) : std::nullopt,
                                   draft.envelope(), limits, draft.now());
  v1::Report report;
  report.set_id(draft.new_id("report"));
  report.set_ward(draft.ward());
  if (draft.by_officer()) report.set_officer(draft.envelope().sender.name());
  *report.mutable_detected_at() = base::to_proto(time.detected_at);
  *report.mutable_credible_at() = base::to_proto(time.credible_at);
  *report.mutable_received_at() = base::to_proto(draft.now());
  report.set_time_source(time.source);
  report.set_source(command.source());
  for (const auto& word : time.marks) add(*report.mutable_marks(), word);
  *report.mutable_place() = command.place();
  *report.mutable_placement() = place(draft.geography(), limits, command.place(), draft.ward(), draft.now());
  for (const auto& word : report.placement().marks()) add(*report.mutable_marks(), word);
  report.set_category(command.category());
  report.set_severity(command.severity());
  report.set_sensitive(command.sensitive());
  report.set_assist(command.assist());
  return report;
}

// The opening, the lead, the duties: one decision.
const Incident& open_with(Draft& draft, v1::Mode mode, const v1::Report& report, const v1::Content& content,
                          const std::string& unlinked_from) {
  const std::string id = draft.new_id("incident");
  auto event = draft.event(report.assist() ? v1::FLASH : v1::ROUTINE);
  event.set_incident(id);
  event.set_mode(mode);
  auto& body = *event.mutable_incident_opened();
  body.set_category(report.category());
  body.set_severity(report.severity());
  body.set_sensitive(report.sensitive());
  body.set_assist(report.assist());
  *body.mutable_placement() = report.placement();
  *body.mutable_report() = report;
  if (const auto* category = draft.before().regulation().category(report.category())) body.set_call(category->call);
  body.set_unlinked_from(unlinked_from);
  *body.mutable_patrols() = patrols_at(draft, mode, report.placement());
  if (unlinked_from.empty()) {
    *event.mutable_content() = content;
  } else {
    event.set_content_seq(report.recorded_seq());
  }
  draft.emit(std::move(event));

  const Incident& incident = *draft.incident(id);
  decide_lead(draft, incident);
  open_duties(draft, incident);
  return incident;
}

void tell_of_near_misses(Draft& draft, const Incident& incident) {
  for (const auto& other_id : near_misses(draft, incident)) {
    const Incident& other = *draft.incident(other_id);
    auto event = draft.event(incident, v1::ROUTINE);
    event.mutable_possible_duplicate()->set_other(other_id);
    draft.emit_to(std::move(event), {incident.lead(), other.lead()});
  }
}

void record_late_claim(Draft& draft, const Incident& incident, const v1::Report& report) {
  auto event = draft.event(incident, v1::URGENT);
  auto& body = *event.mutable_late_claim();
  body.set_ward(report.ward());
  body.set_report(report.id());
  *body.mutable_credible_at() = report.credible_at();
  draft.emit(std::move(event));
}

// RULES.md 4, Arbitration: an earlier first detection moves a provisional lead within the window; later, or by a typed
// time, it is only a late claim. `choice` is what the rules say with this report, the last one, among the others.
void arbitrate(Draft& draft, const Incident& incident, const v1::Report& report, const LeadChoice& choice) {
  const bool among_the_first = choice.first != nullptr && choice.decision.detections().rbegin()->tied();
  if (among_the_first && choice.ward != incident.lead()) {
    if (arbitrable(draft, incident)) {
      move_lead(draft, incident, v1::LeadMoved::ARBITRATION, choice);
    } else {
      record_late_claim(draft, incident, report);
    }
    return;
  }
  const bool typed_earlier =
      choice.first == nullptr || base::from_proto(report.credible_at()) < base::from_proto(choice.first->credible_at());
  if (report.time_source() == v1::TYPED && typed_earlier && has(incident.view.placement().wards(), report.ward())) {
    record_late_claim(draft, incident, report);
  }
}

void link(Draft& draft, const Incident& incident, v1::Report report, const v1::Content& content, bool by_hand) {
  const auto& view = incident.view;
  // A lead's own report never takes the lead from it; a territory's lead goes by the place alone.
  const bool contends = incident.border() && report.ward() != incident.lead();
  auto reports = view.reports();
  *reports.Add() = report;
  const auto choice = choose_lead(draft, incident, reports);
  if (contends && choice.tie && choice.ward == incident.lead() && choice.decision.detections().rbegin()->tied()) {
    add(*report.mutable_marks(), mark::tie);
  }
  const bool raised = report.severity() > view.severity() || (report.assist() && !view.assist());
  const auto severity = std::max(view.severity(), report.severity());
  const bool assist = view.assist() || report.assist();
  auto event = draft.event(incident, raised ? urgency_of_support(severity, assist) : v1::ROUTINE);
  auto& body = *event.mutable_report_linked();
  *body.mutable_report() = report;
  body.set_severity(severity);
  body.set_sensitive(view.sensitive() || report.sensitive());
  body.set_assist(assist);
  body.set_by_hand(by_hand);
  body.set_raised(raised);
  *event.mutable_content() = content;
  if (raised && support_alarms(severity, assist)) {
    for (const auto& ward : unanswered_wards(incident)) event.add_alarms(ward);
    if (view.lead().provisional() && !has(view.lead().marks(), mark::presence)) event.add_alarms(incident.lead());
  }
  draft.emit(std::move(event));
  if (contends) arbitrate(draft, incident, report, choice);
}

// same_as crosses category, place and time, never mode; of a merged incident it means the survivor.
Expected<const Incident*> named_same(Draft& draft, const v1::ReportIncident& command) {
  const auto* incident = draft.incident(command.same_as());
  if (incident == nullptr || sight(draft.before(), *incident, draft.ward()) == Sight::none) {
    return refusal::unknown_id("same_as");
  }
  incident = draft.incident(survivor(draft.before(), *incident).view.id());
  if (incident->view.mode() != command.mode()) return refusal::wrong_mode("mode");
  if (!incident->open()) return refusal::not_open(*incident);
  return incident;
}

}  // namespace

Expected<void> report_incident(Draft& draft, const v1::ReportIncident& command) {
  if (!command.same_as().empty()) {
    const auto same = named_same(draft, command);
    if (!same) return std::unexpected(same.error());
    link(draft, **same, recorded(draft, command), command.content(), true);
    return {};
  }
  const auto report = recorded(draft, command);
  const auto candidate = link_candidate(draft, command.mode(), report);
  if (!candidate.empty()) {
    link(draft, *draft.incident(candidate), report, command.content(), false);
    return {};
  }
  tell_of_near_misses(draft, open_with(draft, command.mode(), report, command.content(), {}));
  return {};
}

const Incident& open_with_report(Draft& draft, const v1::ReportIncident& command) {
  const auto& incident = open_with(draft, command.mode(), recorded(draft, command), command.content(), {});
  tell_of_near_misses(draft, incident);
  return incident;
}

void open_unlinked(Draft& draft, v1::Mode mode, const v1::Report& report, const std::string& out_of) {
  open_with(draft, mode, report, {}, out_of);
}

}  // namespace wardlink::rules
