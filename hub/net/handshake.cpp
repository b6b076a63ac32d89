#include "hub/net/handshake.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "hub/base/ids.hpp"

namespace wardlink::net {
namespace {

constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);
constexpr std::chrono::milliseconds linger_max{1000};

/// Whom a certificate names that our CA did sign, whatever else is wrong with it; empty: nobody that can be believed.
std::string who(X509_STORE_CTX& store) {
  X509* certificate = X509_STORE_CTX_get0_cert(&store);
  STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(&store);
  if (certificate == nullptr || sk_X509_num(chain) != 2) return {};
  const bool ours = X509_verify(certificate, X509_get0_pubkey(sk_X509_value(chain, 1))) == 1;
  ERR_clear_error();
  if (!ours) return {};
  const auto peer = read_peer_identity(*certificate);
  return peer ? base::sender_key(peer->identity) : std::string();
}

}  // namespace

Handshake::Handshake(boost::asio::ip::tcp::socket socket, std::shared_ptr<const ServerContext> context)
    : stream_(std::move(socket), std::move(context)), deadline_(stream_.socket().get_executor()) {
  boost::system::error_code ignored;
  remote_ = stream_.socket().remote_endpoint(ignored);
  SSL_set_app_data(stream_.native(), this);
  SSL_set_verify(stream_.native(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, verify);
}

int Handshake::verify(int preverified, X509_STORE_CTX* store) {
  const bool list_expired = preverified != 1 && X509_STORE_CTX_get_error(store) == X509_V_ERR_CRL_HAS_EXPIRED;
  if (list_expired) return pass_over_expired_crl(preverified, store);
  if (X509_STORE_CTX_get_error_depth(store) != 0) return preverified;
  auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* self = static_cast<Handshake*>(SSL_get_app_data(ssl));
  if (preverified != 1) {
    self->who_ = who(*store);
    return 0;
  }
  const auto& verdict = self->verdict_.emplace(read_peer_identity(*X509_STORE_CTX_get_current_cert(store)));
  if (verdict) return 1;
  // Chosen for the alerts they become: unsupported_certificate and bad_certificate.
  const bool usage = verdict.error().reason == RefusalReason::wrong_usage;
  X509_STORE_CTX_set_error(store, usage ? X509_V_ERR_INVALID_PURPOSE : X509_V_ERR_CERT_REJECTED);
  return 0;
}

boost::asio::awaitable<std::expected<PeerIdentity, Refusal>> Handshake::run(std::chrono::milliseconds deadline) {
  close_after(deadline);
  for (;;) {
    const auto done = stream_.handshake();
    if (done) break;
    if (done.error().error) co_return std::unexpected(refusal(done.error().error));
    const auto direction = done.error().wait == TlsStream::Wait::read ? boost::asio::socket_base::wait_read
                                                                      : boost::asio::socket_base::wait_write;
    const auto [error] = co_await stream_.socket().async_wait(direction, as_result);
    if (error) co_return std::unexpected(refusal(error));
  }
  deadline_.cancel();
  SSL_set_app_data(stream_.native(), nullptr);
  SSL_set_verify(stream_.native(), SSL_VERIFY_PEER, nullptr);
  if (!verdict_ || !*verdict_) co_return std::unexpected(refusal({}));
  co_return std::move(*verdict_);
}

boost::asio::awaitable<void> Handshake::linger() {
  auto& socket = stream_.socket();
  boost::system::error_code ignored;
  socket.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  close_after(linger_max);
  std::array<char, 512> unread;
  for (;;) {
    const auto [error, bytes] = co_await socket.async_read_some(boost::asio::buffer(unread), as_result);
    if (error) break;
  }
  deadline_.cancel();
  stream_.close();
}

void Handshake::abandon() {
  deadline_.cancel();
  stream_.close();
}

void Handshake::close_after(std::chrono::milliseconds delay) {
  deadline_.expires_after(delay);
  deadline_.async_wait([self = shared_from_this()](const boost::system::error_code& cancelled) {
    if (cancelled) return;
    self->timed_out_ = true;
    self->stream_.close();
  });
}

Refusal Handshake::refusal(const boost::system::error_code& error) {
  if (timed_out_) return {RefusalReason::timeout, "the handshake took too long"};
  if (verdict_ && !*verdict_) return verdict_->error();
  const long verified = SSL_get_verify_result(stream_.native());
  return {refusal_reason(error, verified),
          verified == X509_V_OK ? error.message() : X509_verify_cert_error_string(verified), who_};
}

}  // namespace wardlink::net
