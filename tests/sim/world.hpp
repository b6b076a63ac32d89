// One seed's world: a hub, its disk, stations, officers, strangers, the network between them and the weather.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hub/app/founding.hpp"
#include "tests/sim/checker.hpp"
#include "tests/sim/client.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/evening.hpp"
#include "tests/sim/hub.hpp"
#include "tests/sim/stranger.hpp"
#include "tests/sim/weather.hpp"

namespace wardlink::sim {

/// The sample cluster and its twin, which has wards of the same names in the same places; each as configured, and once
/// with a regulation whose times are short enough to run out.
struct Clusters {
  std::vector<app::ConfiguredCluster> calm;
  std::vector<app::ConfiguredCluster> hurried;
  [[nodiscard]] static Clusters load();
};

class World {
 public:
  World(std::uint64_t seed, const Clusters& clusters);

  /// The evening, and the calm after it in which everything must come together. Throws Violation.
  void run();
  [[nodiscard]] const Weather& weather() const { return stormy_; }
  [[nodiscard]] std::uint64_t entries() const { return checker_.entries(); }

 private:
  void people(const std::string& cluster);
  void run_until(Duration until);
  void start_hub();
  enum class End { stopped, killed, power_cut };
  void hub_gone(End how);
  void disk_weather();
  std::shared_ptr<Link> connect(const v1::Identity& identity);
  void each_second();
  void next_deed();
  void wait_for_calm();
  [[nodiscard]] bool calm() const;
  [[nodiscard]] std::string restless() const;
  void check_together();

  Random random_;
  const Weather stormy_;
  Weather weather_;
  Timeline timeline_;
  Checker checker_;
  Disk disk_;
  HubProcess::Machine machine_;
  Surroundings around_;
  Evening evening_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::vector<std::unique_ptr<Stranger>> strangers_;
  std::map<std::uint64_t, std::shared_ptr<Link>> links_;  // by when they were made
  std::uint64_t links_made_ = 0;
  std::unique_ptr<HubProcess> hub_;
  bool hub_ended_ = false;
  bool over_ = false;
};

}  // namespace wardlink::sim
