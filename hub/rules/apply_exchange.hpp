// What the events of sightings, hot spots, flights, patrols and recalls leave behind (RULES.md 6).
#pragma once

#include <string>

#include "hub/domain/state.hpp"
#include "wardlink/v1/event.pb.h"
#include "wardlink/v1/journal.pb.h"

namespace wardlink::rules {

void apply_exchanged(domain::State& state, const v1::Event& event);

/// A report is now part of this incident (taken out of `out_of`, where that is not empty): what a recall will have to
/// know.
void record_report(domain::State& state, const std::string& incident, v1::Mode mode, const v1::Report& report,
                   const std::string& out_of);

/// Whoever was ever told of a flight, a sighting or a hot spot hears of its end, or that it was taken back.
void note_receivers(domain::State& state, const v1::StoredEvent& stored);

}  // namespace wardlink::rules
