// Lets peers in: accepts within the limits, does the handshake within its deadline, reads the peer's identity, and
// hands over a session. Whoever is turned away is reported with the reason.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "hub/base/limits.hpp"
#include "hub/net/connection_limits.hpp"
#include "hub/net/handshake.hpp"
#include "hub/net/session.hpp"
#include "hub/net/tls_context.hpp"

namespace wardlink::net {

struct ListenerOptions {
  boost::asio::ip::tcp::endpoint endpoint{};  // port 0: the kernel picks one
  ConnectionLimits::Maxima maxima{};
  std::chrono::milliseconds handshake_max = base::limits::handshake_max;
  SessionOptions session{};
};

/// Both are called on the listener's executor.
struct ListenerCallbacks {
  /// To be started (Session::start) or dropped, which closes it.
  std::function<void(std::shared_ptr<Session>)> on_session;
  std::function<void(const Refusal&, const boost::asio::ip::tcp::endpoint& peer)> on_refused;
};

/// One thread at a time, on its executor. Sessions run on the same one.
class Listener : public std::enable_shared_from_this<Listener> {
 public:
  /// Binds and listens; accepts from start() on. The error is a sentence that names the address. Makes the process
  /// ignore SIGPIPE: OpenSSL writes to its sockets without a way to say so for each.
  [[nodiscard]] static std::expected<std::shared_ptr<Listener>, std::string> open(
      boost::asio::any_io_executor executor, ListenerOptions options, std::shared_ptr<const ServerContext> context,
      ListenerCallbacks callbacks);

  void start();
  [[nodiscard]] boost::asio::ip::tcp::endpoint local_endpoint() const { return local_; }
  /// For the handshakes that begin from now on.
  void set_context(std::shared_ptr<const ServerContext> context);
  /// Turns every new peer away, and those in their handshake, until the next set_context().
  void refuse_new(Refusal why);
  /// Accepted ones, in their handshake or in session.
  [[nodiscard]] std::size_t connections() const { return limits_->connections(); }
  /// No further connection; handshakes under way are abandoned, sessions go on.
  void close();

 private:
  Listener(boost::asio::ip::tcp::acceptor acceptor, ListenerOptions options,
           std::shared_ptr<const ServerContext> context, ListenerCallbacks callbacks);
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> receive(std::shared_ptr<Handshake> handshake, ConnectionLimits::Place place);
  void spawn(boost::asio::awaitable<void> part);
  void admit(boost::asio::ip::tcp::socket socket);

  boost::asio::ip::tcp::acceptor acceptor_;
  const boost::asio::ip::tcp::endpoint local_;
  const ListenerOptions options_;
  std::shared_ptr<const ServerContext> context_;
  std::optional<Refusal> refusing_;
  const ListenerCallbacks callbacks_;
  std::shared_ptr<ConnectionLimits> limits_;
  std::unordered_set<std::shared_ptr<Handshake>> handshakes_;
  boost::asio::steady_timer pause_;  // before accepting again when the process is out of descriptors
};

}  // namespace wardlink::net
