// How a cluster begins, and how it comes back: the configured files found it once, afterwards its journal is all.
#pragma once

#include <expected>
#include <string>

#include "hub/domain/state.hpp"
#include "hub/journal/journal.hpp"
#include "hub/journal/state_snapshots.hpp"
#include "hub/ops/config.hpp"

namespace wardlink::app {

/// A cluster's files as configured, known to hold together.
struct ConfiguredCluster {
  std::string id;
  v1::HubCommand found;
};

/// The error is a sentence that names the file and the place in it.
[[nodiscard]] std::expected<ConfiguredCluster, std::string> load_cluster(const ops::ClusterFiles& files);
/// All of them; no two may be the same cluster.
[[nodiscard]] std::expected<std::vector<ConfiguredCluster>, std::string> load_clusters(const ops::Config& config);

struct RecoveredCluster {
  domain::State state;
  std::string geojson;  // the files in force; empty where nothing is in the journal
  std::string regulation_toml;
  std::uint64_t snapshot_entry = 0;  // the state was taken from its snapshot and the entries after it; 0: from them all
  std::vector<std::string> notices;  // snapshots that were of no use, and why: sentences for the log
};
/// The state after the journal's last entry: from the newest snapshot that the chain bears out and that is whole, or
/// from the first entry. `snapshots` may be null. The error is a sentence.
[[nodiscard]] std::expected<RecoveredCluster, std::string> recover(const journal::Journal& journal,
                                                                   const std::string& cluster,
                                                                   journal::StateSnapshots* snapshots = nullptr);

/// Keeps a state, which must be the one after its journal's entry of that number, unless it is kept already. The error
/// is a sentence.
[[nodiscard]] std::expected<void, std::string> keep(const domain::State& state, const journal::Journal& journal,
                                                    journal::StateSnapshots& snapshots);

}  // namespace wardlink::app
