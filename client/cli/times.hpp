// Times as people type and read them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "client/link/clock.hpp"

namespace wardlink::cli {

/// HH:MM or HH:MM:SS, which needs the cluster's offset to mean anything.
[[nodiscard]] bool is_time_of_day(std::string_view text);

/// ISO 8601 with a zone (2025-06-21T03:12:05+07:00, …Z; seconds and a fraction optional), or a time of day: today's at
/// `utc_offset`, yesterday's where today's would lie more than 12 hours ahead (23:58 typed after midnight).
[[nodiscard]] std::optional<link::WallTime> parse_time(std::string_view text, link::WallTime now,
                                                       std::chrono::minutes utc_offset);

/// "500ms", "10s", "2m", "1h", or seconds ("1.5"); above 0, at most a day.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// dd/MM/yyyy HH:mm:ss at that offset.
[[nodiscard]] std::string format_time(link::WallTime time, std::chrono::minutes utc_offset);

/// This machine's own offset, for when the cluster's is not known.
[[nodiscard]] std::chrono::minutes local_offset(link::WallTime at);

}  // namespace wardlink::cli
