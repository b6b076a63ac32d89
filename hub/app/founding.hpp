// How a cluster begins, and how it comes back: the configured files found it once, afterwards its journal is all.
#pragma once

#include <expected>
#include <string>

#include "hub/domain/state.hpp"
#include "hub/journal/journal.hpp"
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
};
/// From the journal's first entry to its last. The error is a sentence.
[[nodiscard]] std::expected<RecoveredCluster, std::string> recover(const journal::Journal& journal,
                                                                   const std::string& cluster);

}  // namespace wardlink::app
