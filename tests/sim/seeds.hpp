// Many seeds, shared out among processes.
#pragma once

#include <cstdint>
#include <string>

namespace wardlink::sim {

struct Run {
  std::string program;  // for the command that replays a seed
  std::uint64_t first = 1;
  std::uint64_t seeds = 1000;
  double minutes = 0;  // 0: no limit
  unsigned jobs = 1;
};

/// True: a seed broke a rule, and which is printed. Each process of its own stops at the first it finds.
[[nodiscard]] bool play(const Run& run);

}  // namespace wardlink::sim
