// Hub time: a value handed into the pure rooms, and the port it comes from.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <chrono>
#include <cstdint>

namespace wardlink::base {

using Duration = std::chrono::microseconds;
using Time = std::chrono::sys_time<Duration>;

[[nodiscard]] google::protobuf::Timestamp to_proto(Time time);
/// Rounded down to the microsecond.
[[nodiscard]] Time from_proto(const google::protobuf::Timestamp& stamp);
[[nodiscard]] constexpr Duration seconds(double s) { return Duration{static_cast<std::int64_t>(s * 1e6)}; }

/// The port. Implementations: SystemClock below, and a hand-set one in the tests.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() = 0;
};

/// Hub time (DESIGN.md, Time): starts at the greater of the wall clock and `not_before`, runs on the steady clock and
/// is slewed towards the wall clock by at most 500 ppm. Never goes back. One thread at a time.
class SystemClock final : public Clock {
 public:
  explicit SystemClock(Time not_before = Time{});
  [[nodiscard]] Time now() override;
  /// Wall clock minus hub time at the last now(): larger than slewing explains after the wall clock was stepped.
  [[nodiscard]] Duration wall_difference() const { return difference_; }

 private:
  Time last_;
  std::chrono::steady_clock::time_point last_steady_;
  Duration difference_{};
};

}  // namespace wardlink::base
