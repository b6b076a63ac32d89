// An identity is a directory: cert.pem (with its chain), key.pem, ca.pem (whom to trust as a hub).
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "client/link/error.hpp"

namespace wardlink::link {

/// Asked at most once, and only for an encrypted key. Nothing: the person gave up.
using Passphrase = std::function<std::optional<std::string>()>;

/// TLS 1.3 only, ALPN "wardlink/1", the peer verified. identity_unusable names the file and what is wrong with it.
[[nodiscard]] Result<std::unique_ptr<boost::asio::ssl::context>> load_identity(const std::filesystem::path& directory,
                                                                               const Passphrase& passphrase);

}  // namespace wardlink::link
