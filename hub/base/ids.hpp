// Identifiers. A command's id is a UUIDv7 its sender made; every id a command creates is a UUIDv5 of sender and
// command, so that deciding again yields the same ids.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "hub/base/clock.hpp"
#include "wardlink/v1/identity.pb.h"

namespace wardlink::base {

/// A canonical lower-case UUID of version 7 (RFC 9562).
[[nodiscard]] bool is_uuid_v7(std::string_view id);
/// `random`: ten bytes from the caller's source of randomness.
[[nodiscard]] std::string make_uuid_v7(Time now, const std::array<std::uint8_t, 10>& random);

/// One string a sender: its certificate's URI (DESIGN.md, Wire).
[[nodiscard]] std::string sender_key(const v1::Identity& identity);
/// The id of the `ordinal`-th thing of `kind` that this sender's command creates.
[[nodiscard]] std::string derive_id(const v1::Identity& sender, std::string_view command_id, std::string_view kind,
                                    std::uint32_t ordinal = 0);
/// "station", "officer", "admin", "hub"; empty for any other value.
[[nodiscard]] std::string_view role_name(v1::Role role);

}  // namespace wardlink::base
