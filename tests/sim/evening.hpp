// What people do all over a cluster on a bad evening: commands in form, many of them refused for good reasons.
#pragma once

#include <string>
#include <vector>

#include "hub/domain/state.hpp"
#include "tests/sim/random.hpp"
#include "tests/sim/virtual_time.hpp"
#include "wardlink/v1/command.pb.h"

namespace wardlink::sim {

class Evening {
 public:
  explicit Evening(Random random) : random_(random) {}

  struct Deed {
    std::string ward;
    bool officer = false;  // or the station by itself
    v1::Command command;
  };
  /// By somebody who knows, or guesses, how things stand. `wall`: the doer's clock.
  Deed next(const domain::State& state, Duration clock_off);

 private:
  bool chance(unsigned percent) { return random_.chance(10 * percent); }
  const std::string& ward(const domain::State& state);
  v1::Place place(const domain::State& state);
  std::string incident(const domain::State& state);
  std::string in_state(const domain::State& state, v1::Incident::State wanted);
  std::string concerned(const domain::State& state, const std::string& id);
  void detected(v1::DetectedAt& at, Duration clock_off);
  v1::Command report(const domain::State& state, Duration clock_off);
  v1::Command exchange(const domain::State& state, Duration clock_off);
  v1::Command answer(const std::string& id, bool officer);
  std::string flight(const domain::State& state);
  std::string patrol(const domain::State& state);
  v1::Command fleeing(const domain::State& state);
  v1::Command patrolling(const domain::State& state, const std::string& ward);
  v1::Command recalling(const domain::State& state);
  v1::Command by_officer(const domain::State& state, const std::string& id);

  Random random_;
};

}  // namespace wardlink::sim
