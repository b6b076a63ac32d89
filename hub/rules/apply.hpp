// How an entry changes the state. Needs no content, cannot fail, and never asks decide() anything: history stays what
// it was when the rules change.
#pragma once

#include "hub/domain/state.hpp"
#include "wardlink/v1/journal.pb.h"

namespace wardlink::rules {

void apply(domain::State& state, const v1::EntryHeader& entry);

/// One event of an incident; also the decider's way to see what its own earlier events of the same entry did.
void apply_event(domain::State& state, const v1::Event& event);

}  // namespace wardlink::rules
