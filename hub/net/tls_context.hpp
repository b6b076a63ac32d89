// The hub's TLS settings and key material: TLS 1.3 only, ALPN wardlink/1, a client certificate of this deployment's CA
// that is not on its revocation list; no tickets, no resumption, no early data.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

namespace wardlink::net {

inline constexpr std::string_view alpn_protocol = "wardlink/1";

/// PEM files, as certs/wardlink-ca writes them for a hub.
struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;  // not readable by others, not writable by its group
  std::filesystem::path ca;   // exactly one certificate
  std::filesystem::path crl;  // that CA's revocation list; there must be one, if only an empty one
};

/// Whether the revocation list can be read, is that CA's, says its number and until when it is good, and is not of the
/// future. The error is a sentence.
[[nodiscard]] std::expected<void, std::string> check_revocation_list(const TlsFiles& files);

/// Goes on where the only fault is that the revocation list should have been renewed.
[[nodiscard]] int pass_over_expired_crl(int preverified, X509_STORE_CTX* store);

/// Which of a CA's revocation lists this is: each that it issues has a higher number.
struct CrlIssue {
  std::string ca;      // SHA-256 of its public key, hexadecimal; empty: none
  std::string number;  // upper-case hexadecimal, no zeros in front

  /// False between lists of different CAs: their numbers have nothing to do with each other.
  [[nodiscard]] bool older_than(const CrlIssue& other) const;
  bool operator==(const CrlIssue&) const = default;
};

/// Immutable; a reload makes another and puts it in place. Sessions made under this one may outlive it.
class ServerContext {
 public:
  /// The error is a sentence that names the file.
  [[nodiscard]] static std::expected<std::shared_ptr<const ServerContext>, std::string> load(const TlsFiles& files);

  [[nodiscard]] SSL_CTX* native() const { return context_.get(); }
  /// When the hub's own certificate ends; and when the revocation list should have been renewed: it is applied all the
  /// same, for a hub that admits nobody helps nobody.
  [[nodiscard]] std::chrono::sys_seconds certificate_not_after() const { return certificate_not_after_; }
  [[nodiscard]] std::chrono::sys_seconds crl_next_update() const { return crl_next_update_; }
  /// Whether the list names this serial (PeerIdentity::serial): after a reload such sessions must be closed.
  [[nodiscard]] bool is_revoked(const std::string& serial) const { return revoked_.contains(serial); }
  [[nodiscard]] const CrlIssue& crl_issue() const { return crl_issue_; }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  ServerContext() = default;

  std::unique_ptr<SSL_CTX, Free> context_;
  std::chrono::sys_seconds certificate_not_after_{};
  std::chrono::sys_seconds crl_next_update_{};
  CrlIssue crl_issue_;
  std::unordered_set<std::string> revoked_;
};

}  // namespace wardlink::net
