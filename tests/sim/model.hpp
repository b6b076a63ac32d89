// The reference model: what the disk holds, as a vector; who accepted what; who may know of what, written a second
// time. Small enough to be believed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "hub/domain/state.hpp"
#include "hub/journal/journal.hpp"
#include "tests/unit/rules/need_to_know.hpp"

namespace wardlink::sim {

using Wards = std::set<std::string>;
using rules::testing::NeedToKnow;

/// What one session was sent.
struct Told {
  std::uint64_t after = 0;  // it has everything of its ward up to here
  bool subscribed = false;
  bool in_snapshot = false;  // parts of one are still to come
};

class Model {
 public:
  /// One more entry is on the disk. Checks all of RULES.md 11 that is about entries.
  void add(const journal::Entry& entry);

  [[nodiscard]] std::uint64_t entries() const { return entries_.size(); }
  [[nodiscard]] const journal::Entry& entry(std::uint64_t number) const { return entries_.at(number - 1); }
  [[nodiscard]] std::uint64_t head() const { return events_.size(); }
  [[nodiscard]] const domain::State& state() const { return state_; }
  /// nullopt: never accepted.
  [[nodiscard]] std::optional<std::uint64_t> accepted(const v1::Identity& sender, const std::string& id) const;

  /// The first event after `seq` that this ward receives; 0: there is none yet.
  [[nodiscard]] std::uint64_t next_for(const std::string& ward, std::uint64_t seq) const;
  /// Whether the ward ever was in the audience of the incident, or everybody is told of its like.
  [[nodiscard]] bool may_know_of(const std::string& ward, const std::string& incident) const;
  /// The event as that ward must receive it.
  void check_received(const v1::Event& event, const std::string& ward, bool in_a_story) const;

 private:
  void check_decision(const journal::Entry& entry) const;
  void check_audience(const journal::Entry& entry);
  void check_lead(const domain::Incident& incident) const;
  void check_roles(const journal::Entry& entry, const v1::StoredEvent& stored) const;
  void check_alarms(const v1::StoredEvent& stored) const;
  void check_time_out(const journal::Entry& entry) const;
  [[nodiscard]] Wards at_once(const v1::Command& command, const v1::Event& event) const;
  [[nodiscard]] Wards told_of_exchanged(const v1::Event& event) const;
  void remember(const v1::Event& event, const Wards& whole);
  [[nodiscard]] std::set<std::string> of_one_with(const std::set<std::string>& incidents) const;

  std::vector<journal::Entry> entries_;
  std::vector<std::pair<std::uint64_t, int>> events_;  // event n at n - 1: its entry, its index there
  std::map<std::pair<std::string, std::string>, std::uint64_t> accepted_;  // (sender, id): entry
  std::map<std::string, std::vector<std::uint64_t>> heard_;                // by ward: what it receives
  std::map<std::string, Wards> ever_;                                      // by incident: who ever was in its audience
  std::set<std::string> described_;                                        // incidents everybody was told of once
  domain::State state_;
  std::optional<NeedToKnow> known_;  // once the cluster is founded
  std::set<std::string> reports_;
};

}  // namespace wardlink::sim
