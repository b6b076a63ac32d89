// A ward's station as the demo sees it: a real `wardlink watch`, and what it printed.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/deployment.hpp"
#include "wardlink/v1/event.pb.h"

namespace wardlink::demo {

struct Received {
  v1::Event event;
  support::Clock::time_point at;  // when the line of it was read
};

class Station {
 public:
  /// Returns when it has all there is. Throws std::runtime_error when it does not come to that.
  Station(const support::Deployment& deployment, std::string ward);

  [[nodiscard]] const std::string& ward() const { return ward_; }

  using Wanted = std::function<bool(const v1::Event&)>;
  /// The first event from number `from` on that is wanted. Throws std::runtime_error when none comes within 15 s;
  /// `what` says in words what was waited for.
  const Received& await(std::size_t from, const std::string& what, const Wanted& wanted);
  /// When it had caught up for the `time`-th time (from 1): once a link to the hub. Throws as above.
  support::Clock::time_point await_caught_up(std::size_t time);
  /// All it has received until now, in order.
  [[nodiscard]] const std::vector<Received>& events();

 private:
  /// Takes the next line, if it comes in time.
  bool take(std::chrono::milliseconds timeout);

  std::string ward_;
  support::Process watch_;
  std::size_t lines_ = 0;
  std::vector<support::Clock::time_point> caught_up_;  // once for each time it reached the hub
  std::vector<Received> events_;
};

}  // namespace wardlink::demo
