#include "hub/rules/linking.hpp"

#include <algorithm>

#include "hub/rules/audience.hpp"
#include "hub/rules/marks.hpp"

namespace wardlink::rules {
namespace {

constexpr std::size_t near_misses_max = 4;

using domain::Incident;

bool within_window(const v1::Report& a, const v1::Report& b, const domain::Limits& limits) {
  const auto apart = base::from_proto(a.credible_at()) - base::from_proto(b.credible_at());
  return std::chrono::abs(apart) <= base::seconds(limits.link_window_s);
}

// Without a point on either side the zone or ward has to do.
bool near(const domain::Geography& geography, const v1::Placement& a, const v1::Placement& b,
          const domain::Limits& limits) {
  if (!a.has_point() || !b.has_point()) return true;
  const auto apart_cm = geography.distance_cm(a.point(), b.point());
  const auto discs_cm = (std::int64_t{a.radius_m()} + b.radius_m()) * 100;
  return apart_cm <= static_cast<std::int64_t>(limits.link_distance_m * 100) || apart_cm <= discs_cm;
}

bool same_ground(const v1::Placement& a, const v1::Placement& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case v1::Placement::TERRITORY:
      return a.wards(0) == b.wards(0);
    case v1::Placement::BORDER:
      if (!a.zone().empty() || !b.zone().empty()) return a.zone() == b.zone();
      return std::ranges::count_if(a.wards(), [&](const std::string& ward) { return has(b.wards(), ward); }) >= 2;
    default:
      return false;
  }
}

// A dry run decides as if incidents outside the sender's audience did not exist (RULES.md 7).
bool considered(const Draft& draft, const Incident& incident) {
  return !draft.envelope().dry_run || sight(draft.before(), incident, draft.ward()) != Sight::none;
}

}  // namespace

std::string link_candidate(const Draft& draft, v1::Mode mode, const v1::Report& report) {
  if (has(report.marks(), mark::stale) || has(report.marks(), mark::future)) return {};
  const auto& state = draft.before();
  for (const auto& [seq, id] : state.open) {
    const Incident& incident = state.incidents.at(id);
    const auto& limits = state.regulation_of(incident).limits;
    const auto& first = incident.view.reports(0);
    if (incident.view.mode() == mode && incident.view.category() == report.category() && considered(draft, incident) &&
        within_window(first, report, limits) && same_ground(first.placement(), report.placement()) &&
        near(draft.geography(), first.placement(), report.placement(), limits)) {
      return id;
    }
  }
  return {};
}

std::vector<std::string> near_misses(const Draft& draft, const Incident& incident) {
  std::vector<std::string> found;
  const auto& state = draft.before();
  const auto& limits = draft.regulation_of(incident).limits;
  const auto& report = incident.view.reports(0);
  for (const auto& [seq, id] : state.open) {
    if (found.size() == near_misses_max) break;
    const Incident& other = state.incidents.at(id);
    const auto& first = other.view.reports(0);
    if (other.view.mode() != incident.view.mode() || !considered(draft, other)) continue;
    if (!within_window(first, report, limits)) continue;
    const bool pointed = first.placement().has_point() && report.placement().has_point();
    const bool near_by = pointed ? near(draft.geography(), first.placement(), report.placement(), limits)
                                 : same_ground(first.placement(), report.placement());
    if (near_by) found.push_back(id);
  }
  return found;
}

}  // namespace wardlink::rules
