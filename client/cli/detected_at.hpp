// When a reporter says that something was noticed.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "client/cli/invocation.hpp"
#include "client/cli/rejection.hpp"
#include "client/link/clock.hpp"

namespace wardlink::cli {

/// What can be said before the cluster's offset is known: that a time cannot be read at all.
[[nodiscard]] Checked<void> check_times(const Invocation& invocation);

/// Puts the time into a command that takes one. Where none was given it is the moment in the command's id, so that
/// the same command repeated with --id is the same payload; left to the hub's receipt where that id is not of the
/// last day.
[[nodiscard]] Checked<void> put_detected_at(v1::Command& command, const Invocation& invocation,
                                            std::string_view command_id, link::WallTime now,
                                            std::chrono::minutes utc_offset);

}  // namespace wardlink::cli
