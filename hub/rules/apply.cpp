#include "hub/rules/apply.hpp"

#include <algorithm>

#include "hub/base/panic.hpp"
#include "hub/base/planted.hpp"
#include "hub/rules/apply_exchange.hpp"
#include "hub/rules/audience.hpp"
#include "hub/rules/deadlines.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/waiting.hpp"

namespace wardlink::rules {
namespace {

using domain::Incident;
using domain::State;

Incident& known(State& state, const std::string& id) {
  const auto it = state.incidents.find(id);
  base::check(it != state.incidents.end(), "an event of an incident that was never opened");
  return it->second;
}

v1::Support& known_support(Incident& incident, const std::string& id) {
  for (auto& support : *incident.view.mutable_supports()) {
    if (support.id() == id) return support;
  }
  base::panic("an event of a support that was never opened");
}

void note_presence(Incident& incident) {
  const auto& reports = incident.view.reports();
  const bool present = std::ranges::any_of(
      reports, [&](const v1::Report& report) { return report.ward() == incident.lead() && !report.officer().empty(); });
  if (present && !incident.lead().empty()) add(*incident.view.mutable_lead()->mutable_marks(), mark::presence);
}

// RULES.md 7: whoever led, reported or stood in a placement stays in the audience.
void bind(const State& state, Incident& incident) {
  auto& bound = incident.bound;
  if (!incident.lead().empty()) bound.insert(incident.lead());
  for (const auto& report : incident.view.reports()) bound.insert(report.ward());
  const auto& placement = incident.view.placement();
  if (placement.kind() == v1::Placement::BORDER) bound.insert(placement.wards().begin(), placement.wards().end());
  if (placement.kind() == v1::Placement::OUTSIDE) {
    for (const auto& ward : state.geography->wards()) bound.insert(ward.id);
  }
  if (incident.view.sensitive() && placement.has_point()) {
    const auto range_cm = static_cast<std::int64_t>(state.regulation_of(incident).limits.exchange_range_m * 100);
    for (const auto& ward : state.geography->wards()) {
      if (state.geography->to_ward_cm(placement.point(), ward.id) <= range_cm) bound.insert(ward.id);
    }
  }
}

void lead_by(Incident& incident, const std::string& ward, bool provisional, const v1::Decision& decision,
             const Words& marks) {
  incident.decision = decision;
  auto& lead = *incident.view.mutable_lead();
  lead.set_ward(ward);
  lead.set_provisional(provisional);
  lead.set_rule(decision.rule());
  *lead.mutable_clause() = decision.clause();
  lead.set_regulation_version(decision.regulation_version());
  *lead.mutable_marks() = marks;
  note_presence(incident);
}

void rebase(Incident& incident, const v1::Decision& decision) {
  const Words marks = incident.view.lead().marks();
  lead_by(incident, incident.lead(), incident.view.lead().provisional(), decision, marks);
}

void settle(State& state, Incident& incident, const v1::Event& event) {
  bind(state, incident);
  note_time(incident, event);
  reschedule(state, incident.view.id(), deadlines_of(state, incident));
}

void withdraw_offer(Incident& incident) {
  incident.view.clear_handover_to();
  incident.view.clear_handover_expires_at();
}

// Of an acting lead, the one it stands in for is still owed the offer.
void reached(v1::Incident& view) {
  remove(*view.mutable_lead()->mutable_marks(), mark::unreachable);
  view.clear_acting_asked();
  if (!view.lead().acting()) view.clear_unreachable_lead();
}

void set_state(State& state, Incident& incident, v1::Incident::State to) {
  incident.view.set_state(to);
  const std::pair key{incident.view.opened_seq(), incident.view.id()};
  if (to == v1::Incident::OPEN) {
    state.open.insert(key);
  } else {
    state.open.erase(key);
    withdraw_offer(incident);
  }
}

void forget_undelivered(State& state, const Incident& incident, const v1::Support& support) {
  const auto it = state.undelivered.find(support.ward());
  if (it != state.undelivered.end()) it->second.erase({support.opened_seq(), incident.view.id()});
}

void opened(State& state, const v1::Event& event) {
  const auto& body = event.incident_opened();
  Incident& incident = state.incidents[event.incident()];
  auto& view = incident.view;
  view.set_id(event.incident());
  view.set_mode(event.mode());
  view.set_category(body.category());
  view.set_severity(body.severity());
  view.set_sensitive(body.sensitive());
  view.set_assist(body.assist());
  view.set_call(body.call());
  *view.mutable_placement() = body.placement();
  *view.mutable_patrols() = body.patrols();
  *view.mutable_opened_at() = event.time();
  view.set_opened_seq(event.seq());
  auto& report = *view.add_reports();
  report = body.report();
  if (report.recorded_seq() == 0) report.set_recorded_seq(event.seq());
  record_report(state, event.incident(), event.mode(), report, body.unlinked_from());
  incident.first_received_at = base::from_proto(report.received_at());
  incident.decision.set_regulation_version(event.regulation_version());
  set_state(state, incident, v1::Incident::OPEN);
}

void linked(State& state, Incident& incident, const v1::Event& event) {
  const auto& body = event.report_linked();
  auto& report = *incident.view.add_reports();
  report = body.report();
  report.set_recorded_seq(event.seq());
  record_report(state, event.incident(), event.mode(), report, {});
  incident.view.set_severity(body.severity());
  incident.view.set_sensitive(body.sensitive());
  incident.view.set_assist(body.assist());
  if (has(report.marks(), mark::tie)) add(*incident.view.mutable_lead()->mutable_marks(), mark::tie);
  note_presence(incident);
}

// A lead that is confirmed already stays so.
void note_absence(Incident& incident) {
  const bool provisional = incident.view.lead().provisional();
  const bool present = std::ranges::any_of(incident.view.reports(), [&](const v1::Report& report) {
    return report.ward() == incident.lead() && !report.officer().empty();
  });
  if (provisional && !present) remove(*incident.view.mutable_lead()->mutable_marks(), mark::presence);
}

void unlinked(Incident& incident, const std::string& id) {
  auto& reports = *incident.view.mutable_reports();
  reports.erase(std::remove_if(reports.begin(), reports.end(), [&](const v1::Report& r) { return r.id() == id; }),
                reports.end());
  note_absence(incident);
}

void merged(State& state, Incident& from, const v1::Event& event) {
  const auto& body = event.incident_merged();
  Incident& into = known(state, body.into());
  auto& reports = *into.view.mutable_reports();
  reports.Add(from.view.reports().begin(), from.view.reports().end());
  std::ranges::stable_sort(reports, {}, &v1::Report::recorded_seq);
  for (const auto& support : from.view.supports()) {
    if (!domain::active(support.state())) continue;
    *into.view.add_supports() = support;
    const auto pending = state.undelivered.find(support.ward());
    if (pending != state.undelivered.end() && pending->second.erase({support.opened_seq(), from.view.id()}) > 0) {
      pending->second.insert({support.opened_seq(), into.view.id()});
    }
  }
  auto& left = *from.view.mutable_supports();
  left.erase(std::remove_if(left.begin(), left.end(), [](const v1::Support& s) { return domain::active(s.state()); }),
             left.end());
  into.bound.merge(audience(from));  // whoever has no support that moved along stays too
  into.requests.insert(from.requests.begin(), from.requests.end());
  for (const auto& patrol : from.view.patrols()) add(*into.view.mutable_patrols(), patrol);
  into.absorbed.push_back(from.view.id());
  into.absorbed.insert(into.absorbed.end(), from.absorbed.begin(), from.absorbed.end());
  *into.view.mutable_placement() = body.placement();
  into.view.set_severity(body.severity());
  into.view.set_sensitive(body.sensitive());
  into.view.set_assist(body.assist());
  if (into.view.call().empty()) into.view.set_call(from.view.call());
  rebase(into, body.decision());
  bind(state, into);
  note_merge(into, from, base::from_proto(event.time()));
  reschedule(state, body.into(), deadlines_of(state, into));
  from.view.set_merged_into(body.into());
  set_state(state, from, v1::Incident::MERGED);
}

void corrected(Incident& incident, const v1::IncidentCorrected& body) {
  *incident.view.mutable_placement() = body.placement();
  incident.view.set_category(body.category());
  incident.view.set_severity(body.severity());
  incident.view.set_sensitive(body.sensitive());
  incident.view.set_call(body.call());
  rebase(incident, body.after());
}

void support_opened(State& state, Incident& incident, const v1::Event& event) {
  const auto& body = event.support_opened();
  auto& support = *incident.view.add_supports();
  support = body.support();
  support.set_opened_seq(event.seq());
  if (support.state() == v1::Support::SENT) {
    state.undelivered[support.ward()].insert({event.seq(), incident.view.id()});
  }
  if (support.request().empty()) return;
  auto& request = incident.requests[support.request()];
  request.id = support.request();
  request.asked_by = support.asked_by();
  request.basis = support.basis();
  request.needed.assign(body.needed().begin(), body.needed().end());
  request.clause = body.clause();
}

void support_moved(State& state, Incident& incident, const v1::Event& event) {
  const auto& body = event.support_moved();
  auto& support = known_support(incident, body.support());
  forget_undelivered(state, incident, support);
  support.set_state(body.to());
  support.set_reason(body.reason());
  *support.mutable_marks() = body.marks();
  support.set_answered_by(body.said_by());
  if (body.eta_minutes() != 0) support.set_eta_minutes(body.eta_minutes());
  if (!body.forces().empty()) *support.mutable_forces() = body.forces();
  *support.mutable_moved_at() = event.time();
}

void adopted(State& state, const v1::RegulationAdopted& body) {
  auto parsed = domain::Regulation::parse(body.toml());
  base::check(parsed.has_value(), "the journal holds a regulation that does not parse");
  state.regulations[body.version()] = std::make_shared<const domain::Regulation>(*std::move(parsed));
  state.regulation_version = body.version();
}

void adopted(State& state, const v1::ClusterAdopted& body) {
  const domain::Plane plane{body.origin(), body.metres_per_lat_e7(), body.metres_per_lon_e7()};
  auto parsed = domain::Geography::parse(body.geojson(), state.regulation().limits, plane);
  base::check(parsed.has_value(), "the journal holds a cluster file that does not hold together");
  state.geography = std::make_shared<const domain::Geography>(*std::move(parsed));
}

void apply_to_incident(State& state, Incident& incident, const v1::Event& event) {
  auto& view = incident.view;
  switch (event.body_case()) {
    case v1::Event::kReportLinked:
      linked(state, incident, event);
      break;
    case v1::Event::kReportUnlinked:
      unlinked(incident, event.report_unlinked().report());
      break;
    case v1::Event::kLeadDecided: {
      const auto& body = event.lead_decided();
      lead_by(incident, body.ward(), body.provisional(), body.decision(), body.marks());
      break;
    }
    case v1::Event::kLeadConfirmed:
      view.mutable_lead()->set_provisional(false);
      reached(view);
      for (const auto& word : event.lead_confirmed().marks()) add(*view.mutable_lead()->mutable_marks(), word);
      break;
    case v1::Event::kLeadMoved: {
      const auto& body = event.lead_moved();
      withdraw_offer(incident);
      lead_by(incident, body.to(), body.provisional(), body.decision(), body.marks());
      const bool stood_in = view.lead().acting();
      view.mutable_lead()->set_acting(body.reason() == v1::LeadMoved::ACTING);
      if (base::planted("lead-lost-in-moving")) view.mutable_lead()->clear_ward();
      if (view.lead().acting()) {
        if (!stood_in) view.set_unreachable_lead(body.from());
      } else {
        view.clear_unreachable_lead();
      }
      break;
    }
    case v1::Event::kPossibleDuplicate: {
      const std::string& other = event.possible_duplicate().other();
      add(*view.mutable_possible_duplicates(), other);
      add(*known(state, other).view.mutable_possible_duplicates(), view.id());
      break;
    }
    case v1::Event::kIncidentMerged:
      merged(state, incident, event);
      break;
    case v1::Event::kHandoverOffered:
      view.set_handover_to(event.handover_offered().to());
      *view.mutable_handover_expires_at() = event.handover_offered().expires_at();
      incident.bound.insert(event.handover_offered().to());
      break;
    case v1::Event::kHandoverAnswered:
      withdraw_offer(incident);
      break;
    case v1::Event::kIncidentCorrected:
      corrected(incident, event.incident_corrected());
      break;
    case v1::Event::kIncidentNoted:
      if (!view.call().empty() && event.incident_noted().called() == view.call()) view.clear_call();
      break;
    case v1::Event::kIncidentResolved:
      set_state(state, incident, v1::Incident::RESOLVED);
      break;
    case v1::Event::kIncidentReopened:
      set_state(state, incident, v1::Incident::OPEN);
      break;
    case v1::Event::kIncidentClosed:
      set_state(state, incident, v1::Incident::CLOSED);
      break;
    case v1::Event::kSupportOpened:
      support_opened(state, incident, event);
      break;
    case v1::Event::kSupportMoved:
      support_moved(state, incident, event);
      break;
    case v1::Event::kLeadUnreachable:
      add(*view.mutable_lead()->mutable_marks(), mark::unreachable);
      if (!view.lead().acting()) view.set_unreachable_lead(incident.lead());
      break;
    case v1::Event::kActingAsked:
      add(*view.mutable_acting_asked(), event.acting_asked().ward());
      incident.bound.insert(event.acting_asked().ward());
      break;
    default:
      break;
  }
  settle(state, incident, event);
}

// Whether a confirmed lead can be reached hangs on its station.
void presence(State& state, const std::string& ward, bool up, const v1::Event& event) {
  state.stations[ward] = {.up = up, .since = base::from_proto(event.time())};
  for (const auto& [seq, id] : state.open) {
    const Incident& incident = known(state, id);
    if (incident.lead() == ward) reschedule(state, id, deadlines_of(state, incident));
  }
}

}  // namespace

void apply_event(State& state, const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kIncidentOpened:
      opened(state, event);
      settle(state, known(state, event.incident()), event);
      break;
    case v1::Event::kSightingRecorded:
    case v1::Event::kHotspotRecorded:
    case v1::Event::kFlightRaised:
    case v1::Event::kFlightSeenAgain:
    case v1::Event::kFlightBlocked:
    case v1::Event::kFlightEnded:
    case v1::Event::kPatrolStarted:
    case v1::Event::kPatrolEnded:
    case v1::Event::kDisplacementWatch:
    case v1::Event::kRecalled:
      apply_exchanged(state, event);
      if (!event.incident().empty()) settle(state, known(state, event.incident()), event);
      break;
    case v1::Event::kRegulationAdopted:
      adopted(state, event.regulation_adopted());
      break;
    case v1::Event::kClusterAdopted:
      adopted(state, event.cluster_adopted());
      break;
    case v1::Event::kStationUp:
      presence(state, event.station_up().ward(), true, event);
      break;
    case v1::Event::kStationDown:
      presence(state, event.station_down().ward(), false, event);
      break;
    case v1::Event::kIdentityRevoked:  // for its ward to read: whom the hub lets in is the revocation list's to say
      break;
    default:
      apply_to_incident(state, known(state, event.incident()), event);
      break;
  }
}

void apply(State& state, const v1::EntryHeader& entry) {
  base::check(entry.number() == state.entries + 1, "entries are applied in order");
  for (const auto& stored : entry.events()) {
    apply_event(state, stored.event());
    note_receivers(state, stored);
    state.seq = stored.event().seq();
    for (const auto& recipient : stored.audience()) state.last_seen_seq[recipient.ward()] = state.seq;
  }
  if (base::planted("state-from-outside-the-journal")) {
    static std::uint64_t applied = 0;
    if (++applied % 97 == 0) state.stations.clear();
  }
  state.cluster = entry.cluster();
  state.entries = entry.number();
  state.time = base::from_proto(entry.time());
}

}  // namespace wardlink::rules
