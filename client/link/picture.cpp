#include "client/link/picture.hpp"

#include <algorithm>
#include <utility>

namespace wardlink::link {
namespace {

using Body = v1::Event;

void lead_by(v1::Incident& incident, const std::string& ward, bool provisional, const v1::Decision& decision,
             const google::protobuf::RepeatedPtrField<std::string>& marks) {
  v1::Lead& lead = *incident.mutable_lead();
  lead.set_ward(ward);
  lead.set_provisional(provisional);
  lead.set_acting(false);
  lead.set_rule(decision.rule());
  *lead.mutable_clause() = decision.clause();
  lead.set_regulation_version(decision.regulation_version());
  *lead.mutable_marks() = marks;
}

void withdraw_offer(v1::Incident& incident) {
  incident.clear_handover_to();
  incident.clear_handover_expires_at();
}

void end(v1::Incident& incident, v1::Incident::State state) {
  incident.set_state(state);
  withdraw_offer(incident);
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
  if (body.has_report()) {
    v1::Report& report = *incident.add_reports();
    report = body.report();
    if (event.has_content()) *report.mutable_content() = event.content();
  }
  return incident;
}

void linked(v1::Incident& incident, const v1::Event& event) {
  const v1::ReportLinked& body = event.report_linked();
  v1::Report& report = *incident.add_reports();
  report = body.report();
  if (event.has_content()) *report.mutable_content() = event.content();
  incident.set_severity(body.severity());
  incident.set_sensitive(body.sensitive());
  incident.set_assist(body.assist());
}

void corrected(v1::Incident& incident, const v1::IncidentCorrected& body) {
  *incident.mutable_placement() = body.placement();
  incident.set_category(body.category());
  incident.set_severity(body.severity());
  incident.set_sensitive(body.sensitive());
  incident.set_call(body.call());
  const auto marks = incident.lead().marks();
  const std::string ward = incident.lead().ward();
  lead_by(incident, ward, incident.lead().provisional(), body.after(), marks);
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

bool over(v1::Support::State state) {
  return state == v1::Support::DECLINED || state == v1::Support::CANCELLED || state == v1::Support::WITHDRAWN ||
         state == v1::Support::RELEASED;
}

/// From the changes, else from what is stored.
template <typename T>
T* changed_or_stored(std::map<std::string, T>& changed, const std::string& id, const std::vector<T>& stored) {
  if (const auto found = changed.find(id); found != changed.end()) return &found->second;
  const auto found = std::ranges::find(stored, id, [](const T& each) { return each.id(); });
  return found == stored.end() ? nullptr : &changed.emplace(id, *found).first->second;
}

}  // namespace

Stored<v1::Incident*> Picture::incident(const std::string& id) {
  if (const auto changed = incidents_.find(id); changed != incidents_.end()) return &changed->second;
  if (afresh_) return nullptr;
  auto stored = copy_->incident(id);
  if (!stored) return std::unexpected(stored.error());
  if (!*stored) return nullptr;
  return &incidents_.emplace(id, std::move(**stored)).first->second;
}

Stored<v1::Flight*> Picture::flight(const std::string& id) {
  const auto stored = copy_->flights();
  if (!stored) return std::unexpected(stored.error());
  return changed_or_stored(flights_, id, afresh_ ? std::vector<v1::Flight>() : *stored);
}

Stored<v1::Patrol*> Picture::patrol(const std::string& id) {
  const auto stored = copy_->patrols();
  if (!stored) return std::unexpected(stored.error());
  return changed_or_stored(patrols_, id, afresh_ ? std::vector<v1::Patrol>() : *stored);
}

Stored<void> Picture::apply(const v1::Event& event) {
  if (event.has_incident_opened()) {
    incidents_.insert_or_assign(event.incident(), opened(event));
    return {};
  }
  const auto done = to_flight_or_patrol(event);
  if (!done) return std::unexpected(done.error());
  if (*done || event.incident().empty()) return {};
  const auto found = incident(event.incident());
  if (!found) return std::unexpected(found.error());
  if (*found == nullptr) return {};
  return to_incident(**found, event);
}

Stored<bool> Picture::to_flight_or_patrol(const v1::Event& event) {
  switch (event.body_case()) {
    case Body::kFlightRaised:
      flights_[event.flight_raised().flight().id()] = event.flight_raised().flight();
      return true;
    case Body::kFlightSeenAgain:
      flights_[event.flight_seen_again().flight().id()] = event.flight_seen_again().flight();
      return true;
    case Body::kFlightBlocked: {
      const auto known = flight(event.flight_blocked().flight());
      if (!known) return std::unexpected(known.error());
      if (*known != nullptr) *(*known)->add_blocks() = event.flight_blocked().block();
      return true;
    }
    case Body::kFlightEnded: {
      const auto known = flight(event.flight_ended().flight());
      if (!known) return std::unexpected(known.error());
      if (*known != nullptr) (*known)->set_end(event.flight_ended().end());
      return true;
    }
    case Body::kPatrolStarted:
      patrols_[event.patrol_started().patrol().id()] = event.patrol_started().patrol();
      return true;
    case Body::kPatrolEnded: {
      const auto known = patrol(event.patrol_ended().patrol());
      if (!known) return std::unexpected(known.error());
      if (*known != nullptr) (*known)->set_end(event.patrol_ended().end());
      return true;
    }
    default:
      return false;
  }
}

Stored<void> Picture::to_incident(v1::Incident& incident, const v1::Event& event) {
  switch (event.body_case()) {
    case Body::kReportLinked:
      linked(incident, event);
      break;
    case Body::kReportUnlinked: {
      auto& reports = *incident.mutable_reports();
      const std::string& id = event.report_unlinked().report();
      reports.erase(std::remove_if(reports.begin(), reports.end(), [&](const auto& each) { return each.id() == id; }),
                    reports.end());
      break;
    }
    case Body::kLeadDecided: {
      const auto& body = event.lead_decided();
      lead_by(incident, body.ward(), body.provisional(), body.decision(), body.marks());
      break;
    }
    case Body::kLeadConfirmed:
      incident.mutable_lead()->set_provisional(false);
      incident.mutable_lead()->mutable_marks()->MergeFrom(event.lead_confirmed().marks());
      incident.clear_acting_asked();
      if (!incident.lead().acting()) incident.clear_unreachable_lead();
      break;
    case Body::kLeadMoved: {
      const auto& body = event.lead_moved();
      withdraw_offer(incident);
      lead_by(incident, body.to(), body.provisional(), body.decision(), body.marks());
      incident.mutable_lead()->set_acting(body.reason() == v1::LeadMoved::ACTING);
      incident.clear_unreachable_lead();
      incident.clear_acting_asked();
      break;
    }
    case Body::kLeadUnreachable:
      incident.set_unreachable_lead(event.lead_unreachable().ward());
      break;
    case Body::kActingAsked:
      incident.add_acting_asked(event.acting_asked().ward());
      break;
    case Body::kPossibleDuplicate:
      incident.add_possible_duplicates(event.possible_duplicate().other());
      break;
    case Body::kIncidentMerged:
      return merge(incident, event.incident_merged());
    case Body::kHandoverOffered:
      incident.set_handover_to(event.handover_offered().to());
      *incident.mutable_handover_expires_at() = event.handover_offered().expires_at();
      break;
    case Body::kHandoverAnswered:
      withdraw_offer(incident);
      break;
    case Body::kIncidentCorrected:
      corrected(incident, event.incident_corrected());
      break;
    case Body::kIncidentNoted:
      if (!incident.call().empty() && event.incident_noted().called() == incident.call()) incident.clear_call();
      break;
    case Body::kIncidentResolved:
      end(incident, v1::Incident::RESOLVED);
      break;
    case Body::kIncidentReopened:
      incident.set_state(v1::Incident::OPEN);
      break;
    case Body::kIncidentClosed:
      end(incident, v1::Incident::CLOSED);
      break;
    case Body::kSupportOpened: {
      v1::Support& support = *incident.add_supports();
      support = event.support_opened().support();
      support.set_opened_seq(event.seq());
      break;
    }
    case Body::kSupportMoved:
      moved(incident, event);
      break;
    default:
      break;
  }
  return {};
}

Stored<void> Picture::merge(v1::Incident& from, const v1::IncidentMerged& body) {
  const auto survivor = incident(body.into());
  if (!survivor) return std::unexpected(survivor.error());
  from.set_merged_into(body.into());
  end(from, v1::Incident::MERGED);
  if (*survivor == nullptr) return {};
  v1::Incident& into = **survivor;
  into.mutable_reports()->MergeFrom(from.reports());
  v1::Incident left;
  for (const v1::Support& support : from.supports()) {
    *(over(support.state()) ? left : into).add_supports() = support;
  }
  *from.mutable_supports() = left.supports();
  *into.mutable_placement() = body.placement();
  into.set_severity(body.severity());
  into.set_sensitive(body.sensitive());
  into.set_assist(body.assist());
  if (into.call().empty()) into.set_call(from.call());
  const auto marks = into.lead().marks();
  const std::string ward = into.lead().ward();
  lead_by(into, ward, into.lead().provisional(), body.decision(), marks);
  return {};
}

void Picture::take(const v1::Snapshot& part, bool first) {
  if (first) {
    discard();
    afresh_ = true;
  }
  for (const auto& each : part.incidents()) incidents_.insert_or_assign(each.id(), each);
  for (const auto& each : part.flights()) flights_.insert_or_assign(each.id(), each);
  for (const auto& each : part.patrols()) patrols_.insert_or_assign(each.id(), each);
}

void Picture::move_to(CopyBatch& batch) {
  batch.afresh = afresh_;
  for (auto& [id, each] : incidents_) batch.incidents.push_back(std::move(each));
  for (auto& [id, each] : flights_) batch.flights.push_back(std::move(each));
  for (auto& [id, each] : patrols_) batch.patrols.push_back(std::move(each));
  discard();
}

void Picture::discard() {
  afresh_ = false;
  incidents_.clear();
  flights_.clear();
  patrols_.clear();
}

}  // namespace wardlink::link
