// Kill -9 of the hub at random moments under load: what was acknowledged is in the journal, exactly once, and reaches
// every subscriber exactly once and in order.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "hub/journal/sqlite_journal.hpp"
#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

constexpr int kills = 50;
constexpr int window = 16;

struct Load {
  World& world;
  std::atomic<bool> serving = true;  // the hub, between two kills
  std::atomic<bool> over = false;
  std::atomic<std::uint64_t> acknowledged = 0;

  // A connection, however often the hub is away.
  std::unique_ptr<Peer> connect(const std::filesystem::path& identity) const {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    for (;;) {
      serving.wait(false);
      try {
        return std::make_unique<Peer>(world.port(), identity);
      } catch (const std::exception&) {
        if (std::chrono::steady_clock::now() > patience) throw;
      }
    }
  }
};

// What a sender knows: everything it has a receipt for.
struct Publisher {
  std::map<std::string, v1::Accepted> receipts;
  std::size_t contradictions = 0;

  void run(Load& load, const std::string& ward, unsigned seed) {
    std::mt19937 random(seed);
    std::map<std::string, v1::Command> waiting;  // sent or to be sent again, with the same id
    while (!load.over || !waiting.empty()) {
      const auto peer = load.connect(load.world.officer(ward));
      try {
        for (const auto& [id, command] : waiting) peer->submit_only(id, command);
        while (!load.over || !waiting.empty()) {
          while (!load.over && waiting.size() < window) {
            const auto id = new_id();
            const auto command = random() % 8 == 0
                                     ? incident(on_the_bridge(), "theft", static_cast<std::uint32_t>(1 + random() % 3))
                                     : sighting(on_the_bridge(), id);
            waiting.emplace(id, command);
            peer->submit_only(id, command);
          }
          take(*peer, waiting, load);
        }
      } catch (const Gone&) {
      }
    }
  }

  void take(Peer& peer, std::map<std::string, v1::Command>& waiting, Load& load) {
    const auto receipt = peer.await([](const v1::HubFrame& frame) { return frame.has_receipt(); }).receipt();
    ASSERT_TRUE(receipt.has_accepted()) << receipt.ShortDebugString();
    const auto [known, fresh] = receipts.emplace(receipt.id(), receipt.accepted());
    if (!fresh && known->second.chain_hash() != receipt.accepted().chain_hash()) ++contradictions;
    waiting.erase(receipt.id());
    ++load.acknowledged;
    load.acknowledged.notify_one();
  }
};

struct Subscriber {
  std::vector<std::uint64_t> seqs;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> skipped;  // by a snapshot: after first, up to second
  std::size_t gaps = 0;
  std::size_t refusals = 0;

  void run(Load& load, const std::string& ward, const std::atomic<std::uint64_t>& last_seq) {
    std::string epoch;
    std::uint64_t seen = 0;
    while (last_seq == 0 || seen < last_seq) {
      const auto peer = load.connect(load.world.station(ward));
      try {
        epoch = peer->welcome().epoch();
        peer->subscribe(seen, epoch);
        for (;;) {
          const auto frame = peer->next();
          if (frame.has_snapshot() && frame.snapshot().seq() != seen) {
            skipped.emplace_back(seen, frame.snapshot().seq());
            seen = frame.snapshot().seq();
          }
          if (frame.has_caught_up() && last_seq != 0 && frame.caught_up().seq() >= last_seq) return;
          if (!frame.has_event()) continue;
          if (frame.event().prev_seq() > seen) ++gaps;
          seqs.push_back(frame.event().seq());
          seen = frame.event().seq();
          peer->acknowledge(seen);
          if (last_seq != 0 && seen >= last_seq) return;
        }
      } catch (const Gone& gone) {
        if (gone.goodbye && gone.goodbye->code() != v1::Goodbye::SHUTTING_DOWN) ++refusals;
      }
    }
  }
};

TEST(KillTest, WhatWasAcknowledgedIsThereExactlyOnceAndInOrder) {
  World world;
  world.start_hub();
  Load load{world};
  const std::vector<std::string> wards{"cong-vi", "nghia-do", "quan-hoa", "vinh-phuc"};
  for (const auto& ward : wards) {  // the threads only read them
    static_cast<void>(world.officer(ward));
    static_cast<void>(world.station(ward));
  }
  std::array<Publisher, 4> publishers;
  std::array<Subscriber, 4> subscribers;
  std::atomic<std::uint64_t> last_seq = 0;
  std::vector<std::jthread> publishing;
  std::vector<std::jthread> subscribing;
  for (std::size_t i = 0; i < wards.size(); ++i) {
    publishing.emplace_back([&, i] { publishers[i].run(load, wards[i], static_cast<unsigned>(i)); });
    subscribing.emplace_back([&, i] { subscribers[i].run(load, wards[i], last_seq); });
  }

  std::mt19937 random(20260314);
  for (int i = 0; i < kills; ++i) {
    const auto until = load.acknowledged + 1 + random() % 150;
    for (auto now = load.acknowledged.load(); now < until; now = load.acknowledged) load.acknowledged.wait(now);
    load.serving = false;
    world.kill_hub();
    world.start_hub();
    load.serving = true;
    load.serving.notify_all();
  }
  load.over = true;
  publishing.clear();
  {
    // What ends the watch, and one more behind it for whoever had that already.
    Peer witness(world.port(), world.officer(wards[0]));
    const auto end = witness.submit(sighting(on_the_bridge()));
    publishers[0].receipts.emplace(end.id(), end.accepted());
    last_seq = end.accepted().seq();
    const auto after = witness.submit(sighting(on_the_bridge()));
    publishers[0].receipts.emplace(after.id(), after.accepted());
  }
  subscribing.clear();
  EXPECT_EQ(world.stop_hub(), 0);

  const auto journal = journal::SqliteJournal::open(world.folder() / "journal.db", {});
  ASSERT_TRUE(journal) << journal.error().reason;
  std::map<std::string, std::uint64_t> entries;
  std::map<std::string, std::vector<std::uint64_t>> due;
  const auto replayed = (*journal)->replay("hoa-do-phuc-vi", 1, [&](const v1::EntryHeader& header) {
    if (header.sender().role() != v1::HUB) {
      EXPECT_TRUE(entries.emplace(header.command_id(), header.number()).second) << "twice in the journal";
    }
    for (const auto& stored : header.events()) {
      for (const auto& recipient : stored.audience()) due[recipient.ward()].push_back(stored.event().seq());
    }
  });
  ASSERT_TRUE(replayed);

  std::size_t acknowledged = 0;
  for (const auto& publisher : publishers) {
    EXPECT_EQ(publisher.contradictions, 0U);
    for (const auto& [id, accepted] : publisher.receipts) {
      ASSERT_TRUE(entries.contains(id)) << "acknowledged and lost";
      EXPECT_EQ(entries.at(id), accepted.entry());
      ++acknowledged;
    }
  }
  EXPECT_EQ(entries.size(), acknowledged) << "every command was sent again until it was acknowledged";
  for (std::size_t i = 0; i < wards.size(); ++i) {
    EXPECT_EQ(subscribers[i].gaps, 0U);
    EXPECT_EQ(subscribers[i].refusals, 0U);
    // What a snapshot stood for is not told again; everything else comes exactly once.
    auto expected = due[wards[i]];
    std::erase_if(expected, [&](std::uint64_t seq) {
      return seq > last_seq || std::ranges::any_of(subscribers[i].skipped, [&](const auto& span) {
               return seq > span.first && seq <= span.second;
             });
    });
    EXPECT_FALSE(expected.empty());
    std::erase_if(subscribers[i].seqs, [&](std::uint64_t seq) { return seq > last_seq; });
    EXPECT_EQ(subscribers[i].seqs, expected) << wards[i];
  }
}

}  // namespace
}  // namespace wardlink::system_test
