#include "hub/rules/decide.hpp"

#include "hub/base/panic.hpp"
#include "hub/rules/correct.hpp"
#include "hub/rules/draft.hpp"
#include "hub/rules/exchange.hpp"
#include "hub/rules/flight.hpp"
#include "hub/rules/incident.hpp"
#include "hub/rules/lead.hpp"
#include "hub/rules/merging.hpp"
#include "hub/rules/patrol.hpp"
#include "hub/rules/recall.hpp"
#include "hub/rules/report.hpp"
#include "hub/rules/support.hpp"
#include "hub/rules/time_out.hpp"
#include "hub/rules/unasked.hpp"

namespace wardlink::rules {
namespace {

base::Expected<void> dispatch(Draft& draft, const v1::Command& command) {
  using C = v1::Command;
  switch (command.kind_case()) {
    case C::kReportIncident:
      return report_incident(draft, command.report_incident());
    case C::kReportSighting:
      return report_sighting(draft, command.report_sighting());
    case C::kReportHotspot:
      return report_hotspot(draft, command.report_hotspot());
    case C::kConfirmLead:
      return confirm_lead(draft, command.confirm_lead());
    case C::kClaimLead:
      return claim_lead(draft, command.claim_lead());
    case C::kOfferHandover:
      return offer_handover(draft, command.offer_handover());
    case C::kAnswerHandover:
      return answer_handover(draft, command.answer_handover());
    case C::kRequestSupport:
      return request_support(draft, command.request_support());
    case C::kCancelSupport:
      return cancel_support(draft, command.cancel_support());
    case C::kReleaseSupport:
      return release_support(draft, command.release_support());
    case C::kAnswerSupport:
      return answer_support(draft, command.answer_support());
    case C::kRecordAnswer:
      return record_answer(draft, command.record_answer());
    case C::kNoteIncident:
      return note_incident(draft, command.note_incident());
    case C::kCorrectIncident:
      return correct_incident(draft, command.correct_incident());
    case C::kResolveIncident:
      return resolve_incident(draft, command.resolve_incident());
    case C::kReopenIncident:
      return reopen_incident(draft, command.reopen_incident());
    case C::kCloseIncident:
      return close_incident(draft, command.close_incident());
    case C::kMergeIncidents:
      return merge_incidents(draft, command.merge_incidents());
    case C::kUnlinkReport:
      return unlink_report(draft, command.unlink_report());
    case C::kReportFlight:
      return report_flight(draft, command.report_flight());
    case C::kBlockFlight:
      return block_flight(draft, command.block_flight());
    case C::kSeeFlightAgain:
      return see_flight_again(draft, command.see_flight_again());
    case C::kCatchFlight:
      return catch_flight(draft, command.catch_flight());
    case C::kStartPatrol:
      return start_patrol(draft, command.start_patrol());
    case C::kEndPatrol:
      return end_patrol(draft, command.end_patrol());
    case C::kRecall:
      return recall(draft, command.recall());
    case C::KIND_NOT_SET:
      break;
  }
  base::panic("a command without a kind passed the gate");
}

}  // namespace

Decided decide(const domain::State& state, const Envelope& envelope, const v1::Command& command, base::Time now) {
  base::check(state.founded(), "a command for a cluster that was never founded");
  Draft draft(state, envelope, now);
  if (auto done = dispatch(draft, command); !done) return std::unexpected(std::move(done.error()));
  return draft.finish();
}

Decided decide(const domain::State& state, const Envelope& envelope, const v1::HubCommand& command, base::Time now) {
  Draft draft(state, envelope, now);
  switch (command.kind_case()) {
    case v1::HubCommand::kFound:
      found(draft, command.found());
      break;
    case v1::HubCommand::kMarkDelivered:
      mark_delivered(draft, command.mark_delivered());
      break;
    case v1::HubCommand::kStationPresence:
      station_presence(draft, command.station_presence());
      break;
    case v1::HubCommand::kTimeOut:
      time_out(draft, command.time_out());
      break;
    case v1::HubCommand::kRevokeIdentity:
      revoke_identity(draft, command.revoke_identity());
      break;
    case v1::HubCommand::KIND_NOT_SET:
      base::panic("a hub command without a kind");
  }
  return draft.finish();
}

}  // namespace wardlink::rules
