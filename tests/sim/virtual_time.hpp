// The simulation's one clock. Linked into the simulator, it takes the place of every clock the program could ask:
// steady_clock and system_clock answer with it (virtual_time.cpp).
#pragma once

#include <chrono>
#include <cstdint>

namespace wardlink::sim {

using Duration = std::chrono::microseconds;
using Steady = std::chrono::steady_clock::time_point;
using Wall = std::chrono::sys_time<Duration>;

struct VirtualTime {
  /// A Tuesday at dusk, an hour and a half before midnight in the cluster.
  static constexpr Wall start{std::chrono::seconds{1'790'695'800}};

  static Duration passed;       // since the seed began
  static Duration hub_wall_by;  // how far the hub machine's wall clock is off

  static void reset();
  static Steady steady() { return Steady(std::chrono::hours{1} + passed); }
  static Wall wall() { return start + passed; }
};

}  // namespace wardlink::sim
