// English.
#include "client/cli/sentences.hpp"

namespace wardlink::cli {

std::string_view sentence_en(Say what) {
  switch (what) {
    case Say::incident_opened:
      return "{ward} reports an incident: {category}, {severity}, {place}";
    case Say::report_linked:
      return "{ward} reports the same incident, linked: {place}";
    case Say::report_linked_by_hand:
      return "{ward} adds a report to this incident (by hand): {place}";
    case Say::severity_raised:
      return "SEVERITY RAISED TO {severity}";
    case Say::report_unlinked:
      return "{who} unlinks report {report}: it becomes incident {into}";
    case Say::lead_decided:
      return "LEAD: {ward}{flags}";
    case Say::lead_unassigned:
      return "NO LEAD YET: outside the cluster, nearest is {nearest}";
    case Say::lead_confirmed:
      return "{ward} confirms the lead{flags}";
    case Say::lead_confirmed_by_acting:
      return "{ward} has acted as lead{flags}";
    case Say::lead_moved:
      return "LEAD MOVES from {from} to {ward}{flags}: {reason}";
    case Say::lead_claimed:
      return "{ward} becomes the contact{flags}; call 113";
    case Say::late_claim:
      return "{ward} detected it earlier ({time}) but the report came late: the lead does not move by itself, it may "
             "be handed over";
    case Say::possible_duplicate:
      return "POSSIBLE DUPLICATE of {other}: compare, merge if they are one";
    case Say::incident_merged:
      return "{who} merges this incident into {into}: {place}, {severity}";
    case Say::handover_offered:
      return "{from} offers to hand over the lead to {to}, until {time}";
    case Say::handover_accepted:
      return "{to} accepts the hand-over of the lead from {from}";
    case Say::handover_declined:
      return "{to} declines the hand-over; {from} stays lead";
    case Say::incident_corrected:
      return "{who} corrects: {category}, {severity}, {place}";
    case Say::suggested_lead:
      return "by the new place {ward} would lead: hand over the lead";
    case Say::incident_noted:
      return "{who} notes";
    case Say::emergency_called:
      return "{who} has called {number}";
    case Say::incident_resolved:
      return "{who} reports it resolved";
    case Say::incident_reopened:
      return "{who} reopens the incident";
    case Say::incident_closed:
      return "{who} closes the incident";
    case Say::support_duty:
      return "SUPPORT: {ward} has a support duty (border area)";
    case Say::support_requested:
      return "SUPPORT REQUEST: {asker} asks {ward}";
    case Say::support_assist:
      return "OFFICER NEEDS BACKUP: {asker} asks {ward}";
    case Say::support_moved:
      return "{ward}: {state}";
    case Say::all_declined:
      return "ALL HAVE DECLINED: {wards}; call their commanders: {phones}";
    case Say::support_exhausted:
      return "NOBODY IS LEFT TO ASK FOR SUPPORT";
    case Say::lead_confirmed_by_presence:
      return "{ward} leads: it is present, confirmed by itself{flags}";
    case Say::handover_expired:
      return "{to} has not answered the offer in time; {from} stays lead";
    case Say::lead_unreachable:
      return "THE LEAD {ward} CANNOT BE REACHED: {why}";
    case Say::acting_asked:
      return "{ward} IS ASKED TO LEAD in its stead";
    case Say::lead_unconfirmed:
      return "{wards} HAS NOT CONFIRMED THE LEAD: alarmed again";
    case Say::nobody_claims:
      return "NOBODY HAS CLAIMED IT: {wards} alarmed again; call 113";
    case Say::support_undelivered:
      return "{wards}: STATION OFFLINE, the support has not arrived – TELEPHONE {phones}";
    case Say::support_unseen:
      return "{wards} HAS NOT LOOKED AT THE SUPPORT: alarmed again";
    case Say::support_unanswered:
      return "NOBODY HAS ACCEPTED: {wards}; call their commanders: {phones}";
    case Say::support_stalled:
      return "{wards} has accepted and is NOT ON THE WAY";
    case Say::support_overdue:
      return "{wards} is on the way and PAST ITS TIME OF ARRIVAL";
    case Say::incident_idle:
      return "NOTHING HAS HAPPENED FOR LONG: {wards}, say how it stands";
    case Say::acting_exhausted:
      return "THE LEAD CANNOT BE REACHED AND NOBODY IS LEFT TO ASK – TELEPHONE {phones}";
    case Say::duties_exhausted:
      return "NOBODY HAS TAKEN UP THE SUPPORT DUTY";
    case Say::flight_raised:
      return "SUSPECT RUNNING ({by}, {heading}) – reported by {ward}; last seen {time}, {place}";
    case Say::flight_seen_again:
      return "SUSPECT SEEN AGAIN by {who} ({by}, {heading}): {time}, {place}";
    case Say::flight_blocked:
      return "{ward} BLOCKS at {point}{flags}";
    case Say::flight_caught:
      return "CAUGHT by {who}: the flight is over";
    case Say::flight_expired:
      return "Not seen any more: the flight alert is over";
    case Say::flight_recalled:
      return "The flight alert is taken back";
    case Say::patrol_started:
      return "{ward} patrols: {place}; until {time} at the latest";
    case Say::patrol_ended:
      return "Patrol {patrol}: {end}";
    case Say::displacement_watch:
      return "DISPLACEMENT WATCH: {wards} – a patrol may drive suspects over the line, until {time}";
    case Say::recalled:
      return "{ward} TAKES BACK {ids}";
    case Say::identity_revoked:
      return "THE CERTIFICATE of {who} IS REVOKED (serial {serial}): it has been put out";
    case Say::sighting_recorded:
      return "{ward} reports a suspect ({kind}), {place}";
    case Say::hotspot_recorded:
      return "{ward} reports a hot spot: {category}, {place}";
    case Say::regulation_adopted:
      return "Coordination regulation version {version} adopted: {title}";
    case Say::cluster_adopted:
      return "Cluster map adopted: {name}";
    case Say::station_up:
      return "Station {ward} is online";
    case Say::station_down:
      return "STATION {ward} IS OFFLINE – TELEPHONE {phone}";
    case Say::basis:
      return "basis: {clause} [{rule}, regulation version {version}]";
    case Say::basis_before:
      return "before: {clause} [{rule}]";
    case Say::detected_at:
      return "detected {time}";
    case Say::unlinked_from:
      return "taken out of {incident}";
    case Say::call_now:
      return "CALL {number}";
    case Say::needed_forces:
      return "needed: {forces}";
    case Say::brings_forces:
      return "sends: {forces}";
    case Say::reason_given:
      return "reason: {reason}";
    case Say::eta:
      return "expected in {minutes} min";
    case Say::said_by_phone:
      return "by telephone, {person} answered";
    case Say::persons:
      return "persons: {list}";
    case Say::plates:
      return "plates: {list}";
    case Say::phones:
      return "telephones: {list}";
    case Say::sensitive_text:
      return "SENSITIVE: {text}";
    case Say::flight_candidate:
      return "{ward}: {metres} m, {seconds} s, at {point} about {time}";
    case Say::flight_candidate_inside:
      return "{ward}: is there now";
    case Say::flight_may_have_passed:
      return "may have passed";
    case Say::flight_no_candidate:
      return "no ward lies ahead";
    case Say::flight_over:
      return "OVER: {end}";
    case Say::flight_heading:
      return "heading {degrees}° {compass}";
    case Say::flight_any_heading:
      return "heading unknown";
    case Say::in_patrols:
      return "during patrol {list}";
    case Say::unreachable_unconfirmed:
      return "it has not confirmed";
    case Say::unreachable_station_down:
      return "its station is offline";
    case Say::unreachable_silent:
      return "it leaves a question unanswered";
    case Say::end_caught:
      return "caught";
    case Say::end_expired:
      return "time is up";
    case Say::end_recalled:
      return "taken back";
    case Say::end_ended:
      return "ended";
    case Say::by_foot:
      return "on foot";
    case Say::by_motorbike:
      return "by motorbike";
    case Say::by_car:
      return "by car";
    case Say::to_north:
      return "north";
    case Say::to_north_east:
      return "north-east";
    case Say::to_east:
      return "east";
    case Say::to_south_east:
      return "south-east";
    case Say::to_south:
      return "south";
    case Say::to_south_west:
      return "south-west";
    case Say::to_west:
      return "west";
    case Say::to_north_west:
      return "north-west";
    case Say::flag_sensitive:
      return "SENSITIVE";
    case Say::flag_assist:
      return "OFFICER NEEDS BACKUP";
    case Say::flag_provisional:
      return "provisional";
    case Say::flag_acting:
      return "acting";
    case Say::flag_description_only:
      return "description only";
    case Say::ask_confirm:
      return ">>> WE LEAD – confirm: wardlink confirm {id}";
    case Say::ask_claim:
      return ">>> WE ARE NEAREST – call 113, take it: wardlink claim {id}";
    case Say::ask_support:
      return ">>> OUR SUPPORT IS WANTED – accept: wardlink accept {id} · acknowledge: wardlink seen {id} · decline: "
             "wardlink decline {id} --reason …";
    case Say::ask_handover:
      return ">>> WE ARE OFFERED THE LEAD – accept: wardlink accept-handover {id} · decline: wardlink decline-handover "
             "{id}";
    case Say::ask_exhausted:
      return ">>> NOBODY LEFT – telephone, or ask another ward: wardlink request {id} --ward …";
    case Say::ask_act:
      return ">>> WE ARE ASKED TO LEAD in its stead – take it: wardlink claim {id}";
    case Say::ask_block:
      return ">>> IT MAY COME TO US – block: wardlink flight block {id} · seen again: wardlink flight seen-again {id} "
             "· caught: wardlink flight caught {id}";
    case Say::ask_answer:
      return ">>> OUR ANSWER IS WANTED – see: wardlink show {id}";
    case Say::board_incident:
      return "{id}  {flags}{category}, {severity}, {place} · {time}";
    case Say::board_lead:
      return "lead: {ward}{flags} · {basis}";
    case Say::board_no_lead:
      return "NO LEAD YET · {basis}";
    case Say::board_supports:
      return "support: {list}";
    case Say::board_no_support:
      return "support: none";
    case Say::board_reports:
      return "Reports:";
    case Say::board_report:
      return "{report}  {ward} · {time}{details}";
    case Say::board_merged_into:
      return "merged into {incident}";
    case Say::board_handover:
      return "hand-over offered to {ward}, until {time}";
    case Say::board_empty:
      return "No open incident.";
    case Say::board_count:
      return "{count} incident(s).";
    case Say::board_story:
      return "Timeline:";
    case Say::board_truncated:
      return "There is more: wardlink history --incident {id} --from {seq}";
    case Say::board_flight:
      return "{id}  {flags}SUSPECT RUNNING ({by}, {heading}), {place} · seen {time}";
    case Say::board_blocks:
      return "blocked: {list}";
    case Say::board_block:
      return "{ward} at {point}";
    case Say::board_patrol:
      return "{id}  {flags}{ward} patrols: {place} · watching: {wards} · until {time}";
    default:
      return word_en(what);
  }
}

}  // namespace wardlink::cli
