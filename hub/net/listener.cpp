#include "hub/net/listener.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <exception>

namespace wardlink::net {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);
constexpr std::chrono::milliseconds out_of_descriptors_pause{100};

error_code bind_and_listen(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
  error_code error;
  if (acceptor.open(endpoint.protocol(), error); error) return error;
  if (acceptor.set_option(tcp::acceptor::reuse_address(true), error); error) return error;
  if (acceptor.bind(endpoint, error); error) return error;
  acceptor.listen(tcp::acceptor::max_listen_connections, error);
  return error;
}

}  // namespace

std::expected<std::shared_ptr<Listener>, std::string> Listener::open(boost::asio::any_io_executor executor,
                                                                     ListenerOptions options,
                                                                     std::shared_ptr<const ServerContext> context,
                                                                     ListenerCallbacks callbacks) {
  std::signal(SIGPIPE, SIG_IGN);
  tcp::acceptor acceptor(executor);
  if (const auto error = bind_and_listen(acceptor, options.endpoint); error) {
    return std::unexpected(fmt::format("cannot listen on {}:{}: {}", options.endpoint.address().to_string(),
                                       options.endpoint.port(), error.message()));
  }
  return std::shared_ptr<Listener>(
      new Listener(std::move(acceptor), std::move(options), std::move(context), std::move(callbacks)));
}

Listener::Listener(tcp::acceptor acceptor, ListenerOptions options, std::shared_ptr<const ServerContext> context,
                   ListenerCallbacks callbacks)
    : acceptor_(std::move(acceptor)),
      local_(acceptor_.local_endpoint()),
      options_(std::move(options)),
      context_(std::move(context)),
      callbacks_(std::move(callbacks)),
      limits_(std::make_shared<ConnectionLimits>(options_.maxima)),
      pause_(acceptor_.get_executor()) {}

void Listener::start() { spawn(accept()); }

/// The parts use `this`: what is called at their end keeps it alive for as long as they run.
void Listener::spawn(boost::asio::awaitable<void> part) {
  boost::asio::co_spawn(acceptor_.get_executor(), std::move(part),
                        [self = shared_from_this()](std::exception_ptr failure) {
                          if (failure) std::rethrow_exception(failure);
                        });
}

void Listener::set_context(std::shared_ptr<const ServerContext> context) {
  context_ = std::move(context);
  refusing_.reset();
}

void Listener::refuse_new(Refusal why) { refusing_ = std::move(why); }

void Listener::close() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  for (const auto& handshake : handshakes_) handshake->abandon();
}

boost::asio::awaitable<void> Listener::accept() {
  while (acceptor_.is_open()) {
    // Were the executor a pool of threads, each socket would be given a strand of its own here.
    auto [error, socket] = co_await acceptor_.async_accept(as_result);
    if (!acceptor_.is_open()) break;
    if (!error) {
      admit(std::move(socket));
    } else if (error != boost::asio::error::connection_aborted) {
      callbacks_.on_refused({RefusalReason::capacity, "cannot accept: " + error.message()}, {});
      pause_.expires_after(out_of_descriptors_pause);
      co_await pause_.async_wait(as_result);
    }
  }
}

void Listener::admit(tcp::socket socket) {
  error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;  // gone already
  if (refusing_) return callbacks_.on_refused(*refusing_, remote);
  socket.set_option(tcp::no_delay(true), error);
  auto place = limits_->admit(remote.address());
  if (!place) return callbacks_.on_refused({RefusalReason::capacity, "a limit on connections is reached"}, remote);
  auto handshake = std::make_shared<Handshake>(std::move(socket), context_);
  spawn(receive(std::move(handshake), std::move(*place)));
}

boost::asio::awaitable<void> Listener::receive(std::shared_ptr<Handshake> handshake, ConnectionLimits::Place place) {
  handshakes_.insert(handshake);
  auto peer = co_await handshake->run(options_.handshake_max);
  if (acceptor_.is_open()) {
    if (peer && refusing_) peer = std::unexpected(*refusing_);
    if (peer) {
      place.handshake_done();
      callbacks_.on_session(std::make_shared<Session>(handshake->take_stream(), std::move(*peer), handshake->remote(),
                                                      std::move(place), options_.session));
    } else {
      callbacks_.on_refused(peer.error(), handshake->remote());
      co_await handshake->linger();
    }
  }
  handshakes_.erase(handshake);
}

}  // namespace wardlink::net
