// Somebody runs into the next ward (RULES.md 6, Flight): whom it may reach, where and when; blocked, seen again, ended.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

/// Of an incident opened for a flight that names none and says no more.
inline constexpr std::string_view flight_category = "other";
inline constexpr std::uint32_t flight_severity = 4;

[[nodiscard]] base::Expected<void> report_flight(Draft& draft, const v1::ReportFlight& command);
[[nodiscard]] base::Expected<void> block_flight(Draft& draft, const v1::BlockFlight& command);
[[nodiscard]] base::Expected<void> see_flight_again(Draft& draft, const v1::SeeFlightAgain& command);
[[nodiscard]] base::Expected<void> catch_flight(Draft& draft, const v1::CatchFlight& command);

/// flight_ttl_s have passed since it was last seen. It must be on.
void expire_flight(Draft& draft, const std::string& id);
/// It was taken back. It must be on.
void recall_flight(Draft& draft, const std::string& id);

/// Ended, or past its time: nobody may be alarmed by it any more.
[[nodiscard]] bool flight_over(const v1::Flight& flight, base::Time now);
/// Whoever was ever told of it, and whoever sees its incident now (RULES.md 7).
[[nodiscard]] bool sees_flight(const domain::State& state, const domain::Flight& flight, std::string_view ward);

}  // namespace wardlink::rules
