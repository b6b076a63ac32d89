// The sentences of what is exchanged besides incidents: sightings, hot spots, flights, patrols, recalls.
#pragma once

#include "client/cli/event_sentence.hpp"

namespace wardlink::cli {

/// Empty for any other event.
[[nodiscard]] EventSentence message_sentence(const v1::Event& event, const Words& words);

}  // namespace wardlink::cli
