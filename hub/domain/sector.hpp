// Where somebody who runs may get to (RULES.md 6, Flight).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hub/domain/geography.hpp"

namespace wardlink::domain {

/// Every position within reach in a direction that differs from the heading by at most the spread. The same on every
/// build: only + − × ÷ √, distances compared in centimetres.
struct Sector {
  v1::Point from;
  std::optional<std::uint32_t> heading_degrees;  // clockwise from north, 0 to 359; none: every direction
  double spread_deg = 0;                         // above 0; from 180 on: every direction
  double reach_m = 0;
};

struct Crossing {
  v1::Point at;
  std::int64_t distance_cm = 0;
};

/// The ward's point in the sector that is nearest to `from`; `from` itself, at 0, where it lies in or on the ward.
/// Nothing where the sector does not meet the ward.
[[nodiscard]] std::optional<Crossing> crossing(const Geography& geography, const Sector& sector, std::string_view ward);

/// Whether the sector reaches beyond all of these wards. Looked at on a grid: at each whole degree off the heading (and
/// at both edges), at each tenth of the reach; a position over `margin_m` from every ward is beyond them.
[[nodiscard]] bool reaches_beyond(const Geography& geography, const Sector& sector, std::span<const std::string> wards,
                                  double margin_m);

/// The whole degree nearest the direction of the nearest point of the ward's outline (the first in the file's order of
/// those equally near). Nothing where `from` lies in or on the ward: it points nowhere then.
[[nodiscard]] std::optional<std::uint32_t> heading_towards(const Geography& geography, const v1::Point& from,
                                                           std::string_view ward);

}  // namespace wardlink::domain
