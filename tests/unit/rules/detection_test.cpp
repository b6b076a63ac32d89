// RULES.md 4, "Detection time" and "First detection".
#include "hub/rules/detection.hpp"

#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

using Strings = std::vector<std::string>;

struct TimeCase {
  std::string name;
  base::Duration reported;  // by the reporter's clock, relative to the receipt
  base::Duration offset;    // hub minus station
  v1::TimeSource source = v1::DEVICE;
  bool measured = true;
  base::Duration credible{};  // relative to the receipt
  Strings marks{};
};

class DetectionTimes : public ::testing::TestWithParam<TimeCase> {};

TEST_P(DetectionTimes, AreCorrectedAndCountedAsTheTableSays) {
  const auto& c = GetParam();
  const base::Time receipt{std::chrono::sys_days{std::chrono::year{2026} / 3 / 14}};
  v1::DetectedAt reported;
  *reported.mutable_time() = base::to_proto(receipt + c.reported);
  reported.set_source(c.source);
  Envelope envelope;
  envelope.clock_offset = c.offset;
  envelope.clock_measured = c.measured;
  const auto time = detection_time(reported, envelope, domain::Limits{}, receipt);
  EXPECT_EQ(time.detected_at, receipt + c.reported);
  EXPECT_EQ(time.credible_at, receipt + c.credible);
  EXPECT_EQ(time.source, c.source);
  EXPECT_EQ(time.marks, c.marks);
}

// clock_tie_s is 2, max_backdate_s is 900.
INSTANTIATE_TEST_SUITE_P(
    Table, DetectionTimes,
    ::testing::Values(
        TimeCase{.name = "TheStampCounts", .reported = -30s, .offset = 0s, .credible = -30s},
        TimeCase{.name = "TheMeasuredOffsetCorrectsIt", .reported = -30s, .offset = 5s, .credible = -25s},
        TimeCase{.name = "ASlowClockIsNoEarlierDetection", .reported = -40s, .offset = 35s, .credible = -5s},
        TimeCase{.name = "AfterTheReceiptIsFuture", .reported = 10s, .offset = 0s, .marks = {"future"}},
        TimeCase{.name = "SkewWithinATieIsNotMarked", .reported = 2s, .offset = 0s},
        TimeCase{.name = "SkewBeyondATieIsMarked", .reported = 2001ms, .offset = 0s, .marks = {"future"}},
        TimeCase{.name = "AtMaxBackdateItIsCredible", .reported = -900s, .offset = 0s, .credible = -900s},
        TimeCase{.name = "BeyondMaxBackdateIsStale", .reported = -900001ms, .offset = 0s, .marks = {"stale"}},
        TimeCase{.name = "TheOffsetCanMakeItStale", .reported = -899s, .offset = -2s, .marks = {"stale"}},
        TimeCase{.name = "TypedIsMarked",
                 .reported = -30s,
                 .offset = 0s,
                 .source = v1::TYPED,
                 .credible = -30s,
                 .marks = {"typed"}},
        TimeCase{.name = "AnUnmeasuredClockIsMarked",
                 .reported = -30s,
                 .offset = 0s,
                 .measured = false,
                 .credible = -30s,
                 .marks = {"unmeasured"}}),
    [](const auto& test) { return test.param.name; });

TEST(DetectionTime, WithoutAReportedTimeTheReceiptCounts) {
  const base::Time receipt{std::chrono::sys_days{std::chrono::year{2026} / 3 / 14}};
  const auto time = detection_time(std::nullopt, Envelope{}, domain::Limits{}, receipt);
  EXPECT_EQ(time.credible_at, receipt);
  EXPECT_EQ(time.source, v1::DEVICE);
  EXPECT_TRUE(time.marks.empty());
}

TEST(DetectionTime, TheReportKeepsWhatWasSaidWhatCountsAndWhereItCameFrom) {
  Scene scene;
  scene.clock_offset = 3s;
  const auto events = scene.did(officer("quan-hoa"), scene.report({.ago = 20s}));
  const auto& report = events.front().event().incident_opened().report();
  EXPECT_EQ(base::from_proto(report.detected_at()), scene.now - 20s);
  EXPECT_EQ(base::from_proto(report.credible_at()), scene.now - 17s);
  EXPECT_EQ(base::from_proto(report.received_at()), scene.now);
  EXPECT_EQ(report.source(), v1::PATROL);
  EXPECT_EQ(report.ward(), "quan-hoa");
  EXPECT_EQ(report.officer(), "an");
}

// Reports in hub order: ward, credible time in ms, typed.
struct Row {
  std::string ward;
  int at_ms;
  bool typed = false;
};

FirstDetection first_of(const std::vector<Row>& rows) {
  static google::protobuf::RepeatedPtrField<v1::Report> reports;  // outlives the pointer in the answer
  reports.Clear();
  for (const auto& row : rows) {
    auto& report = *reports.Add();
    report.set_id(std::to_string(reports.size()));
    report.set_ward(row.ward);
    *report.mutable_credible_at() = base::to_proto(base::Time{std::chrono::milliseconds{row.at_ms}});
    report.set_time_source(row.typed ? v1::TYPED : v1::DEVICE);
  }
  google::protobuf::RepeatedPtrField<std::string> wards;
  for (const auto* ward : {"a", "b", "c"}) *wards.Add() = ward;
  return first_detection(reports, wards, domain::Limits{});
}

TEST(FirstDetection, TheEarliestCredibleTimeLeads) {
  const auto first = first_of({{"a", 10'000}, {"b", 5'000}, {"c", 7'000}});
  EXPECT_EQ(first.report->ward(), "b");
  EXPECT_TRUE(first.tie == false);
}

TEST(FirstDetection, LessThanClockTieApartIsATieAndTheFirstInHubOrderLeads) {
  const auto first = first_of({{"a", 10'000}, {"b", 8'001}});
  EXPECT_EQ(first.report->ward(), "a");
  EXPECT_TRUE(first.tie);
}

TEST(FirstDetection, ExactlyClockTieApartIsNoTie) {
  const auto first = first_of({{"a", 10'000}, {"b", 8'000}});
  EXPECT_EQ(first.report->ward(), "b");
  EXPECT_FALSE(first.tie);
}

TEST(FirstDetection, TiesAreCountedFromTheEarliestNotFromEachOther) {
  const auto first = first_of({{"a", 10'000}, {"b", 8'500}, {"c", 7'000}});
  EXPECT_EQ(first.report->ward(), "b");
  EXPECT_TRUE(first.tie);
}

TEST(FirstDetection, AWardDoesNotTieWithItself) { EXPECT_FALSE(first_of({{"a", 10'000}, {"a", 9'000}}).tie); }

TEST(FirstDetection, OnlyThePlacementsWardsCount) {
  const auto first = first_of({{"z", 1'000}, {"a", 10'000}});
  EXPECT_EQ(first.report->ward(), "a");
  EXPECT_FALSE(first.weighed[0].counted());
  EXPECT_TRUE(first.weighed[1].counted());
}

TEST(FirstDetection, NoneOfThemDetectedIt) { EXPECT_EQ(first_of({{"z", 1'000}}).report, nullptr); }

TEST(FirstDetection, ATypedTimeNeverCountsButAsTheIncidentsFirstReport) {
  EXPECT_EQ(first_of({{"a", 10'000}, {"b", 5'000, true}}).report->ward(), "a");
  EXPECT_EQ(first_of({{"b", 5'000, true}, {"a", 10'000}}).report->ward(), "b");
}

TEST(FirstDetection, EveryReportIsNamedAmongTheInputs) {
  const auto first = first_of({{"z", 1'000}, {"a", 10'000}, {"b", 5'000, true}, {"c", 11'000}});
  ASSERT_EQ(first.weighed.size(), 4U);
  EXPECT_TRUE(first.weighed[1].tied());
  EXPECT_FALSE(first.weighed[2].counted());
  EXPECT_TRUE(first.weighed[3].tied());
}

}  // namespace
}  // namespace wardlink::rules::testing
