// One cluster in memory: what is decided, what is durable, and who listens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hub/base/clock.hpp"
#include "hub/domain/state.hpp"
#include "hub/fanout/feed.hpp"
#include "hub/journal/journal.hpp"

namespace wardlink::app {

struct Member;

/// What the hub sees of one ward.
struct Watch {
  std::vector<Member*> sessions;       // its stations' and officers', in the order they came
  base::Time heard{};                  // the last frame of any of them
  base::Time silent_since{};           // nobody keeps watch since; while nobody does
  std::uint64_t acknowledged_seq = 0;  // since the hub's start
};

/// Single thread.
class Cluster {
 public:
  /// `recovered`: the journal's entries applied. Wards that it says are up have from `now` on to come back.
  Cluster(domain::State recovered, base::Time now);

  [[nodiscard]] const std::string& id() const { return durable_.cluster; }
  /// The truth: all that may leave the hub.
  [[nodiscard]] const domain::State& durable() const { return durable_; }
  /// Decisions are taken on this one; it runs ahead of the disk.
  [[nodiscard]] const domain::State& speculative() const { return speculative_; }

  void decided(const v1::EntryHeader& entry);
  /// The disk has it. Becomes the truth, joins the feeds, wakes the wards concerned.
  void committed(const journal::Entry& entry);
  /// The disk does not have it: as if nothing had been decided since the last commit.
  void roll_back() { speculative_ = durable_; }

  [[nodiscard]] const fanout::Feed& feed(const std::string& ward);
  [[nodiscard]] Watch& watch(const std::string& ward) { return watches_[ward]; }
  [[nodiscard]] const std::map<std::string, Watch>& watches() const { return watches_; }

  /// Some session keeps the ward's watch: its station's, or one that has subscribed. Whoever only gives a command or
  /// asks something does not make a station answer.
  [[nodiscard]] static bool watched(const Watch& watch);

  /// What is to be done unasked: stations that came or went, supports that were delivered.
  [[nodiscard]] std::vector<v1::HubCommand> due(base::Time now) const;
  [[nodiscard]] std::vector<v1::HubCommand> due(const std::string& ward, base::Time now) const;

 private:
  void add_due(std::vector<v1::HubCommand>& commands, const std::string& ward, const Watch& watch,
               base::Time now) const;
  fanout::Feed& feed(const std::string& ward, std::uint64_t complete_after);

  domain::State durable_;
  domain::State speculative_;
  std::map<std::string, fanout::Feed> feeds_;
  std::map<std::string, Watch> watches_;
};

}  // namespace wardlink::app
