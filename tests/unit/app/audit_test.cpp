// The audit: what repeats is counted, what is old gives way, and a storm costs little (issue 3, part 6).
#include <gtest/gtest.h>

#include <fstream>

#include "hub/app/audit_file.hpp"
#include "hub/base/limits.hpp"
#include "tests/support/test_ca.hpp"
#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

namespace limits = base::limits;

Audited denied(const std::string& who, const std::string& detail = "report_incident",
               const std::string& cluster = "t11") {
  return {.cluster = cluster, .kind = audit::rights, .who = who, .address = "127.0.0.1", .detail = detail};
}

TEST(AuditWindowTest, RepeatsWithinAMinuteAreOneRecordWithACount) {
  HandClock clock;
  AuditWindow window(0);
  EXPECT_TRUE(window.record(denied("a"), clock.now()));
  const auto first_at = clock.now();
  for (int i = 0; i < 999; ++i) {
    clock.pass(50ms);
    EXPECT_FALSE(window.record(denied("a"), clock.now()));
  }
  EXPECT_TRUE(window.record(denied("b"), clock.now()));
  EXPECT_TRUE(window.record(denied("a", "show"), clock.now()));
  auto rows = window.take_changed(clock.now());
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].record.count(), 1000U);
  EXPECT_EQ(base::from_proto(rows[0].record.first_at()), first_at);
  EXPECT_EQ(base::from_proto(rows[0].record.last_at()), clock.now());
  EXPECT_TRUE(window.take_changed(clock.now()).empty()) << "nothing has changed since";

  EXPECT_FALSE(window.record(denied("a"), clock.now()));
  clock.pass(11s);
  EXPECT_TRUE(window.record(denied("a"), clock.now())) << "the minute is over";
  rows = window.take_changed(clock.now());
  ASSERT_EQ(rows.size(), 2U) << "what the first was counted to, too";
  EXPECT_EQ(rows[0].record.count(), 1001U);
  EXPECT_EQ(rows[1].record.count(), 1U);
}

TEST(AuditWindowTest, AStormFromEverywhereSharesARecordThatNamesNobody) {
  HandClock clock;
  AuditWindow window(0);
  constexpr std::size_t storm = 3 * limits::audit_open_max;
  std::size_t records = 0;
  for (std::size_t i = 0; i < storm; ++i) {
    if (window.record(denied("peer " + std::to_string(i)), clock.now())) ++records;
  }
  EXPECT_EQ(records, limits::audit_open_max + 1);
  const auto rows = window.take_changed(clock.now());
  std::uint64_t counted = 0;
  for (const auto& row : rows) counted += row.record.count();
  EXPECT_EQ(counted, storm) << "each of them is counted somewhere";
  EXPECT_EQ(rows.back().record.who(), "");
  EXPECT_EQ(rows.back().record.detail(), "many");
  clock.pass(61s);
  EXPECT_TRUE(window.take_changed(clock.now()).empty());
  EXPECT_TRUE(window.record(denied("a new one"), clock.now())) << "afterwards there is room again";
}

TEST(AuditWindowTest, TextsAreBounded) {
  HandClock clock;
  AuditWindow window(0);
  window.record(denied(std::string(limits::audit_text_bytes_max - 1, 'x') + "đ"), clock.now());
  const auto rows = window.take_changed(clock.now());
  EXPECT_EQ(rows[0].record.who(), std::string(limits::audit_text_bytes_max - 1, 'x')) << "not cut within a character";
}

class AuditFileTest : public testing::Test {
 protected:
  std::unique_ptr<AuditFile> open() {
    auto audit = AuditFile::open(path(), clock_, metrics_);
    if (!audit) throw std::runtime_error(audit.error());
    return *std::move(audit);
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "audit.db"; }

  static std::vector<v1::AuditRecord> all(AuditFile& audit, const std::string& cluster, v1::Admin::Audit query = {}) {
    std::vector<v1::AuditRecord> records;
    do {
      const auto page = audit.page(cluster, query);
      records.insert(records.end(), page.records().begin(), page.records().end());
      query.set_after_id(page.next_after_id());
    } while (query.after_id() != 0);
    return records;
  }

  support::TemporaryDirectory folder_;
  HandClock clock_;
  ops::Metrics metrics_{"test"};
};

TEST_F(AuditFileTest, WhatWasRecordedIsThereAfterARestart) {
  {
    const auto audit = open();
    audit->record(denied("a"));
    audit->record(denied("a"));
    clock_.pass(1s);
    audit->record(denied("b", "show"));
  }
  const auto audit = open();
  audit->record(denied("c"));
  const auto records = all(*audit, "t11");
  ASSERT_EQ(records.size(), 2U) << "the third is not written yet";
  EXPECT_EQ(records[0].who(), "a");
  EXPECT_EQ(records[0].count(), 2U);
  EXPECT_EQ(records[1].detail(), "show");
  EXPECT_GT(records[1].id(), records[0].id());
}

TEST_F(AuditFileTest, IsReadByKindTimeAndClusterAndInPages) {
  const auto begun = clock_.now();
  {
    const auto audit = open();
    for (std::size_t i = 0; i < limits::audit_page_max + 10; ++i) audit->record(denied(std::to_string(i)));
    audit->record(denied("other", "show", "another"));
    audit->record({.kind = audit::handshake, .address = "192.0.2.1", .detail = "wrong_ca"});
    clock_.pass(10s);
    audit->record({.cluster = "t11", .kind = audit::admin, .who = "quan-tri", .detail = "status"});
  }
  const auto audit = open();
  EXPECT_EQ(all(*audit, "t11").size(), limits::audit_page_max + 12) << "nothing of another cluster";
  EXPECT_EQ(static_cast<std::size_t>(audit->page("t11", {}).records_size()), limits::audit_page_max);
  EXPECT_EQ(all(*audit, "another").size(), 2U) << "its own, and what is of none";
  v1::Admin::Audit query;
  query.set_kind(audit::admin);
  EXPECT_EQ(all(*audit, "t11", query).size(), 1U);
  query.Clear();
  *query.mutable_since() = base::to_proto(begun + 5s);
  EXPECT_EQ(all(*audit, "t11", query).size(), 1U);
  query.Clear();
  *query.mutable_until() = base::to_proto(begun + 5s);
  EXPECT_EQ(all(*audit, "t11", query).size(), limits::audit_page_max + 11);
}

TEST_F(AuditFileTest, TheOldestGiveWay) {
  constexpr std::size_t more = 500;
  for (std::size_t i = 0; i < limits::audit_records_max + more;) {
    const auto audit = open();  // which writes all of it when it is closed
    for (std::size_t batch = 0; batch < limits::audit_open_max && i < limits::audit_records_max + more; ++batch) {
      audit->record(denied("x", std::to_string(i++)));
    }
  }
  const auto records = all(*open(), "t11");
  EXPECT_EQ(records.size(), limits::audit_records_max);
  EXPECT_EQ(records.front().detail(), std::to_string(more));
  EXPECT_EQ(records.back().detail(), std::to_string(limits::audit_records_max + more - 1));
}

TEST_F(AuditFileTest, AFileThatIsNoneIsPutAside) {
  std::ofstream(path()) << std::string(5000, 'x');
  const auto audit = open();
  EXPECT_TRUE(all(*audit, "t11").empty());
  EXPECT_TRUE(std::filesystem::exists(path().string() + ".broken"));
}

}  // namespace
}  // namespace wardlink::app::test
