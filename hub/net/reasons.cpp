#include "hub/net/reasons.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

namespace wardlink::net {
namespace {

RefusalReason of_verification(long result) {
  switch (result) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return RefusalReason::expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return RefusalReason::not_yet_valid;
    case X509_V_ERR_CERT_REVOKED:
      return RefusalReason::revoked;
    case X509_V_ERR_INVALID_PURPOSE:
      return RefusalReason::wrong_usage;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
    case X509_V_ERR_CERT_UNTRUSTED:
      return RefusalReason::wrong_ca;
    default:
      return RefusalReason::other;
  }
}

bool is_tls(const boost::system::error_code& error) {
  return error.category() == boost::asio::error::get_ssl_category();
}

int tls_reason(const boost::system::error_code& error) {
  return ERR_GET_REASON(static_cast<unsigned long>(error.value()));
}

}  // namespace

std::string_view word(RefusalReason reason) {
  switch (reason) {
    case RefusalReason::no_certificate:
      return "no_certificate";
    case RefusalReason::expired:
      return "expired";
    case RefusalReason::not_yet_valid:
      return "not_yet_valid";
    case RefusalReason::revoked:
      return "revoked";
    case RefusalReason::wrong_ca:
      return "wrong_ca";
    case RefusalReason::wrong_usage:
      return "wrong_usage";
    case RefusalReason::bad_identity:
      return "bad_identity";
    case RefusalReason::wrong_protocol:
      return "wrong_protocol";
    case RefusalReason::timeout:
      return "timeout";
    case RefusalReason::no_crl:
      return "no_crl";
    case RefusalReason::capacity:
      return "capacity";
    case RefusalReason::other:
      return "other";
  }
  return "other";
}

std::string_view word(CloseReason reason) {
  switch (reason) {
    case CloseReason::peer_closed:
      return "peer_closed";
    case CloseReason::connection_lost:
      return "connection_lost";
    case CloseReason::tls_error:
      return "tls_error";
    case CloseReason::bad_frame:
      return "bad_frame";
    case CloseReason::frame_too_long:
      return "frame_too_long";
    case CloseReason::silent:
      return "silent";
    case CloseReason::stalled:
      return "stalled";
    case CloseReason::certificate_expired:
      return "certificate_expired";
    case CloseReason::certificate_revoked:
      return "certificate_revoked";
    case CloseReason::not_served:
      return "not_served";
    case CloseReason::protocol_violation:
      return "protocol_violation";
    case CloseReason::overloaded:
      return "overloaded";
    case CloseReason::shutting_down:
      return "shutting_down";
  }
  return "connection_lost";
}

RefusalReason refusal_reason(const boost::system::error_code& error, long verify_result) {
  if (verify_result != X509_V_OK) return of_verification(verify_result);
  if (!is_tls(error)) return RefusalReason::other;
  switch (tls_reason(error)) {
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      return RefusalReason::no_certificate;
    case SSL_R_CALLBACK_FAILED:  // no ALPN at all (ServerContext)
    case SSL_R_NO_APPLICATION_PROTOCOL:
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
      return RefusalReason::wrong_protocol;
    default:
      return RefusalReason::other;
  }
}

CloseReason close_reason(const boost::system::error_code& error) {
  if (error == boost::asio::error::eof) return CloseReason::peer_closed;
  return is_tls(error) ? CloseReason::tls_error : CloseReason::connection_lost;
}

}  // namespace wardlink::net
