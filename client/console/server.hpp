// HTTP/1.1 on loopback for the console's pages: bounded in everything, one thread's executor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>

#include "client/console/backend.hpp"
#include "client/console/guard.hpp"

namespace wardlink::console {

/// Its coroutines keep it alive; all of them end with the executor's context.
class Server : public std::enable_shared_from_this<Server> {
 public:
  struct Limits {
    std::uint32_t header_bytes = 16 * 1024;
    std::uint64_t body_bytes = std::uint64_t{256} * 1024;
    std::size_t connections = 64;
    std::size_t streams = 16;
    std::chrono::milliseconds request{10'000};  // from its first byte to its last; and for each piece that is sent
    std::chrono::milliseconds idle{60'000};     // between two requests
  };

  /// Listens on 127.0.0.1; `port` 0: any free one. Throws boost::system::system_error. `backend` outlives it.
  [[nodiscard]] static std::shared_ptr<Server> listen(boost::asio::any_io_executor executor, Backend& backend,
                                                      std::uint16_t port, Limits limits);
  [[nodiscard]] static std::shared_ptr<Server> listen(boost::asio::any_io_executor executor, Backend& backend,
                                                      std::uint16_t port) {
    return listen(std::move(executor), backend, port, Limits());
  }

  void start();
  [[nodiscard]] const Guard& guard() const { return guard_; }
  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  /// A coroutine ended with an exception: the console can be relied on no longer.
  std::function<void(std::exception_ptr)> on_fault;

 private:
  friend class Session;
  Server(boost::asio::any_io_executor executor, boost::asio::ip::tcp::acceptor acceptor, Backend& backend,
         Limits limits);
  boost::asio::awaitable<void> accept();
  void spawn(boost::asio::awaitable<void> part);

  boost::asio::any_io_executor executor_;
  boost::asio::ip::tcp::acceptor acceptor_;
  Backend& backend_;
  const Limits limits_;
  const Guard guard_;
  std::size_t connections_ = 0;
  std::size_t streams_ = 0;
};

}  // namespace wardlink::console
