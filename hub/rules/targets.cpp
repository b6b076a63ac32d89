#include "hub/rules/targets.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace wardlink::rules {

std::vector<std::string> wards_by_distance(const Draft& draft, const domain::Incident& incident) {
  const auto& geography = draft.geography();
  const auto& placement = incident.view.placement();
  std::vector<std::pair<std::int64_t, std::string>> ranked;
  for (const auto& ward : geography.wards()) {
    if (ward.id == incident.lead() || !draft.valid(ward.id)) continue;
    const auto cm = placement.has_point()     ? geography.to_ward_cm(placement.point(), ward.id)
                    : incident.lead().empty() ? 0
                                              : geography.between_wards_cm(incident.lead(), ward.id);
    ranked.emplace_back(cm, ward.id);
  }
  std::ranges::sort(ranked);
  std::vector<std::string> wards;
  for (auto& [cm, id] : ranked) wards.push_back(std::move(id));
  return wards;
}

std::vector<std::string> auto_targets(const Draft& draft, const domain::Incident& incident, const std::string& asker) {
  constexpr std::string_view nearest = "nearest:";
  const std::string& how = draft.regulation_of(incident).limits.auto_targets;
  auto wards = wards_by_distance(draft, incident);
  if (how == "neighbours") {
    const auto& neighbours = draft.geography().ward(incident.lead())->neighbours;
    std::erase_if(wards,
                  [&](const std::string& ward) { return std::ranges::find(neighbours, ward) == neighbours.end(); });
  }
  std::erase_if(wards, [&](const std::string& ward) {
    const auto* support = incident.support_of(ward);
    return ward == asker || (support != nullptr && domain::active(support->state()));
  });
  if (how.starts_with(nearest)) {
    std::size_t count = 0;
    std::from_chars(how.data() + nearest.size(), how.data() + how.size(), count);
    if (wards.size() > count) wards.resize(count);
  }
  return wards;
}

std::string next_ward(const Draft& draft, const domain::Incident& incident, const std::string& asker) {
  for (auto& ward : wards_by_distance(draft, incident)) {
    if (ward != asker && incident.support_of(ward) == nullptr) return std::move(ward);
  }
  return {};
}

}  // namespace wardlink::rules
