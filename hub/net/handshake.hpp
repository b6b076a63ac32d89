// One connection from accept to a known peer.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "hub/net/peer_identity.hpp"
#include "hub/net/tls_context.hpp"
#include "hub/net/tls_stream.hpp"

namespace wardlink::net {

/// The certificate is judged within the TLS handshake, so that a refused peer is told by its alert.
class Handshake : public std::enable_shared_from_this<Handshake> {
 public:
  Handshake(boost::asio::ip::tcp::socket socket, std::shared_ptr<const ServerContext> context);

  /// Once. Ends within `deadline`. The caller keeps this alive until it and linger() have ended.
  [[nodiscard]] boost::asio::awaitable<std::expected<PeerIdentity, Refusal>> run(std::chrono::milliseconds deadline);
  /// After run() refused: lets the peer read the alert before the connection goes (closing on unread bytes would
  /// reset it away). Takes a second at most.
  [[nodiscard]] boost::asio::awaitable<void> linger();
  /// Makes run() or linger() end soon.
  void abandon();

  [[nodiscard]] const boost::asio::ip::tcp::endpoint& remote() const { return remote_; }
  /// After run() succeeded, once.
  [[nodiscard]] TlsStream take_stream() { return std::move(stream_); }

 private:
  static int verify(int preverified, X509_STORE_CTX* store);
  void close_after(std::chrono::milliseconds delay);
  Refusal refusal(const boost::system::error_code& error);

  boost::asio::ip::tcp::endpoint remote_;
  TlsStream stream_;
  boost::asio::steady_timer deadline_;
  bool timed_out_ = false;
  std::optional<std::expected<PeerIdentity, Refusal>> verdict_;  // on the peer's certificate
  std::string who_;                                              // as Refusal::who
};

}  // namespace wardlink::net
