// A state as text: equal states have equal dumps.
#pragma once

#include <string>

#include "hub/domain/state.hpp"

namespace wardlink::rules::testing {

std::string dump(const domain::State& state);

}  // namespace wardlink::rules::testing
