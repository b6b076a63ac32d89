// What goes wrong in one seed, and how often. Each seed turns some of it on, so that quiet and stormy evenings, and
// evenings with a single kind of trouble, all come up.
#pragma once

#include <string>

#include "tests/sim/random.hpp"
#include "tests/sim/virtual_time.hpp"

namespace wardlink::sim {

struct Weather {
  // The evening.
  unsigned clusters = 1;  // that the hub serves
  Duration length{};
  Duration between_commands{};  // on average, over everyone
  unsigned officers = 0;        // besides a station for each ward
  bool hurried = false;         // a regulation whose times are short enough to run out

  // The network. Rates are a connection's, in permille a second.
  Duration latency{};
  unsigned cut = 0;
  unsigned half_open = 0;
  unsigned slow_reader = 0;  // permille of the connections
  unsigned in_bytes = 0;     // permille of the connections arrive byte by byte

  // The stations.
  unsigned duplicate = 0;      // permille of the commands are sent again after their receipt
  unsigned station_crash = 0;  // permille a second, of each
  bool clocks_off = false;     // by hours, both ways
  unsigned hostile = 0;        // peers

  // The hub and its disk, permille a second.
  unsigned hub_crash = 0;  // kill -9, or the power goes
  unsigned hub_stop = 0;   // SIGTERM
  unsigned wall_step = 0;
  unsigned disk_full = 0;
  unsigned disk_slow = 0;
  unsigned disk_error = 0;

  static Weather draw(Random& random);
  [[nodiscard]] Weather calm() const;
  [[nodiscard]] std::string text() const;
};

}  // namespace wardlink::sim
