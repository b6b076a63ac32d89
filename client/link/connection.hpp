// A session with a hub: the protocol on its TLS socket. Everything on one thread's executor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/link/clock.hpp"
#include "client/link/endpoint.hpp"
#include "client/link/error.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::link {

/// How long one hub may take from the first packet to its welcome.
inline constexpr std::chrono::milliseconds connect_max{5000};

/// Open from open() until it fails or is destroyed (the executor then runs on for the TLS farewell, half a second at
/// most); heartbeats go by themselves. Any number of coroutines may ask, one may feed. Every
/// call that waits gives the session's error once it has one, and timed_out at `until`.
class Connection {
 public:
  /// Resolves, connects, shakes hands, says hello and waits for the welcome; at most connect_max. `context` outlives
  /// the connection.
  [[nodiscard]] static boost::asio::awaitable<Result<std::unique_ptr<Connection>>> open(
      boost::asio::ssl::context& context, Endpoint endpoint, std::string client, SteadyTime until);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] const v1::Welcome& welcome() const;
  [[nodiscard]] const Endpoint& endpoint() const;
  /// Of the last answered heartbeat; zero before.
  [[nodiscard]] std::chrono::microseconds round_trip() const;

  [[nodiscard]] boost::asio::awaitable<Result<v1::Receipt>> submit(const v1::Submit& submit, SteadyTime until);
  /// The id is filled in.
  [[nodiscard]] boost::asio::awaitable<Result<v1::QueryResult>> ask(v1::Query query, SteadyTime until);
  [[nodiscard]] boost::asio::awaitable<Result<v1::AdminResult>> ask(v1::Admin admin, SteadyTime until);

  /// Once.
  [[nodiscard]] Result<void> subscribe(const v1::Subscribe& subscribe);
  /// What came since the last call, at least one frame; all that came before a failure is handed out before it.
  [[nodiscard]] boost::asio::awaitable<Result<std::vector<v1::HubFrame>>> feed(SteadyTime until);
  void acknowledge(std::uint64_t seq);
  /// Ends the session from our side: whoever waits gets this error.
  void give_up(Error why);
  [[nodiscard]] const std::optional<Error>& error() const;
  /// Until everything queued is with the operating system.
  [[nodiscard]] boost::asio::awaitable<Result<void>> drain(SteadyTime until);

 private:
  class Socket;
  explicit Connection(std::shared_ptr<Socket> socket);

  std::shared_ptr<Socket> socket_;
};

/// Tries each once, in this order beginning at `first`; the first that welcomes us. Else the error that tells most:
/// one about certificates before one about the network.
[[nodiscard]] boost::asio::awaitable<Result<std::unique_ptr<Connection>>> open_any(boost::asio::ssl::context& context,
                                                                                   const std::vector<Endpoint>& hubs,
                                                                                   std::size_t first,
                                                                                   std::string client,
                                                                                   SteadyTime until);

}  // namespace wardlink::link
