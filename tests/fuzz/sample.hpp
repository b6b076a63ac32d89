// The sample cluster, founded: the state that client frames are decided on.
#pragma once

#include <string>
#include <string_view>

#include "hub/domain/state.hpp"

namespace wardlink::fuzz {

/// A file of the source tree, by its path from the top.
[[nodiscard]] std::string source_file(std::string_view path);

/// When it was founded.
inline constexpr base::Time founded_at{std::chrono::sys_days{std::chrono::year{2026} / 3 / 14} +
                                       std::chrono::hours{15}};
[[nodiscard]] const domain::State& founded();

/// Decides what the hub does unasked, and applies it. Panics where it is refused.
void act(domain::State& state, const v1::HubCommand& command, base::Time now);

/// The entry that these events make, applied.
void commit(domain::State& state, const v1::Identity& sender, const std::string& command_id,
            const std::vector<v1::StoredEvent>& events, base::Time now);

}  // namespace wardlink::fuzz
