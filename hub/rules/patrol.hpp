// Patrols, and the watch for what they drive away (RULES.md 6, Patrol).
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

[[nodiscard]] base::Expected<void> start_patrol(Draft& draft, const v1::StartPatrol& command);
[[nodiscard]] base::Expected<void> end_patrol(Draft& draft, const v1::EndPatrol& command);

/// patrol_max_s have passed since it started. It must be on.
void expire_patrol(Draft& draft, const std::string& id);
/// It was taken back. It must be on.
void recall_patrol(Draft& draft, const std::string& id);

/// The patrols of this mode that are on and asked one of the place's wards to watch.
[[nodiscard]] google::protobuf::RepeatedPtrField<std::string> patrols_at(const Draft& draft, v1::Mode mode,
                                                                         const v1::Placement& placement);
/// Its ward and those watching (RULES.md 7).
[[nodiscard]] bool sees_patrol(const v1::Patrol& patrol, std::string_view ward);

}  // namespace wardlink::rules
