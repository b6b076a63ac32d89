// A cluster under the default regulation with the clock in the test's hand: commands go in, events come out and are
// applied, as the hub does it.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hub/rules/apply.hpp"
#include "hub/rules/audience.hpp"
#include "hub/rules/decide.hpp"
#include "tests/unit/rules/commands.hpp"
#include "tests/unit/rules/events.hpp"

namespace wardlink::rules::testing {

using namespace std::chrono_literals;
using S = v1::Support;

/// The sample cluster's file with this ending: "geojson" or "toml".
std::string sample(std::string_view ending);
/// The sample regulation with every `from` replaced by `to`; `from` must be there.
std::string regulation_with(std::string_view from, std::string_view to);

// Places of the sample cluster.
v1::Place at(double lat, double lon, std::uint32_t radius_m = 0);
inline v1::Place on_the_bridge() { return at(21.0401, 105.8063); }     // zone t11
inline v1::Place deep_in_nghia_do() { return at(21.0475, 105.8000); }  // nobody else within 300 m
inline v1::Place deep_in_quan_hoa() { return at(21.0355, 105.8000); }
inline v1::Place outside_the_cluster() { return at(21.0300, 105.8200); }  // nearest: cong-vi
inline v1::Place in_ward(const std::string& ward) {
  v1::Place place;
  place.set_ward(ward);
  return place;
}
inline v1::Place in_zone(const std::string& zone) {
  v1::Place place;
  place.set_zone(zone);
  return place;
}
/// The same place, some metres further north.
v1::Place north_of(v1::Place place, double metres);

struct Who {
  std::string ward;
  v1::Role role = v1::OFFICER;
  std::string name = "an";
};
inline Who officer(const std::string& ward) { return {.ward = ward}; }
inline Who station(const std::string& ward) { return {.ward = ward, .role = v1::STATION, .name = "tram"}; }

/// What is reported, as the tests vary it.
struct Seen {
  v1::Place place = on_the_bridge();
  std::string category = "disorder";
  std::uint32_t severity = 3;
  bool sensitive = false;
  bool assist = false;
  v1::Mode mode = v1::ACTUAL;
  std::optional<base::Duration> ago{};  // detected this long before now; none: the receipt counts
  v1::TimeSource time_source = v1::DEVICE;
  std::string same_as{};
  std::string text = "hai nhóm xô xát";
};

/// Copied freely: a founded cluster is expensive to parse, not to copy.
class Scene {
 public:
  Scene();  // the sample cluster and its regulation
  explicit Scene(const std::string& toml);
  Scene(const std::string& geojson, const std::string& toml);

  /// Decides, applies, and answers with the events; a rejection fails the test.
  Events did(const Who& who, const v1::Command& command);
  /// The code of the rejection; CODE_UNSPECIFIED where it was accepted (and then it has happened).
  v1::Rejection::Code refused(const Who& who, const v1::Command& command);
  Decided tries(const Who& who, const v1::Command& command);
  /// Decides and forgets.
  Decided dry_run(const Who& who, const v1::Command& command);
  Decided would(const Who& who, const v1::Command& command);

  Events unasked(const v1::HubCommand& command);
  Events delivered(const std::string& ward);
  Events station_up(const std::string& ward, bool up);

  /// The clock alone: what falls due waits.
  void pass(base::Duration time) { now += time; }
  /// The clock and what it does, each at its own moment; the events of it all.
  Events wait(base::Duration time);
  /// What has fallen due by now happens now, as after a restart.
  Events catch_up();
  /// Carries out the owner's one deadline, where it has passed.
  Events expire(const std::string& owner);

  [[nodiscard]] v1::Command report(const Seen& what) const;
  /// Reports an incident and answers with the id of the incident it opened or was linked to.
  std::string reports(const Who& who, const Seen& what = {}) { return incident_of(did(who, report(what))); }
  static std::string incident_of(const Events& events);

  [[nodiscard]] const domain::Incident& incident(const std::string& id) const { return state.incidents.at(id); }
  [[nodiscard]] const std::string& lead_of(const std::string& id) const { return incident(id).lead(); }
  [[nodiscard]] const v1::Lead& lead(const std::string& id) const { return incident(id).view.lead(); }
  [[nodiscard]] v1::Support::State support(const std::string& id, const std::string& ward) const;
  [[nodiscard]] std::set<std::string> audience_of(const std::string& id) const { return audience(incident(id)); }

  /// What the above are made of: a new command's envelope, and an entry that is applied and kept.
  Envelope envelope_of(const Who& who);
  void commit(const v1::Identity& sender, const std::string& command_id, const Events& events);

  domain::State state;
  base::Time now;
  std::vector<v1::EntryHeader> journal;
  base::Duration clock_offset{};  // of the next senders
  bool clock_measured = true;

 private:
  std::string next_id();

  std::uint32_t commands_ = 0;
};

}  // namespace wardlink::rules::testing
