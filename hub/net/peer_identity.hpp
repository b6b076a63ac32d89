// Who the peer is, read from its certificate alone (DESIGN.md, Wire).
#pragma once

#include <openssl/types.h>

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include "hub/net/reasons.hpp"
#include "wardlink/v1/identity.pb.h"

namespace wardlink::net {

struct PeerIdentity {
  v1::Identity identity;
  std::chrono::sys_seconds not_after;
  std::string serial;  // upper-case hexadecimal, as `openssl x509 -serial` prints it
};

struct Refusal {
  RefusalReason reason;
  std::string detail;  // a sentence for the log
  std::string who{};   // the URI in a certificate that this CA did issue; empty where there is none, or another's
};

/// `certificate` must be verified already. It must be a leaf for digitalSignature and clientAuth, with exactly one SAN
/// URI, of a station, an officer or an admin; refused otherwise as wrong_usage or bad_identity.
[[nodiscard]] std::expected<PeerIdentity, Refusal> read_peer_identity(X509& certificate);

/// Takes wardlink://<cluster>/<ward>/<role>/<name> apart. Roles station, officer and admin only; `-` is the ward of an
/// admin and of nobody else. The error is a sentence.
[[nodiscard]] std::expected<v1::Identity, std::string> parse_identity_uri(std::string_view uri);

/// A certificate's serial number in the form of PeerIdentity::serial.
[[nodiscard]] std::string serial_hex(const ASN1_INTEGER& serial);

}  // namespace wardlink::net
