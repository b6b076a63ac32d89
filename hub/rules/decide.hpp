// The decider (DESIGN.md, The one idea): pure, total, deterministic. A command becomes events, or a rejection.
#pragma once

#include <string>
#include <vector>

#include "hub/base/clock.hpp"
#include "hub/base/rejection.hpp"
#include "hub/domain/state.hpp"
#include "wardlink/v1/command.pb.h"
#include "wardlink/v1/journal.pb.h"

namespace wardlink::rules {

/// Who asks, and what the hub measured of them. The journal keeps it, so that a decision can be taken again.
struct Envelope {
  v1::Identity sender;  // as the gate authorised it
  std::string command_id;
  base::Duration clock_offset{};  // hub minus station
  bool clock_measured = false;
  bool dry_run = false;  // decide as if incidents outside the sender's audience did not exist (RULES.md 7)
};

using Decided = base::Expected<std::vector<v1::StoredEvent>>;

/// The events of one entry, complete with seq, time, urgency, alarms and audience, at least one of them. The command
/// has passed the gate: its fields are in range, its ids of wards, zones, landmarks and categories exist.
[[nodiscard]] Decided decide(const domain::State& state, const Envelope& envelope, const v1::Command& command,
                             base::Time now);

/// What the hub does unasked. No events (an empty vector) where there is nothing to do.
[[nodiscard]] Decided decide(const domain::State& state, const Envelope& envelope, const v1::HubCommand& command,
                             base::Time now);

}  // namespace wardlink::rules
