// A whole hub without sockets: memory journal, hand-set clock, and peers that are plain objects.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "hub/app/core.hpp"
#include "hub/app/founding.hpp"
#include "hub/journal/memory_journal.hpp"

namespace wardlink::app::test {

using namespace std::chrono_literals;

class HandClock final : public base::Clock {
 public:
  [[nodiscard]] base::Time now() override { return now_; }
  void pass(base::Duration by) { now_ += by; }

 private:
  base::Time now_{std::chrono::seconds{1'700'000'000}};
};

class CountingRandom final : public Random {
 public:
  [[nodiscard]] std::array<std::uint8_t, 10> ten_bytes() override;

 private:
  std::uint64_t count_ = 0;
};

/// A session's other end.
class Peer final : public Outlet {
 public:
  explicit Peer(Core& core) : core_(core) {}
  ~Peer() override;

  void reply(const v1::HubFrame& frame) override { replies.push_back(frame); }
  void wake() override { ++wakes; }

  /// What there is to read now, at most `bytes_max` at a time.
  std::vector<v1::HubFrame> read(std::size_t bytes_max = base::limits::write_batch_bytes);
  /// One turn of it; true: there is more.
  bool read_turn(std::vector<v1::HubFrame>& frames, std::size_t bytes_max);
  /// The one reply that came; there must be exactly one.
  v1::HubFrame take_reply();
  v1::Receipt take_receipt() { return take_reply().receipt(); }
  void leave();

  std::shared_ptr<Member> member;
  std::vector<v1::HubFrame> replies;
  int wakes = 0;

 private:
  Core& core_;
};

class Hub {
 public:
  Hub();

  /// Another run on the same journal.
  void restart();

  Peer& join(const std::string& ward, v1::Role role = v1::OFFICER, const std::string& name = "an");
  /// Joined, subscribed fresh and caught up.
  Peer& watch(const std::string& ward, v1::Role role = v1::STATION, const std::string& name = "tram");
  /// Returns the command's id.
  std::string submit(Peer& peer, const v1::Command& command, std::string id = {}, bool dry_run = false);
  /// Submits, flushes and returns the receipt.
  v1::Receipt done(Peer& peer, const v1::Command& command, const std::string& id = {});
  v1::QueryResult ask(Peer& peer, v1::Query query);
  void flush();
  [[nodiscard]] std::string new_id();
  [[nodiscard]] const domain::State& state() const { return core->clusters().at(cluster)->durable(); }
  [[nodiscard]] std::uint64_t head() const { return journal.head(cluster).seq; }

  std::string cluster;
  HandClock clock;
  CountingRandom random;
  journal::MemoryJournal journal;
  ops::Metrics metrics{"test"};
  ops::Health health;
  std::unique_ptr<Core> core;
  bool flush_requested = false;
  std::function<void()> on_flush_request = [] {};

 private:
  ConfiguredCluster configured_;
  std::deque<Peer> peers_;
};

/// Commands. The bridge is in the zone of all four wards; a ward's own ground is one ward's.
v1::Command at_bridge(const std::string& text = "xô xát", std::uint32_t severity = 3,
                      const std::string& category = "disorder");
v1::Command at_ward(const std::string& ward, const std::string& text = "trộm xe",
                    const std::string& category = "theft");
v1::Command hotspot(const std::string& ward, const std::string& text);
v1::Command sighting(const std::string& ward, const std::string& text);
v1::Command note(const std::string& incident, const std::string& text);
v1::Command ask_support(const std::string& incident, const std::string& ward);
v1::Command answer_support(const std::string& incident, v1::Support::State state, const std::string& reason = "");

/// The incident that a receipt's events opened.
std::string opened_incident(const v1::Receipt& receipt);
std::vector<std::uint64_t> event_seqs(const std::vector<v1::HubFrame>& frames);

}  // namespace wardlink::app::test
