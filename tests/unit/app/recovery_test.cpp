// A restart from a snapshot and the entries after it comes to the very state that all entries make.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "hub/app/upkeep.hpp"
#include "hub/rules/state_parts.hpp"
#include "tests/support/test_ca.hpp"
#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string bytes_of(const domain::State& state) {
  std::string bytes;
  rules::to_parts(state, [&](const v1::StatePart& part) { bytes += part.SerializeAsString(); });
  return bytes;
}

class Recovery : public testing::Test {
 protected:
  void an_hour() {
    Peer& officer = hub.join("quan-hoa");
    Peer& other = hub.join("nghia-do");
    for (int i = 0; i < 5; ++i) {
      const auto incident =
          opened_incident(hub.done(officer, at_bridge("xô xát", 4, i % 2 == 0 ? "disorder" : "theft")));
      hub.done(other, answer_support(incident, v1::Support::ACCEPTED));
      hub.done(officer, sighting("quan-hoa", "áo đỏ"));
      hub.clock.pass(20min);
    }
  }
  RecoveredCluster from_all() { return recover(hub.journal, hub.cluster).value(); }
  RecoveredCluster from_kept() { return recover(hub.journal, hub.cluster, &snapshots).value(); }
  void expect_the_same(const RecoveredCluster& kept) {
    const auto all = from_all();
    EXPECT_EQ(bytes_of(kept.state), bytes_of(all.state));
    EXPECT_EQ(bytes_of(kept.state), bytes_of(hub.state()));
    EXPECT_EQ(kept.geojson, all.geojson);
    EXPECT_EQ(kept.regulation_toml, all.regulation_toml);
    EXPECT_EQ(kept.state.geography->wards().size(), all.state.geography->wards().size());
  }
  void change(const char* sql) {
    auto connection = journal::Connection::open(file, journal::Connection::Mode::write);
    ASSERT_TRUE(connection.has_value());
    ASSERT_TRUE(connection->execute(sql).has_value());
  }

  const support::TemporaryDirectory folder;
  const std::filesystem::path file = folder.path() / "snapshots";
  journal::StateSnapshots snapshots = journal::StateSnapshots::open(file, [](std::string_view) {}).value();
  Hub hub;
};

TEST_F(Recovery, WithoutASnapshotIsFromTheFirstEntry) {
  an_hour();
  const auto recovered = from_kept();
  EXPECT_EQ(recovered.snapshot_entry, 0U);
  expect_the_same(recovered);
}

TEST_F(Recovery, FromASnapshotAndTheTailIsTheSame) {
  an_hour();
  const auto at = hub.state().entries;
  ASSERT_TRUE(keep(hub.state(), hub.journal, snapshots).has_value());
  EXPECT_EQ(from_kept().snapshot_entry, at);
  expect_the_same(from_kept());
  an_hour();
  ASSERT_GT(hub.state().entries, at);
  EXPECT_EQ(from_kept().snapshot_entry, at);
  expect_the_same(from_kept());
}

TEST_F(Recovery, ADamagedSnapshotGivesWayToTheOneBeforeAndThenToThemAll) {
  an_hour();
  const auto first = hub.state().entries;
  ASSERT_TRUE(keep(hub.state(), hub.journal, snapshots).has_value());
  an_hour();
  ASSERT_TRUE(keep(hub.state(), hub.journal, snapshots).has_value());
  an_hour();
  change("UPDATE part SET bytes = zeroblob(length(bytes)) WHERE key = (SELECT max(key) FROM part)");
  auto recovered = from_kept();
  EXPECT_EQ(recovered.snapshot_entry, first);
  EXPECT_THAT(recovered.notices, ElementsAre(HasSubstr("does not match its digest")));
  expect_the_same(recovered);

  change("DELETE FROM part");
  recovered = from_kept();
  EXPECT_EQ(recovered.snapshot_entry, 0U);
  EXPECT_THAT(recovered.notices, ElementsAre(HasSubstr("a part of it is missing")));
  expect_the_same(recovered);
  EXPECT_THAT(from_kept().notices, IsEmpty()) << "each is said once";
}

TEST_F(Recovery, ASnapshotThatTheChainDoesNotBearOutIsNotUsed) {
  an_hour();
  // The same evening in another journal: other salts, another chain.
  journal::MemoryJournal other(99);
  for (std::uint64_t n = 1; n <= hub.state().entries; ++n) {
    std::vector<journal::Entry> entry{*hub.journal.entry(hub.cluster, n)};
    ASSERT_TRUE(other.append(entry).has_value());
  }
  ASSERT_TRUE(keep(hub.state(), other, snapshots).has_value());
  const auto recovered = from_kept();
  EXPECT_EQ(recovered.snapshot_entry, 0U);
  EXPECT_THAT(recovered.notices, ElementsAre(HasSubstr("it is not of this journal")));
  expect_the_same(recovered);
  EXPECT_THAT(snapshots.of(hub.cluster), IsEmpty());
}

TEST_F(Recovery, ASnapshotOfAnotherVersionIsNotUsed) {
  an_hour();
  const auto head = hub.journal.head(hub.cluster);
  ASSERT_TRUE(snapshots
                  .write({.cluster = hub.cluster, .entry = head.number, .chain_hash = head.chain_hash, .format = "0/0"},
                         [](const auto& take) { take("what nobody can read"); })
                  .has_value());
  const auto recovered = from_kept();
  EXPECT_THAT(recovered.notices, ElementsAre(HasSubstr("another version")));
  expect_the_same(recovered);
}

// ---- upkeep, on the journal that hubs really have

class UpkeepTest : public Recovery {
 protected:
  UpkeepTest() {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    ::setenv("TMPDIR", folder.path().c_str(), 1);  // a death test's child never gets to tidy up its own
    an_hour();
    open();
    for (std::uint64_t n = 1; n <= hub.state().entries; ++n) {
      std::vector<journal::Entry> entry{*hub.journal.entry(hub.cluster, n)};
      EXPECT_TRUE(journal->append(entry).has_value());
    }
  }
  ~UpkeepTest() override { ::unsetenv("TMPDIR"); }
  void open() {
    journal.reset();
    auto opened = journal::SqliteJournal::open(path, {.wal_bytes = 0, .notice = {}});
    ASSERT_TRUE(opened.has_value()) << describe(opened.error());
    journal = *std::move(opened);
  }
  /// One look at everything.
  void look(std::uint64_t kept_entry, std::uint64_t entries_a_snapshot) {
    const Upkeep upkeep(*journal, hub.metrics, {{hub.cluster, kept_entry}}, {.entries_a_snapshot = entries_a_snapshot});
  }
  std::vector<std::uint64_t> kept() {
    std::vector<std::uint64_t> entries;
    for (const auto& snapshot : journal->snapshots()->of(hub.cluster)) entries.push_back(snapshot.of.entry);
    return entries;
  }

  const std::filesystem::path path = folder.path() / "journal.db";
  std::unique_ptr<journal::SqliteJournal> journal;
};

TEST_F(UpkeepTest, KeepsASnapshotEverySoManyEntries) {
  const auto head = hub.state().entries;
  look(0, head + 1);
  EXPECT_THAT(kept(), IsEmpty());
  look(0, head);
  EXPECT_THAT(kept(), ElementsAre(head));
  look(head, 1);
  EXPECT_THAT(kept(), ElementsAre(head));
  open();
  const auto recovered = recover(*journal, hub.cluster, journal->snapshots());
  ASSERT_TRUE(recovered.has_value());
  EXPECT_EQ(recovered->snapshot_entry, head);
  EXPECT_EQ(bytes_of(recovered->state), bytes_of(hub.state()));
  EXPECT_THAT(hub.metrics.text(),
              HasSubstr("wardhub_journal_snapshot_entry{cluster=\"hoa-do-phuc-vi\"} " + std::to_string(head)));
  EXPECT_THAT(hub.metrics.text(), HasSubstr("wardhub_journal_verifications_total{cluster=\"hoa-do-phuc-vi\"} 3"));
}

TEST_F(UpkeepTest, DamageOfAnOldEntryEndsTheProcess) {
  look(0, 1);
  auto connection = journal::Connection::open(path, journal::Connection::Mode::write);
  ASSERT_TRUE(connection.has_value());
  ASSERT_TRUE(connection->execute("UPDATE entry SET payload = zeroblob(9) WHERE key & 0xffff = 5").has_value());
  open();
  EXPECT_DEATH(
      {
        const Upkeep upkeep(*journal, hub.metrics, {{hub.cluster, 0}}, {});
        std::promise<void>().get_future().wait();
      },
      "panic: journal: cluster hoa-do-phuc-vi, entry 5: its payload does not match its digest");
}

}  // namespace
}  // namespace wardlink::app::test
