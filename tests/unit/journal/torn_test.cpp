// What a crash leaves of the last commit: any first part of it, byte for byte, on each of the journal's files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/journal/fixture.hpp"

namespace wardlink::journal::test {
namespace {

constexpr std::size_t wal_header_bytes = 32;
constexpr std::size_t frame_header_bytes = 24;
constexpr std::size_t frame_bytes = frame_header_bytes + 4096;

/// Thousands of journals are opened here: where there is one, on a disk in memory.
class Torn : public testing::Test {
 protected:
  static std::filesystem::path temporary() {
    return std::filesystem::exists("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
  }
  Torn() : before_(std::filesystem::temp_directory_path()) {
    ::setenv("TMPDIR", temporary().c_str(), 1);
    folder_.emplace();
    ::setenv("TMPDIR", before_.c_str(), 1);
    make();
  }

  struct Files {
    std::string database;
    std::string wal;
    std::string anchor;
  };
  [[nodiscard]] Files now() const { return {slurp(path("")), slurp(path("-wal")), slurp(path(".anchor"))}; }
  [[nodiscard]] std::filesystem::path path(const char* suffix) const {
    return (*folder_ / "journal.db").string() + suffix;
  }

  /// Five entries, one a commit, as a crash after the last of them leaves them.
  void make() {
    const auto journal = open_journal(path(""));
    Script script;
    for (int i = 0; i < 5; ++i) {
      earlier_ = std::exchange(before_last_, now());
      std::ranges::move(append(*journal, {script.next("t11")}), std::back_inserter(all_));
      journal->sync_anchor();
    }
    whole_ = now();
  }

  void put(const Files& files) const {
    for (const char* suffix : {"-shm", ".snapshots", ".snapshots-journal"}) std::filesystem::remove(path(suffix));
    std::ofstream(path(""), std::ios::binary) << files.database;
    std::ofstream(path("-wal"), std::ios::binary) << files.wal;
    std::ofstream(path(".anchor"), std::ios::binary) << files.anchor;
  }
  /// How many entries are there; every one as it was. 0: refused.
  std::uint64_t entries(const Files& files) const {
    put(files);
    const auto journal = SqliteJournal::open(path(""), plain);
    if (!journal) {
      EXPECT_FALSE(describe(journal.error()).empty());
      return 0;
    }
    const std::uint64_t number = (*journal)->head("t11").number;
    EXPECT_TRUE(number == 4 || number == 5) << number;
    if (number == 4 || number == 5) {
      expect_holds(**journal, {all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(number)});
    }
    return number;
  }

  const std::filesystem::path before_;
  std::optional<TempFolder> folder_;
  std::vector<Entry> all_;
  Files earlier_;      // after the third entry
  Files before_last_;  // after the fourth
  Files whole_;        // after the fifth
};

TEST_F(Torn, TheLogCutAtEveryByteOfTheLastCommit) {
  ASSERT_EQ(entries(whole_), 5U);
  ASSERT_EQ((whole_.wal.size() - wal_header_bytes) % frame_bytes, 0U);
  Files not_yet_anchored = whole_;
  not_yet_anchored.anchor = before_last_.anchor;
  const std::size_t commit_frame = whole_.wal.size() - frame_bytes;
  for (std::size_t cut = before_last_.wal.size(); cut < whole_.wal.size(); ++cut) {
    SCOPED_TRACE(cut);
    // Within the pages before the last a byte is like any other: SQLite's checksum is over the whole.
    const std::size_t in_frame = (cut - wal_header_bytes) % frame_bytes;
    if (cut < commit_frame && in_frame > frame_header_bytes && in_frame % 64 != 0) continue;
    not_yet_anchored.wal = whole_.wal.substr(0, cut);
    ASSERT_EQ(entries(not_yet_anchored), 4U) << "what was never acknowledged goes without a word";
    if (cut % 16 != 0) continue;
    Files acknowledged = whole_;
    acknowledged.wal = not_yet_anchored.wal;
    put(acknowledged);
    ASSERT_EQ(open_refused(path("")).entry, 5U) << "what may have been acknowledged is missed by its number";
  }
}

TEST_F(Torn, TheAnchorCutAtEveryByteOfItsLastSlot) {
  // The slot that the fifth commit wrote was the third's before.
  std::size_t first = 0;
  while (whole_.anchor[first] == before_last_.anchor[first]) ++first;
  const std::size_t slot = first / anchor_slot_bytes * anchor_slot_bytes;
  const std::size_t end = whole_.anchor.find('\0', slot);
  ASSERT_GT(end, slot + 100);
  Files torn = whole_;
  for (std::size_t cut = slot; cut <= end; ++cut) {
    SCOPED_TRACE(cut);
    torn.anchor = whole_.anchor.substr(0, cut) + before_last_.anchor.substr(cut);
    ASSERT_EQ(entries(torn), 5U);
    torn.anchor = whole_.anchor;
    torn.anchor.replace(cut, end - cut, end - cut, '\0');
    ASSERT_EQ(entries(torn), 5U);
  }
}

TEST_F(Torn, AnAnchorOneCommitOlderServesAndOneCommitNewerIsMissed) {
  Files files = whole_;
  files.anchor = before_last_.anchor;
  EXPECT_EQ(entries(files), 5U) << "killed between the commit and its anchor";
  files.anchor = earlier_.anchor;
  EXPECT_EQ(entries(files), 5U);
  files = before_last_;
  files.anchor = whole_.anchor;
  put(files);
  const Corrupt refused = open_refused(path(""));
  EXPECT_EQ(refused.entry, 5U);
  EXPECT_THAT(refused.reason, testing::HasSubstr("behind its anchor"));
}

TEST_F(Torn, TheDatabaseCutAnywhereIsRefusedOrWhole) {
  put(whole_);
  open_journal(path(""));  // closing writes the log back
  const Files closed{slurp(path("")), "", whole_.anchor};
  ASSERT_EQ(entries(closed), 5U);
  std::size_t refusals = 0;
  std::size_t cuts = 0;
  for (std::size_t cut = 0; cut < closed.database.size(); cut += 61, ++cuts) {
    SCOPED_TRACE(cut);
    Files torn = closed;
    torn.database.resize(cut);
    const auto left = entries(torn);
    ASSERT_TRUE(left == 0 || left == 5);
    refusals += left == 0 ? 1 : 0;
    // A checkpoint that was torn has its log still.
    Files with_log = torn;
    with_log.wal = whole_.wal;
    if (cut % 8 == 0) {
      const auto recovered = entries(with_log);
      ASSERT_TRUE(recovered == 0 || recovered == 5);
    }
  }
  EXPECT_GT(refusals, cuts * 9 / 10);
}

}  // namespace
}  // namespace wardlink::journal::test
