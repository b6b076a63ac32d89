#include "tests/sim/weather.hpp"

#include <fmt/format.h>

namespace wardlink::sim {

using namespace std::chrono_literals;

Weather Weather::draw(Random& random) {
  Weather weather;
  weather.length = 1s * random.between(12, 36);
  weather.between_commands = 1ms * random.between(300, 1500);
  weather.officers = static_cast<unsigned>(random.between(1, 4));
  weather.hurried = random.chance(700);
  weather.latency = 1ms * random.between(1, random.chance(300) ? 1000 : 50);
  const auto sometimes = [&](unsigned most) {
    return random.chance(400) ? static_cast<unsigned>(random.between(1, most)) : 0;
  };
  weather.cut = sometimes(80);
  weather.half_open = sometimes(30);
  weather.slow_reader = sometimes(300);
  weather.in_bytes = sometimes(200);
  weather.duplicate = sometimes(300);
  weather.station_crash = sometimes(40);
  weather.clocks_off = random.chance(500);
  weather.hostile = random.chance(400) ? static_cast<unsigned>(random.between(1, 2)) : 0;
  weather.hub_crash = sometimes(100);
  weather.hub_stop = sometimes(30);
  weather.wall_step = sometimes(100);
  weather.disk_full = sometimes(100);
  weather.disk_slow = sometimes(100);
  weather.disk_error = sometimes(60);
  weather.clusters = random.chance(200) ? 2 : 1;
  return weather;
}

Weather Weather::calm() const {
  Weather calm = *this;
  calm.cut = calm.half_open = calm.slow_reader = calm.in_bytes = 0;
  calm.duplicate = calm.station_crash = calm.hostile = 0;
  calm.hub_crash = calm.hub_stop = calm.wall_step = calm.disk_full = calm.disk_slow = calm.disk_error = 0;
  return calm;
}

std::string Weather::text() const {
  return fmt::format(
      "{} s, {} clusters, a command every {} ms, {} officers, {} hostile, latency {} ms; permille: cut {} half-open {} "
      "slow reader "
      "{} "
      "byte by byte {} duplicate {} station crash {} hub crash {} stop {} wall step {} disk full {} slow {} error {}; "
      "clocks "
      "off {}, hurried {}",
      length / 1s, clusters, between_commands / 1ms, officers, hostile, latency / 1ms, cut, half_open, slow_reader,
      in_bytes, duplicate, station_crash, hub_crash, hub_stop, wall_step, disk_full, disk_slow, disk_error, clocks_off,
      hurried);
}

}  // namespace wardlink::sim
