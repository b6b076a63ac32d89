// Coroutines wait until another says that something has changed.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iterator>
#include <list>

#include "client/link/clock.hpp"

namespace wardlink::link {

/// Look first, then wait: a raise() while nobody waits is forgotten. Any number of waiters, one thread.
class Signal {
 public:
  explicit Signal(const boost::asio::any_io_executor& executor) : executor_(executor) {}
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  void raise() {
    for (auto& waiter : waiters_) waiter.cancel();
  }
  /// Until raise() or `until`; may return early. The signal must outlive the wait.
  boost::asio::awaitable<void> wait(SteadyTime until = SteadyTime::max()) {
    waiters_.emplace_back(executor_, until);
    const auto waiter = std::prev(waiters_.end());
    co_await waiter->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    waiters_.erase(waiter);
  }

 private:
  boost::asio::any_io_executor executor_;
  std::list<boost::asio::steady_timer> waiters_;
};

}  // namespace wardlink::link
