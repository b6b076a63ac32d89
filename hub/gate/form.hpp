// Whether a command's fields are present and in range, and the wards, zones, landmarks and categories it names exist.
// Nothing here depends on incidents.
#pragma once

#include "hub/base/rejection.hpp"
#include "hub/domain/state.hpp"
#include "wardlink/v1/command.pb.h"

namespace wardlink::gate {

[[nodiscard]] base::Expected<void> check_form(const domain::State& state, const v1::Command& command);

}  // namespace wardlink::gate
