// Need to know (RULES.md 7): who receives what. Computed once, stored with the event.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "hub/domain/state.hpp"
#include "wardlink/v1/event.pb.h"

namespace wardlink::rules {

/// The wards that may see the incident now: whoever is bound to it, and whoever was asked and has neither declined nor
/// been cancelled.
[[nodiscard]] std::set<std::string> audience(const domain::Incident& incident);

/// Everyone who was ever in its audience, or in that of what it absorbed.
[[nodiscard]] std::set<std::string> ever_told(const domain::State& state, const domain::Incident& incident);

/// The incident this one was merged into, at the end of the chain; itself where it was not. Who may see the survivor
/// may see what it absorbed, and nobody else.
[[nodiscard]] const domain::Incident& survivor(const domain::State& state, const domain::Incident& incident);

/// Whether the ward may know of the incident at all, be it by description only (a missing person).
enum class Sight { none, description, full };
[[nodiscard]] Sight sight(const domain::State& state, const domain::Incident& incident, std::string_view ward);

/// What a ward told of a missing person by description only receives; nothing where it may not have this event at all.
[[nodiscard]] bool described(const v1::Event& event);
void reduce_to_description(v1::Event& event);

}  // namespace wardlink::rules
