// Taking back what was told (RULES.md 6, Recall).
#pragma once

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

/// All of the ids or none. The originals stay, marked.
[[nodiscard]] base::Expected<void> recall(Draft& draft, const v1::Recall& command);

}  // namespace wardlink::rules
