// What a running hub says of itself while a test goes on.
#pragma once

#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "tests/support/http_get.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {

/// Asks until it holds; std::runtime_error after half a minute.
inline void await(const std::string& what, const std::function<bool()>& holds) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("not within half a minute: " + what);
  }
}

/// A sample of /metrics by its name and labels as they stand there; 0 where there is none.
inline double metric(const World& world, const std::string& sample) {
  const std::string text = '\n' + support::http_get(world.operator_port(), "/metrics").body;
  const auto at = text.find('\n' + sample + ' ');
  return at == std::string::npos ? 0 : std::atof(text.c_str() + at + sample.size() + 2);
}

/// For what is counted after a peer has seen it: the test may look in between.
inline void await_metric(const World& world, const std::string& sample, double value) {
  await(sample, [&] { return metric(world, sample) == value; });
}

inline std::size_t times_in_log(const World& world, const std::string& what) {
  const std::string log = world.log();
  std::size_t times = 0;
  for (auto at = log.find(what); at != std::string::npos; at = log.find(what, at + 1)) ++times;
  return times;
}

/// SIGHUP, until the hub has said what came of it. True: taken over.
inline bool reload(const World& world) {
  const auto taken = [&] { return times_in_log(world, "event=reloaded"); };
  const auto refused = [&] { return times_in_log(world, "event=reload_refused"); };
  const auto taken_before = taken();
  const auto refused_before = refused();
  world.hub().signal(SIGHUP);
  await("a reload", [&] { return taken() + refused() > taken_before + refused_before; });
  return taken() > taken_before;
}

}  // namespace wardlink::system_test
