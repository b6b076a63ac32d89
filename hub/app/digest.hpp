// Tells whether a command is the same as the one before.
#pragma once

#include <string>

#include "wardlink/v1/command.pb.h"
#include "wardlink/v1/journal.pb.h"

namespace wardlink::app {

/// SHA-256 of the message's bytes: 32 of them. Neither message has a map, so its bytes are the same each time.
[[nodiscard]] std::string digest(const v1::Command& command);
[[nodiscard]] std::string digest(const v1::HubCommand& command);

}  // namespace wardlink::app
