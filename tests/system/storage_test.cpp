// What the hub does when its disk does not do what it should (DESIGN.md, One message's way, step 5).
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "hub/journal/anchor.hpp"
#include "hub/journal/file.hpp"
#include "tests/support/http_get.hpp"
#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/watching.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// The disk under the hub, which fails when it is told to: tests/support/disk_shim.
class Disk {
 public:
  Disk() {
    std::ofstream(folder_.path() / "hold").flush();
    if (::mkfifo((folder_.path() / "holding").c_str(), 0600) != 0) throw std::runtime_error("mkfifo");
    holding_ = journal::File(::open((folder_.path() / "holding").c_str(), O_RDWR | O_CLOEXEC));
  }
  [[nodiscard]] World::Options under_the_hub() const {
    return {.hub_environment = {"LD_PRELOAD=" WARDLINK_PROGRAMS_DIR "/disk_shim.so",
                                "WARDLINK_DISK_SHIM=" + folder_.path().string()}};
  }
  void fill() { std::ofstream(folder_.path() / "full").flush(); }
  void make_room() { fs::remove(folder_.path() / "full"); }
  void fail_syncs_of(const std::string& file) { std::ofstream(folder_.path() / "sync-fails") << file; }
  void mend() { fs::remove(folder_.path() / "sync-fails"); }
  /// The write-ahead log's syncs wait from now on.
  void hold() {
    hold_ = journal::File(::open((folder_.path() / "hold").c_str(), O_RDWR | O_CLOEXEC));
    if (::flock(hold_.descriptor(), LOCK_EX) != 0) throw std::runtime_error("flock");
  }
  /// Returns when one waits.
  void await_holding() {
    char byte = 0;
    if (::read(holding_.descriptor(), &byte, 1) != 1) throw std::runtime_error("read");
  }
  void release() { hold_ = {}; }

 private:
  support::TemporaryDirectory folder_;
  journal::File holding_;
  journal::File hold_;
};

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

fs::path journal_of(const World& world) { return world.folder() / "journal.db"; }

void flip_a_bit(const fs::path& path, std::size_t at) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(file.get() ^ 4);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
}

/// A little over 50 kB.
v1::Command bulky_sighting() {
  auto command = sighting(on_the_bridge());
  for (int i = 0; i < 28; ++i)
    command.mutable_report_sighting()->mutable_content()->add_persons(std::string(1900, 'x'));
  return command;
}

/// Sends it again: it must be known, and by the same entry.
void expect_kept(Peer& peer, const std::string& id, const v1::Command& command, const v1::Accepted& before) {
  const auto receipt = peer.submit(id, command);
  ASSERT_TRUE(receipt.has_accepted()) << receipt.ShortDebugString();
  EXPECT_TRUE(receipt.duplicate());
  EXPECT_EQ(receipt.accepted().chain_hash(), before.chain_hash());
}

class StorageTest : public testing::Test {
 protected:
  /// A hub that has taken some sightings, the third of which is told by its text, and has ended.
  struct Filled {
    std::uint64_t entry = 0;
    std::string text = "áo đỏ, biển số lạ";
  };
  Filled fill(World& world, bool killed) {
    Filled filled;
    std::uint64_t last = 0;
    world.start_hub();
    {
      Peer peer(world.port(), world.officer("quan-hoa"));
      for (int i = 0; i < 6; ++i) {
        const auto receipt = peer.submit(sighting(on_the_bridge(), i == 2 ? filled.text : "khác"));
        if (i == 2) filled.entry = receipt.accepted().entry();
        last = receipt.accepted().entry();
      }
    }
    if (killed) {
      // The anchor comes a moment after the receipt.
      await("the anchor covers it", [&] {
        const auto anchor = journal::read_anchor(journal_of(world).string() + ".anchor");
        return anchor && *anchor && (*anchor)->newest.state.clusters.at(World::sample).number == last;
      });
      world.kill_hub();
    } else {
      EXPECT_EQ(world.stop_hub(), 0);
    }
    return filled;
  }
  static void expect_refused(const World& world, const std::string& what) {
    const auto refused = world.run_hub();
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.errors.find(what), std::string::npos) << refused.errors;
  }
};

TEST_F(StorageTest, AFlippedBitInARecordIsRefusedByItsEntry) {
  World world;
  const Filled filled = fill(world, true);
  const fs::path wal = journal_of(world).string() + "-wal";
  const auto at = slurp(wal).rfind(filled.text);
  ASSERT_NE(at, std::string::npos);
  flip_a_bit(wal, at);
  // In the log SQLite itself would end before the damage: what was acknowledged after it is missed.
  expect_refused(world, "entry ");
  expect_refused(world, "hoa-do-phuc-vi");
}

TEST_F(StorageTest, AFlippedBitBeforeTheLastSnapshotEndsTheHubSoonAndIsThenRefusedByItsEntry) {
  World world;
  const Filled filled = fill(world, false);
  const auto at = slurp(journal_of(world)).find(filled.text);
  ASSERT_NE(at, std::string::npos);
  flip_a_bit(journal_of(world), at);
  world.start_hub();
  EXPECT_EQ(world.hub_ended(), 128 + SIGABRT);
  EXPECT_NE(world.log().find(fmt::format("entry {}: its payload does not match", filled.entry)), std::string::npos)
      << world.log();
  expect_refused(world, fmt::format("entry {} of cluster \"hoa-do-phuc-vi\"", filled.entry));
}

TEST_F(StorageTest, AFlippedBitSinceTheLastSnapshotIsRefusedByItsEntry) {
  World world;
  const Filled filled = fill(world, false);
  fs::remove(journal_of(world).string() + ".snapshots");
  const auto at = slurp(journal_of(world)).find(filled.text);
  ASSERT_NE(at, std::string::npos);
  flip_a_bit(journal_of(world), at);
  expect_refused(world, fmt::format("entry {} of cluster \"hoa-do-phuc-vi\": its payload does not", filled.entry));
}

TEST_F(StorageTest, VerifyJournalSaysWhetherAllOfItIsWhole) {
  World world;
  const Filled filled = fill(world, false);
  const auto whole = world.run_hub({"--verify-journal"});
  EXPECT_EQ(whole.status, 0) << whole.errors;
  EXPECT_NE(whole.out.find("cluster hoa-do-phuc-vi: "), std::string::npos) << whole.out;
  EXPECT_NE(whole.out.find("its snapshot of entry "), std::string::npos) << whole.out;
  flip_a_bit(journal_of(world), slurp(journal_of(world)).find(filled.text));
  const auto damaged = world.run_hub({"--verify-journal"});
  EXPECT_EQ(damaged.status, 1);
  EXPECT_NE(damaged.errors.find(fmt::format("entry {}: its payload", filled.entry)), std::string::npos)
      << damaged.errors;
}

TEST_F(StorageTest, AMissingJournalIsNeverBegunAnew) {
  World world;
  fill(world, false);
  fs::rename(journal_of(world), world.folder() / "elsewhere");
  expect_refused(world, "is missing, but its anchor is there");
  fs::rename(world.folder() / "elsewhere", journal_of(world));
  fs::resize_file(journal_of(world), fs::file_size(journal_of(world)) / 2);
  expect_refused(world, "the journal");
}

TEST_F(StorageTest, AJournalOlderThanItsAnchorIsRefusedUntilTheOperatorAdoptsIt) {
  World world;
  fill(world, false);
  fs::copy_file(journal_of(world), world.folder() / "older");
  fill(world, false);
  fs::rename(world.folder() / "older", journal_of(world));
  expect_refused(world, "the journal is behind its anchor");
}

TEST_F(StorageTest, AFullDiskIsSaidReadsGoOnAndItResumes) {
  Disk disk;
  World world(disk.under_the_hub());
  world.start_hub();
  const auto command = bulky_sighting();
  std::map<std::string, v1::Accepted> accepted;
  std::string refused;
  {
    Peer peer(world.port(), world.officer("quan-hoa"));
    const auto incident_id = peer.submit(incident(on_the_bridge())).accepted().events(0).incident();
    disk.fill();
    // The room that was set aside lasts for a while.
    while (refused.empty() && accepted.size() < 10'000) {
      const auto id = new_id();
      const auto receipt = peer.submit(id, command);
      if (receipt.has_accepted()) {
        accepted.emplace(id, receipt.accepted());
      } else {
        EXPECT_EQ(receipt.rejected().code(), v1::Rejection::UNAVAILABLE) << receipt.ShortDebugString();
        refused = id;
      }
    }
    ASSERT_FALSE(refused.empty()) << "the disk never filled up";
    ASSERT_GT(accepted.size(), 10U);
    EXPECT_EQ(peer.submit(refused, command).rejected().code(), v1::Rejection::UNAVAILABLE);
    v1::Query show;
    show.mutable_show()->set_id(incident_id);
    EXPECT_EQ(peer.ask(show).show().incident().lead().ward(), "quan-hoa");
    EXPECT_NE(support::http_get(world.operator_port(), "/readyz").status, 200);
    EXPECT_EQ(support::http_get(world.operator_port(), "/healthz").status, 200);

    disk.make_room();
    const auto receipt = peer.submit(refused, command);
    ASSERT_TRUE(receipt.has_accepted()) << receipt.ShortDebugString();
    EXPECT_FALSE(receipt.duplicate());
    accepted.emplace(refused, receipt.accepted());
    EXPECT_EQ(support::http_get(world.operator_port(), "/readyz").status, 200);
  }
  world.kill_hub();
  world.start_hub();
  Peer peer(world.port(), world.officer("quan-hoa"));
  for (const auto& [id, before] : accepted) expect_kept(peer, id, command, before);
}

TEST_F(StorageTest, AFailedSyncEndsTheHubUnacknowledgedAndItRecovers) {
  for (const std::string file : {"journal.db-wal", "journal.db.anchor"}) {
    SCOPED_TRACE(file);
    Disk disk;
    World world(disk.under_the_hub());
    world.start_hub();
    const auto kept = new_id();
    const auto command = incident(on_the_bridge());
    v1::Accepted before;
    std::vector<std::string> lost;
    {
      Peer peer(world.port(), world.officer("quan-hoa"));
      before = peer.submit(kept, command).accepted();
      disk.fail_syncs_of(file);
      // An anchor is a group behind its commit: one more group may still be acknowledged.
      std::size_t acknowledged = 0;
      EXPECT_THROW(
          {
            for (;;) {
              lost.push_back(new_id());
              ASSERT_TRUE(peer.submit(lost.back(), command).has_accepted());
              ++acknowledged;
            }
          },
          std::exception);
      EXPECT_LE(acknowledged, file == "journal.db-wal" ? 0U : 1U);
    }
    EXPECT_EQ(world.hub_ended(), 128 + SIGABRT) << "never tried again";
    EXPECT_NE(world.log().find("panic: journal: the "), std::string::npos) << world.log();
    disk.mend();
    world.start_hub();
    Peer peer(world.port(), world.officer("quan-hoa"));
    expect_kept(peer, kept, command, before);
    for (const auto& id : lost) EXPECT_TRUE(peer.submit(id, command).has_accepted());
    EXPECT_EQ(world.stop_hub(), 0);
  }
}

TEST_F(StorageTest, ASlowSyncHoldsBackReceiptsAndSenders) {
  Disk disk;
  World world(disk.under_the_hub());
  world.start_hub();
  Peer asking(world.port(), world.officer("quan-hoa"));
  Peer flood(world.port(), world.officer("nghia-do"));
  constexpr std::size_t few = 20;
  std::vector<std::string> ids;
  disk.hold();
  for (std::size_t i = 0; i < few; ++i) {
    ids.push_back(new_id());
    asking.submit_only(ids.back(), sighting(on_the_bridge()));
  }
  std::vector<Clock::time_point> heard;
  std::jthread listening([&] {
    for (std::size_t i = 0; i < few; ++i) {
      const auto receipt = asking.await([](const v1::HubFrame& frame) { return frame.has_receipt(); }).receipt();
      heard.push_back(Clock::now());
      EXPECT_TRUE(receipt.has_accepted());
      EXPECT_EQ(receipt.id(), ids[i]) << "in order";
    }
  });
  disk.await_holding();

  // Far more than the connection's own buffers take: without back-pressure the hub would have to keep it in memory.
  constexpr std::size_t many = 1'200;
  std::atomic<std::size_t> sent = 0;
  std::jthread flooding([&] {
    try {
      // Refused, every one: the answers are small, and nobody reads them until all is sent.
      auto command = note(new_id(), "");
      *command.mutable_note_incident()->mutable_content() = bulky_sighting().report_sighting().content();
      for (; sent < many; ++sent) {
        flood.submit_only(new_id(), command);
        sent.notify_one();
      }
      for (std::size_t i = 0; i < many; ++i) {
        flood.await([](const v1::HubFrame& frame) { return frame.has_receipt() && frame.receipt().has_rejected(); });
      }
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  });
  sent.wait(0);
  EXPECT_EQ(support::http_get(world.operator_port(), "/healthz").status, 200);
  EXPECT_LT(sent, many);
  const auto released = Clock::now();
  disk.release();
  listening.join();
  flooding.join();
  ASSERT_EQ(heard.size(), few);
  for (const auto at : heard) EXPECT_GE(at, released) << "acknowledged before it was on the disk";
  EXPECT_EQ(world.stop_hub(), 0);
}

TEST_F(StorageTest, AJournalLargerThanTheMemoryAllowedIsServed) {
  World world;
  world.start_hub();
  constexpr std::uintmax_t memory_bytes = 128 * 1024 * 1024;
  std::string first_id;
  v1::Accepted first;
  const auto command = bulky_sighting();
  {
    Peer peer(world.port(), world.officer("quan-hoa"));
    first_id = new_id();
    first = peer.submit(first_id, command).accepted();
    constexpr std::size_t window = 32;
    while (fs::file_size(journal_of(world)) < memory_bytes * 5 / 4) {
      for (std::size_t i = 0; i < window; ++i) peer.submit_only(new_id(), command);
      for (std::size_t i = 0; i < window; ++i) {
        ASSERT_TRUE(peer.await([](const v1::HubFrame& frame) { return frame.has_receipt(); }).receipt().has_accepted());
      }
    }
  }
  world.kill_hub();  // leaves no snapshot
  for (int start = 0; start < 2; ++start) {
    world.start_hub({"/usr/bin/prlimit", fmt::format("--data={}", memory_bytes)});
    Peer peer(world.port(), world.officer("quan-hoa"));
    expect_kept(peer, first_id, command, first);
    v1::Query history;
    history.mutable_history()->set_kind("sighting_recorded");
    EXPECT_FALSE(peer.ask(history).history().events().empty());
    ASSERT_TRUE(peer.submit(incident(on_the_bridge())).has_accepted());
    EXPECT_EQ(world.stop_hub(), 0);  // leaves one
  }
}

}  // namespace
}  // namespace wardlink::system_test
