// The alert of a flight that is over is never delivered live (RULES.md 6): whoever reads it late reads of the past.
#pragma once

#include <string>

#include "hub/base/clock.hpp"
#include "hub/domain/state.hpp"
#include "wardlink/v1/event.pb.h"

namespace wardlink::fanout {

/// The hub at the moment something is written out.
struct Present {
  const domain::State& durable;
  base::Time now;
};

/// The flight that this event alarms for or tells to be blocked; empty where it is another event.
[[nodiscard]] const std::string& alert_of(const v1::Event& event);

/// Caught, taken back or not seen for its time; unknown ones are not.
[[nodiscard]] bool over(const Present& present, const std::string& flight);

/// Takes the alarm and the urgency from the alert of a flight that is over and writes its end into it; leaves anything
/// else as it is.
void tell_as_past(const Present& present, v1::Event& event);
/// The same of a flight as it is shown.
void tell_as_past(const Present& present, v1::Flight& flight);

}  // namespace wardlink::fanout
