// Ids as people type them: the first characters will do while they name one thing only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/cli/rejection.hpp"
#include "wardlink/v1/command.pb.h"
#include "wardlink/v1/query.pb.h"

namespace wardlink::cli {

inline constexpr std::size_t id_prefix_chars_min = 4;
inline constexpr std::size_t id_chars = 36;

[[nodiscard]] inline bool is_whole_id(std::string_view id) { return id.size() == id_chars; }

/// The one candidate that begins with `prefix` (letter case ignored). UNKNOWN_ID, the candidates named, where it is
/// none or several; INVALID where it is too short.
[[nodiscard]] Checked<std::string> complete_id(std::string_view prefix, const std::vector<std::string>& candidates,
                                               std::string_view field);

/// True where the command names something by less than its whole id.
[[nodiscard]] bool has_id_prefix(const v1::Command& command);

/// Completes them in place from what the sender can see. Sightings and hot spots are not on that list: a recall names
/// them by their whole ids.
[[nodiscard]] Checked<void> complete_ids(v1::Command& command, const v1::IncidentList& known);

}  // namespace wardlink::cli
