// How far a station's clock is off, measured over its heartbeats as NTP does (DESIGN.md, Wire).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "hub/base/clock.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::app {

/// One session's. Single thread.
class ClockMeter {
 public:
  /// A hello or ping of `client_time` came in and was answered with the same `hub_time`.
  void answered(const google::protobuf::Timestamp& client_time, base::Time hub_time);

  /// A ping tells when an answer arrived. Ignored where it names no answer we remember, or cannot be true.
  void heard(const v1::Ping& ping);

  /// Hub time minus the station's, by the shortest of the latest round trips; nothing before the first.
  [[nodiscard]] std::optional<base::Duration> offset() const;

 private:
  struct Answer {
    std::optional<base::Time> client_time;
    base::Time hub_time{};
  };
  struct Sample {
    base::Duration round_trip = base::Duration::max();
    base::Duration offset{};
  };

  // Few enough that a clock set anew shows within seconds.
  std::array<Answer, 8> answers_;
  std::array<Sample, 8> samples_;
  std::size_t next_answer_ = 0;
  std::size_t next_sample_ = 0;
};

/// A timestamp within the years 1970 to 9999, to the microsecond; nothing where it is out of range.
[[nodiscard]] std::optional<base::Time> sane_time(const google::protobuf::Timestamp& stamp);

}  // namespace wardlink::app
