// The hub's process on its machine: everything of wardhub but sockets, TLS and threads. Dies and comes back.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "hub/app/core.hpp"
#include "hub/app/founding.hpp"
#include "hub/base/clock.hpp"
#include "hub/journal/state_snapshots.hpp"
#include "hub/net/peer_identity.hpp"
#include "hub/ops/health.hpp"
#include "hub/ops/metrics.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/random.hpp"
#include "tests/sim/timeline.hpp"

namespace wardlink::sim {

class Checker;
class Disk;
class HubSession;

/// One life of the process.
class HubProcess {
 public:
  struct Machine {
    Timeline& timeline;
    Random random;
    Checker& checker;
    Disk& disk;
    std::span<const app::ConfiguredCluster> clusters;
    std::uintmax_t wal_bytes;  // see journal::OpenOptions
    Duration tick_interval;
    Duration commit_delay;                    // at most, from deciding to committing
    unsigned snapshot_permille;               // of the ticks
    std::function<void(std::string)> on_end;  // it ended itself: panic
  };
  explicit HubProcess(Machine& machine);
  ~HubProcess();
  HubProcess(const HubProcess&) = delete;
  HubProcess& operator=(const HubProcess&) = delete;

  /// Says goodbye to everybody; to be destroyed a little later.
  void stop();
  /// A peer has finished its handshake.
  void accept(std::shared_ptr<Link> link, net::PeerIdentity peer);
  [[nodiscard]] const app::Cluster& cluster(const std::string& id) const { return *core_->clusters().at(id); }
  [[nodiscard]] const journal::Journal& journal() const { return *journal_; }

  [[nodiscard]] base::Time now() const { return core_->now(); }
  /// What they would be told if they began now.
  [[nodiscard]] std::vector<v1::Snapshot> shown(const v1::Identity& who) const;

  /// Runs a piece of the process: a panic ends it.
  void run(const std::function<void()>& piece);
  /// Later, if the process still lives then.
  void later(Duration delay, std::function<void()> piece);

 private:
  friend class HubSession;
  void open();
  void serve(app::Core& core, const app::ConfiguredCluster& configured);
  void tick();
  void keep_snapshots();

  Machine& machine_;
  const std::uint64_t faults_;                            // the disk's, when this life began
  std::shared_ptr<int> alive_ = std::make_shared<int>();  // what later() asks
  ops::Metrics metrics_{"simulated"};
  ops::Health health_;
  std::unique_ptr<journal::Journal> journal_;
  journal::StateSnapshots* snapshots_ = nullptr;  // the journal's; null: it has none
  std::unique_ptr<base::SystemClock> clock_;
  std::unique_ptr<app::Random> random_;
  std::unique_ptr<app::Core> core_;
  std::vector<std::shared_ptr<HubSession>> sessions_;
  bool ended_ = false;
};

}  // namespace wardlink::sim
