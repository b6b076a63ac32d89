// Answers what a ward asks, from what is durable and always within its own audience (RULES.md 7).
#pragma once

#include <string>

#include "hub/domain/state.hpp"
#include "hub/journal/journal.hpp"
#include "wardlink/v1/query.pb.h"

namespace wardlink::app {

/// `query` has passed the gate. The result fits a frame, and the work is bounded: history pages on.
[[nodiscard]] v1::QueryResult answer(const domain::State& durable, const journal::Journal& journal,
                                     const std::string& ward, const v1::Query& query);

}  // namespace wardlink::app
