// A station's clock, measured over heartbeats.
#include "hub/app/clock_meter.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace wardlink::app {
namespace {

using namespace std::chrono_literals;

constexpr base::Time start{std::chrono::seconds{1'700'000'000}};

/// A station whose clock is off and a network with its delays, in hub time.
class Station {
 public:
  explicit Station(base::Duration behind) : behind_(behind) {}

  void heartbeat(ClockMeter& meter, base::Duration there, base::Duration back) {
    v1::Ping ping;
    *ping.mutable_client_time() = mine();
    if (echo_) {
      *ping.mutable_echo_hub_time() = base::to_proto(*echo_);
      *ping.mutable_echo_received_at() = echo_received_at_;
    }
    now_ += there;
    meter.heard(ping);
    meter.answered(ping.client_time(), now_);
    echo_ = now_;
    now_ += back;
    echo_received_at_ = mine();
    now_ += 2s;
  }
  void set_behind(base::Duration behind) { behind_ = behind; }

 private:
  google::protobuf::Timestamp mine() const { return base::to_proto(now_ - behind_); }

  base::Duration behind_;
  base::Time now_ = start;
  std::optional<base::Time> echo_;
  google::protobuf::Timestamp echo_received_at_;
};

TEST(ClockMeter, NothingBeforeTheFirstRoundTrip) {
  ClockMeter meter;
  EXPECT_FALSE(meter.offset().has_value());
  Station station(3s);
  station.heartbeat(meter, 10ms, 10ms);
  EXPECT_FALSE(meter.offset().has_value()) << "the first ping has no echo";
  station.heartbeat(meter, 10ms, 10ms);
  EXPECT_EQ(meter.offset(), 3s);
}

TEST(ClockMeter, TheShortestRoundTripCounts) {
  ClockMeter meter;
  Station station(-5s);
  station.heartbeat(meter, 400ms, 20ms);
  station.heartbeat(meter, 10ms, 10ms);
  EXPECT_EQ(meter.offset(), -5s + 190ms) << "uneven delays show as half their difference";
  station.heartbeat(meter, 10ms, 800ms);
  EXPECT_EQ(meter.offset(), -5s) << "the second round trip was even and short";
  station.heartbeat(meter, 10ms, 10ms);
  EXPECT_EQ(meter.offset(), -5s);
}

TEST(ClockMeter, AClockSetAnewShowsWithinAFewHeartbeats) {
  ClockMeter meter;
  Station station(0s);
  for (int i = 0; i < 20; ++i) station.heartbeat(meter, 5ms, 5ms);
  EXPECT_EQ(meter.offset(), 0s);
  station.set_behind(60s);
  for (int i = 0; i < 10; ++i) station.heartbeat(meter, 10ms, 10ms);
  EXPECT_EQ(meter.offset(), 60s);
}

TEST(ClockMeter, WhatCannotBeTrueIsIgnored) {
  ClockMeter meter;
  google::protobuf::Timestamp sent = base::to_proto(start);
  meter.answered(sent, start);
  v1::Ping ping;
  meter.heard(ping);
  *ping.mutable_echo_hub_time() = base::to_proto(start + 1us);  // no answer of ours
  *ping.mutable_echo_received_at() = base::to_proto(start + 1s);
  meter.heard(ping);
  *ping.mutable_echo_hub_time() = base::to_proto(start);
  *ping.mutable_echo_received_at() = base::to_proto(start - 1s);  // before it was sent
  meter.heard(ping);
  ping.mutable_echo_received_at()->set_seconds(std::numeric_limits<std::int64_t>::max());
  meter.heard(ping);
  EXPECT_FALSE(meter.offset().has_value());
  *ping.mutable_echo_received_at() = base::to_proto(start + 2s);
  meter.heard(ping);
  EXPECT_EQ(meter.offset(), -1s);
  *ping.mutable_echo_received_at() = base::to_proto(start);
  meter.heard(ping);
  EXPECT_EQ(meter.offset(), -1s) << "an answer counts once";
}

TEST(SaneTime, WithinTheCalendar) {
  google::protobuf::Timestamp stamp;
  EXPECT_EQ(sane_time(stamp), base::Time{});
  stamp.set_seconds(-1);
  EXPECT_FALSE(sane_time(stamp).has_value());
  stamp.set_seconds(253'402'300'799);
  EXPECT_TRUE(sane_time(stamp).has_value());
  stamp.set_seconds(253'402'300'800);
  EXPECT_FALSE(sane_time(stamp).has_value());
  stamp.set_seconds(1);
  stamp.set_nanos(1'000'000'000);
  EXPECT_FALSE(sane_time(stamp).has_value());
}

}  // namespace
}  // namespace wardlink::app
