#include "client/link/watcher.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace wardlink::link {
namespace {

namespace asio = boost::asio;
using Kind = Error::Kind;

}  // namespace

Watcher::Watcher(asio::ssl::context& context, Options options, WatchObserver& observer)
    : context_(context), options_(std::move(options)), observer_(observer), random_(std::random_device{}()) {
  if (options_.after_seq) feed_ = Feed(*options_.after_seq);
}

bool Watcher::final(const Error& error) const {
  switch (error.kind) {
    case Kind::identity_refused:
    case Kind::not_served:
    case Kind::ahead:
    case Kind::wrong_epoch:
      return true;
    case Kind::hub_untrusted:
      return !welcomed_;
    default:
      return false;
  }
}

asio::awaitable<Result<void>> Watcher::run() {
  asio::steady_timer pause(co_await asio::this_coro::executor);
  for (;;) {
    Result<void> ended;
    {
      auto connection = co_await open_any(context_, options_.hubs, hub_, options_.client, SteadyTime::max());
      if (connection) {
        welcomed_ = true;
        ended = co_await follow(**connection);
        if (ended) co_return ended;
      } else {
        ended = std::unexpected(connection.error());
      }
    }
    if (final(ended.error())) co_return ended;
    if (ended.error().kind == Kind::gap) feed_.start_afresh();
    if (ended.error().kind != Kind::gap) hub_ = (hub_ + 1) % options_.hubs.size();
    const double jitter = std::uniform_real_distribution<double>(0, 1)(random_);
    const auto retry_in = backoff_.next(jitter);
    observer_.lost(ended.error(), retry_in);
    pause.expires_after(retry_in);
    co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<Result<void>> Watcher::follow(Connection& connection) {
  constexpr std::chrono::seconds drain_max{2};
  if (auto ready = co_await observer_.welcomed(connection); !ready) co_return ready;
  if (auto asked = connection.subscribe(feed_.subscribe(connection.welcome())); !asked) co_return asked;
  std::uint64_t acknowledged = 0;  // in this session
  for (;;) {
    const auto frames = co_await connection.feed(observer_.idle_until());
    if (!frames) {
      if (frames.error().kind == Kind::timed_out) co_return Result<void>{};
      co_return std::unexpected(frames.error());
    }
    Result<void> fits;
    bool more = true;
    for (auto frame = frames->begin(); more && frame != frames->end(); ++frame) {
      fits = feed_.take(*frame);
      if (!fits) break;
      more = observer_.take(*frame);
    }
    observer_.flush();
    if (feed_.caught_up()) backoff_.reset();
    if (feed_.may_acknowledge() > acknowledged) {
      acknowledged = feed_.may_acknowledge();
      connection.acknowledge(acknowledged);
    }
    if (!more) {
      // Best effort: what was not acknowledged is only sent once more.
      (void)co_await connection.drain(std::chrono::steady_clock::now() + drain_max);
      co_return Result<void>{};
    }
    if (!fits) co_return fits;
  }
}

}  // namespace wardlink::link
