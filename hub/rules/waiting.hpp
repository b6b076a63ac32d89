// What an incident waits for (RULES.md 4, 5 and 6): the moments its deadlines count from, and the deadlines themselves.
#pragma once

#include <vector>

#include "hub/domain/state.hpp"
#include "wardlink/v1/event.pb.h"

namespace wardlink::rules {

/// Part of apply(): the event is applied to the incident already.
void note_time(domain::Incident& incident, const v1::Event& event);

/// The same for the survivor of a merge, which has the other's reports and open supports already.
void note_merge(domain::Incident& into, const domain::Incident& from, base::Time at);

/// Follows from the incident, the regulation it was opened under, and whether its lead's station is up.
[[nodiscard]] std::vector<domain::Deadline> deadlines_of(const domain::State& state, const domain::Incident& incident);

}  // namespace wardlink::rules
