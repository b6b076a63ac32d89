// What is going to happen, in order of time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "tests/sim/virtual_time.hpp"

namespace wardlink::sim {

/// What falls on one instant happens in the order it was said. Whoever held the clock up (a slow disk) makes the rest
/// late, never lost.
class Timeline {
 public:
  using Action = std::function<void()>;

  void at(Duration time, Action action) {
    events_.push_back({time, ++said_, std::move(action)});
    std::ranges::push_heap(events_, later);
  }
  void after(Duration delay, Action action) { at(VirtualTime::passed + delay, std::move(action)); }

  [[nodiscard]] bool empty() const { return events_.empty(); }
  [[nodiscard]] Duration next() const { return events_.front().time; }
  /// Moves the clock to the next event and lets it happen.
  void step() {
    std::ranges::pop_heap(events_, later);
    const Event event = std::move(events_.back());
    events_.pop_back();
    VirtualTime::passed = std::max(VirtualTime::passed, event.time);
    event.action();
  }

 private:
  struct Event {
    Duration time;
    std::uint64_t order;
    Action action;
  };
  static bool later(const Event& a, const Event& b) { return std::pair(a.time, a.order) > std::pair(b.time, b.order); }

  std::vector<Event> events_;
  std::uint64_t said_ = 0;
};

}  // namespace wardlink::sim
