// One coroutine waits until another says that something has changed.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "client/link/clock.hpp"

namespace wardlink::link {

/// Look first, then wait: a raise() while nobody waits is forgotten. One waiter, one thread.
class Signal {
 public:
  explicit Signal(const boost::asio::any_io_executor& executor) : timer_(executor) {}

  void raise() { timer_.cancel(); }
  /// Until raise() or `until`; may return early.
  boost::asio::awaitable<void> wait(SteadyTime until = SteadyTime::max()) {
    timer_.expires_at(until);
    co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }

 private:
  boost::asio::steady_timer timer_;
};

}  // namespace wardlink::link
