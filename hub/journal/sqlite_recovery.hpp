// What is done when a journal's database is opened: the entries, the chain, and everything derived from the entries are
// read and checked, in bounded memory, from the last snapshot on, and compared with the anchor.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "hub/journal/anchor.hpp"
#include "hub/journal/heads.hpp"
#include "hub/journal/sqlite.hpp"
#include "hub/journal/state_snapshots.hpp"

namespace wardlink::journal {

/// A cluster of the database: its number there, and where it stands.
struct ClusterState {
  std::int64_t number = 0;
  Head head;
};
using Clusters = std::map<std::string, ClusterState, std::less<>>;

struct Recovered {
  Clusters clusters;
  std::vector<std::string> notices;  // what was mended: sentences for the log
};

/// `anchor`: what the journal must at least contain. nullopt: it is accepted as it is, but must be whole.
/// `snapshots`: what lies before the newest one that the chain bears out is not verified now. Null, or none, or no
/// anchor: everything is, down to the database's own structure.
/// Entries beyond the anchor that do not verify are dropped; any other fault refuses the journal.
[[nodiscard]] std::expected<Recovered, Corrupt> recover(Connection& connection,
                                                        const std::optional<AnchorState>& anchor,
                                                        StateSnapshots* snapshots);

[[nodiscard]] AnchorState anchor_of(const Clusters& clusters, std::string epoch);

}  // namespace wardlink::journal
