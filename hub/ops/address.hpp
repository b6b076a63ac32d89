// ADDRESS:PORT as people write it.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <expected>
#include <string>
#include <string_view>

namespace wardlink::ops {

/// Numeric addresses only; IPv6 in brackets. The error is a sentence.
[[nodiscard]] std::expected<boost::asio::ip::tcp::endpoint, std::string> parse_endpoint(std::string_view text);

[[nodiscard]] std::string to_string(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace wardlink::ops
