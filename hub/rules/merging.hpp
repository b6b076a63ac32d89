// Putting together what is one, and taking apart what is two (RULES.md 4, Linking).
#pragma once

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

[[nodiscard]] base::Expected<void> merge_incidents(Draft& draft, const v1::MergeIncidents& command);
[[nodiscard]] base::Expected<void> unlink_report(Draft& draft, const v1::UnlinkReport& command);

}  // namespace wardlink::rules
