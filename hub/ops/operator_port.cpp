#include "hub/ops/operator_port.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <exception>

#include "hub/ops/address.hpp"
#include "hub/ops/log.hpp"

namespace wardlink::ops {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t header_bytes_max = 8 * 1024;
constexpr std::chrono::milliseconds accept_pause{100};

using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;

void report(const char* what, const std::exception_ptr& failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    Line(what, Level::error).field("error", error.what());
  }
}

}  // namespace

class OperatorPort::Server {
 public:
  Server(asio::ip::tcp::acceptor acceptor, const Metrics& metrics, const Health& health)
      : acceptor_(std::move(acceptor)), metrics_(metrics), health_(health) {}

  void start() {
    asio::co_spawn(acceptor_.get_executor(), accept(),
                   [](const std::exception_ptr& failure) { report("operator_port_failed", failure); });
  }

 private:
  asio::awaitable<void> accept() {
    asio::steady_timer pause(acceptor_.get_executor());
    for (;;) {
      auto [error, socket] = co_await acceptor_.async_accept(no_throw);
      if (error == asio::error::operation_aborted) co_return;
      if (error) {
        pause.expires_after(accept_pause);
        co_await pause.async_wait(no_throw);
        continue;
      }
      if (connections_ == connections_max) continue;
      ++connections_;
      asio::co_spawn(acceptor_.get_executor(), serve(beast::tcp_stream(std::move(socket))),
                     [this](const std::exception_ptr& failure) {
                       --connections_;
                       report("operator_request_failed", failure);
                     });
    }
  }

  asio::awaitable<void> serve(beast::tcp_stream stream) {
    beast::flat_buffer buffer(header_bytes_max);
    for (;;) {
      http::request_parser<http::empty_body> parser;
      parser.header_limit(header_bytes_max);
      stream.expires_after(request_max);
      if (const auto [error, bytes] = co_await http::async_read(stream, buffer, parser, no_throw); error) co_return;
      Response response = answer(parser.get());
      stream.expires_after(request_max);
      if (const auto [error, bytes] = co_await http::async_write(stream, response, no_throw); error) co_return;
      if (!response.keep_alive()) co_return;
    }
  }

  Response answer(const Request& request) const {
    Response response(http::status::ok, request.version());
    response.set(http::field::content_type, "text/plain; charset=utf-8");
    response.set(http::field::cache_control, "no-store");
    response.keep_alive(request.keep_alive());
    if (request.method() != http::verb::get && request.method() != http::verb::head) {
      response.result(http::status::method_not_allowed);
      response.set(http::field::allow, "GET, HEAD");
      response.body() = "Only GET and HEAD.\n";
    } else if (request.target() == "/metrics") {
      response.set(http::field::content_type, "text/plain; version=0.0.4; charset=utf-8");
      response.body() = metrics_.text();
    } else if (request.target() == "/healthz") {
      const bool alive = health_.alive();
      if (!alive) response.result(http::status::service_unavailable);
      response.body() = alive ? "alive\n" : "the core has been silent for too long\n";
    } else if (request.target() == "/readyz") {
      const std::string fault = not_ready();
      if (!fault.empty()) response.result(http::status::service_unavailable);
      response.body() = fault.empty() ? "ready\n" : fault + "\n";
      if (health_.crl_expired) response.body() += "the revocation list has expired: renew it\n";
    } else {
      response.result(http::status::not_found);
      response.body() = "There are /metrics, /healthz and /readyz.\n";
    }
    response.prepare_payload();
    if (request.method() == http::verb::head) response.body().clear();
    return response;
  }

  std::string not_ready() const {
    if (!health_.alive()) return "the core has been silent for too long";
    if (!health_.serving) return "not serving";
    if (!health_.admitting) return "new peers are refused: the revocation list cannot be used";
    if (!health_.durable) return "the disk is full";
    return "";
  }

  asio::ip::tcp::acceptor acceptor_;
  const Metrics& metrics_;
  const Health& health_;
  std::size_t connections_ = 0;
};

std::expected<std::unique_ptr<OperatorPort>, std::string> OperatorPort::open(const asio::ip::tcp::endpoint& at,
                                                                             const Metrics& metrics,
                                                                             const Health& health) {
  auto port = std::make_unique<OperatorPort>();
  asio::ip::tcp::acceptor acceptor(port->io_);
  boost::system::error_code error;
  acceptor.open(at.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(at, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return std::unexpected(fmt::format("cannot listen on the operator port {}: {}", to_string(at), error.message()));
  }
  port->local_ = acceptor.local_endpoint();
  port->server_ = std::make_unique<Server>(std::move(acceptor), metrics, health);
  port->server_->start();
  port->thread_ = std::thread([io = &port->io_] { io->run(); });
  return port;
}

OperatorPort::~OperatorPort() {
  io_.stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace wardlink::ops
