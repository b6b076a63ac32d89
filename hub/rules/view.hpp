// What is shown to a ward, built from the state: incidents as the queries and the snapshot give them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "hub/domain/state.hpp"
#include "wardlink/v1/query.pb.h"

namespace wardlink::rules {

/// The incident as this ward may see it, contents of its reports left out (they are in the journal at
/// `Report.recorded_seq`); nothing where the ward may not know of it. Reduced for description only.
[[nodiscard]] std::optional<v1::Incident> view(const domain::State& state, const domain::Incident& incident,
                                               std::string_view ward);

/// Open ones (or all) that the ward may see: what wants its answer first, then severity, then the oldest.
[[nodiscard]] std::vector<v1::Incident> list(const domain::State& state, std::string_view ward, bool all);
/// Those that are resolved and not closed yet, which may be reopened: whoever follows events must have them.
[[nodiscard]] std::vector<v1::Incident> resolved(const domain::State& state, std::string_view ward);

enum class Which { on, over };
/// The flights that the ward may see: those that may reach it first, then the latest.
[[nodiscard]] std::vector<v1::Flight> flights(const domain::State& state, std::string_view ward, Which which);
/// The patrols that the ward may see, the latest first.
[[nodiscard]] std::vector<v1::Patrol> patrols(const domain::State& state, std::string_view ward, Which which);

/// The incidents whose events together are this incident's story: itself and what was merged into it.
[[nodiscard]] std::vector<std::string> story_of(const domain::Incident& incident);

[[nodiscard]] v1::DirectoryResult directory(const domain::State& state);

}  // namespace wardlink::rules
