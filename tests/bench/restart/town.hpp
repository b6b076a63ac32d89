// A town's evenings by the thousand: incidents from report to resolution, decided by the rules and put into a journal
// as fast as it takes them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "hub/domain/state.hpp"
#include "hub/journal/journal.hpp"

namespace wardlink::bench {

class Town {
 public:
  /// Goes on with a state that is `journal`'s. std::runtime_error where the rules refuse.
  Town(domain::State state, journal::Journal& journal);

  /// Until the journal has so many entries, or events: whole incidents, so a few more.
  void live_until_entry(std::uint64_t entry);
  void live_until_seq(std::uint64_t seq);
  [[nodiscard]] const domain::State& state() const { return state_; }

 private:
  void an_incident();
  std::string report();
  void does(const std::string& ward, const v1::Command& command);
  void put(v1::Identity sender, journal::Entry entry, std::vector<v1::StoredEvent> events);
  void commit();
  [[nodiscard]] std::string next_id();
  void found();

  domain::State state_;
  journal::Journal& journal_;
  base::Time now_;
  std::uint64_t ids_ = 0;
  std::vector<journal::Entry> waiting_;
};

}  // namespace wardlink::bench
