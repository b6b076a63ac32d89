// What a fresh subscriber gets first (DESIGN.md, Wire): the present, in parts, most urgent first.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "hub/base/clock.hpp"
#include "hub/domain/state.hpp"
#include "hub/fanout/past.hpp"
#include "hub/journal/journal.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::app {

/// Produced as the connection takes it. What may still change is copied at once, as of the state's last event; what
/// cannot, the stories and contents, is read from the journal when its turn comes.
class Snapshot {
 public:
  Snapshot(const domain::State& durable, const std::string& ward, base::Time now);

  /// Appends Snapshot frames until `out` holds `bytes_max`, or enough was read for one turn (then perhaps nothing);
  /// true when the last part is in it.
  /// `present`: the alerts of flights that are over by then are told as past.
  [[nodiscard]] bool fill(const journal::Journal& journal, const fanout::Present& present, std::string& out,
                          std::size_t bytes_max);
  [[nodiscard]] std::uint64_t seq() const { return seq_; }

 private:
  enum class Stage { flights, incidents, hotspots, sightings, patrols, stations };

  void add_flight(const journal::Journal& journal, const fanout::Present& present, std::string& out);
  void add_incident(const journal::Journal& journal, const fanout::Present& present, std::string& out);
  void add_recorded(const journal::Journal& journal, const fanout::Present& present, std::string& out, Stage next);
  void add_events(std::vector<v1::Event> events, const fanout::Present& present, std::string& out);
  void send(std::string& out);

  struct Telling {  // an incident, and the incidents whose events are its story
    v1::Incident view;
    std::vector<std::string> story;
  };

  struct Alert {  // a flight, and whether its events are in no incident's story that the ward is told
    v1::Flight view;
    bool by_itself = false;
  };

  const std::string cluster_;
  const std::string ward_;
  const std::uint64_t seq_;
  const base::Time sightings_since_;
  std::deque<Alert> flights_;
  std::deque<Telling> incidents_;
  std::vector<v1::Patrol> patrols_;
  std::vector<v1::DirectoryResult::Ward> stations_;

  Stage stage_ = Stage::flights;
  bool telling_ = false;         // flights_.front() or incidents_.front() is shown, its story is under way
  std::uint64_t after_seq_ = 0;  // of what is being read
  v1::HubFrame part_;
  std::size_t part_bytes_ = 0;
};

}  // namespace wardlink::app
