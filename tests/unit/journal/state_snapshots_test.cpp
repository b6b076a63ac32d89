// Snapshots beside the journal: whole or not there, and never worth more than the chain.
#include "hub/journal/state_snapshots.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "tests/unit/journal/fault_vfs.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace wardlink::journal::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Parts = std::vector<std::string>;

StateSnapshots open_snapshots(const std::filesystem::path& path, std::vector<std::string>* notices = nullptr) {
  auto opened = StateSnapshots::open(path, [&](std::string_view notice) {
    if (notices != nullptr) notices->emplace_back(notice);
  });
  EXPECT_TRUE(opened.has_value()) << opened.error();
  return *std::move(opened);
}

SnapshotOf of_entry(std::uint64_t entry, const std::string& cluster = "t11") {
  return {.cluster = cluster, .entry = entry, .chain_hash = std::string(32, 'h'), .format = "1"};
}

std::expected<void, std::string> write(StateSnapshots& snapshots, const SnapshotOf& of, const Parts& parts) {
  return snapshots.write(of, [&](const StateSnapshots::Take& take) { std::ranges::for_each(parts, take); });
}

std::expected<Parts, std::string> read(StateSnapshots& snapshots, const StoredSnapshot& snapshot) {
  Parts parts;
  const auto done = snapshots.read(snapshot, [&](std::string_view part) { parts.emplace_back(part); });
  if (!done) return std::unexpected(done.error());
  return parts;
}

std::vector<std::uint64_t> entries(StateSnapshots& snapshots, const std::string& cluster = "t11") {
  std::vector<std::uint64_t> out;
  for (const auto& snapshot : snapshots.of(cluster)) out.push_back(snapshot.of.entry);
  return out;
}

void spill(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

void run_sql(const std::filesystem::path& path, const char* sql) {
  auto connection = Connection::open(path, Connection::Mode::write);
  ASSERT_TRUE(connection.has_value());
  const auto done = connection->execute(sql);
  ASSERT_TRUE(done.has_value()) << done.error().message;
}

const Parts two_parts{std::string(5000, 'a'), "b"};

TEST(StateSnapshots, AreReadBackAndTheTwoNewestOfEachClusterKept) {
  const TempFolder folder;
  auto snapshots = open_snapshots(folder / "s");
  EXPECT_THAT(entries(snapshots), IsEmpty());
  for (const std::uint64_t entry : {10U, 20U, 30U}) {
    ASSERT_TRUE(write(snapshots, of_entry(entry), {std::to_string(entry), "rest"}).has_value());
    ASSERT_TRUE(write(snapshots, of_entry(entry + 1, "another"), two_parts).has_value());
  }
  EXPECT_THAT(entries(snapshots), ElementsAre(30, 20));
  EXPECT_THAT(entries(snapshots, "another"), ElementsAre(31, 21));

  auto again = open_snapshots(folder / "s");
  const auto kept = again.of("t11");
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].of, of_entry(30));
  EXPECT_EQ(read(again, kept[0]).value(), (Parts{"30", "rest"}));
  EXPECT_EQ(read(again, kept[1]).value(), (Parts{"20", "rest"}));

  ASSERT_TRUE(again.forget(kept[0]).has_value());
  EXPECT_THAT(entries(again), ElementsAre(20));
  ASSERT_TRUE(again.forget_all().has_value());
  EXPECT_THAT(entries(again), IsEmpty());
  ASSERT_TRUE(write(again, of_entry(40), two_parts).has_value());
  EXPECT_EQ(read(again, again.of("t11")[0]).value(), two_parts);
}

TEST(StateSnapshots, AWriteThatWasCutOffLeavesNothing) {
  const TempFolder folder;
  {
    auto snapshots = open_snapshots(folder / "s");
    ASSERT_TRUE(write(snapshots, of_entry(10), two_parts).has_value());
    ASSERT_TRUE(write(snapshots, of_entry(20), two_parts).has_value());
  }
  run_sql(folder / "s", "DELETE FROM snapshot WHERE entry = 20");  // its row would have come last
  auto snapshots = open_snapshots(folder / "s");
  EXPECT_THAT(entries(snapshots), ElementsAre(10));
  ASSERT_TRUE(write(snapshots, of_entry(30), {"x"}).has_value());
  EXPECT_EQ(read(snapshots, snapshots.of("t11")[0]).value(), Parts{"x"});
  EXPECT_EQ(read(snapshots, snapshots.of("t11")[1]).value(), two_parts);
}

TEST(StateSnapshots, AFullDiskCostsTheSnapshotAndNothingElse) {
  const TempFolder folder;
  auto snapshots = open_snapshots(folder / "s");
  ASSERT_TRUE(write(snapshots, of_entry(10), two_parts).has_value());
  DiskFaults& faults = disk_faults();
  for (int writes = 0;; ++writes) {
    auto fresh = open_snapshots(folder / "s");
    faults.writes_until_full = writes;
    const bool written = write(fresh, of_entry(20), two_parts).has_value();
    faults.writes_until_full = -1;
    faults.full = false;
    EXPECT_EQ(read(fresh, fresh.of("t11").back()).value(), two_parts);
    if (written) break;
    EXPECT_THAT(entries(fresh), ElementsAre(10)) << writes;
    ASSERT_LT(writes, 100);
  }
  EXPECT_THAT(entries(snapshots), ElementsAre(20, 10));
}

TEST(StateSnapshots, AnyDamageIsNoticedOrHarmless) {
  const TempFolder folder;
  {
    auto snapshots = open_snapshots(folder / "s");
    for (const std::uint64_t entry : {10U, 20U}) ASSERT_TRUE(write(snapshots, of_entry(entry), two_parts).has_value());
  }
  const std::string whole = slurp(folder / "s");
  std::mt19937 random(7);
  int lost = 0;
  for (int i = 0; i < 400; ++i) {
    std::string damaged = whole;
    const std::size_t at = i < 100 ? static_cast<std::size_t>(i) : random() % damaged.size();
    SCOPED_TRACE(at);
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
    spill(folder / "s", damaged);
    auto snapshots = open_snapshots(folder / "s");
    int good = 0;
    for (const auto& snapshot : snapshots.of("t11")) {
      EXPECT_TRUE(snapshot.of == of_entry(10) || snapshot.of == of_entry(20));
      const auto parts = read(snapshots, snapshot);
      if (!parts) continue;
      EXPECT_EQ(*parts, two_parts);
      ++good;
    }
    lost += good < 2 ? 1 : 0;
    // And the next ones are kept as ever.
    if (write(snapshots, of_entry(30), two_parts)) {
      EXPECT_EQ(read(snapshots, snapshots.of("t11")[0]).value(), two_parts);
    }
    if (HasFailure()) break;
  }
  EXPECT_GT(lost, 100);
  for (const std::size_t cut : {std::size_t{1}, whole.size() / 2, whole.size() - 1}) {
    spill(folder / "s", whole.substr(0, cut));
    std::vector<std::string> notices;
    auto snapshots = open_snapshots(folder / "s", &notices);
    for (const auto& snapshot : snapshots.of("t11")) {
      const auto parts = read(snapshots, snapshot);
      EXPECT_TRUE(!parts || *parts == two_parts);
    }
  }
}

TEST(StateSnapshots, AFileThatIsNotOursIsBegunAnewAndThatIsSaid) {
  const TempFolder folder;
  spill(folder / "s", "somebody's notes, long enough to look like something at all");
  std::vector<std::string> notices;
  auto snapshots = open_snapshots(folder / "s", &notices);
  EXPECT_THAT(notices, ElementsAre(HasSubstr("is begun anew")));
  ASSERT_TRUE(write(snapshots, of_entry(10), two_parts).has_value());
  EXPECT_THAT(entries(snapshots), ElementsAre(10));
}

// ---- the journal that has them

class FromASnapshot : public testing::Test {
 protected:
  FromASnapshot() {
    const auto journal = open_journal(path_);
    Script script;
    all_ = append(*journal, script.next("t11", 40));
    keep(*journal, 30);
  }

  void keep(SqliteJournal& journal, std::uint64_t entry) {
    auto of = of_entry(entry);
    of.chain_hash = journal.entry("t11", entry)->chain_hash;
    ASSERT_TRUE(write(*journal.snapshots(), of, two_parts).has_value());
  }
  /// Changes a column of one entry behind the journal's back.
  void damage(std::uint64_t entry, const std::string& column) {
    run_sql(path_, ("UPDATE entry SET " + column + " = zeroblob(length(" + column +
                    ")) WHERE key & 0xffff = " + std::to_string(entry))
                       .c_str());
  }
  std::optional<Corrupt> verified(const SqliteJournal& journal) {
    std::uint64_t next = 1;
    do {
      const auto step = journal.verify("t11", next);
      if (!step) return step.error();
      next = *step;
    } while (next != 0);
    return std::nullopt;
  }

  TempFolder folder_;
  const std::filesystem::path path_ = folder_ / "journal.db";
  std::vector<Entry> all_;
  const OpenOptions whole_{.adopt_restored = false, .whole = true, .wal_bytes = 0, .notice = {}};
};

TEST_F(FromASnapshot, TheJournalIsTheSame) {
  const auto journal = open_journal(path_);
  expect_holds(*journal, all_);
  EXPECT_FALSE(verified(*journal).has_value());
  Script script(*journal);
  std::ranges::move(append(*journal, script.next("t11", 300)), std::back_inserter(all_));
  EXPECT_FALSE(verified(*journal).has_value());
  expect_holds(*journal, all_);
}

TEST_F(FromASnapshot, DamageSinceIsRefusedByItsEntry) {
  for (const char* column : {"hash", "header", "payload_digest", "salt", "payload"}) {
    for (const std::uint64_t entry : {30U, 31U, 40U}) {
      SCOPED_TRACE(std::string(column) + " of " + std::to_string(entry));
      std::filesystem::copy_file(path_, folder_ / "copy", std::filesystem::copy_options::overwrite_existing);
      damage(entry, column);
      EXPECT_EQ(open_refused(path_).entry, entry);
      std::filesystem::rename(folder_ / "copy", path_);
    }
  }
  run_sql(path_,
          "INSERT INTO event SELECT key + 1, entry, kind, incident, time_us FROM event ORDER BY key DESC LIMIT 1");
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("belong to no entry"));
}

TEST_F(FromASnapshot, DamageBeforeItIsFoundByVerifyingAndByAWholeStart) {
  const char* const derived[] = {
      "DELETE FROM command WHERE id = 'command-7'",
      "UPDATE command SET digest = zeroblob(32) WHERE id = 'command-7'",
      "UPDATE event SET incident = 'x' WHERE entry & 0xffff = 7",
      "UPDATE event SET time_us = 0 WHERE entry & 0xffff = 7",
      "DELETE FROM event WHERE entry & 0xffff = 7",
      "DELETE FROM entry WHERE key & 0xffff = 7",
  };
  const auto expect_found = [&] {
    {
      const auto journal = open_journal(path_);
      EXPECT_EQ(journal->head("t11").number, 40U);
      const auto corrupt = verified(*journal);
      ASSERT_TRUE(corrupt.has_value());
      EXPECT_EQ(corrupt->entry, 7U) << corrupt->reason;
    }
    EXPECT_EQ(open_refused(path_, whole_).entry, 7U);
  };
  const auto copy = folder_ / "copy";
  std::filesystem::copy_file(path_, copy);
  for (const char* column : {"hash", "header", "payload_digest", "salt", "payload"}) {
    SCOPED_TRACE(column);
    damage(7, column);
    expect_found();
    std::filesystem::copy_file(copy, path_, std::filesystem::copy_options::overwrite_existing);
  }
  for (const char* sql : derived) {
    SCOPED_TRACE(sql);
    run_sql(path_, sql);
    expect_found();
    std::filesystem::copy_file(copy, path_, std::filesystem::copy_options::overwrite_existing);
  }
  open_journal(path_, whole_);
}

TEST_F(FromASnapshot, AnIndexThatMissesAnEventIsFound) {
  // The index's tree, for a moment under the name of a table, from which rows can be taken.
  run_sql(path_,
          "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET type = 'table', name = 'i', tbl_name = 'i', sql = "
          "'CREATE TABLE i(incident TEXT, key INTEGER, PRIMARY KEY(incident, key)) WITHOUT ROWID' "
          "WHERE name = 'event_incident'");
  run_sql(path_, "DELETE FROM i WHERE key IN (SELECT key FROM event WHERE entry & 0xffff = 7)");
  run_sql(path_,
          "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET type = 'index', name = 'event_incident', "
          "tbl_name = 'event', sql = 'CREATE INDEX event_incident ON event(incident)' WHERE name = 'i'");
  const auto corrupt = verified(*open_journal(path_));
  ASSERT_TRUE(corrupt.has_value());
  EXPECT_EQ(corrupt->entry, 7U);
  EXPECT_THAT(corrupt->reason, HasSubstr("index"));
  EXPECT_THAT(open_refused(path_, whole_).reason, HasSubstr("damaged"));
}

TEST_F(FromASnapshot, OneBeyondTheAnchorServesToo) {
  // Killed between a commit with its snapshot and the anchor.
  std::filesystem::copy_file(folder_ / "journal.db.anchor", folder_ / "anchor");
  {
    const auto journal = open_journal(path_);
    Script script(*journal);
    std::ranges::move(append(*journal, script.next("t11", 5)), std::back_inserter(all_));
    keep(*journal, 45);
  }
  std::filesystem::rename(folder_ / "anchor", folder_ / "journal.db.anchor");
  expect_holds(*open_journal(path_), all_);
}

TEST_F(FromASnapshot, OneOfAnotherHistoryIsNotTrusted) {
  damage(7, "payload");
  {
    auto snapshots = open_snapshots(folder_ / "journal.db.snapshots");
    ASSERT_TRUE(snapshots.forget_all().has_value());
    ASSERT_TRUE(write(snapshots, of_entry(30), two_parts).has_value());   // not the chain's hash
    ASSERT_TRUE(write(snapshots, of_entry(999), two_parts).has_value());  // not there at all
  }
  EXPECT_EQ(open_refused(path_).entry, 7U) << "so everything is verified";
}

TEST_F(FromASnapshot, AJournalThatIsAdoptedIsVerifiedWhole) {
  damage(7, "payload");
  EXPECT_EQ(open_refused(path_, adopt).entry, 7U);
}

TEST_F(FromASnapshot, AnOlderCopyPutBackIsStillRefused) {
  std::filesystem::copy_file(path_, folder_ / "older");
  {
    const auto journal = open_journal(path_);
    Script script(*journal);
    append(*journal, script.next("t11", 5));
  }
  std::filesystem::rename(folder_ / "older", path_);
  const Corrupt refused = open_refused(path_);
  EXPECT_EQ(refused.entry, 41U);
  EXPECT_THAT(refused.reason, HasSubstr("behind its anchor"));
}

TEST_F(FromASnapshot, LosingTheSnapshotsLosesNothing) {
  std::filesystem::remove(folder_ / "journal.db.snapshots");
  expect_holds(*open_journal(path_), all_);
  spill(folder_ / "journal.db.snapshots", "rubbish that is no database at all, and long enough to be read as one");
  std::vector<std::string> notices;
  expect_holds(*open_journal(path_, {.wal_bytes = 0, .notice = [&](auto notice) { notices.emplace_back(notice); }}),
               all_);
  EXPECT_THAT(notices, ElementsAre(HasSubstr("is begun anew")));
}

}  // namespace
}  // namespace wardlink::journal::test
