// Which of the journal's events a ward may have, and how much of each (RULES.md 7).
#pragma once

#include <optional>
#include <string>

#include "hub/domain/state.hpp"
#include "wardlink/v1/journal.pb.h"

namespace wardlink::app {

/// As part of the story of an incident that the ward sees, wholly or by description only; nothing where that event is
/// not for it.
[[nodiscard]] std::optional<v1::Event> in_story(const v1::StoredEvent& stored, const std::string& ward,
                                                bool description_only);

/// As history shows it: what the ward was sent, and everything of the incidents it sees now.
[[nodiscard]] std::optional<v1::Event> in_history(const domain::State& state, const v1::StoredEvent& stored,
                                                  const std::string& ward);

}  // namespace wardlink::app
