// Deadlines are state: derived from what each event left, kept in order of time, gone with what they wait in
// (RULES.md 5: a timer dies with the state it waits in).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/base/clock.hpp"
#include "hub/domain/state.hpp"

namespace wardlink::rules {

/// Replaces all deadlines of one owner. They need no order; `owner` is filled in.
void reschedule(domain::State& state, const std::string& owner, std::vector<domain::Deadline> deadlines);

/// The earliest deadline that has passed at `now`, as the command that carries it out; nothing where none has.
[[nodiscard]] std::optional<v1::HubCommand> due(const domain::State& state, base::Time now);

/// Whether the command's deadline still stands in the state and has passed at `now`.
[[nodiscard]] bool stands(const domain::State& state, const v1::HubCommand::TimeOut& command, base::Time now);

}  // namespace wardlink::rules
