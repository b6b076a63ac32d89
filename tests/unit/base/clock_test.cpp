// DESIGN.md, Time: hub time runs on the steady clock and is drawn towards the wall clock, which may be wrong.
#include "hub/base/clock.hpp"

#include <gtest/gtest.h>

#include "hub/base/slew.hpp"

namespace wardlink::base {
namespace {

using namespace std::chrono_literals;

const Time start{std::chrono::sys_days{std::chrono::year{2026} / 2 / 28} + 23h + 59min + 59s};

TEST(HubTime, RunsOnTheSteadyClockWhereTheWallClockAgrees) {
  const auto slewed = slew(start, 1s, start + 1s);
  EXPECT_EQ(slewed.now, start + 1s);
  EXPECT_EQ(slewed.difference, 0s);
}

TEST(HubTime, PassesOverMidnightAndTheMonthsEnd) {
  const auto slewed = slew(start, 2s, start + 2s);
  EXPECT_EQ(to_proto(slewed.now).seconds(), to_proto(start).seconds() + 2);
  EXPECT_EQ(from_proto(to_proto(slewed.now)), slewed.now);
}

TEST(HubTime, AStepOfADayEitherWayIsReportedNotFollowed) {
  for (const Duration step : {Duration(24h), Duration(-24h)}) {
    Time now = start;
    for (int i = 1; i <= 3600; ++i) {
      const auto slewed = slew(now, 1s, start + i * 1s + step);
      EXPECT_GT(slewed.now, now) << "never back";
      EXPECT_LE(std::chrono::abs(slewed.now - (now + 1s)), 500us) << "500 ppm";
      EXPECT_LE(std::chrono::abs(slewed.difference - step), 2s);
      now = slewed.now;
    }
    EXPECT_LE(std::chrono::abs(now - (start + 3600s)), 2s);
  }
}

TEST(HubTime, ASmallDifferenceIsDrawnInAndThenGone) {
  Time now = start;
  for (int i = 1; i <= 60; ++i) now = slew(now, 1s, start + i * 1s + 10ms).now;
  EXPECT_EQ(now, start + 60s + 10ms);
}

TEST(HubTime, StandsStillWithTheSteadyClock) { EXPECT_EQ(slew(start, 0s, start - 1h).now, start); }

TEST(HubTime, StartsAtTheLastEntryWhereTheWallClockIsBehindIt) {
  const Time far_ahead = std::chrono::floor<Duration>(std::chrono::system_clock::now()) + 24h;
  SystemClock clock(far_ahead);
  const Time now = clock.now();
  EXPECT_GE(now, far_ahead);
  EXPECT_LT(clock.wall_difference(), -23h);
}

}  // namespace
}  // namespace wardlink::base
