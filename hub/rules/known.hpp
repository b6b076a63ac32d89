// Naming an incident in a command: need to know comes before every other check (RULES.md 7).
#pragma once

#include <string_view>

#include "hub/rules/audience.hpp"
#include "hub/rules/draft.hpp"
#include "hub/rules/refusal.hpp"

namespace wardlink::rules {

[[nodiscard]] inline base::Expected<const domain::Incident*> known_incident(Draft& draft, std::string_view id,
                                                                            std::string_view field = "incident") {
  const auto* incident = draft.incident(id);
  if (incident == nullptr || sight(draft.before(), *incident, draft.ward()) != Sight::full) {
    return refusal::unknown_id(field);
  }
  return incident;
}

[[nodiscard]] inline base::Expected<const domain::Incident*> open_incident(Draft& draft, std::string_view id) {
  auto incident = known_incident(draft, id);
  if (incident && !(*incident)->open()) return refusal::not_open(**incident);
  return incident;
}

}  // namespace wardlink::rules
