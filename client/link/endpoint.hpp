// Where a hub listens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wardlink::link {

inline constexpr std::uint16_t default_port = 7443;

struct Endpoint {
  std::string host;  // a name or an address, without brackets
  std::uint16_t port = default_port;

  /// "HOST", "HOST:PORT", "[ADDRESS]:PORT" or a bare IPv6 address; nothing where it is none of these.
  [[nodiscard]] static std::optional<Endpoint> parse(std::string_view text);
  [[nodiscard]] std::string text() const;

  bool operator==(const Endpoint&) const = default;
};

}  // namespace wardlink::link
