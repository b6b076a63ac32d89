// One end of a TLS connection that costs as little as OpenSSL lets it: the bench must not be what is measured.
#pragma once

#include <openssl/ssl.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "proto/framing.hpp"

namespace wardlink::bench {

/// On a non-blocking socket, to be watched edge by edge: at every edge receive() and flush(), which also shake hands.
/// Many records are read with one call; what gathered in output() fills records. Errors: std::runtime_error.
class TlsChannel {
 public:
  enum class Side { client, server };

  /// Owns `socket`. `context` outlives the channel.
  TlsChannel(SSL_CTX* context, int socket, Side side);
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;
  ~TlsChannel();

  [[nodiscard]] int socket() const { return socket_; }
  /// Frames to be sent are appended here and go with flush().
  [[nodiscard]] std::string& output() { return output_; }
  void flush();
  /// Each frame that has arrived. False: the peer has ended the connection.
  [[nodiscard]] bool receive(const std::function<void(std::string_view frame)>& on_frame);

 private:
  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  /// False: it must wait for the socket; an error is thrown.
  void expect_waiting(int result, const char* doing) const;

  int socket_;
  std::unique_ptr<SSL, Free> ssl_;
  proto::FrameReader frames_;
  std::string input_;
  std::string output_;
  std::size_t flushed_bytes_ = 0;  // of output_
};

/// A non-blocking connection to a port of loopback, TCP_NODELAY.
[[nodiscard]] int connect_to_loopback(std::uint16_t port);

}  // namespace wardlink::bench
