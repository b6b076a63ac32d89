// The newest revocation list that was ever in force, kept beside the journal: an older one would let the revoked in
// again, over a restart as over a reload.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "hub/net/tls_context.hpp"

namespace wardlink::app {

/// Single thread; the journal's lock keeps other hubs away.
class CrlSeen {
 public:
  /// Nothing seen where there is no such file. The error is a sentence that names the file.
  [[nodiscard]] static std::expected<CrlSeen, std::string> open(std::filesystem::path file);

  /// The error says that the list is older than the one seen; another CA's is none of it.
  [[nodiscard]] std::expected<void, std::string> check(const net::CrlIssue& issue) const;
  /// Durable when this returns. The error is a sentence: it holds until the process ends, and no longer.
  [[nodiscard]] std::expected<void, std::string> take(const net::CrlIssue& issue);

 private:
  explicit CrlSeen(std::filesystem::path file) : file_(std::move(file)) {}

  std::filesystem::path file_;
  net::CrlIssue seen_;
};

}  // namespace wardlink::app
