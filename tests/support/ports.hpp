// Ports of loopback.
#pragma once

namespace wardlink::support {

/// One that is free now, for a program that must find the same one again after a restart. std::runtime_error: none.
[[nodiscard]] unsigned short free_port();

}  // namespace wardlink::support
