// RULES.md 7 written a second time, from the events alone: who should have received what.
#pragma once

#include <map>
#include <set>
#include <string>

#include "hub/domain/state.hpp"
#include "wardlink/v1/event.pb.h"

namespace wardlink::rules::testing {

class NeedToKnow {
 public:
  using Wards = std::set<std::string>;

  explicit NeedToKnow(const domain::State& founded)
      : geography_(founded.geography), regulation_(founded.regulations.begin()->second) {}

  void see(const v1::Event& event);

  /// Of the incident, or of what it was merged into.
  [[nodiscard]] Wards audience(const std::string& incident) const;
  /// The audience of a sighting or a hot spot, its incident's aside.
  [[nodiscard]] Wards told_of(const v1::Placement& placement, const std::string& reporter, const Wards& shared) const;
  /// Whether the rest of the cluster is told of it by description only.
  [[nodiscard]] bool described_to_all(const v1::Event& event) const;
  [[nodiscard]] bool described_to_all(const std::string& incident) const;
  /// Whoever received this one of a flight, a patrol, a report, a sighting or a hot spot, wholly: expected to hear of
  /// its end, or that it was taken back.
  void heard(const std::string& id, const Wards& wards) { heard_[id].insert(wards.begin(), wards.end()); }
  [[nodiscard]] Wards heard(const std::string& id) const;
  /// Whoever ever saw the incident, or what was merged into it.
  [[nodiscard]] Wards ever(const std::string& incident) const;
  [[nodiscard]] const std::string& lead(const std::string& incident) const { return cases_.at(incident).lead; }
  [[nodiscard]] Wards everyone() const;
  /// The incidents there are, each with the one that carries it on.
  [[nodiscard]] std::map<std::string, std::string> survivors() const;

 private:
  struct Case {
    Wards tied;                                                   // for good
    std::map<std::string, std::pair<std::string, int>> supports;  // id: ward, state
    std::string lead;
    std::string category;
    std::string merged_into;
    bool sensitive = false;
    v1::Placement placement;
  };
  void placed(Case& incident);
  [[nodiscard]] Wards near(const v1::Placement& placement) const;

  std::shared_ptr<const domain::Geography> geography_;
  std::shared_ptr<const domain::Regulation> regulation_;
  std::map<std::string, Case> cases_;
  std::map<std::string, Wards> heard_;
};

}  // namespace wardlink::rules::testing
