// The client's two clocks, taken together: the wall clock goes onto the wire, the steady one measures silence.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <chrono>

namespace wardlink::link {

using WallTime = std::chrono::sys_time<std::chrono::microseconds>;
using SteadyTime = std::chrono::steady_clock::time_point;

struct Moment {
  WallTime wall;
  SteadyTime steady;

  [[nodiscard]] static Moment now();
};

[[nodiscard]] google::protobuf::Timestamp to_proto(WallTime time);
/// Rounded down to the microsecond.
[[nodiscard]] WallTime from_proto(const google::protobuf::Timestamp& stamp);

}  // namespace wardlink::link
