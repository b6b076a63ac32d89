// The arithmetic of hub time (DESIGN.md, Time), without a clock in it.
#pragma once

#include "hub/base/clock.hpp"

namespace wardlink::base {

struct Slewed {
  Time now{};
  Duration difference{};  // wall clock minus hub time, before the slewing
};

/// Hub time after `elapsed` (not negative) of steady time since `last`, drawn towards the wall clock by at most 500 ppm
/// of it: a step of the wall clock is reported, never followed, and hub time never goes back.
[[nodiscard]] Slewed slew(Time last, Duration elapsed, Time wall);

}  // namespace wardlink::base
