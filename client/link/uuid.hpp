// Ids of commands: UUIDs of version 7 (RFC 9562), lower case.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "client/link/clock.hpp"

namespace wardlink::link {

[[nodiscard]] std::string make_uuid_v7(WallTime now, const std::array<std::uint8_t, 10>& random);
/// With the system's own randomness. std::runtime_error where there is none.
[[nodiscard]] std::string new_uuid_v7();
/// A UUID of version 7 in its canonical form.
[[nodiscard]] bool is_uuid_v7(std::string_view id);

}  // namespace wardlink::link
