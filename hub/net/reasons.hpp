// Why a connection was not let in, and why one ended: short stable words for the log and the metrics' labels.
#pragma once

#include <boost/system/error_code.hpp>
#include <string_view>

namespace wardlink::net {

/// Why a peer was turned away before it became a session.
enum class RefusalReason {
  no_certificate,
  expired,
  not_yet_valid,
  revoked,
  wrong_ca,        // not issued by this deployment's CA
  wrong_usage,     // a hub's or a CA's certificate, or one without the usages a peer must have
  bad_identity,    // not exactly one well-formed wardlink:// URI
  wrong_protocol,  // not TLS 1.3, or not ALPN wardlink/1
  timeout,         // handshake not finished in time
  no_crl,          // nobody can be judged: there is no usable revocation list
  capacity,        // a limit on connections or handshakes is reached, or no file descriptor is left
  other,
};
inline constexpr RefusalReason refusal_reasons[] = {
    RefusalReason::no_certificate, RefusalReason::expired,        RefusalReason::not_yet_valid,
    RefusalReason::revoked,        RefusalReason::wrong_ca,       RefusalReason::wrong_usage,
    RefusalReason::bad_identity,   RefusalReason::wrong_protocol, RefusalReason::timeout,
    RefusalReason::no_crl,         RefusalReason::capacity,       RefusalReason::other};

/// Why a session ended. The first five come from the network or the peer, the next three from the session's own
/// watch, the rest are for the handler to give.
enum class CloseReason {
  peer_closed,
  connection_lost,
  tls_error,
  bad_frame,
  frame_too_long,
  silent,   // nothing read for silence_max
  stalled,  // nothing could be written for silence_max
  certificate_expired,
  certificate_revoked,
  not_served,
  protocol_violation,
  overloaded,
  shutting_down,
};

/// The enumerator's own name: "no_certificate", "peer_closed".
[[nodiscard]] std::string_view word(RefusalReason reason);
[[nodiscard]] std::string_view word(CloseReason reason);
/// The peer is nobody any more: what waits to be sent to it is not for it.
[[nodiscard]] constexpr bool ends_trust(CloseReason reason) {
  return reason == CloseReason::certificate_expired || reason == CloseReason::certificate_revoked ||
         reason == CloseReason::not_served;
}

/// The one translation of what the network and OpenSSL report. `verify_result` is SSL_get_verify_result()'s.
[[nodiscard]] RefusalReason refusal_reason(const boost::system::error_code& error, long verify_result);
[[nodiscard]] CloseReason close_reason(const boost::system::error_code& error);

}  // namespace wardlink::net
