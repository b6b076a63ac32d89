#include "tests/sim/virtual_time.hpp"

namespace wardlink::sim {

Duration VirtualTime::passed{};
Duration VirtualTime::hub_wall_by{};

void VirtualTime::reset() {
  passed = {};
  hub_wall_by = {};
}

}  // namespace wardlink::sim

// The linker takes these before those of the C++ library, for everything in the program: nothing can ask for real time.
namespace std::chrono {

steady_clock::time_point steady_clock::now() noexcept { return wardlink::sim::VirtualTime::steady(); }

system_clock::time_point system_clock::now() noexcept {
  return wardlink::sim::VirtualTime::wall() + wardlink::sim::VirtualTime::hub_wall_by;
}

}  // namespace std::chrono
