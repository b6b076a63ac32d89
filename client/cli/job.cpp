#include "client/cli/job.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "client/cli/version.hpp"

namespace wardlink::cli {
namespace {

namespace asio = boost::asio;
using fmt::arg;

/// Within the 100 ms in which a person wants to see that something happens.
constexpr std::chrono::milliseconds patience{80};

}  // namespace

std::string client_name() { return "wardlink/" + std::string(version); }

asio::awaitable<link::Result<std::unique_ptr<link::Connection>>> connect(const Job& job) {
  asio::steady_timer notice(co_await asio::this_coro::executor, patience);
  const auto& hubs = job.settings.hubs.value;
  notice.async_wait([&job, &hubs](const boost::system::error_code& done) {
    if (!done) job.out.message(say(job.out.lang(), Say::waiting_for_hub, arg("hub", hubs.front().text())));
  });
  auto connection = co_await link::open_any(job.identity, hubs, 0, client_name(), job.deadline());
  notice.cancel();
  co_return connection;
}

asio::awaitable<link::Result<Names>> ask_names(link::Connection& connection, link::SteadyTime until) {
  v1::Query query;
  query.mutable_directory();
  auto result = co_await connection.ask(query, until);
  if (!result) co_return std::unexpected(result.error());
  if (!result->has_directory()) co_return Names();
  co_return Names(std::move(*result->mutable_directory()));
}

}  // namespace wardlink::cli
