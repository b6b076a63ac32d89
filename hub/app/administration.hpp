// What an admin sees: counts, times, ids and states, never content.
#pragma once

#include <cstddef>

#include "hub/app/cluster.hpp"
#include "hub/base/clock.hpp"
#include "wardlink/v1/query.pb.h"

namespace wardlink::app {

[[nodiscard]] std::size_t supports_unanswered(const domain::State& state);

/// Who is on, since when, what it acknowledged, and how long its certificate lasts; one for each ward.
[[nodiscard]] v1::StationsResult stations(const Cluster& cluster, base::Time now);

}  // namespace wardlink::app
