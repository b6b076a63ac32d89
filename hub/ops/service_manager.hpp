// What systemd is told. Nothing happens where it did not start us.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace wardlink::ops::service_manager {

void ready();
void reloading();
void stopping();
/// One line for `systemctl status`.
void status(const std::string& line);

/// How often the watchdog wants to hear of us; nothing where there is none.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdog_interval();
void beat();

}  // namespace wardlink::ops::service_manager
