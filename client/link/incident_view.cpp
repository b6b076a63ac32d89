#include "client/link/incident_view.hpp"

#include <algorithm>

namespace wardlink::link {
namespace {

using Body = v1::Event;
using Words = google::protobuf::RepeatedPtrField<std::string>;

void remove_mark(Words& marks, const std::string& mark) {
  marks.erase(std::remove(marks.begin(), marks.end(), mark), marks.end());
}

/// An officer of the lead's has reported it.
bool lead_is_present(const v1::Incident& incident) {
  return std::ranges::any_of(incident.reports(), [&](const v1::Report& report) {
    return report.ward() == incident.lead().ward() && !report.officer().empty();
  });
}

void note_presence(v1::Incident& incident) {
  if (incident.lead().ward().empty() || !lead_is_present(incident)) return;
  add_mark(*incident.mutable_lead()->mutable_marks(), "presence");
}

void lead_by(v1::Incident& incident, const std::string& ward, bool provisional, const v1::Decision& decision,
             const Words& marks) {
  v1::Lead& lead = *incident.mutable_lead();
  lead.set_ward(ward);
  lead.set_provisional(provisional);
  lead.set_rule(decision.rule());
  *lead.mutable_clause() = decision.clause();
  lead.set_regulation_version(decision.regulation_version());
  *lead.mutable_marks() = marks;
  note_presence(incident);
}

/// The same lead, by another reason.
void rebase(v1::Incident& incident, const v1::Decision& decision) {
  const v1::Lead lead = incident.lead();
  lead_by(incident, lead.ward(), lead.provisional(), decision, lead.marks());
}

void withdraw_offer(v1::Incident& incident) {
  incident.clear_handover_to();
  incident.clear_handover_expires_at();
}

void end(v1::Incident& incident, v1::Incident::State state) {
  incident.set_state(state);
  withdraw_offer(incident);
}

void add_report(v1::Incident& incident, const v1::Report& body, const v1::Event& event) {
  v1::Report& report = *incident.add_reports();
  report = body;
  if (report.recorded_seq() == 0 || event.has_report_linked()) report.set_recorded_seq(event.seq());
  if (event.has_content()) *report.mutable_content() = event.content();
}

void linked(v1::Incident& incident, const v1::Event& event) {
  const v1::ReportLinked& body = event.report_linked();
  add_report(incident, body.report(), event);
  incident.set_severity(body.severity());
  incident.set_sensitive(body.sensitive());
  incident.set_assist(body.assist());
  const auto& marks = body.report().marks();
  if (std::ranges::find(marks, "tie") != marks.end()) add_mark(*incident.mutable_lead()->mutable_marks(), "tie");
  note_presence(incident);
}

void unlinked(v1::Incident& incident, const std::string& id) {
  auto& reports = *incident.mutable_reports();
  reports.erase(std::remove_if(reports.begin(), reports.end(), [&](const auto& each) { return each.id() == id; }),
                reports.end());
  // A lead that is confirmed already stays so.
  if (!incident.lead().provisional() || lead_is_present(incident)) return;
  remove_mark(*incident.mutable_lead()->mutable_marks(), "presence");
}

void confirmed(v1::Incident& incident, const v1::LeadConfirmed& body) {
  v1::Lead& lead = *incident.mutable_lead();
  lead.set_provisional(false);
  remove_mark(*lead.mutable_marks(), "unreachable");
  incident.clear_acting_asked();
  if (!lead.acting()) incident.clear_unreachable_lead();
  for (const auto& mark : body.marks()) add_mark(*lead.mutable_marks(), mark);
}

void moved(v1::Incident& incident, const v1::LeadMoved& body) {
  withdraw_offer(incident);
  lead_by(incident, body.to(), body.provisional(), body.decision(), body.marks());
  incident.clear_acting_asked();
  const bool stood_in = incident.lead().acting();
  const bool acting = body.reason() == v1::LeadMoved::ACTING;
  incident.mutable_lead()->set_acting(acting);
  if (!acting) {
    incident.clear_unreachable_lead();
  } else if (!stood_in) {
    incident.set_unreachable_lead(body.from());
  }
}

void corrected(v1::Incident& incident, const v1::IncidentCorrected& body) {
  *incident.mutable_placement() = body.placement();
  incident.set_category(body.category());
  incident.set_severity(body.severity());
  incident.set_sensitive(body.sensitive());
  incident.set_call(body.call());
  rebase(incident, body.after());
}

void moved(v1::Incident& incident, const v1::Event& event) {
  const v1::SupportMoved& body = event.support_moved();
  for (v1::Support& support : *incident.mutable_supports()) {
    if (support.id() != body.support()) continue;
    support.set_state(body.to());
    support.set_reason(body.reason());
    *support.mutable_marks() = body.marks();
    support.set_answered_by(body.said_by());
    if (body.eta_minutes() != 0) support.set_eta_minutes(body.eta_minutes());
    if (!body.forces().empty()) *support.mutable_forces() = body.forces();
    *support.mutable_moved_at() = event.time();
  }
}

bool active(v1::Support::State state) {
  return state != v1::Support::DECLINED && state != v1::Support::CANCELLED && state != v1::Support::WITHDRAWN &&
         state != v1::Support::RELEASED;
}

}  // namespace

void add_mark(Words& marks, const std::string& mark) {
  if (std::ranges::find(marks, mark) == marks.end()) marks.Add(std::string(mark));
}

v1::Incident opened(const v1::Event& event) {
  const v1::IncidentOpened& body = event.incident_opened();
  v1::Incident incident;
  incident.set_id(event.incident());
  incident.set_mode(event.mode());
  incident.set_category(body.category());
  incident.set_severity(body.severity());
  incident.set_sensitive(body.sensitive());
  incident.set_assist(body.assist());
  incident.set_state(v1::Incident::OPEN);
  *incident.mutable_placement() = body.placement();
  *incident.mutable_opened_at() = event.time();
  incident.set_opened_seq(event.seq());
  incident.set_call(body.call());
  *incident.mutable_patrols() = body.patrols();
  incident.set_description_only(event.description_only());
  if (body.has_report()) add_report(incident, body.report(), event);
  return incident;
}

void apply(v1::Incident& incident, const v1::Event& event) {
  switch (event.body_case()) {
    case Body::kReportLinked:
      return linked(incident, event);
    case Body::kReportUnlinked:
      return unlinked(incident, event.report_unlinked().report());
    case Body::kLeadDecided: {
      const auto& body = event.lead_decided();
      incident.clear_acting_asked();
      return lead_by(incident, body.ward(), body.provisional(), body.decision(), body.marks());
    }
    case Body::kLeadConfirmed:
      return confirmed(incident, event.lead_confirmed());
    case Body::kLeadMoved:
      return moved(incident, event.lead_moved());
    case Body::kLeadUnreachable:
      add_mark(*incident.mutable_lead()->mutable_marks(), "unreachable");
      if (!incident.lead().acting()) incident.set_unreachable_lead(event.lead_unreachable().ward());
      return;
    case Body::kActingAsked:
      return add_mark(*incident.mutable_acting_asked(), event.acting_asked().ward());
    case Body::kPossibleDuplicate:
      return add_mark(*incident.mutable_possible_duplicates(), event.possible_duplicate().other());
    case Body::kHandoverOffered:
      incident.set_handover_to(event.handover_offered().to());
      *incident.mutable_handover_expires_at() = event.handover_offered().expires_at();
      return;
    case Body::kHandoverAnswered:
      return withdraw_offer(incident);
    case Body::kIncidentCorrected:
      return corrected(incident, event.incident_corrected());
    case Body::kIncidentNoted:
      if (!incident.call().empty() && event.incident_noted().called() == incident.call()) incident.clear_call();
      return;
    case Body::kIncidentResolved:
      return end(incident, v1::Incident::RESOLVED);
    case Body::kIncidentReopened:
      return incident.set_state(v1::Incident::OPEN);
    case Body::kIncidentClosed:
      return end(incident, v1::Incident::CLOSED);
    case Body::kSupportOpened: {
      v1::Support& support = *incident.add_supports();
      support = event.support_opened().support();
      support.set_opened_seq(event.seq());
      return;
    }
    case Body::kSupportMoved:
      return moved(incident, event);
    default:
      return;
  }
}

void end_merged(v1::Incident& from, const v1::IncidentMerged& body) {
  from.set_merged_into(body.into());
  end(from, v1::Incident::MERGED);
}

void merge(v1::Incident& from, v1::Incident& into, const v1::IncidentMerged& body) {
  end_merged(from, body);
  into.mutable_reports()->MergeFrom(from.reports());
  std::ranges::stable_sort(*into.mutable_reports(), {}, &v1::Report::recorded_seq);
  v1::Incident left;
  for (const v1::Support& support : from.supports()) {
    *(active(support.state()) ? into : left).add_supports() = support;
  }
  *from.mutable_supports() = left.supports();
  for (const auto& patrol : from.patrols()) add_mark(*into.mutable_patrols(), patrol);
  *into.mutable_placement() = body.placement();
  into.set_severity(body.severity());
  into.set_sensitive(body.sensitive());
  into.set_assist(body.assist());
  if (into.call().empty()) into.set_call(from.call());
  rebase(into, body.decision());
}

void recall_report(v1::Incident& incident, const std::string& id) {
  for (v1::Report& report : *incident.mutable_reports()) {
    if (report.id() == id) add_mark(*report.mutable_marks(), "recalled");
  }
}

}  // namespace wardlink::link
