// What SqliteJournal does when the disk fails under it.
#include <gtest/gtest.h>

#include "tests/unit/journal/fault_vfs.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace wardlink::journal::test {
namespace {

class DiskFault : public testing::Test {
 protected:
  DiskFault() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  TempFolder folder_;
  const std::filesystem::path path_ = folder_ / "journal.db";
};

TEST_F(DiskFault, ADiskThatFillsUpAtAnyWriteRollsBack) {
  DiskFaults& faults = disk_faults();
  auto journal = open_journal(path_);
  Script script;
  std::vector<Entry> all = append(*journal, script.next("t11", 2));
  int refusals = 0;
  for (int writes = 0;; ++writes) {
    std::vector<Entry> group = script.next("t11", 20);
    group.push_back(script.next("cluster-" + std::to_string(writes)));  // new with every group
    faults.writes_until_full = writes;
    auto tried = group;
    const bool taken = journal->append(tried).has_value();
    faults.writes_until_full = -1;
    faults.full = false;
    if (taken) {
      std::ranges::move(tried, std::back_inserter(all));
      break;
    }
    ++refusals;
    expect_holds(*journal, all);
    std::ranges::move(append(*journal, group), std::back_inserter(all));
  }
  EXPECT_GT(refusals, 5);
  expect_holds(*journal, all);
  journal.reset();
  expect_holds(*open_journal(path_), all);
}

TEST_F(DiskFault, AFailedSyncEndsTheProcess) {
  DiskFaults& faults = disk_faults();
  const auto journal = open_journal(path_);
  Script script;
  append(*journal, {script.next("t11")});
  std::vector<Entry> group{script.next("t11")};
  EXPECT_DEATH(
      {
        faults.sync_fails = true;
        (void)journal->append(group);
      },
      "panic: journal: the database failed: disk I/O error");
}

TEST_F(DiskFault, AFailedWriteEndsTheProcess) {
  DiskFaults& faults = disk_faults();
  const auto journal = open_journal(path_);
  Script script;
  append(*journal, {script.next("t11")});
  std::vector<Entry> group{script.next("t11")};
  EXPECT_DEATH(
      {
        faults.write_fails = true;
        (void)journal->append(group);
      },
      "panic: journal: the database failed: disk I/O error");
}

}  // namespace
}  // namespace wardlink::journal::test
