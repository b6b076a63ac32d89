// OpenSSL directly on a non-blocking socket. An idle connection holds no buffers this way (about 24 KB in all, against
// nearly 90 through Asio's own stream), and closing is one call.
#pragma once

#include <openssl/ssl.h>

#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string_view>

#include "hub/net/tls_context.hpp"

namespace wardlink::net {

/// Every call returns at once. One thread at a time; one read and one write may wait for the socket side by side.
class TlsStream {
 public:
  enum class Wait { none, read, write };
  /// Not done: either the socket must become readable or writable first (then call again), or `error` says why it
  /// never will be; asio::error::eof is the peer's orderly end.
  struct Obstacle {
    Wait wait = Wait::none;
    boost::system::error_code error;
  };

  /// Takes the server's side of a connected socket.
  TlsStream(boost::asio::ip::tcp::socket socket, std::shared_ptr<const ServerContext> context);

  [[nodiscard]] std::expected<void, Obstacle> handshake();
  /// At least one byte.
  [[nodiscard]] std::expected<std::size_t, Obstacle> read(std::span<char> into);
  /// At least one byte, at most one TLS record. What was not taken must be the beginning of the next call's bytes.
  [[nodiscard]] std::expected<std::size_t, Obstacle> write(std::string_view bytes);
  /// True: a read may succeed without waiting for the socket.
  [[nodiscard]] bool has_pending() const { return SSL_has_pending(ssl_.get()) == 1; }
  /// Tells the peer that nothing more comes, as far as that goes without waiting. Reading goes on.
  void end_writing();
  void close();

  [[nodiscard]] boost::asio::ip::tcp::socket& socket() { return socket_; }
  [[nodiscard]] SSL* native() { return ssl_.get(); }

 private:
  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  Obstacle obstacle(int result);

  boost::asio::ip::tcp::socket socket_;
  std::shared_ptr<const ServerContext> context_;
  std::unique_ptr<SSL, Free> ssl_;
};

}  // namespace wardlink::net
