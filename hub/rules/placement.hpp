// Where a report lies, in the regulation's terms (RULES.md 3).
#pragma once

#include <optional>
#include <string_view>

#include "hub/base/clock.hpp"
#include "hub/domain/geography.hpp"
#include "wardlink/v1/value.pb.h"

namespace wardlink::rules {

/// `place` must name known ids and a point in range (the gate has seen to it). Total and deterministic.
///
/// The result's distances, nearest first, hold every ward and zone within the radius used plus `line_margin_m`, and the
/// nearest ward in any case: who has them and the limits can decide again by hand.
///
/// `at`: only the wards valid on that local day count, and the zones that two of them share; without it all do. A named
/// zone or ward that does not count then says no more than text alone.
[[nodiscard]] v1::Placement place(const domain::Geography& geography, const domain::Limits& limits,
                                  const v1::Place& place, std::string_view reporter_ward,
                                  std::optional<base::Time> at = std::nullopt);

}  // namespace wardlink::rules
