// What happens, line by line, when one seed is replayed.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <utility>

#include "tests/sim/virtual_time.hpp"

namespace wardlink::sim {

struct Trace {
  static inline bool on = false;
};

template <typename... Arguments>
void trace(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
  if (!Trace::on) return;
  const double seconds = std::chrono::duration<double>(VirtualTime::passed).count();
  fmt::print("{:11.6f} {}\n", seconds, fmt::format(text, std::forward<Arguments>(arguments)...));
}

}  // namespace wardlink::sim
