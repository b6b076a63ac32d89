#include "client/link/clock.hpp"

namespace wardlink::link {

using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

Moment Moment::now() {
  return {.wall = floor<microseconds>(std::chrono::system_clock::now()), .steady = std::chrono::steady_clock::now()};
}

google::protobuf::Timestamp to_proto(WallTime time) {
  const auto whole = floor<seconds>(time);
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(whole.time_since_epoch().count());
  stamp.set_nanos(static_cast<std::int32_t>(nanoseconds(time - whole).count()));
  return stamp;
}

WallTime from_proto(const google::protobuf::Timestamp& stamp) {
  return WallTime(seconds(stamp.seconds())) + floor<microseconds>(nanoseconds(stamp.nanos()));
}

}  // namespace wardlink::link
