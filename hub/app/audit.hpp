// Who was denied what, and what admins did (never content): counted together where it repeats, kept beside the journal.
#pragma once

#include <string>

#include "wardlink/v1/query.pb.h"

namespace wardlink::app {

/// A denial or an act, as it happens.
struct Audited {
  std::string cluster{};  // empty: of none, or not known: every admin sees it
  std::string kind{};     // one of audit::…, below
  std::string who{};      // the certificate's URI; empty where none was read
  std::string address{};
  std::string detail{};  // a code, the kind of a command: never content
};

namespace audit {
inline constexpr const char* handshake = "handshake";  // a peer turned away, by reason
inline constexpr const char* rights = "rights";        // asked for what its role may not
inline constexpr const char* probe = "probe";          // named what it does not know of
inline constexpr const char* admin = "admin";          // an admin's question or act
inline constexpr const char* revoked = "revoked";      // put out while connected, by serial
inline constexpr const char* hub = "hub";              // started, reloaded, drained, and what is wrong with it
}  // namespace audit

/// The port. Core thread.
class Audit {
 public:
  virtual ~Audit() = default;
  /// Cheap, and any number of times: a storm of the same is one record with a count.
  virtual void record(const Audited& what) = 0;
  /// A page as the admin of `cluster` may see it. What happened within the last second or so may still be missing.
  [[nodiscard]] virtual v1::AuditResult page(const std::string& cluster, const v1::Admin::Audit& query) = 0;
};

}  // namespace wardlink::app
