#include "client/cli/words.hpp"

#include <array>
#include <utility>

namespace wardlink::cli {
namespace {

using fmt::arg;
using std::string;

constexpr std::array<std::pair<std::string_view, Say>, 14> mark_words{{
    {"future", Say::mark_future},
    {"stale", Say::mark_stale},
    {"typed", Say::mark_typed},
    {"unmeasured", Say::mark_unmeasured},
    {"vague", Say::mark_vague},
    {"unlocated", Say::mark_unlocated},
    {"tie", Say::mark_tie},
    {"presence", Say::mark_presence},
    {"unattended", Say::mark_unattended},
    {"contact", Say::mark_contact},
    {"handed-over", Say::mark_handed_over},
    {"phone", Say::mark_phone},
    {"recalled", Say::mark_recalled},
    {"unreachable", Say::mark_unreachable},
}};

constexpr std::array<std::pair<std::string_view, Say>, 5> reason_words{{
    {"filled", Say::reason_filled},
    {"became-lead", Say::reason_became_lead},
    {"resolved", Say::reason_resolved},
    {"merged", Say::reason_merged},
    {"no-ground", Say::reason_no_ground},
}};

}  // namespace

string join(const std::vector<string>& parts, std::string_view between) {
  string joined;
  for (const string& part : parts) {
    if (part.empty()) continue;
    if (!joined.empty()) joined += between;
    joined += part;
  }
  return joined;
}

string Words::wards(const Strings& ids) const {
  std::vector<string> parts;
  for (const string& id : ids) parts.push_back(ward(id));
  return join(parts, ", ");
}

string Words::severity(std::uint32_t severity) const { return say(Say::severity, arg("severity", severity)); }

string Words::place(const v1::Placement& placement) const {
  string where;
  switch (placement.kind()) {
    case v1::Placement::BORDER:
      where = placement.zone().empty() ? say(Say::place_border_line, arg("wards", wards(placement.wards())))
                                       : say(Say::place_border_zone, arg("zone", names_.zone(placement.zone())),
                                             arg("wards", wards(placement.wards())));
      break;
    case v1::Placement::TERRITORY:
      where = say(Say::place_territory, arg("ward", wards(placement.wards())));
      break;
    case v1::Placement::OUTSIDE:
      where = say(Say::place_outside);
      break;
    default:
      return "–";
  }
  if (placement.has_point()) {
    where += " " + point(placement.point());
    if (placement.radius_m() > 0) where += fmt::format(" ±{} m", placement.radius_m());
  }
  return where + marks(placement.marks());
}

string Words::point(const v1::Point& point) const {
  return fmt::format("{:.5f},{:.5f}", point.lat_e7() / 1e7, point.lon_e7() / 1e7);
}

string Words::actor(const v1::Identity& actor) const {
  switch (actor.role()) {
    case v1::OFFICER:
      return fmt::format("{} ({})", ward(actor.ward()), actor.name());
    case v1::STATION:
      return say(Say::role_station, arg("ward", ward(actor.ward())));
    case v1::ADMIN:
      return say(Say::role_admin, arg("name", actor.name()));
    default:
      return say(Say::role_hub);
  }
}

string Words::forces(const Forces& forces) const {
  std::vector<string> parts;
  for (const v1::Force& force : forces) parts.push_back(fmt::format("{} {}", force.count(), kind(force.kind())));
  return join(parts, ", ");
}

string Words::mark(std::string_view mark) const {
  for (const auto& [word, what] : mark_words) {
    if (word == mark) return say(what);
  }
  return string(mark);
}

string Words::marks(const Strings& marks) const {
  std::vector<string> parts;
  for (const string& each : marks) parts.push_back(mark(each));
  return parts.empty() ? "" : " (" + join(parts, ", ") + ")";
}

string Words::reason(std::string_view reason) const {
  for (const auto& [word, what] : reason_words) {
    if (word == reason) return say(what);
  }
  return string(reason);
}

string Words::state(v1::Support::State state) const {
  switch (state) {
    case v1::Support::SENT:
      return say(Say::support_sent);
    case v1::Support::DELIVERED:
      return say(Say::support_delivered);
    case v1::Support::SEEN:
      return say(Say::support_seen);
    case v1::Support::ACCEPTED:
      return say(Say::support_accepted);
    case v1::Support::EN_ROUTE:
      return say(Say::support_en_route);
    case v1::Support::ON_SCENE:
      return say(Say::support_on_scene);
    case v1::Support::RELEASED:
      return say(Say::support_released);
    case v1::Support::DECLINED:
      return say(Say::support_declined);
    case v1::Support::CANCELLED:
      return say(Say::support_cancelled);
    case v1::Support::WITHDRAWN:
      return say(Say::support_withdrawn);
    default:
      return {};
  }
}

string Words::state(v1::Incident::State state) const {
  switch (state) {
    case v1::Incident::OPEN:
      return say(Say::incident_open);
    case v1::Incident::RESOLVED:
      return say(Say::state_resolved);
    case v1::Incident::CLOSED:
      return say(Say::state_closed);
    case v1::Incident::MERGED:
      return say(Say::state_merged);
    default:
      return {};
  }
}

string Words::basis(v1::Support::Basis basis) const {
  switch (basis) {
    case v1::Support::DUTY:
      return say(Say::basis_duty);
    case v1::Support::REQUEST:
      return say(Say::basis_request);
    case v1::Support::ASSIST:
      return say(Say::basis_assist);
    default:
      return {};
  }
}

string Words::reason(v1::LeadMoved::Reason reason) const {
  switch (reason) {
    case v1::LeadMoved::ARBITRATION:
      return say(Say::move_arbitration);
    case v1::LeadMoved::HANDOVER:
      return say(Say::move_handover);
    case v1::LeadMoved::CLAIM:
      return say(Say::move_claim);
    case v1::LeadMoved::UNLINK:
      return say(Say::move_unlink);
    case v1::LeadMoved::MERGE:
      return say(Say::move_merge);
    case v1::LeadMoved::CORRECTION:
      return say(Say::move_correction);
    case v1::LeadMoved::ACTING:
      return say(Say::move_acting);
    default:
      return {};
  }
}

string Words::kind(v1::ReportSighting::Kind kind) const {
  switch (kind) {
    case v1::ReportSighting::PERSON:
      return say(Say::kind_person);
    case v1::ReportSighting::VEHICLE:
      return say(Say::kind_vehicle);
    case v1::ReportSighting::GROUP:
      return say(Say::kind_group);
    default:
      return {};
  }
}

string Words::kind(v1::Force::Kind kind) const {
  switch (kind) {
    case v1::Force::POLICE:
      return say(Say::force_police);
    case v1::Force::SECURITY_TEAM:
      return say(Say::force_security_team);
    case v1::Force::CIVIL_DEFENCE:
      return say(Say::force_civil_defence);
    case v1::Force::VEHICLE:
      return say(Say::force_vehicle);
    default:
      return say(Say::force_other);
  }
}

string Words::source(v1::Source source) const {
  switch (source) {
    case v1::PATROL:
      return say(Say::source_patrol);
    case v1::CAMERA:
      return say(Say::source_camera);
    case v1::CITIZEN:
      return say(Say::source_citizen);
    case v1::SECURITY_TEAM:
      return say(Say::source_security_team);
    case v1::CALL_113:
      return say(Say::source_113);
    default:
      return {};
  }
}

string Words::urgency(v1::Urgency urgency) const {
  switch (urgency) {
    case v1::FLASH:
      return say(Say::urgency_flash);
    case v1::URGENT:
      return say(Say::urgency_urgent);
    case v1::ROUTINE:
      return say(Say::urgency_routine);
    default:
      return {};
  }
}

string Words::mode(v1::Mode mode) const {
  switch (mode) {
    case v1::EXERCISE:
      return say(Say::mode_exercise);
    case v1::TEST:
      return say(Say::mode_test);
    default:
      return {};
  }
}

}  // namespace wardlink::cli
