#include "hub/base/clock.hpp"

#include <algorithm>

#include "hub/base/slew.hpp"

namespace wardlink::base {
namespace {

constexpr std::int64_t slew_divisor = 2000;  // 500 ppm

Time wall_now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

}  // namespace

google::protobuf::Timestamp to_proto(Time time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(whole.time_since_epoch().count());
  stamp.set_nanos(static_cast<std::int32_t>((time - whole).count() * 1000));
  return stamp;
}

Time from_proto(const google::protobuf::Timestamp& stamp) {
  return Time{std::chrono::seconds{stamp.seconds()} +
              std::chrono::floor<Duration>(std::chrono::nanoseconds{stamp.nanos()})};
}

Slewed slew(Time last, Duration elapsed, Time wall) {
  const Time straight = last + elapsed;
  const Duration difference = wall - straight;
  const Duration slew_max = elapsed / slew_divisor;
  return {straight + std::clamp(difference, -slew_max, slew_max), difference};
}

SystemClock::SystemClock(Time not_before)
    : last_(std::max(wall_now(), not_before)), last_steady_(std::chrono::steady_clock::now()) {}

Time SystemClock::now() {
  const auto steady = std::chrono::steady_clock::now();
  const auto elapsed = std::chrono::duration_cast<Duration>(steady - last_steady_);
  last_steady_ += elapsed;
  const Slewed slewed = slew(last_, elapsed, wall_now());
  last_ = slewed.now;
  difference_ = slewed.difference;
  return last_;
}

}  // namespace wardlink::base
