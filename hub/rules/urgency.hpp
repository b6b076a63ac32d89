// How loudly (RULES.md 8, and "Urgency follows severity" in 5).
#pragma once

#include <cstdint>

#include "wardlink/v1/value.pb.h"

namespace wardlink::rules {

inline constexpr std::uint32_t severity_grave = 4;     // FLASH from here on
inline constexpr std::uint32_t severity_sounding = 3;  // below: silent, not escalated

/// Of a support asked for at this severity; assist is FLASH at any.
[[nodiscard]] constexpr v1::Urgency urgency_of_support(std::uint32_t severity, bool assist) {
  if (assist || severity >= severity_grave) return v1::FLASH;
  return severity >= severity_sounding ? v1::URGENT : v1::ROUTINE;
}

[[nodiscard]] constexpr bool support_alarms(std::uint32_t severity, bool assist) {
  return assist || severity >= severity_sounding;
}

/// Of a lead that wants confirming.
[[nodiscard]] constexpr v1::Urgency urgency_of_lead(std::uint32_t severity, bool assist) {
  return assist || severity >= severity_grave ? v1::FLASH : v1::URGENT;
}

}  // namespace wardlink::rules
