// What stands at the other end of a link under test: a real TLS listener on loopback that plays a script, one step a
// session.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "client/link/endpoint.hpp"
#include "proto/framing.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::link::test {

namespace asio = boost::asio;
using asio::ip::tcp;

/// One accepted session.
class Play {
 public:
  Play(tcp::socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}

  /// The handshake, hello, and the welcome in answer.
  asio::awaitable<void> greet(const std::string& epoch = "e1") {
    co_await stream_.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
    if (!(co_await hear()).has_hello()) throw std::runtime_error("hello comes first");
    v1::HubFrame frame;
    auto& welcome = *frame.mutable_welcome();
    welcome.set_epoch(epoch);
    welcome.set_frame_bytes_max(65536);
    welcome.set_heartbeat_ms(2000);
    welcome.mutable_identity()->set_ward("quan-hoa");
    co_await say(frame);
    if (!(co_await hear()).has_ping()) throw std::runtime_error("the first ping comes at once");
  }

  /// The next frame that is no heartbeat, but for the first.
  asio::awaitable<v1::ClientFrame> hear() {
    for (;;) {
      if (const auto frame = reader_.next(received_); frame && *frame) {
        v1::ClientFrame heard;
        if (!heard.ParseFromString(std::string(**frame))) throw std::runtime_error("not a frame");
        const bool heartbeat = heard.has_ping() && pinged_;
        pinged_ = pinged_ || heard.has_ping();
        if (!heartbeat) co_return heard;
        continue;
      }
      const std::size_t bytes = co_await stream_.async_read_some(asio::buffer(buffer_), asio::use_awaitable);
      received_ = {buffer_.data(), bytes};
    }
  }

  asio::awaitable<void> say(v1::HubFrame frame) {
    std::string bytes;
    proto::append_frame(bytes, frame);
    co_await asio::async_write(stream_, asio::buffer(bytes), asio::use_awaitable);
  }

  /// Until the client goes.
  asio::awaitable<void> until_gone() {
    for (;;) {
      const auto [error, bytes] =
          co_await stream_.async_read_some(asio::buffer(buffer_), asio::as_tuple(asio::use_awaitable));
      if (error) co_return;
    }
  }

 private:
  asio::ssl::stream<tcp::socket> stream_;
  proto::FrameReader reader_{65536};
  std::vector<char> buffer_ = std::vector<char>(65536);
  std::string_view received_;
  bool pinged_ = false;
};

class ScriptedHub {
 public:
  using Step = std::function<asio::awaitable<void>(Play&)>;

  /// `identity`: cert.pem, key.pem, ca.pem. Each session that comes plays the next step; the listener closes with the
  /// last. What a step throws, failed() gives back.
  ScriptedHub(asio::io_context& context, const std::filesystem::path& identity, std::vector<Step> steps)
      : listener_(context, {asio::ip::address_v4::loopback(), 0}),
        tls_(asio::ssl::context::tls_server),
        steps_(std::move(steps)) {
    tls_.use_certificate_chain_file((identity / "cert.pem").string());
    tls_.use_private_key_file((identity / "key.pem").string(), asio::ssl::context::pem);
    tls_.load_verify_file((identity / "ca.pem").string());
    tls_.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
    SSL_CTX_set_alpn_select_cb(
        tls_.native_handle(),
        [](SSL*, const unsigned char** out, unsigned char* length, const unsigned char* in, unsigned int, void*) {
          *out = in + 1;
          *length = in[0];
          return SSL_TLSEXT_ERR_OK;
        },
        nullptr);
    asio::co_spawn(context, run(), [this](const std::exception_ptr& thrown) { thrown_ = thrown; });
  }

  [[nodiscard]] Endpoint endpoint(const std::string& host = "127.0.0.1") const {
    return {host, listener_.local_endpoint().port()};
  }
  [[nodiscard]] std::string failed() const {
    try {
      if (thrown_) std::rethrow_exception(thrown_);
    } catch (const std::exception& fault) {
      return fault.what();
    }
    return {};
  }
  [[nodiscard]] std::size_t steps_played() const { return played_; }

 private:
  asio::awaitable<void> run() {
    for (const Step& step : steps_) {
      tcp::socket socket = co_await listener_.async_accept(asio::use_awaitable);
      Play play(std::move(socket), tls_);
      co_await step(play);
      ++played_;
    }
    listener_.close();
  }

  tcp::acceptor listener_;
  asio::ssl::context tls_;
  const std::vector<Step> steps_;
  std::size_t played_ = 0;
  std::exception_ptr thrown_;
};

}  // namespace wardlink::link::test
