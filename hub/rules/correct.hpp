// Correction of the place (RULES.md 4): decided again, both clauses recorded.
#pragma once

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

[[nodiscard]] base::Expected<void> correct_incident(Draft& draft, const v1::CorrectIncident& command);

}  // namespace wardlink::rules
