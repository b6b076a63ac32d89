// What a connection keeps running: one reader, one writer and the heartbeat on a TLS socket.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "client/link/connection.hpp"
#include "client/link/protocol.hpp"
#include "client/link/signal.hpp"

namespace wardlink::link {

/// Its coroutines keep it alive until close() has ended them.
class Connection::Socket : public std::enable_shared_from_this<Connection::Socket> {
 public:
  Socket(const boost::asio::any_io_executor& executor, boost::asio::ssl::context& context, Endpoint endpoint);

  /// Up to the end of the TLS handshake.
  boost::asio::awaitable<Result<void>> connect(SteadyTime until);
  /// Begins reading, writing and the heartbeat, with the hello.
  void start(std::string_view client);
  /// At once, and this is why; the first reason stays.
  void end(Error error);
  void close();
  /// Tells the hub that we are going, where that takes no waiting; closes within farewell_max.
  void leave();

  /// The protocol has output.
  void flush() { output_.raise(); }
  /// Something arrived, was written or failed.
  boost::asio::awaitable<void> changed(SteadyTime until) { return changed_.wait(until); }

  [[nodiscard]] Protocol& protocol() { return *protocol_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] bool written() const { return !writing_ && !protocol_->has_output(); }
  [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }

 private:
  boost::asio::awaitable<Result<void>> shake_hands();
  boost::asio::awaitable<void> read();
  boost::asio::awaitable<void> write();
  boost::asio::awaitable<void> keep_time();
  boost::asio::awaitable<void> say_farewell();
  void spawn(boost::asio::awaitable<void> part);
  [[nodiscard]] Error explain(const boost::system::error_code& error) const;

  boost::asio::any_io_executor executor_;
  boost::asio::ip::tcp::resolver resolver_;
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
  const Endpoint endpoint_;
  std::optional<Protocol> protocol_;
  std::optional<Error> error_;
  bool writing_ = false;
  bool leaving_ = false;
  bool closed_ = false;
  Signal changed_;
  Signal output_;
  boost::asio::steady_timer ticker_;
};

}  // namespace wardlink::link
