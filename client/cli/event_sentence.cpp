#include "client/cli/event_sentence.hpp"

#include <string_view>

#include "client/cli/message_sentence.hpp"
#include "client/cli/sentence_parts.hpp"

namespace wardlink::cli {
namespace {

using fmt::arg;
using std::string;
using Details = std::vector<string>;

/// " (a, b)" of the flags that hold, then the marks.
string flags(const Words& words, bool provisional, const Strings& marks) {
  return (provisional ? " (" + words.say(Say::flag_provisional) + ")" : "") + words.marks(marks);
}

string basis(const Words& words, const v1::Decision& decision) {
  if (decision.rule().empty()) return {};
  return words.say(Say::basis, arg("clause", in(words.lang(), decision.clause())), arg("rule", decision.rule()),
                   arg("version", decision.regulation_version()));
}

string when_detected(const Words& words, const v1::Report& report) {
  return join({words.say(Say::detected_at, arg("time", words.time(report.credible_at()))),
               words.source(report.source())},
              ", ") +
         words.marks(report.marks());
}

Say escalation(v1::Escalated::Cause cause) {
  switch (cause) {
    case v1::Escalated::UNCONFIRMED:
      return Say::lead_unconfirmed;
    case v1::Escalated::UNCLAIMED:
      return Say::nobody_claims;
    case v1::Escalated::UNDELIVERED:
      return Say::support_undelivered;
    case v1::Escalated::UNSEEN:
      return Say::support_unseen;
    case v1::Escalated::UNANSWERED:
      return Say::support_unanswered;
    case v1::Escalated::STALLED:
      return Say::support_stalled;
    case v1::Escalated::OVERDUE:
      return Say::support_overdue;
    case v1::Escalated::IDLE:
      return Say::incident_idle;
    case v1::Escalated::ACTING_EXHAUSTED:
      return Say::acting_exhausted;
    default:
      return Say::all_declined;
  }
}

/// One function a kind of body.
class Teller {
 public:
  Teller(const v1::Event& event, const Words& words) : event_(event), words_(words) {}

  EventSentence tell(const v1::IncidentOpened& e) const {
    Details details;
    if (e.assist()) details.push_back(words_.say(Say::flag_assist));
    if (e.sensitive()) details.push_back(words_.say(Say::flag_sensitive));
    if (event_.description_only()) details.push_back(words_.say(Say::flag_description_only));
    details.push_back(when_detected(words_, e.report()));
    details.push_back(labelled(words_, Say::unlinked_from, "incident", short_id(e.unlinked_from())));
    details.push_back(patrols_words(words_, e.patrols()));
    return {words_.say(Say::incident_opened, arg("ward", words_.ward(e.report().ward())),
                       arg("category", words_.category(e.category())), arg("severity", words_.severity(e.severity())),
                       arg("place", words_.place(e.placement()))),
            details, call_words(words_, e.call())};
  }
  EventSentence tell(const v1::ReportLinked& e) const {
    Details details;
    if (e.raised()) details.push_back(words_.say(Say::severity_raised, arg("severity", e.severity())));
    if (e.assist()) details.push_back(words_.say(Say::flag_assist));
    details.push_back(when_detected(words_, e.report()));
    return {words_.say(e.by_hand() ? Say::report_linked_by_hand : Say::report_linked,
                       arg("ward", words_.ward(e.report().ward())), arg("place", words_.place(e.report().placement()))),
            details};
  }
  EventSentence tell(const v1::ReportUnlinked& e) const {
    return {words_.say(Say::report_unlinked, arg("who", who_), arg("report", short_id(e.report())),
                       arg("into", short_id(e.into()))),
            {}};
  }
  EventSentence tell(const v1::LeadDecided& e) const {
    const Details details{basis(words_, e.decision())};
    if (e.ward().empty()) {
      return {words_.say(Say::lead_unassigned, arg("nearest", words_.ward(e.nearest()))), details};
    }
    return {words_.say(Say::lead_decided, arg("ward", words_.ward(e.ward())),
                       arg("flags", flags(words_, e.provisional(), e.marks()))),
            details};
  }
  EventSentence tell(const v1::LeadConfirmed& e) const {
    Say what = e.by_acting() ? Say::lead_confirmed_by_acting : Say::lead_confirmed;
    if (event_.actor().role() == v1::HUB) what = Say::lead_confirmed_by_presence;
    return {words_.say(what, arg("ward", words_.ward(e.ward())), arg("flags", words_.marks(e.marks()))), {}};
  }
  EventSentence tell(const v1::LeadMoved& e) const {
    const Details details{basis(words_, e.decision())};
    const string marked = flags(words_, e.provisional(), e.marks());
    if (e.from().empty()) {
      return {words_.say(Say::lead_claimed, arg("ward", words_.ward(e.to())), arg("flags", marked)), details};
    }
    return {words_.say(Say::lead_moved, arg("from", words_.ward(e.from())), arg("ward", words_.ward(e.to())),
                       arg("flags", marked), arg("reason", words_.reason(e.reason()))),
            details};
  }
  EventSentence tell(const v1::LateClaim& e) const {
    return {words_.say(Say::late_claim, arg("ward", words_.ward(e.ward())), arg("time", words_.time(e.credible_at()))),
            {}};
  }
  EventSentence tell(const v1::PossibleDuplicate& e) const {
    return {words_.say(Say::possible_duplicate, arg("other", short_id(e.other())))};
  }
  EventSentence tell(const v1::IncidentMerged& e) const {
    return {words_.say(Say::incident_merged, arg("who", who_), arg("into", short_id(e.into())),
                       arg("place", words_.place(e.placement())), arg("severity", words_.severity(e.severity()))),
            {basis(words_, e.decision())}};
  }
  EventSentence tell(const v1::HandoverOffered& e) const {
    return {words_.say(Say::handover_offered, arg("from", words_.ward(e.from())), arg("to", words_.ward(e.to())),
                       arg("time", words_.time(e.expires_at()))),
            {}};
  }
  EventSentence tell(const v1::HandoverAnswered& e) const {
    Say what = e.accepted() ? Say::handover_accepted : Say::handover_declined;
    if (e.expired()) what = Say::handover_expired;
    return {words_.say(what, arg("from", words_.ward(e.from())), arg("to", words_.ward(e.to()))), {}};
  }
  EventSentence tell(const v1::IncidentCorrected& e) const {
    Details details{basis(words_, e.after())};
    if (!e.before().rule().empty() && e.before().rule() != e.after().rule()) {
      details.push_back(words_.say(Say::basis_before, arg("clause", in(words_.lang(), e.before().clause())),
                                   arg("rule", e.before().rule())));
    }
    if (!e.suggested_lead().empty()) {
      details.push_back(words_.say(Say::suggested_lead, arg("ward", words_.ward(e.suggested_lead()))));
    }
    return {words_.say(Say::incident_corrected, arg("who", who_), arg("category", words_.category(e.category())),
                       arg("severity", words_.severity(e.severity())), arg("place", words_.place(e.placement()))),
            details, call_words(words_, e.call())};
  }
  EventSentence tell(const v1::IncidentNoted& e) const {
    if (e.called().empty()) return {words_.say(Say::incident_noted, arg("who", who_))};
    return {words_.say(Say::emergency_called, arg("who", who_), arg("number", e.called()))};
  }
  EventSentence tell(const v1::IncidentResolved&) const {
    return {words_.say(Say::incident_resolved, arg("who", who_))};
  }
  EventSentence tell(const v1::IncidentReopened&) const {
    return {words_.say(Say::incident_reopened, arg("who", who_))};
  }
  EventSentence tell(const v1::IncidentClosed&) const { return {words_.say(Say::incident_closed, arg("who", who_))}; }
  EventSentence tell(const v1::SupportOpened& e) const {
    const bool duty = e.support().basis() == v1::Support::DUTY;
    Say what = duty ? Say::support_duty : Say::support_requested;
    if (e.support().basis() == v1::Support::ASSIST) what = Say::support_assist;
    // The clause of a duty is the lead's, told just before.
    const string clause = duty ? "" : in(words_.lang(), e.clause());
    return {words_.say(what, arg("ward", words_.ward(e.support().ward())),
                       arg("asker", words_.ward(e.support().asked_by()))) +
                words_.marks(e.support().marks()),
            {labelled(words_, Say::needed_forces, "forces", words_.forces(e.needed())), clause}};
  }
  EventSentence tell(const v1::SupportMoved& e) const {
    Details details{labelled(words_, Say::brings_forces, "forces", words_.forces(e.forces())),
                    labelled(words_, Say::reason_given, "reason", words_.reason(e.reason())),
                    labelled(words_, Say::said_by_phone, "person", e.said_by())};
    if (e.eta_minutes() > 0) details.push_back(words_.say(Say::eta, arg("minutes", e.eta_minutes())));
    return {words_.say(Say::support_moved, arg("ward", words_.ward(e.ward())), arg("state", words_.state(e.to()))) +
                words_.marks(e.marks()),
            details};
  }
  EventSentence tell(const v1::Escalated& e) const {
    // A station that is offline is called at its own number, a ward that does not answer at its commander's.
    const bool duty = e.cause() == v1::Escalated::UNDELIVERED ? !e.duty_phones().empty() : e.commander_phones().empty();
    const Strings& numbers = duty ? e.duty_phones() : e.commander_phones();
    return {words_.say(escalation(e.cause()), arg("wards", words_.wards(e.wards())),
                       arg("phones", join({numbers.begin(), numbers.end()}, ", "))),
            {}};
  }
  EventSentence tell(const v1::SupportExhausted& e) const {
    return {words_.say(e.request().empty() ? Say::duties_exhausted : Say::support_exhausted)};
  }
  EventSentence tell(const v1::LeadUnreachable& e) const {
    return {words_.say(Say::lead_unreachable, arg("ward", words_.ward(e.ward())), arg("why", unreachable(e.why())))};
  }
  EventSentence tell(const v1::ActingAsked& e) const {
    return {words_.say(Say::acting_asked, arg("ward", words_.ward(e.ward())))};
  }
  EventSentence tell(const v1::IdentityRevoked& e) const {
    return {words_.say(Say::identity_revoked, arg("who", words_.actor(e.identity())), arg("serial", e.serial()))};
  }
  EventSentence tell(const v1::RegulationAdopted& e) const {
    return {words_.say(Say::regulation_adopted, arg("version", e.version()), arg("title", e.title()))};
  }
  EventSentence tell(const v1::ClusterAdopted& e) const {
    return {words_.say(Say::cluster_adopted, arg("name", e.name()))};
  }
  EventSentence tell(const v1::StationUp& e) const {
    return {words_.say(Say::station_up, arg("ward", words_.ward(e.ward())))};
  }
  EventSentence tell(const v1::StationDown& e) const {
    return {words_.say(Say::station_down, arg("ward", words_.ward(e.ward())),
                       arg("phone", words_.names().duty_phone(e.ward()))),
            {}};
  }

 private:
  [[nodiscard]] string unreachable(v1::LeadUnreachable::Why why) const {
    switch (why) {
      case v1::LeadUnreachable::STATION_DOWN:
        return words_.say(Say::unreachable_station_down);
      case v1::LeadUnreachable::SILENT:
        return words_.say(Say::unreachable_silent);
      default:
        return words_.say(Say::unreachable_unconfirmed);
    }
  }

  const v1::Event& event_;
  const Words& words_;
  const string who_ = words_.actor(event_.actor());
};

}  // namespace

EventSentence event_sentence(const v1::Event& event, const Words& words) {
  const Teller teller(event, words);
  switch (event.body_case()) {
    case v1::Event::kIncidentOpened:
      return teller.tell(event.incident_opened());
    case v1::Event::kReportLinked:
      return teller.tell(event.report_linked());
    case v1::Event::kReportUnlinked:
      return teller.tell(event.report_unlinked());
    case v1::Event::kLeadDecided:
      return teller.tell(event.lead_decided());
    case v1::Event::kLeadConfirmed:
      return teller.tell(event.lead_confirmed());
    case v1::Event::kLeadMoved:
      return teller.tell(event.lead_moved());
    case v1::Event::kLateClaim:
      return teller.tell(event.late_claim());
    case v1::Event::kPossibleDuplicate:
      return teller.tell(event.possible_duplicate());
    case v1::Event::kIncidentMerged:
      return teller.tell(event.incident_merged());
    case v1::Event::kHandoverOffered:
      return teller.tell(event.handover_offered());
    case v1::Event::kHandoverAnswered:
      return teller.tell(event.handover_answered());
    case v1::Event::kIncidentCorrected:
      return teller.tell(event.incident_corrected());
    case v1::Event::kIncidentNoted:
      return teller.tell(event.incident_noted());
    case v1::Event::kIncidentResolved:
      return teller.tell(event.incident_resolved());
    case v1::Event::kIncidentReopened:
      return teller.tell(event.incident_reopened());
    case v1::Event::kIncidentClosed:
      return teller.tell(event.incident_closed());
    case v1::Event::kSupportOpened:
      return teller.tell(event.support_opened());
    case v1::Event::kSupportMoved:
      return teller.tell(event.support_moved());
    case v1::Event::kEscalated:
      return teller.tell(event.escalated());
    case v1::Event::kSupportExhausted:
      return teller.tell(event.support_exhausted());
    case v1::Event::kRegulationAdopted:
      return teller.tell(event.regulation_adopted());
    case v1::Event::kClusterAdopted:
      return teller.tell(event.cluster_adopted());
    case v1::Event::kStationUp:
      return teller.tell(event.station_up());
    case v1::Event::kStationDown:
      return teller.tell(event.station_down());
    case v1::Event::kLeadUnreachable:
      return teller.tell(event.lead_unreachable());
    case v1::Event::kActingAsked:
      return teller.tell(event.acting_asked());
    case v1::Event::kIdentityRevoked:
      return teller.tell(event.identity_revoked());
    case v1::Event::kSightingRecorded:
    case v1::Event::kHotspotRecorded:
    case v1::Event::kFlightRaised:
    case v1::Event::kFlightBlocked:
    case v1::Event::kFlightSeenAgain:
    case v1::Event::kFlightEnded:
    case v1::Event::kPatrolStarted:
    case v1::Event::kPatrolEnded:
    case v1::Event::kDisplacementWatch:
    case v1::Event::kRecalled:
      return message_sentence(event, words);
    case v1::Event::BODY_NOT_SET:
      return {};
  }
  return {};
}

std::vector<std::string> content_parts(const v1::Content& content, const Words& words) {
  const auto list = [&](Say what, const Strings& items) {
    return labelled(words, what, "list", join({items.begin(), items.end()}, ", "));
  };
  return {content.text(), list(Say::persons, content.persons()), list(Say::plates, content.plates()),
          list(Say::phones, content.phones()), labelled(words, Say::sensitive_text, "text", content.sensitive_text())};
}

}  // namespace wardlink::cli
