#include "hub/journal/sqlite_reader.hpp"

#include <algorithm>

#include "hub/base/limits.hpp"
#include "hub/base/panic.hpp"
#include "hub/journal/heads.hpp"
#include "hub/journal/sqlite_schema.hpp"

namespace wardlink::journal {

// One view of the database and one lock for several statements. Short: an open reader lets the WAL grow.
struct SqliteReader::Transaction {
  explicit Transaction(SqliteReader& owner) : reader(owner) { must(reader.begin_.run()); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() { must(reader.end_.run()); }
  SqliteReader& reader;
};

std::expected<std::unique_ptr<SqliteReader>, SqlError> SqliteReader::open(const std::filesystem::path& path) {
  auto connection = Connection::open(path, Connection::Mode::read);
  if (!connection) return std::unexpected(connection.error());
  return std::unique_ptr<SqliteReader>(new SqliteReader(std::move(*connection)));
}

SqliteReader::SqliteReader(Connection connection)
    : connection_(std::move(connection)),
      begin_(must(connection_.prepare("BEGIN"))),
      end_(must(connection_.prepare("COMMIT"))),
      find_(must(
          connection_.prepare("SELECT entry, digest FROM command WHERE cluster = ?1 AND sender = ?2 AND id = ?3"))),
      entry_(must(connection_.prepare("SELECT header, payload_digest, hash, salt, payload, "
                                      "(SELECT hash FROM entry WHERE key = ?1 - 1) FROM entry WHERE key = ?1"))),
      headers_(must(connection_.prepare("SELECT key, header, payload_digest, hash FROM entry "
                                        "WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT ?3"))),
      hash_(must(connection_.prepare("SELECT hash FROM entry WHERE key = ?1"))),
      event_(must(connection_.prepare("SELECT entry, time_us FROM event WHERE key = ?1"))),
      by_seq_(must(
          connection_.prepare("SELECT key, kind FROM event NOT INDEXED WHERE key > ?1 AND key <= ?2 ORDER BY key"))),
      by_kind_(must(connection_.prepare("SELECT key, kind FROM event INDEXED BY event_kind "
                                        "WHERE kind = ?3 AND key > ?1 AND key <= ?2 ORDER BY key"))),
      by_incident_(must(connection_.prepare("SELECT key, kind FROM event INDEXED BY event_incident "
                                            "WHERE incident = ?3 AND key > ?1 AND key <= ?2 "
                                            "ORDER BY key"))) {}

std::optional<Accepted> SqliteReader::find(const ClusterState& cluster, std::string_view sender,
                                           std::string_view command_id) {
  const auto use = find_.bind(cluster.number, sender, command_id);
  if (!must(find_.step())) return std::nullopt;
  const std::uint64_t number = number_in_key(find_.integer(0));
  if (number > cluster.head.number) return std::nullopt;  // committed, but append() has not returned yet
  return Accepted{.number = number, .command_digest = std::string(find_.bytes(1))};
}

std::expected<Entry, Corrupt> SqliteReader::entry(const std::string& name, const ClusterState& cluster,
                                                  std::uint64_t number) {
  const Transaction transaction(*this);
  auto entry = load(name, cluster, number);
  if (!entry) return entry;
  for (auto& stored : *entry->header.mutable_events()) {
    if (auto filled = fill(name, cluster, *stored.mutable_event()); !filled) return std::unexpected(filled.error());
  }
  return entry;
}

std::expected<std::vector<v1::StoredEvent>, Corrupt> SqliteReader::events(const std::string& name,
                                                                          const ClusterState& cluster,
                                                                          const EventFilter& filter, std::size_t max) {
  const Transaction transaction(*this);
  std::vector<v1::StoredEvent> found;
  std::optional<Entry> current;
  for (const std::uint64_t seq : select(cluster, filter, std::min(max, base::limits::read_rows_max))) {
    if (!current || seq > current->header.last_seq()) {
      auto loaded = load(name, cluster, entry_of(cluster, seq));
      if (!loaded) return std::unexpected(loaded.error());
      current = std::move(*loaded);
    }
    v1::StoredEvent& event =
        found.emplace_back(current->header.events(static_cast<int>(seq - current->header.first_seq())));
    if (auto filled = fill(name, cluster, *event.mutable_event()); !filled) return std::unexpected(filled.error());
  }
  return found;
}

std::vector<SqliteReader::HeaderRow> SqliteReader::headers(const ClusterState& cluster, std::uint64_t first) {
  std::vector<HeaderRow> rows;
  const auto use = headers_.bind(row_key(cluster.number, first), row_key(cluster.number, cluster.head.number),
                                 static_cast<std::int64_t>(base::limits::read_rows_max));
  while (must(headers_.step())) {
    rows.push_back({.number = number_in_key(headers_.integer(0)),
                    .header = std::string(headers_.bytes(1)),
                    .payload_digest = std::string(headers_.bytes(2)),
                    .hash = std::string(headers_.bytes(3))});
  }
  return rows;
}

std::string SqliteReader::hash_at(const ClusterState& cluster, std::uint64_t number) {
  if (number == 0) return chain_start();
  const auto use = hash_.bind(row_key(cluster.number, number));
  return must(hash_.step()) ? std::string(hash_.bytes(0)) : std::string();
}

std::expected<Entry, Corrupt> SqliteReader::load(const std::string& name, const ClusterState& cluster,
                                                 std::uint64_t number) {
  const auto fault = [&](std::string reason) {
    return std::unexpected(Corrupt{.cluster = name, .entry = number, .reason = std::move(reason)});
  };
  const auto use = entry_.bind(row_key(cluster.number, number));
  if (!must(entry_.step())) return fault("it is missing");
  const Record record{.header = std::string(entry_.bytes(0)),
                      .payload_digest = std::string(entry_.bytes(1)),
                      .salt = std::string(entry_.bytes(3)),
                      .payload = std::string(entry_.bytes(4))};
  const std::string hash(entry_.bytes(2));
  const std::string previous = entry_.is_null(5) ? chain_start() : std::string(entry_.bytes(5));
  if (auto broken = find_fault(record, previous, hash)) return fault(std::move(*broken));
  auto entry = join(record);
  if (!entry) return fault(entry.error());
  entry->chain_hash = hash;
  return std::move(*entry);
}

std::expected<void, Corrupt> SqliteReader::fill(const std::string& name, const ClusterState& cluster,
                                                v1::Event& event) {
  std::optional<Corrupt> corrupt;
  follow_content(event, [&](std::uint64_t seq) -> std::optional<v1::Event> {
    auto origin = load(name, cluster, entry_of(cluster, seq));
    if (!origin) {
      corrupt = std::move(origin.error());
      return std::nullopt;
    }
    const auto index = static_cast<int>(seq - origin->header.first_seq());
    return std::move(*origin->header.mutable_events(index)->mutable_event());
  });
  if (corrupt) return std::unexpected(std::move(*corrupt));
  return {};
}

std::uint64_t SqliteReader::entry_of(const ClusterState& cluster, std::uint64_t seq) {
  const auto use = event_.bind(row_key(cluster.number, seq));
  base::check(must(event_.step()), "journal: an event's row is missing");
  return number_in_key(event_.integer(0));
}

std::vector<std::uint64_t> SqliteReader::select(const ClusterState& cluster, const EventFilter& filter,
                                                std::size_t max) {
  std::uint64_t after = filter.after_seq;
  std::uint64_t until = std::min(filter.until_seq, cluster.head.seq);
  if (filter.since) after = std::max(after, first_seq_at(cluster, *filter.since) - 1);
  if (filter.until) until = std::min(until, first_seq_at(cluster, *filter.until) - 1);
  std::vector<std::uint64_t> seqs;
  if (after >= until || max == 0) return seqs;
  const std::int64_t first = row_key(cluster.number, after);
  const std::int64_t last = row_key(cluster.number, until);

  std::set<std::int64_t> kinds;
  for (const std::string& kind : filter.kinds) {
    if (const auto number = event_kind(kind)) kinds.insert(*number);
  }
  const auto collect = [&](Statement& rows) {
    for (std::size_t taken = 0; taken < max && must(rows.step());) {
      if (!filter.kinds.empty() && !kinds.contains(rows.integer(1))) continue;
      seqs.push_back(number_in_key(rows.integer(0)));
      ++taken;
    }
  };
  if (!filter.incidents.empty()) {
    for (const std::string& incident : std::set(filter.incidents.begin(), filter.incidents.end())) {
      const auto use = by_incident_.bind(first, last, std::string_view(incident));
      collect(by_incident_);
    }
  } else if (!filter.kinds.empty()) {
    for (const std::int64_t kind : kinds) {
      const auto use = by_kind_.bind(first, last, kind);
      collect(by_kind_);
    }
  } else {
    const auto use = by_seq_.bind(first, last);
    collect(by_seq_);
  }
  std::ranges::sort(seqs);
  seqs.resize(std::min(seqs.size(), max));
  return seqs;
}

// Hub time never goes back and the events are numbered without a gap: a binary search needs no index.
std::uint64_t SqliteReader::first_seq_at(const ClusterState& cluster, base::Time time) {
  const std::int64_t time_us = time.time_since_epoch().count();
  std::uint64_t low = 1;
  std::uint64_t high = cluster.head.seq + 1;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    const auto use = event_.bind(row_key(cluster.number, middle));
    base::check(must(event_.step()), "journal: an event's row is missing");
    if (event_.integer(1) < time_us) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

ReaderPool::Lease ReaderPool::take() {
  std::unique_lock lock(mutex_);
  freed_.wait(lock, [this] { return !free_.empty() || made_ < readers_max_; });
  if (!free_.empty()) {
    auto reader = std::move(free_.back());
    free_.pop_back();
    return {*this, std::move(reader)};
  }
  ++made_;
  lock.unlock();
  return {*this, must(SqliteReader::open(path_))};
}

void ReaderPool::give_back(std::unique_ptr<SqliteReader> reader) {
  {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(reader));
  }
  freed_.notify_one();
}

}  // namespace wardlink::journal
