#include "client/link/connection.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "client/link/socket.hpp"
#include "client/link/uuid.hpp"

namespace wardlink::link {
namespace {

namespace asio = boost::asio;
using Kind = Error::Kind;

bool passed(SteadyTime until) { return std::chrono::steady_clock::now() >= until; }

int telling(Kind kind) {
  switch (kind) {
    case Kind::identity_refused:
      return 3;
    case Kind::hub_untrusted:
    case Kind::not_served:
      return 2;
    case Kind::unreachable:
      return 0;
    default:
      return 1;
  }
}

}  // namespace

Connection::Connection(std::shared_ptr<Socket> socket) : socket_(std::move(socket)) {}
Connection::~Connection() { socket_->leave(); }

asio::awaitable<Result<std::unique_ptr<Connection>>> Connection::open(asio::ssl::context& context, Endpoint endpoint,
                                                                      std::string client, SteadyTime until) {
  const auto executor = co_await asio::this_coro::executor;
  const SteadyTime latest = std::min(until, std::chrono::steady_clock::now() + connect_max);
  std::unique_ptr<Connection> connection(
      new Connection(std::make_shared<Socket>(executor, context, std::move(endpoint))));
  Socket& socket = *connection->socket_;
  if (auto connected = co_await socket.connect(latest); !connected) co_return std::unexpected(connected.error());
  socket.start(client);
  for (;;) {
    if (socket.protocol().welcome()) co_return connection;
    if (socket.error()) co_return std::unexpected(*socket.error());
    if (passed(latest)) co_return fail(Kind::unreachable, "no welcome in time");
    co_await socket.changed(latest);
  }
}

const v1::Welcome& Connection::welcome() const { return *socket_->protocol().welcome(); }
const Endpoint& Connection::endpoint() const { return socket_->endpoint(); }
std::chrono::microseconds Connection::round_trip() const { return socket_->protocol().round_trip(); }

asio::awaitable<Result<v1::Receipt>> Connection::submit(const v1::Submit& submit, SteadyTime until) {
  if (auto sent = socket_->protocol().send(submit); !sent) co_return std::unexpected(sent.error());
  socket_->flush();
  for (;;) {
    if (auto receipt = socket_->protocol().take_receipt(submit.id())) co_return std::move(*receipt);
    if (socket_->error()) co_return std::unexpected(*socket_->error());
    if (passed(until)) co_return fail(Kind::timed_out);
    co_await socket_->changed(until);
  }
}

asio::awaitable<Result<v1::QueryResult>> Connection::ask(v1::Query query, SteadyTime until) {
  query.set_id(new_uuid_v7());
  if (auto sent = socket_->protocol().send(query); !sent) co_return std::unexpected(sent.error());
  socket_->flush();
  for (;;) {
    if (auto result = socket_->protocol().take_query_result(query.id())) co_return std::move(*result);
    if (socket_->error()) co_return std::unexpected(*socket_->error());
    if (passed(until)) co_return fail(Kind::timed_out);
    co_await socket_->changed(until);
  }
}

asio::awaitable<Result<v1::AdminResult>> Connection::ask(v1::Admin admin, SteadyTime until) {
  admin.set_id(new_uuid_v7());
  if (auto sent = socket_->protocol().send(admin); !sent) co_return std::unexpected(sent.error());
  socket_->flush();
  for (;;) {
    if (auto result = socket_->protocol().take_admin_result(admin.id())) co_return std::move(*result);
    if (socket_->error()) co_return std::unexpected(*socket_->error());
    if (passed(until)) co_return fail(Kind::timed_out);
    co_await socket_->changed(until);
  }
}

Result<void> Connection::subscribe(const v1::Subscribe& subscribe) {
  auto sent = socket_->protocol().send(subscribe);
  socket_->flush();
  return sent;
}

asio::awaitable<Result<std::vector<v1::HubFrame>>> Connection::feed(SteadyTime until) {
  for (;;) {
    if (socket_->protocol().has_feed()) co_return socket_->protocol().take_feed();
    if (socket_->error()) co_return std::unexpected(*socket_->error());
    if (passed(until)) co_return fail(Kind::timed_out);
    co_await socket_->changed(until);
  }
}

void Connection::acknowledge(std::uint64_t seq) {
  socket_->protocol().acknowledge(seq);
  socket_->flush();
}

void Connection::give_up(Error why) { socket_->end(std::move(why)); }
const std::optional<Error>& Connection::error() const { return socket_->error(); }

asio::awaitable<Result<void>> Connection::drain(SteadyTime until) {
  for (;;) {
    if (socket_->written()) co_return Result<void>{};
    if (socket_->error()) co_return std::unexpected(*socket_->error());
    if (passed(until)) co_return fail(Kind::timed_out);
    co_await socket_->changed(until);
  }
}

asio::awaitable<Result<std::unique_ptr<Connection>>> open_any(asio::ssl::context& context,
                                                              const std::vector<Endpoint>& hubs, std::size_t first,
                                                              std::string client, SteadyTime until) {
  Error most{Kind::unreachable, "no hub is configured"};
  for (std::size_t i = 0; i < hubs.size(); ++i) {
    const Endpoint& hub = hubs[(first + i) % hubs.size()];
    auto connection = co_await Connection::open(context, hub, client, until);
    if (connection) co_return connection;
    Error error = std::move(connection.error());
    error.detail = hub.text() + ": " + error.detail;
    if (i == 0 || telling(error.kind) > telling(most.kind)) most = std::move(error);
    if (passed(until)) break;
  }
  co_return std::unexpected(std::move(most));
}

}  // namespace wardlink::link
