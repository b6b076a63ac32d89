// What SqliteJournal does beyond the contract: reopening, refusing, dropping a torn end, adopting.
#include "hub/journal/sqlite_journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "hub/journal/sqlite_schema.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace wardlink::journal::test {
namespace {

using testing::HasSubstr;

class SqliteJournalTest : public testing::Test {
 protected:
  SqliteJournalTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  /// A journal with `groups` groups of two entries, closed.
  std::vector<Entry> make(std::size_t groups) {
    const auto journal = open_journal(path_);
    Script script(*journal);
    std::vector<Entry> all;
    for (std::size_t i = 0; i < groups; ++i) {
      std::ranges::move(append(*journal, {script.next("t11"), script.next("another")}), std::back_inserter(all));
    }
    return all;
  }
  std::filesystem::path beside(const char* suffix) const { return path_.string() + suffix; }
  void copy(const char* suffix, const std::filesystem::path& to) const {
    std::filesystem::copy_file(beside(suffix), to, std::filesystem::copy_options::overwrite_existing);
  }
  void spoil_anchor(unsigned slot) const {
    std::fstream file(beside(".anchor"), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(slot * anchor_slot_bytes + 30));
    file << '#';
  }
  void change_rows(const char* sql) const {
    auto connection = Connection::open(path_, Connection::Mode::write);
    ASSERT_TRUE(connection.has_value());
    ASSERT_TRUE(connection->execute(sql).has_value()) << sqlite3_errmsg(connection->handle());
  }

  TempFolder folder_;
  const std::filesystem::path path_ = folder_ / "journal.db";
};

TEST_F(SqliteJournalTest, ReopenedItHoldsEverythingAndGoesOn) {
  std::vector<Entry> all = make(5);
  std::string epoch;
  for (int i = 0; i < 3; ++i) {
    const auto journal = open_journal(path_);
    expect_holds(*journal, all);
    EXPECT_TRUE(epoch.empty() || journal->epoch() == epoch);
    epoch = journal->epoch();
    Script script(*journal);
    std::ranges::move(append(*journal, script.next("t11", 3)), std::back_inserter(all));
    expect_holds(*journal, all);
  }
}

TEST_F(SqliteJournalTest, EveryFileIsItsOwnersAlone) {
  const mode_t before = ::umask(0);
  const auto journal = open_journal(path_);
  ::umask(before);
  Script script;
  append(*journal, {script.next("t11")});
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator(path_.parent_path())) {
    EXPECT_EQ(file.status().permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << file.path();
    ++files;
  }
  EXPECT_EQ(files, 7);  // database, WAL and its index, anchor, lock, snapshots and their own log
}

TEST_F(SqliteJournalTest, IsOpenOnceOnly) {
  const auto journal = open_journal(path_);
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("another hub has this journal open"));
}

TEST_F(SqliteJournalTest, TheWalIsBoundedWhileReadersComeAndGo) {
  const auto journal = open_journal(path_);
  Script script;
  std::uintmax_t most = 0;
  for (int i = 0; i < 120; ++i) {
    append(*journal, script.next("t11", 256));
    EXPECT_EQ(journal->events("t11", {}, 256).size(), 256U);
    most = std::max(most, std::filesystem::file_size(beside("-wal")));
  }
  EXPECT_GT(std::filesystem::file_size(path_), most) << "enough was written to tell";
  EXPECT_LT(most, 24U * 1024 * 1024);
}

TEST_F(SqliteJournalTest, RoomSetAsideForTheWalIsNoEntries) {
  std::vector<Entry> all;
  for (int i = 0; i < 3; ++i) {
    const auto journal = open_journal(path_, {});
    EXPECT_EQ(std::filesystem::file_size(beside("-wal")), OpenOptions{}.wal_bytes);
    if (i > 0) expect_holds(*journal, all);
    Script script(*journal);
    std::ranges::move(append(*journal, script.next("t11", 3)), std::back_inserter(all));
  }
}

TEST_F(SqliteJournalTest, SettingsThatDoNotTakeAreRefused) {
  // A database in memory has no write-ahead log.
  auto connection = Connection::open(":memory:", Connection::Mode::write);
  ASSERT_TRUE(connection.has_value());
  const auto configured = configure(*connection);
  ASSERT_FALSE(configured.has_value());
  EXPECT_THAT(configured.error(), HasSubstr("does not take the setting journal_mode = WAL"));
}

TEST_F(SqliteJournalTest, AMissingJournalIsNeverBegunAnew) {
  make(2);
  std::filesystem::remove(path_);
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("is missing, but its anchor is there"));
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_THAT(open_refused(path_, adopt).reason, HasSubstr("is missing"));
}

TEST_F(SqliteJournalTest, AnEmptiedJournalIsNeverBegunAnew) {
  make(2);
  std::filesystem::resize_file(path_, 0);
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("is missing, but its anchor is there"));
}

TEST_F(SqliteJournalTest, AMissingJournalWithItsWalLeftIsNeverBegunAnew) {
  {
    const auto journal = open_journal(path_);
    Script script;
    append(*journal, {script.next("t11")});
    copy("-wal", folder_ / "wal");
  }
  std::filesystem::remove(path_);
  std::filesystem::remove(beside(".anchor"));
  std::filesystem::rename(folder_ / "wal", beside("-wal"));
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("its write-ahead log is there"));
}

// SQLite takes a file of one byte for an empty one, and a log whose first bytes are damaged for none.
TEST_F(SqliteJournalTest, AJournalOfOneByteIsNeverBegunAnew) {
  {
    const auto journal = open_journal(path_);
    Script script;
    append(*journal, {script.next("t11")});
    copy("-wal", folder_ / "wal");
  }
  std::filesystem::resize_file(path_, 1);
  std::filesystem::remove(beside(".anchor"));
  std::filesystem::rename(folder_ / "wal", beside("-wal"));
  std::fstream(beside("-wal"), std::ios::binary | std::ios::in | std::ios::out) << '#';
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("its write-ahead log is there"));
}

TEST_F(SqliteJournalTest, ALostWalIsNoticed) {
  {
    const auto journal = open_journal(path_);
    Script script;
    append(*journal, {script.next("t11")});
    journal->sync_anchor();
    copy("", folder_ / "without-wal");
    copy(".anchor", folder_ / "anchor");
  }
  // Nothing had reached the database itself yet.
  std::filesystem::rename(folder_ / "without-wal", path_);
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("is empty, but its anchor is there"));
}

TEST_F(SqliteJournalTest, AMissingAnchorIsRefusedUntilTheOperatorAdopts) {
  const auto all = make(3);
  const std::string epoch = open_journal(path_)->epoch();
  std::filesystem::remove(beside(".anchor"));
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("anchor is missing"));

  std::vector<std::string> notices;
  {
    const auto adopted = open_journal(
        path_, {.adopt_restored = true, .notice = [&](std::string_view notice) { notices.emplace_back(notice); }});
    expect_holds(*adopted, all);
    EXPECT_NE(adopted->epoch(), epoch);
    EXPECT_THAT(notices, testing::ElementsAre(HasSubstr("its epoch is now " + adopted->epoch())));
  }
  expect_holds(*open_journal(path_), all);
}

TEST_F(SqliteJournalTest, AnEmptyJournalNeedsNoAnchor) {
  open_journal(path_);
  std::filesystem::remove(beside(".anchor"));
  make(1);
  open_journal(path_);
}

TEST_F(SqliteJournalTest, AnAnchorTornAtItsVeryFirstWriteIsMadeAnew) {
  open_journal(path_);
  std::ofstream(beside(".anchor"), std::ios::binary | std::ios::trunc) << "wardlink-anc";
  const auto all = make(1);
  expect_holds(*open_journal(path_), all);
}

TEST_F(SqliteJournalTest, ADamagedAnchorIsRefused) {
  make(3);
  std::ofstream(beside(".anchor"), std::ios::binary | std::ios::trunc) << "nothing that was ever an anchor";
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("neither slot can be read"));
}

TEST_F(SqliteJournalTest, ASlotOfTheAnchorTornByACrashIsSaid) {
  const auto all = make(3);
  spoil_anchor(read_anchor(beside(".anchor"))->value().slot);
  std::vector<std::string> notices;
  expect_holds(*open_journal(path_, {.notice = [&](auto notice) { notices.emplace_back(notice); }}), all);
  EXPECT_THAT(notices, testing::ElementsAre(HasSubstr("one of the anchor's two slots was damaged")));
}

TEST_F(SqliteJournalTest, ALostSlotOfTheAnchorIsRefusedWhereTheEndMayBeLostWithIt) {
  make(3);
  const unsigned newest = read_anchor(beside(".anchor"))->value().slot;
  copy(".anchor", folder_ / "anchor");
  const auto refused = [&](const std::string& how) {
    SCOPED_TRACE(how);
    EXPECT_THAT(open_refused(path_).reason, HasSubstr("its end may be missing"));
    std::filesystem::copy_file(folder_ / "anchor", beside(".anchor"),
                               std::filesystem::copy_options::overwrite_existing);
  };
  // Its journal is no longer than the slot that is left says: no crash leaves it so.
  spoil_anchor(1 - newest);
  refused("torn");
  std::filesystem::resize_file(beside(".anchor"), 2 * anchor_slot_bytes - 1);
  refused("cut");
  std::fstream(beside(".anchor"), std::ios::binary | std::ios::in | std::ios::out)
      .seekp(static_cast<std::streamoff>((1 - newest) * anchor_slot_bytes))
      .write(std::string(4096, '\0').data(), 4096);
  refused("blank");
  open_journal(path_);
}

TEST_F(SqliteJournalTest, AnOlderCopyPutBackIsRefusedUntilTheOperatorAdopts) {
  auto all = make(3);
  copy("", folder_ / "older");
  make(2);
  std::filesystem::rename(folder_ / "older", path_);
  const Corrupt refused = open_refused(path_);
  EXPECT_EQ(refused.cluster, "another");
  EXPECT_EQ(refused.entry, 4U);
  EXPECT_THAT(describe(refused), HasSubstr("cluster another, entry 4: the journal is behind its anchor"));

  const auto adopted = open_journal(path_, adopt);
  expect_holds(*adopted, all);
  Script script(*adopted);
  std::ranges::move(append(*adopted, script.next("t11", 2)), std::back_inserter(all));
  expect_holds(*adopted, all);
}

TEST_F(SqliteJournalTest, ACopyThatWentAnotherWayIsRefused) {
  make(1);
  for (const char* suffix : {"", ".anchor"}) copy(suffix, folder_ / (std::string("older") + suffix));
  make(2);
  copy(".anchor", folder_ / "newer.anchor");
  std::filesystem::rename(folder_ / "older", path_);
  std::filesystem::rename(folder_ / "older.anchor", beside(".anchor"));
  make(2);  // the same numbers, other salts
  std::filesystem::rename(folder_ / "newer.anchor", beside(".anchor"));
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("this is another history"));
}

TEST_F(SqliteJournalTest, AnotherJournalsAnchorIsRefused) {
  make(1);
  copy(".anchor", folder_ / "other.anchor");
  for (const char* suffix : {"", ".anchor"}) std::filesystem::remove(beside(suffix));
  make(1);
  std::filesystem::rename(folder_ / "other.anchor", beside(".anchor"));
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("belongs to another journal"));
}

TEST_F(SqliteJournalTest, ATornEndBeyondTheAnchorIsDropped) {
  auto all = make(3);
  copy(".anchor", folder_ / "anchor");
  const auto more = make(2);
  // Entries 4 and 5 are beyond the anchor put back; of t11, entry 5 is torn.
  std::filesystem::rename(folder_ / "anchor", beside(".anchor"));
  change_rows(
      "UPDATE entry SET header = substr(header, 1, 20) WHERE key = (SELECT max(key) FROM entry WHERE key >> 40 "
      "= (SELECT number FROM cluster WHERE name = 't11'))");
  std::ranges::copy(more, std::back_inserter(all));
  std::erase_if(all, [](const Entry& e) { return e.header.cluster() == "t11" && e.header.number() == 5; });

  std::vector<std::string> notices;
  {
    const auto journal = open_journal(path_, {.notice = [&](auto notice) { notices.emplace_back(notice); }});
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_THAT(notices[0], HasSubstr("cluster t11: dropped the torn end of the journal, from entry 5 on"));
    expect_holds(*journal, all);
    Script script(*journal);
    std::ranges::move(append(*journal, script.next("t11", 2)), std::back_inserter(all));
  }
  expect_holds(*open_journal(path_), all);
}

TEST_F(SqliteJournalTest, ABrokenEntryTheAnchorCoversIsRefusedByItsNumber) {
  const auto break_entry = [&](const char* column) {
    SCOPED_TRACE(column);
    TempFolder folder;
    const std::filesystem::path whole = folder / "whole";
    copy("", whole);
    const std::string sql = std::string("UPDATE entry SET ") + column + " = zeroblob(length(" + column +
                            ")) WHERE key & 0xff = 3 AND key >> 40 = (SELECT number FROM cluster WHERE name = 't11')";
    change_rows(sql.c_str());
    const Corrupt refused = open_refused(path_);
    EXPECT_EQ(refused.cluster, "t11");
    EXPECT_EQ(refused.entry, 3U);
    std::filesystem::rename(whole, path_);
  };
  make(5);
  for (const char* column : {"hash", "header", "payload_digest", "salt", "payload"}) break_entry(column);
  open_journal(path_);
}

TEST_F(SqliteJournalTest, WhatIsDerivedFromTheEntriesMustAgreeWithThem) {
  make(5);
  const char* const changes[] = {
      "DELETE FROM command WHERE id = 'command-3'",
      "UPDATE command SET entry = entry + 1 WHERE id = 'command-3'",
      "UPDATE command SET digest = zeroblob(32) WHERE id = 'command-3'",
      "INSERT INTO command VALUES(1, 'somebody', 'something', 1, x'00')",
      "UPDATE event SET kind = 1 WHERE key & 0xff = 3",
      "UPDATE event SET incident = 'x' WHERE key & 0xff = 3",
      "UPDATE event SET entry = entry + 1 WHERE key & 0xff = 3",
      "UPDATE event SET time_us = 0 WHERE key & 0xff = 3",
      "DELETE FROM event WHERE key & 0xff = 3",
      "DELETE FROM entry WHERE key & 0xff = 3",
      "DELETE FROM entry WHERE key & 0xff = 1",
      "INSERT INTO event VALUES(99, 1, 20, '', 0)",
      "INSERT INTO entry VALUES(99, x'', x'', x'', x'', x'')",
      "UPDATE cluster SET name = 'renamed' WHERE name = 't11'",
      "DELETE FROM cluster WHERE name = 't11'",
      "UPDATE meta SET value = 'another'",
      "DELETE FROM meta",
      "DROP INDEX event_kind",
      "CREATE TABLE more(x)",
      "PRAGMA user_version = 2",
      "PRAGMA application_id = 1",
  };
  copy("", folder_ / "whole");
  for (const char* change : changes) {
    SCOPED_TRACE(change);
    change_rows(change);
    EXPECT_FALSE(open_refused(path_).reason.empty());
    std::filesystem::copy_file(folder_ / "whole", path_, std::filesystem::copy_options::overwrite_existing);
  }
  open_journal(path_);
}

TEST_F(SqliteJournalTest, AnUnknownSchemaIsRefusedByItsVersion) {
  make(1);
  change_rows("PRAGMA user_version = 7");
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("version 7"));
}

TEST_F(SqliteJournalTest, AFileThatIsNoJournalIsRefusedAndLeftAlone) {
  std::ofstream(path_) << "somebody's notes, long enough to look like something at all";
  EXPECT_THAT(open_refused(path_).reason, HasSubstr("not a database"));
  EXPECT_EQ(std::filesystem::file_size(path_), 59U);
}

TEST_F(SqliteJournalTest, DamageFoundWhileReadingEndsTheProcessOrIsSaid) {
  const auto journal = open_journal(path_);
  Script script;
  append(*journal, script.next("t11", 5));
  change_rows("UPDATE entry SET header = zeroblob(10) WHERE key & 0xff = 3");
  const auto replayed = journal->replay("t11", 1, [](const v1::EntryHeader&) {});
  ASSERT_FALSE(replayed.has_value());
  EXPECT_EQ(replayed.error().entry, 3U);
  EXPECT_DEATH((void)journal->entry("t11", 3), "cluster t11, entry 3: the hash chain is broken at it");
  EXPECT_DEATH((void)journal->events("t11", {}, 100), "cluster t11, entry 3: the hash chain is broken at it");
}

}  // namespace
}  // namespace wardlink::journal::test
