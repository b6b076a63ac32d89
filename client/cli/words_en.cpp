// English: the words that sentences are made of, and what the program itself has to say.
#include "client/cli/sentences.hpp"

namespace wardlink::cli {

std::string_view word_en(Say what) {
  switch (what) {
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
    case Say::admin_durations:
      return "delivery {delivery} · acknowledgement {acknowledgement} · fsync {fsync} · queue {depth}, the oldest "
             "{oldest} ms";
    case Say::admin_percentiles:
      return "p50 {p50:.1f} p99 {p99:.1f} ms";
    case Say::admin_disk_full:
      return "THE HUB'S DISK IS FULL: nothing is accepted.";
    case Say::admin_crl_unusable:
      return "THERE IS NO REVOCATION LIST: the hub lets no new peer in.";
    case Say::admin_crl_expired:
      return "THE REVOCATION LIST HAS EXPIRED: it is applied all the same; renew it.";
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
    default:
      break;
  }
  return {};
}

}  // namespace wardlink::cli
