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
    case Say::severity:
      return "severity {severity}";
    case Say::place_border_zone:
      return "{zone} (border area of {wards})";
    case Say::place_border_line:
      return "on the line between {wards}";
    case Say::place_territory:
      return "territory of {ward}";
    case Say::place_outside:
      return "outside the cluster";
    case Say::urgency_flash:
      return "FLASH";
    case Say::urgency_urgent:
      return "URGENT";
    case Say::urgency_routine:
      return "routine";
    case Say::mode_exercise:
      return "EXERCISE";
    case Say::mode_test:
      return "TEST";
    case Say::incident_open:
      return "open";
    case Say::state_resolved:
      return "resolved";
    case Say::state_closed:
      return "closed";
    case Say::state_merged:
      return "merged";
    case Say::basis_duty:
      return "duty";
    case Say::basis_request:
      return "request";
    case Say::basis_assist:
      return "assist";
    case Say::support_sent:
      return "sent";
    case Say::support_delivered:
      return "delivered";
    case Say::support_seen:
      return "acknowledged";
    case Say::support_accepted:
      return "ACCEPTED";
    case Say::support_en_route:
      return "EN ROUTE";
    case Say::support_on_scene:
      return "ON SCENE";
    case Say::support_released:
      return "released";
    case Say::support_declined:
      return "DECLINED";
    case Say::support_cancelled:
      return "cancelled";
    case Say::support_withdrawn:
      return "WITHDRAWN";
    case Say::move_arbitration:
      return "detected it first";
    case Say::move_handover:
      return "hand-over";
    case Say::move_claim:
      return "claimed";
    case Say::move_unlink:
      return "report unlinked";
    case Say::move_merge:
      return "merged";
    case Say::move_correction:
      return "corrected";
    case Say::move_acting:
      return "stands in: the lead cannot be reached";
    case Say::kind_person:
      return "person";
    case Say::kind_vehicle:
      return "vehicle";
    case Say::kind_group:
      return "group";
    case Say::source_patrol:
      return "patrol";
    case Say::source_camera:
      return "camera";
    case Say::source_citizen:
      return "citizen";
    case Say::source_security_team:
      return "grassroots security force";
    case Say::source_113:
      return "113";
    case Say::force_police:
      return "police";
    case Say::force_security_team:
      return "security team";
    case Say::force_civil_defence:
      return "civil defence";
    case Say::force_vehicle:
      return "vehicle";
    case Say::force_other:
      return "other";
    case Say::role_station:
      return "station {ward}";
    case Say::role_admin:
      return "admin {name}";
    case Say::role_hub:
      return "the hub";
    case Say::mark_future:
      return "time in the future";
    case Say::mark_stale:
      return "time too old";
    case Say::mark_typed:
      return "time typed by hand";
    case Say::mark_unmeasured:
      return "clock not measured";
    case Say::mark_vague:
      return "place is vague";
    case Say::mark_unlocated:
      return "no place given";
    case Say::mark_tie:
      return "tied";
    case Say::mark_presence:
      return "present";
    case Say::mark_unattended:
      return "unattended";
    case Say::mark_contact:
      return "contact";
    case Say::mark_handed_over:
      return "handed over";
    case Say::mark_phone:
      return "by telephone";
    case Say::mark_recalled:
      return "TAKEN BACK";
    case Say::mark_unreachable:
      return "cannot be reached";
    case Say::reason_filled:
      return "forces complete";
    case Say::reason_became_lead:
      return "became the lead";
    case Say::reason_resolved:
      return "incident resolved";
    case Say::reason_merged:
      return "merged";
    case Say::reason_no_ground:
      return "no ground after a correction";
    case Say::online:
      return "online";
    case Say::offline:
      return "OFFLINE";
    case Say::recorded:
      return "RECORDED {time} · {id}";
    case Say::recorded_before:
      return "ALREADY RECORDED {time} · {id}";
    case Say::previewed:
      return "PREVIEW, nothing recorded and nobody told:";
    case Say::linked_to:
      return "linked to {id}";
    case Say::nothing_visible:
      return "Nothing of it is visible to our ward.";
    case Say::wait_none:
      return "This command opened no support: nothing to wait for.";
    case Say::wait_reached:
      return "Reached: {list}";
    case Say::wait_declined:
      return "NOBODY ACCEPTED: {list}";
    case Say::wait_timed_out:
      return "Waited too long. It is recorded; as of now: {list}";
    case Say::outcome_unknown:
      return "It is not known whether the hub has recorded it. Repeat safely with: --id {id}";
    case Say::waiting_for_hub:
      return "Waiting for the hub {hub} …";
    case Say::unlocking:
      return "Unlocking the identity …";
    case Say::passphrase_prompt:
      return "Passphrase of {key}: ";
    case Say::watch_on:
      return "ONLINE · {hub} · {ward}";
    case Say::watch_lost:
      return "LINK LOST at {time}: {reason} Trying again in {seconds} s.";
    case Say::watch_caught_up:
      return "Caught up to {seq}.";
    case Say::watch_gap:
      return "GAP: an event is missing ({detail}). Loading everything afresh.";
    case Say::watch_story:
      return "The story so far of {id}:";
    case Say::watch_snapshot:
      return "The situation as of {seq}:";
    case Say::admin_status:
      return "Hub {version} · cluster {cluster} · running since {started}\nseq {seq} · entries {entries} · journal "
             "{bytes} bytes · epoch {epoch}\nopen incidents {open} · supports unanswered {unanswered} · connections "
             "{connections} · regulation version {regulation}";
    case Say::admin_station:
      return "{name} ({ward}): {state} since {since} · last seen {seen} · acknowledged {seq}";
    case Say::admin_session:
      return "{who} since {since} · certificate {days} days left · acknowledged {seq}";
    case Say::admin_audit:
      return "{time} · {what} · {who}{address} · {detail}{times}";
    case Say::audit_handshake:
      return "turned away";
    case Say::audit_rights:
      return "not allowed";
    case Say::audit_probe:
      return "asked for what it may not know";
    case Say::audit_admin:
      return "admin";
    case Say::audit_revoked:
      return "certificate revoked, put out";
    case Say::audit_hub:
      return "hub";
    case Say::audit_times:
      return " · {count} times, last {last}";
    case Say::audit_nobody:
      return "nobody known";
    case Say::never:
      return "never";
    case Say::error_word:
      return "ERROR: {sentence}";
    case Say::error_unreachable:
      return "Cannot reach the hub ({detail}). Use the telephone.";
    case Say::error_hub_untrusted:
      return "The hub's certificate cannot be trusted ({detail}).";
    case Say::error_identity_refused:
      return "The hub refuses our certificate ({detail}).";
    case Say::error_identity_unusable:
      return "The identity cannot be used: {detail}.";
    case Say::error_not_served:
      return "The hub does not serve this unit ({detail}).";
    case Say::error_lost_data:
      return "THE HUB HAS LOST DATA: we have received events that the hub no longer has ({detail}). Tell the admin "
             "now.";
    case Say::error_shutting_down:
      return "The hub is shutting down ({detail}).";
    case Say::error_overloaded:
      return "The hub is overloaded ({detail}).";
    case Say::error_lost:
      return "The connection to the hub was lost ({detail}).";
    case Say::error_silent:
      return "The hub was silent for over 6 seconds: the link is dead.";
    case Say::error_gap:
      return "An event is missing ({detail}).";
    case Say::error_protocol:
      return "Hub and client do not understand each other: {detail}.";
    case Say::error_too_large:
      return "This is larger than the hub takes ({detail}).";
    case Say::error_timed_out:
      return "The hub did not answer in time.";
    case Say::error_no_hub:
      return "No hub is configured: use --hub HOST:PORT, WARDLINK_HUBS or hubs in the configuration file.";
    case Say::error_no_identity:
      return "No identity is configured: use --identity DIR, WARDLINK_IDENTITY or identity in the configuration file.";
    case Say::error_unknown_key:
      return "{origin}: unknown key \"{key}\"; the nearest known one is \"{nearest}\".";
    case Say::error_config:
      return "{origin}: {key} {reason}";
    case Say::error_usage:
      return "Usage: {detail}\nSee: {program} --help";
    case Say::error_unknown_word:
      return "there is no \"{word}\"; the nearest is \"{nearest}\"";
    case Say::error_bad_time:
      return "Cannot read the time \"{text}\": write 2025-06-21T03:12:05+07:00, or 03:12 or 03:12:05 (local time).";
    case Say::error_both_times:
      return "Only one of the two: --detected-at (typed) or --begun-at (stamped by a device).";
    case Say::error_not_utf8:
      return "Text must be UTF-8.";
    case Say::error_unknown_id:
      return "No id begins with \"{id}\".";
    case Say::error_ambiguous_id:
      return "\"{id}\" is not enough to tell apart: {candidates}";
    case Say::error_short_id:
      return "The id \"{id}\" is too short: at least 4 characters.";
    case Say::error_rejected:
      return "REJECTED: {message} ({code}{field})";
    case Say::error_passphrase_file:
      return "Cannot read the passphrase file {file}.";
    case Say::config_good:
      return "{file}: valid";
    case Say::config_none:
      return "There is no configuration file.";
    case Say::last:
      break;
  }
  return {};
}

}  // namespace wardlink::cli
