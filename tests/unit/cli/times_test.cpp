#include "client/cli/times.hpp"

#include <gtest/gtest.h>

#include "client/cli/detected_at.hpp"
#include "client/link/uuid.hpp"

namespace wardlink::cli {
namespace {

using namespace std::chrono_literals;
using link::WallTime;

constexpr std::chrono::minutes hanoi = 7h;
constexpr WallTime at(std::chrono::year_month_day date, std::chrono::microseconds clock) {
  return WallTime(std::chrono::sys_days(date)) + clock;
}
constexpr std::chrono::year_month_day june_21{2025y / 6 / 21};

TEST(Times, ReadsIsoWithAZone) {
  const WallTime expected = at(june_21, 3h + 12min + 5s) - hanoi;
  EXPECT_EQ(parse_time("2025-06-21T03:12:05+07:00", {}, 0min), expected);
  EXPECT_EQ(parse_time("2025-06-20T20:12:05Z", {}, hanoi), expected);
  EXPECT_EQ(parse_time("2025-06-21 03:12:05.25+0700", {}, 0min), expected + 250ms);
  EXPECT_EQ(parse_time("2025-06-21T03:12+07:00", {}, 0min), expected - 5s);
  EXPECT_EQ(parse_time("2025-06-20T15:12:05-05:00", {}, 0min), expected);
}

TEST(Times, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "now", "2025-06-21", "2025-06-21T03:12:05", "2025-13-21T03:12:05Z", "2025-06-31T03:12:05Z",
        "2025-06-21T24:00:00Z", "2025-06-21T03:60Z", "2025-06-21T03:12:05+15:00", "25:00", "3:12",
        "03:12:", "03:12:05.", "03:12 ", "2025-06-21T03:12:05Zx"}) {
    EXPECT_FALSE(parse_time(text, at(june_21, 5h), hanoi)) << text;
  }
}

TEST(Times, ATimeOfDayIsTodaysInTheClustersZone) {
  const WallTime now = at(june_21, 14h + 5min) - hanoi;
  EXPECT_EQ(parse_time("14:02", now, hanoi), now - 3min);
  EXPECT_EQ(parse_time("14:02:30", now, hanoi), now - 2min - 30s);
  EXPECT_EQ(parse_time("00:10", now, hanoi), at(june_21, 10min) - hanoi);
  EXPECT_EQ(parse_time("15:00", now, hanoi), now + 55min) << "the hub will mark it as future";
  EXPECT_TRUE(is_time_of_day("14:02"));
  EXPECT_FALSE(is_time_of_day("2025-06-21T14:02Z"));
}

TEST(Times, ATimeOfDayTypedAfterMidnightIsYesterdays) {
  const WallTime now = at(june_21, 5min) - hanoi;
  EXPECT_EQ(parse_time("23:58", now, hanoi), now - 7min);
}

TEST(Times, ReadsDurations) {
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("10s"), 10s);
  EXPECT_EQ(parse_duration("1.5"), 1500ms);
  EXPECT_EQ(parse_duration("2m"), 2min);
  EXPECT_EQ(parse_duration("1h"), 1h);
  for (const char* text : {"", "s", "0", "-1s", "0.1ms", "25h", "10 s", "10sec", "inf", "nan", "1e9"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Times, PrintsTheClustersTime) {
  EXPECT_EQ(format_time(at(june_21, 20h + 12min + 5s + 999ms), hanoi), "22/06/2025 03:12:05");
  EXPECT_EQ(format_time(WallTime(-1us), 0min), "31/12/1969 23:59:59");
}

class DetectedAtTest : public testing::Test {
 protected:
  const v1::DetectedAt& put(WallTime now) {
    EXPECT_TRUE(put_detected_at(command_, in_, id_, now, hanoi));
    return command_.report_incident().detected_at();
  }
  DetectedAtTest() { command_.mutable_report_incident(); }

  const WallTime started_ = at(june_21, 14h + 123ms) - hanoi;
  const std::string id_ = link::make_uuid_v7(started_, {});
  v1::Command command_;
  Invocation in_;
};

TEST_F(DetectedAtTest, IsTheMomentInTheCommandsIdSoThatARepeatIsTheSamePayload) {
  EXPECT_EQ(link::from_proto(put(started_ + 2ms).time()), started_);
  EXPECT_EQ(command_.report_incident().detected_at().source(), v1::DEVICE);
  const std::string first = command_.SerializeAsString();
  put(started_ + 1h);
  EXPECT_EQ(command_.SerializeAsString(), first);
}

TEST_F(DetectedAtTest, IsLeftToTheHubWhereTheIdIsNotOfNow) {
  EXPECT_FALSE(put(started_ + 25h).has_time());
  command_.mutable_report_incident()->clear_detected_at();
  EXPECT_FALSE(put(started_ - 2min).has_time());
}

TEST_F(DetectedAtTest, TypedAndStampedAreToldApart) {
  in_.detected_at = "13:58";
  EXPECT_EQ(link::from_proto(put(started_).time()), started_ - 2min - 123ms);
  EXPECT_EQ(command_.report_incident().detected_at().source(), v1::TYPED);
  in_.detected_at.clear();
  in_.begun_at = "2025-06-21T06:58:00Z";
  EXPECT_EQ(link::from_proto(put(started_).time()), started_ - 2min - 123ms);
  EXPECT_EQ(command_.report_incident().detected_at().source(), v1::DEVICE);
}

TEST_F(DetectedAtTest, WhatHasNoTimeGetsNone) {
  command_.mutable_confirm_lead();
  EXPECT_TRUE(put_detected_at(command_, in_, id_, started_, hanoi));
  EXPECT_TRUE(command_.has_confirm_lead());
}

TEST_F(DetectedAtTest, UnreadableTimesAreRefusedBeforeAnythingIsSent) {
  in_.detected_at = "2025-06-21T14:00:00";
  auto checked = check_times(in_);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code(), v1::Rejection::INVALID);
  EXPECT_EQ(checked.error().field(), "detected_at.time");
  in_.detected_at = "14:00";
  EXPECT_TRUE(check_times(in_));
  in_.begun_at = "14:00";
  EXPECT_FALSE(check_times(in_));
}

}  // namespace
}  // namespace wardlink::cli
