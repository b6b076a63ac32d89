// Random wards doing random things all over a cluster, the same for the same seed on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {

class RandomEvening {
 public:
  explicit RandomEvening(std::uint64_t seed) : random_(seed) {}

  struct Step {
    base::Duration after{};
    bool hub_away = false;  // meanwhile: what falls due does so at the end of it
    base::Duration clock_offset{};
    Who who;
    v1::Command command;  // in form: it would pass the gate
  };
  Step next(const Scene& scene);

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }  // plain, so that every library draws the same
  bool chance(unsigned percent) { return below(100) < percent; }
  template <typename T>
  const T& one_of(const std::vector<T>& values) {
    return values[below(values.size())];
  }

  std::string ward();
  v1::Place place();
  std::string incident(const Scene& scene);
  std::string resolved(const Scene& scene);
  std::string a_ward_of(const domain::Incident& incident);
  std::vector<std::pair<v1::Force::Kind, std::uint32_t>> forces();
  v1::Command report(const Scene& scene);
  v1::Command by_officer(const Scene& scene, const std::string& id);
  v1::Command answering(const std::string& id, bool officer);
  std::string flight_id(const Scene& scene);
  std::string patrol_id(const Scene& scene);
  std::string recallable(const Scene& scene);
  v1::Command fleeing(const Scene& scene);
  v1::Command patrolling(const Scene& scene, const std::string& ward);
  v1::Command unlinking(const Scene& scene, const std::string& id);

  std::mt19937_64 random_;
};

}  // namespace wardlink::rules::testing
