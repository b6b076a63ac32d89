// A journal whose files were damaged anywhere is refused, or the damage is provably harmless: everything acknowledged
// is still there. And a hub killed at any moment has lost nothing and doubled nothing.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <random>
#include <set>

#include "hub/base/ids.hpp"
#include "hub/base/panic.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace wardlink::journal::test {
namespace {

// Room enough that zeros stand behind the log's last frame.
const OpenOptions roomy{.adopt_restored = false, .wal_bytes = 300'000, .notice = {}};

using Files = std::map<std::string, std::string>;  // suffix → bytes

class Damage : public testing::Test {
 protected:
  /// A journal as a crash leaves it, the anchor complete: half of it in the database, half in the WAL.
  void SetUp() override {
    const TempFolder folder;
    const auto path = folder / "journal.db";
    for (int half = 0; half < 2; ++half) {
      const auto journal = open_journal(path, roomy);  // closing writes the WAL back into the database
      Script script(*journal);
      for (int i = 0; i < 6; ++i) {
        std::ranges::move(append(*journal, {script.next("t11"), script.next("t11"), script.next("another")}),
                          std::back_inserter(all_));
      }
      journal->sync_anchor();
      for (const char* suffix : {"", "-wal", ".anchor"}) files_[suffix] = slurp(path.string() + suffix);
    }
    wal_used_ = files_["-wal"].find_last_not_of('\0');
    ASSERT_GT(wal_used_, 50'000U);
    ASSERT_LT(wal_used_, files_["-wal"].size() - 10'000);
  }

  /// Opens these files. True: refused. False: everything is there.
  bool refused(const Files& files) {
    const TempFolder folder;
    const auto path = folder / "journal.db";
    for (const auto& [suffix, bytes] : files) {
      std::ofstream(path.string() + suffix, std::ios::binary) << bytes;
    }
    const auto journal = SqliteJournal::open(path, roomy);
    if (!journal) {
      EXPECT_FALSE(describe(journal.error()).empty());
      return true;
    }
    expect_holds(**journal, all_);
    Script script(**journal);
    append(**journal, script.next("t11", 2));
    return false;
  }

  /// Flips single bits of one file; how often that was refused.
  int flip_bits(const std::string& suffix, const std::vector<std::size_t>& offsets) {
    int refusals = 0;
    for (const std::size_t offset : offsets) {
      Files damaged = files_;
      damaged[suffix][offset] = static_cast<char>(damaged[suffix][offset] ^ (1 << (offset * 7 + offset / 13) % 8));
      SCOPED_TRACE(suffix + " at " + std::to_string(offset));
      refusals += refused(damaged) ? 1 : 0;
      if (HasFailure()) break;
    }
    return refusals;
  }

  std::vector<std::size_t> offsets(const std::string& suffix, std::size_t from, std::size_t until, std::size_t count) {
    std::mt19937 random(static_cast<unsigned>(from + until + count + suffix.size()));
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(from + random() % (until - from));
    return out;
  }
  /// Every place where `text` stands in the file.
  std::vector<std::size_t> places_of(const std::string& suffix, const std::string& text) {
    std::vector<std::size_t> out;
    const std::string& bytes = files_[suffix];
    for (auto at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1)) out.push_back(at);
    return out;
  }

  std::vector<Entry> all_;
  Files files_;
  std::size_t wal_used_ = 0;
};

TEST_F(Damage, TheWholeFilesOpen) { EXPECT_FALSE(refused(files_)); }

TEST_F(Damage, InTheWriteAheadLog) {
  // Its 32 header bytes, some frame headers, and anywhere.
  std::vector<std::size_t> at = offsets("-wal", 0, 32, 16);
  const std::size_t frames = (wal_used_ - 32) / (4096 + 24);
  for (std::size_t frame = 0; frame < frames; frame += 3) at.push_back(32 + frame * (4096 + 24) + frame % 24);
  std::ranges::copy(offsets("-wal", 0, wal_used_, 100), std::back_inserter(at));
  EXPECT_GT(flip_bits("-wal", at), static_cast<int>(at.size() * 9 / 10));
  EXPECT_EQ(flip_bits("-wal", offsets("-wal", wal_used_ + 5'000, files_["-wal"].size(), 5)), 0) << "behind its end";
}

TEST_F(Damage, InTheDatabaseItself) {
  // Without its WAL the database is what the first half left; what it then holds is compared by the anchor alone, so
  // here the WAL is written back first.
  {
    const TempFolder folder;
    const auto path = folder / "journal.db";
    for (const auto& [suffix, bytes] : files_) std::ofstream(path.string() + suffix, std::ios::binary) << bytes;
    open_journal(path);
    for (const char* suffix : {"", ".anchor"}) files_[suffix] = slurp(path.string() + suffix);
    files_.erase("-wal");
  }
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < 100; ++i) at.push_back(i);  // the database's header
  std::ranges::copy(offsets("", 100, files_[""].size(), 250), std::back_inserter(at));
  // Page headers and cell pointers.
  for (std::size_t page = 0; page < files_[""].size() / 4096; ++page) {
    for (std::size_t i = 0; i < 16; i += 2) at.push_back(page * 4096 + i);
  }
  // Every kind of record: contents, headers, rows of commands, incidents, the epoch, the schema, cluster names.
  for (const char* text : {"nội dung 5", "quan-hoa", "command-4", "t11-i2", "epoch", "CREATE", "another"}) {
    const auto places = places_of("", text);
    EXPECT_FALSE(places.empty()) << text;
    std::ranges::copy(places, std::back_inserter(at));
  }
  EXPECT_GT(flip_bits("", at), static_cast<int>(at.size() / 4));
}

TEST_F(Damage, InAContentIsRefusedByItsEntry) {
  const auto places = places_of("-wal", "nội dung 12");
  ASSERT_FALSE(places.empty());
  EXPECT_EQ(flip_bits("-wal", {places.back()}), 1);
}

TEST_F(Damage, InTheAnchor) {
  const std::size_t slot = anchor_slot_bytes;
  auto at = offsets(".anchor", 0, 400, 40);
  std::ranges::copy(offsets(".anchor", slot, slot + 400, 40), std::back_inserter(at));
  flip_bits(".anchor", at);

  Files both = files_;
  both[".anchor"][25] ^= 1;
  both[".anchor"][slot + 25] ^= 1;
  EXPECT_TRUE(refused(both));
}

TEST_F(Damage, ByCuttingAFileShort) {
  for (const char* suffix : {"", "-wal"}) {
    auto cuts = offsets(suffix, 0, files_[suffix].size(), 25);
    for (std::size_t page = 1; page < files_[suffix].size() / 4096; page += 3) cuts.push_back(page * 4096);
    for (const std::size_t cut : cuts) {
      SCOPED_TRACE(std::string(suffix) + " cut to " + std::to_string(cut));
      Files damaged = files_;
      damaged[suffix].resize(cut);
      refused(damaged);
      if (HasFailure()) return;
    }
  }
}

TEST_F(Damage, ByLosingAFile) {
  for (const char* suffix : {"", "-wal", ".anchor"}) {
    SCOPED_TRACE(suffix);
    Files damaged = files_;
    damaged.erase(suffix);
    EXPECT_TRUE(refused(damaged));
  }
}

// ---- kill -9

/// Takes the commands "c1", "c2", … in their order from the first the journal does not have, in groups of 1 to 6 over
/// two clusters, and says every acknowledged one through the pipe, for ever.
[[noreturn]] void append_until_killed(const std::filesystem::path& path, int pipe, unsigned seed) {
  const auto journal = open_journal(path);
  Script script(*journal);
  std::mt19937 random(seed);
  std::uint64_t done = 0;
  for (const auto& cluster : journal->clusters()) done += journal->head(cluster).number;
  for (;;) {
    std::vector<Entry> group;
    for (std::size_t i = 0, count = 1 + random() % 6; i < count; ++i) {
      Entry entry = script.next(random() % 2 == 0 ? "t11" : "another");
      entry.header.set_command_id("c" + std::to_string(++done));
      group.push_back(std::move(entry));
    }
    base::check(journal->append(group).has_value(), "append");
    base::check(::write(pipe, &done, sizeof done) == sizeof done, "write");
  }
}

TEST(KillNine, LosesNothingAcknowledgedAndDoublesNothing) {
  const TempFolder folder;
  const auto path = folder / "journal.db";
  std::mt19937 random(20'261'123);
  std::uint64_t acknowledged = 0;
  for (unsigned round = 0; round < 20; ++round) {
    SCOPED_TRACE(round);
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) append_until_killed(path, pipe[1], round);
    ::close(pipe[1]);

    // Killed after so many answers and a moment more, wherever it then is.
    const auto heard = [&] { return ::read(pipe[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged; };
    for (auto answers = random() % 40; answers > 0; --answers) ASSERT_TRUE(heard());
    const auto kill_at = std::chrono::steady_clock::now() + std::chrono::microseconds(random() % 3000);
    while (std::chrono::steady_clock::now() < kill_at) {
    }
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    while (heard()) {
    }
    ::close(pipe[0]);

    const auto journal = open_journal(path);
    std::set<std::string> ids;
    std::uint64_t entries = 0;
    for (const auto& cluster : journal->clusters()) {
      ASSERT_TRUE(journal
                      ->replay(cluster, 1,
                               [&](const v1::EntryHeader& header) {
                                 ++entries;
                                 EXPECT_TRUE(ids.insert(header.command_id()).second) << header.command_id();
                                 const auto found =
                                     journal->find(cluster, base::sender_key(header.sender()), header.command_id());
                                 EXPECT_TRUE(found && found->number == header.number());
                               })
                      .has_value());
    }
    EXPECT_GE(entries, acknowledged);
    for (std::uint64_t i = 1; i <= entries; ++i) EXPECT_TRUE(ids.contains("c" + std::to_string(i))) << i;
  }
  EXPECT_GT(acknowledged, 100U);
}

}  // namespace
}  // namespace wardlink::journal::test
