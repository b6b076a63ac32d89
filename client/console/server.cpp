#include "client/console/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "client/console/session.hpp"

namespace wardlink::console {

namespace asio = boost::asio;
using asio::ip::tcp;

std::shared_ptr<Server> Server::listen(asio::any_io_executor executor, Backend& backend, std::uint16_t port,
                                       Limits limits) {
  // An acceptor from an endpoint sets SO_REUSEADDR: a restart finds its port again.
  tcp::acceptor acceptor(executor, tcp::endpoint(asio::ip::address_v4::loopback(), port));
  return std::shared_ptr<Server>(new Server(std::move(executor), std::move(acceptor), backend, limits));
}

Server::Server(asio::any_io_executor executor, tcp::acceptor acceptor, Backend& backend, Limits limits)
    : executor_(std::move(executor)),
      acceptor_(std::move(acceptor)),
      backend_(backend),
      limits_(limits),
      guard_(acceptor_.local_endpoint().port(), new_token()) {}

void Server::start() { spawn(accept()); }

void Server::spawn(asio::awaitable<void> part) {
  asio::co_spawn(executor_, std::move(part), [self = shared_from_this()](const std::exception_ptr& thrown) {
    if (thrown && self->on_fault) self->on_fault(thrown);
  });
}

asio::awaitable<void> Server::accept() {
  constexpr std::chrono::milliseconds breath{100};
  for (;;) {
    auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
    if (error) {
      // Out of descriptors, most likely: those of others' ends come back.
      asio::steady_timer timer(executor_, breath);
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    if (connections_ >= limits_.connections) continue;
    ++connections_;
    const auto session = std::make_shared<Session>(shared_from_this(), std::move(socket));
    asio::co_spawn(executor_, session->run(), [self = shared_from_this(), session](const std::exception_ptr& thrown) {
      --self->connections_;
      if (thrown && self->on_fault) self->on_fault(thrown);
    });
  }
}

}  // namespace wardlink::console
