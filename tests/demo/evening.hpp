// The T11 evening from its first step to its ninth: what the four wards do, and what must come of it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/demo/station.hpp"
#include "tests/support/deployment.hpp"
#include "wardlink/v1/query.pb.h"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::demo {

/// Each step says in plain words what happened, and holds it against what the regulation wants. Throws
/// std::runtime_error where the evening cannot go on.
class Evening {
 public:
  /// Told when a step is over; the first one before anything has happened.
  using AfterStep = std::function<void(const std::string& name)>;
  /// Opens the four stations; the hub must serve.
  Evening(support::Deployment& deployment, AfterStep after_step);

  void play();
  /// Expectations that did not hold; each was printed where it failed.
  [[nodiscard]] int faults() const { return faults_; }

 private:
  void brawl_on_the_bridge();
  void earlier_detection();
  void answers();
  void theft_inside_a_ward();
  void who_may_ask();
  void flight_over_the_bridge();
  void killed_and_started_again();
  void cut_off_and_back();
  void revoked_certificate();
  void whole_and_in_order();

  Station& station(std::string_view ward) { return *stations_.at(std::string(ward)); }
  /// Runs `wardlink …` as the ward's duty officer.
  support::Outcome press(const std::string& ward, std::vector<std::string> arguments);
  /// The same, where it must be done: what it printed.
  std::string command(const std::string& ward, const std::vector<std::string>& arguments);
  v1::Receipt note(const std::string& ward, const std::string& text, const std::string& id = {});
  v1::Incident show(const std::string& ward, const std::string& incident);

  void expect(bool holds, const std::string& what);
  void say_lead(const v1::Incident& incident);
  void say_supports(const v1::Incident& incident);
  /// Waits until the station of each of `wards` has heard `what`, and says how long each took.
  void say_told(const std::string& what, const std::vector<std::string>& wards, const Station::Wanted& wanted);
  void say_times();

  support::Deployment& deployment_;
  AfterStep after_step_;
  std::map<std::string, std::unique_ptr<Station>> stations_;
  std::map<std::string, std::size_t> marks_;  // events each station had when the last officer pressed the key
  support::Clock::time_point pressed_;
  std::string brawl_;
  std::string theft_;
  std::vector<double> told_ms_;  // every alert's, from the hub's decision to the station
  int faults_ = 0;
};

}  // namespace wardlink::demo
