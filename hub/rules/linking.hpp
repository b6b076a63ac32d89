// Two reports of one thing (RULES.md 4, Linking).
#pragma once

#include <string>
#include <vector>

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

/// The earliest opened incident this report is a second report of; empty where there is none. `stale` and `future`
/// reports never link by themselves.
[[nodiscard]] std::string link_candidate(const Draft& draft, v1::Mode mode, const v1::Report& report);

/// Open incidents near in place and time but of another category or placement, earliest first, a few at most.
[[nodiscard]] std::vector<std::string> near_misses(const Draft& draft, const domain::Incident& incident);

}  // namespace wardlink::rules
