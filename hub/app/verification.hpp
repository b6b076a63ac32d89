// `wardhub --verify-journal`: everything that can be known of a journal while no hub serves it.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "hub/ops/config.hpp"

namespace wardlink::app {

/// Verifies every entry and all that is derived from it, applies them all, and compares each cluster's state with what
/// a start from its snapshot comes to. A sentence a cluster, or the one that says what is wrong.
[[nodiscard]] std::expected<std::vector<std::string>, std::string> verify_journal(const ops::Config& config);

}  // namespace wardlink::app
