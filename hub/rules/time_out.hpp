// What time does (RULES.md 4, 5 and 6): a deadline that has passed, as a command like any other.
#pragma once

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

/// Nothing where the deadline no longer stands or has not passed.
void time_out(Draft& draft, const v1::HubCommand::TimeOut& command);

}  // namespace wardlink::rules
