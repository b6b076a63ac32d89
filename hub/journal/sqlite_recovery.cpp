#include "hub/journal/sqlite_recovery.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hub/journal/sqlite_schema.hpp"
#include "hub/journal/sqlite_walk.hpp"

namespace wardlink::journal {
namespace {

std::unexpected<Corrupt> unreadable(const SqlError& error) {
  return std::unexpected(
      Corrupt{.cluster = {}, .entry = 0, .reason = "the journal's database cannot be read: " + error.message});
}

std::optional<Corrupt> compare(const std::string& cluster, const Walk::Result& found,
                               const AnchorState::Point& anchored) {
  if (found.fault && found.fault->entry <= anchored.number) {
    return Corrupt{.cluster = cluster, .entry = found.fault->entry, .reason = found.fault->reason};
  }
  if (found.head.number < anchored.number) {
    return Corrupt{.cluster = cluster,
                   .entry = found.head.number + 1,
                   .reason = fmt::format("the journal is behind its anchor: it ends at entry {}, and entry {} was "
                                         "acknowledged. Entries are lost, or an older copy was put in its place",
                                         found.head.number, anchored.number)};
  }
  if (anchored.number > 0 && found.hashes.at(anchored.number) != anchored.chain_hash) {
    return Corrupt{.cluster = cluster,
                   .entry = anchored.number,
                   .reason = "its hash is not the one in the anchor: this is another history"};
  }
  return std::nullopt;
}

std::expected<void, SqlError> drop_after(Connection& connection, std::int64_t cluster, const Head& head) {
  const std::int64_t last_key = row_key(cluster, number_max);
  const std::int64_t entry = row_key(cluster, head.number);
  auto done = connection.execute("BEGIN IMMEDIATE");
  const auto run = [&](const char* sql, std::int64_t after, std::int64_t until) {
    if (!done) return;
    auto statement = connection.prepare(sql);
    done = statement ? statement->run(after, until) : std::unexpected(statement.error());
  };
  run("DELETE FROM command WHERE entry > ?1 AND entry <= ?2", entry, last_key);
  run("DELETE FROM event WHERE key > ?1 AND key <= ?2", row_key(cluster, head.seq), last_key);
  run("DELETE FROM entry WHERE key > ?1 AND key <= ?2", entry, last_key);
  return done ? connection.execute("COMMIT") : done;
}

std::expected<std::map<std::string, std::int64_t>, SqlError> read_clusters(Connection& connection) {
  std::map<std::string, std::int64_t> clusters;
  auto statement = connection.prepare("SELECT number, name FROM cluster");
  if (!statement) return std::unexpected(statement.error());
  for (;;) {
    const auto row = statement->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return clusters;
    clusters.emplace(statement->bytes(1), statement->integer(0));
  }
}

/// Nothing is there that no entry accounts for, and the database's own structure and indexes are whole.
std::optional<Corrupt> check_rest(Connection& connection, std::uint64_t entries, std::uint64_t events,
                                  std::uint64_t commands) {
  const auto counts = connection.text(
      "SELECT (SELECT count(*) FROM entry) || ' ' || (SELECT count(*) FROM event NOT INDEXED) || ' ' || "
      "(SELECT count(*) FROM command)");
  if (!counts) return unreadable(counts.error()).error();
  if (*counts != fmt::format("{} {} {}", entries, events, commands)) {
    return Corrupt{.cluster = {}, .entry = 0, .reason = "the journal has rows that belong to no entry"};
  }
  const auto verdict = connection.text("PRAGMA integrity_check(1)");
  if (!verdict) return unreadable(verdict.error()).error();
  if (*verdict != "ok")
    return Corrupt{.cluster = {}, .entry = 0, .reason = "the journal's database is damaged: " + *verdict};
  return std::nullopt;
}

/// The entry to begin with: that of a snapshot whose hash the chain has, but none beyond the anchor; else the first.
std::expected<std::uint64_t, SqlError> first_to_verify(Connection& connection, std::int64_t cluster,
                                                       const std::vector<StoredSnapshot>& snapshots,
                                                       std::uint64_t anchored) {
  auto hash = connection.prepare("SELECT hash FROM entry WHERE key = ?1");
  if (!hash) return std::unexpected(hash.error());
  for (const StoredSnapshot& snapshot : snapshots) {
    if (snapshot.of.entry > number_max) continue;
    const auto use = hash->bind(row_key(cluster, snapshot.of.entry));
    const auto row = hash->step();
    if (!row) return std::unexpected(row.error());
    if (!*row || hash->bytes(0) != snapshot.of.chain_hash) continue;
    return std::max<std::uint64_t>(std::min(snapshot.of.entry, anchored), 1);
  }
  return 1;
}

}  // namespace

std::expected<Recovered, Corrupt> recover(Connection& connection, const std::optional<AnchorState>& anchor,
                                          StateSnapshots* snapshots) {
  const auto clusters = read_clusters(connection);
  if (!clusters) return unreadable(clusters.error());
  if (anchor) {
    for (const auto& [name, point] : anchor->clusters) {
      if (point.number > 0 && !clusters->contains(name)) {
        return std::unexpected(*compare(name, Walk::Result{}, point));
      }
    }
  }
  auto walk = Walk::begin(connection);
  if (!walk) return unreadable(walk.error());

  Recovered recovered;
  bool whole = true;
  std::uint64_t entries = 0;
  std::uint64_t events = 0;
  std::uint64_t commands = 0;
  for (const auto& [name, number] : *clusters) {
    AnchorState::Point anchored;
    if (anchor) {
      if (const auto at = anchor->clusters.find(name); at != anchor->clusters.end()) anchored = at->second;
    }
    std::expected<std::uint64_t, SqlError> first = 1;
    if (anchor && snapshots != nullptr) {
      first = first_to_verify(connection, number, snapshots->of(name), anchored.number);
      if (!first) return unreadable(first.error());
    }
    whole = whole && *first == 1;
    const Walk::Result found = walk->walk(number, name, {.first = *first, .asked = {anchored.number}});
    if (anchor) {
      if (auto corrupt = compare(name, found, anchored)) return std::unexpected(std::move(*corrupt));
    }
    if (found.fault) {
      if (!anchor) return std::unexpected(Corrupt{name, found.fault->entry, found.fault->reason});
      if (const auto dropped = drop_after(connection, number, found.head); !dropped) {
        return unreadable(dropped.error());
      }
      recovered.notices.push_back(fmt::format(
          "cluster {}: dropped the torn end of the journal, from entry {} on, which is beyond its anchor ({})", name,
          found.fault->entry, found.fault->reason));
    }
    if (walk->has_events_after(number, found.head.seq)) {
      return std::unexpected(Corrupt{name, found.head.number, "there are events after it that belong to no entry"});
    }
    recovered.clusters.emplace(name, ClusterState{.number = number, .head = found.head});
    entries += found.head.number;
    events += found.head.seq;
    commands += found.commands;
  }
  if (!whole) return recovered;
  if (auto corrupt = check_rest(connection, entries, events, commands)) return std::unexpected(std::move(*corrupt));
  return recovered;
}

AnchorState anchor_of(const Clusters& clusters, std::string epoch) {
  AnchorState state{.epoch = std::move(epoch), .clusters = {}};
  for (const auto& [name, cluster] : clusters) {
    state.clusters.emplace(name,
                           AnchorState::Point{.number = cluster.head.number, .chain_hash = cluster.head.chain_hash});
  }
  return state;
}

}  // namespace wardlink::journal
