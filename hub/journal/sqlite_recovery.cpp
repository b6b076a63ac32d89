#include "hub/journal/sqlite_recovery.hpp"

#include <fmt/format.h>

#include "hub/base/ids.hpp"
#include "hub/journal/chain.hpp"
#include "hub/journal/sqlite_schema.hpp"

namespace wardlink::journal {
namespace {

/// The first entry of a cluster that does not verify.
struct Fault {
  std::uint64_t entry = 0;
  std::string reason;
};

std::unexpected<Corrupt> unreadable(const SqlError& error) {
  return std::unexpected(
      Corrupt{.cluster = {}, .entry = 0, .reason = "the journal's database cannot be read: " + error.message});
}

/// Walks one cluster's entries from the first, and its rows in `event` and `command` along with them.
class Walk {
 public:
  static std::expected<Walk, SqlError> begin(Connection& connection) {
    auto entries = connection.prepare(
        "SELECT key, header, payload_digest, hash, salt, payload FROM entry WHERE key BETWEEN ?1 AND ?2 ORDER BY key");
    if (!entries) return std::unexpected(entries.error());
    auto events = connection.prepare(
        "SELECT key, entry, kind, incident, time_us FROM event WHERE key BETWEEN ?1 AND ?2 ORDER BY key");
    if (!events) return std::unexpected(events.error());
    auto command =
        connection.prepare("SELECT entry, digest FROM command WHERE cluster = ?1 AND sender = ?2 AND id = ?3");
    if (!command) return std::unexpected(command.error());
    return Walk(std::move(*entries), std::move(*events), std::move(*command));
  }

  struct Result {
    Head head = empty_head();  // of what verifies
    std::uint64_t commands = 0;
    std::string anchored_hash;  // of the entry the anchor names
    std::optional<Fault> fault;
  };

  Result walk(std::int64_t cluster, const std::string& name, std::uint64_t anchored_number) {
    Result result;
    const auto use = entries_.bind(row_key(cluster, 1), row_key(cluster, number_max));
    const auto use_events = events_.bind(row_key(cluster, 1), row_key(cluster, number_max));
    for (;;) {
      const std::uint64_t number = result.head.number + 1;
      const auto row = entries_.step();
      if (!row) {
        result.fault = Fault{number, "it cannot be read: " + row.error().message};
        return result;
      }
      if (!*row) return result;
      auto header = check(cluster, name, result.head);
      if (!header) {
        result.fault = Fault{number, header.error()};
        return result;
      }
      result.head = head_after(*header, std::string(entries_.bytes(3)));
      result.commands += header->command_id().empty() ? 0 : 1;
      if (number == anchored_number) result.anchored_hash = result.head.chain_hash;
    }
  }

 private:
  Walk(Statement entries, Statement events, Statement command)
      : entries_(std::move(entries)), events_(std::move(events)), command_(std::move(command)) {}

  std::expected<v1::EntryHeader, std::string> check(std::int64_t cluster, const std::string& name, const Head& head) {
    const std::int64_t key = entries_.integer(0);
    if (number_in_key(key) != head.number + 1) {
      return std::unexpected(fmt::format("it is missing: entry {} comes next", number_in_key(key)));
    }
    const Record record{.header = std::string(entries_.bytes(1)),
                        .payload_digest = std::string(entries_.bytes(2)),
                        .salt = std::string(entries_.bytes(4)),
                        .payload = std::string(entries_.bytes(5))};
    if (const auto fault = find_fault(record, head.chain_hash, entries_.bytes(3))) return std::unexpected(*fault);
    auto entry = join(record);
    if (!entry) return std::unexpected(entry.error());
    const v1::EntryHeader& header = entry->header;
    if (header.cluster() != name) return std::unexpected("it belongs to cluster " + header.cluster());
    if (auto gap = find_gap(head, header)) return std::unexpected(std::move(*gap));
    if (auto fault = check_events(key, header)) return std::unexpected(std::move(*fault));
    if (auto fault = check_command(cluster, key, header)) return std::unexpected(std::move(*fault));
    return std::move(entry->header);
  }

  std::optional<std::string> check_events(std::int64_t entry_key, const v1::EntryHeader& header) {
    for (int i = 0; i < header.events_size(); ++i) {
      const std::uint64_t seq = header.first_seq() + static_cast<std::uint64_t>(i);
      const auto row = events_.step();
      if (!row) return fmt::format("the row of its event {} cannot be read: {}", seq, row.error().message);
      const EventRow expected = event_row(header, i);
      const bool same = *row && number_in_key(events_.integer(0)) == seq && events_.integer(1) == entry_key &&
                        events_.integer(2) == expected.kind && events_.bytes(3) == expected.incident &&
                        events_.integer(4) == expected.time_us;
      if (!same) return fmt::format("the row of its event {} is not as the entry says", seq);
    }
    return std::nullopt;
  }

  std::optional<std::string> check_command(std::int64_t cluster, std::int64_t entry_key,
                                           const v1::EntryHeader& header) {
    if (header.command_id().empty()) return std::nullopt;
    const std::string sender = base::sender_key(header.sender());
    const auto use = command_.bind(cluster, std::string_view(sender), std::string_view(header.command_id()));
    const auto row = command_.step();
    if (!row) return "the row of its command cannot be read: " + row.error().message;
    if (!*row || command_.integer(0) != entry_key || command_.bytes(1) != header.command_digest()) {
      return "the row of its command is not as the entry says";
    }
    return std::nullopt;
  }

  Statement entries_;
  Statement events_;
  Statement command_;
};

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
  if (anchored.number > 0 && found.anchored_hash != anchored.chain_hash) {
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

}  // namespace

std::expected<Recovered, Corrupt> recover(Connection& connection, const std::optional<AnchorState>& anchor) {
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
  std::uint64_t entries = 0;
  std::uint64_t events = 0;
  std::uint64_t commands = 0;
  for (const auto& [name, number] : *clusters) {
    AnchorState::Point anchored;
    if (anchor) {
      if (const auto at = anchor->clusters.find(name); at != anchor->clusters.end()) anchored = at->second;
    }
    const Walk::Result found = walk->walk(number, name, anchored.number);
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
    recovered.clusters.emplace(name, ClusterState{.number = number, .head = found.head});
    entries += found.head.number;
    events += found.head.seq;
    commands += found.commands;
  }
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
