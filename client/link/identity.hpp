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

/// An identity outside its directory, its key opened: to be handed to the station service.
struct OpenIdentity {
  std::string certificate_pem;  // with its chain
  std::string key_pem;          // not encrypted
  std::string ca_pem;
};
[[nodiscard]] Result<OpenIdentity> open_identity(const std::filesystem::path& directory,
                                                 boost::asio::ssl::context& loaded);
[[nodiscard]] Result<std::unique_ptr<boost::asio::ssl::context>> load_identity(const OpenIdentity& identity);

/// The one wardlink:// URI of its certificate; empty where there is none, or more than one.
[[nodiscard]] std::string uri_of(boost::asio::ssl::context& identity);
[[nodiscard]] std::string uri_of(x509_st* certificate);

}  // namespace wardlink::link
