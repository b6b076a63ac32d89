#include <fmt/format.h>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "hub/app/founding.hpp"
#include "hub/base/limits.hpp"
#include "hub/base/panic.hpp"
#include "hub/rules/apply.hpp"
#include "hub/rules/state_parts.hpp"

namespace wardlink::app {
namespace {

std::string format() { return fmt::format("{}/{}", WARDLINK_VERSION, rules::state_format); }

std::string encode(const v1::StatePart& part) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  base::check(part.SerializePartialToCodedStream(&coded), "a part of a state cannot be encoded");
  coded.Trim();
  return bytes;
}

void note_files(RecoveredCluster& recovered, const v1::Event& event) {
  if (event.has_cluster_adopted()) recovered.geojson = event.cluster_adopted().geojson();
  if (event.has_regulation_adopted()) recovered.regulation_toml = event.regulation_adopted().toml();
}

/// What the cluster had adopted when that entry was its last, from the journal itself.
RecoveredCluster adopted_until(const journal::Journal& journal, const std::string& cluster, std::uint64_t seq) {
  RecoveredCluster recovered;
  journal::EventFilter filter{.until_seq = seq, .kinds = {"cluster_adopted", "regulation_adopted"}};
  for (;;) {
    const auto events = journal.events(cluster, filter, base::limits::read_rows_max);
    for (const auto& stored : events) {
      rules::apply_event(recovered.state, stored.event());
      note_files(recovered, stored.event());
    }
    if (events.size() < base::limits::read_rows_max) return recovered;
    filter.after_seq = events.back().event().seq();
  }
}

std::expected<RecoveredCluster, std::string> read(const journal::Journal& journal, journal::StateSnapshots& snapshots,
                                                  const journal::StoredSnapshot& snapshot) {
  const journal::SnapshotOf& of = snapshot.of;
  if (of.format != format()) return std::unexpected("it was made by another version of the hub");
  const auto entry = journal.entry(of.cluster, of.entry);
  if (!entry || entry->chain_hash != of.chain_hash) return std::unexpected("it is not of this journal");
  auto recovered = adopted_until(journal, of.cluster, entry->header.last_seq());
  if (!recovered.state.founded()) return std::unexpected("it is older than the cluster");
  rules::StateFromParts parts(std::move(recovered.state));
  const auto taken = snapshots.read(snapshot, [&](std::string_view bytes) {
    v1::StatePart part;
    base::check(part.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())), "a whole part that does not parse");
    parts.add(std::move(part));
  });
  if (!taken) return std::unexpected(taken.error());
  auto state = parts.finish();
  if (!state) return std::unexpected(state.error());
  if (state->entries != of.entry || state->cluster != of.cluster) return std::unexpected("it names another entry");
  recovered.state = *std::move(state);
  recovered.snapshot_entry = of.entry;
  return recovered;
}

RecoveredCluster newest_kept(const journal::Journal& journal, const std::string& cluster,
                             journal::StateSnapshots& snapshots) {
  std::vector<std::string> notices;
  for (const auto& snapshot : snapshots.of(cluster)) {
    auto recovered = read(journal, snapshots, snapshot);
    if (recovered) {
      recovered->notices = std::move(notices);
      return *std::move(recovered);
    }
    notices.push_back(fmt::format("the snapshot of entry {} is not used: {}", snapshot.of.entry, recovered.error()));
    // It must not pass for the newest when the next ones are made.
    if (const auto forgotten = snapshots.forget(snapshot); !forgotten) notices.push_back(forgotten.error());
  }
  RecoveredCluster recovered;
  recovered.notices = std::move(notices);
  return recovered;
}

}  // namespace

std::expected<RecoveredCluster, std::string> recover(const journal::Journal& journal, const std::string& cluster,
                                                     journal::StateSnapshots* snapshots) {
  RecoveredCluster recovered;
  if (snapshots != nullptr) recovered = newest_kept(journal, cluster, *snapshots);
  recovered.state.cluster = cluster;
  const auto replayed = journal.replay(cluster, recovered.state.entries + 1, [&](const v1::EntryHeader& entry) {
    rules::apply(recovered.state, entry);
    for (const auto& stored : entry.events()) note_files(recovered, stored.event());
  });
  if (!replayed) {
    const auto& fault = replayed.error();
    return std::unexpected(fmt::format("the journal is damaged at entry {} of cluster \"{}\": {}", fault.entry,
                                       fault.cluster, fault.reason));
  }
  return recovered;
}

std::expected<void, std::string> keep(const domain::State& state, const journal::Journal& journal,
                                      journal::StateSnapshots& snapshots) {
  if (state.entries == 0) return {};
  const auto entry = journal.entry(state.cluster, state.entries);
  base::check(entry.has_value(), "a state is ahead of its journal");
  const journal::SnapshotOf of{
      .cluster = state.cluster, .entry = state.entries, .chain_hash = entry->chain_hash, .format = format()};
  if (const auto kept = snapshots.of(state.cluster); !kept.empty() && kept.front().of == of) return {};
  return snapshots.write(of, [&](const journal::StateSnapshots::Take& take) {
    rules::to_parts(state, [&](const v1::StatePart& part) { take(encode(part)); });
  });
}

}  // namespace wardlink::app
