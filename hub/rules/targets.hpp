// Whom to ask for support, nearest first (RULES.md 5).
#pragma once

#include <string>
#include <vector>

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

/// Valid wards other than the lead, nearest first: from the incident's point, else from the lead's outline, to the
/// ward's outline; ties go to the smaller id.
[[nodiscard]] std::vector<std::string> wards_by_distance(const Draft& draft, const domain::Incident& incident);

/// What the regulation's auto_targets names, less the wards whose support is open and `asker`.
[[nodiscard]] std::vector<std::string> auto_targets(const Draft& draft, const domain::Incident& incident,
                                                    const std::string& asker);

/// The nearest ward never asked for this incident, `asker` aside; empty where none is left.
[[nodiscard]] std::string next_ward(const Draft& draft, const domain::Incident& incident, const std::string& asker);

}  // namespace wardlink::rules
