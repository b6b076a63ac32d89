#include "hub/journal/sqlite_writer.hpp"

#include <openssl/rand.h>

#include "hub/base/ids.hpp"
#include "hub/base/panic.hpp"
#include "hub/journal/chain.hpp"
#include "hub/journal/sqlite_schema.hpp"

namespace wardlink::journal {
namespace {

// 16 MiB: rare enough to stay out of the 99th percentile, small enough to be read back quickly on a restart.
constexpr int checkpoint_pages = 4096;

std::string random_salt() {
  unsigned char bytes[salt_bytes];
  base::check(RAND_bytes(bytes, sizeof bytes) == 1, "journal: no randomness");
  return {reinterpret_cast<const char*>(bytes), sizeof bytes};
}

}  // namespace

SqliteWriter::SqliteWriter(Connection connection)
    : connection_(std::move(connection)),
      begin_(must(connection_.prepare("BEGIN IMMEDIATE"))),
      commit_(must(connection_.prepare("COMMIT"))),
      roll_back_(must(connection_.prepare("ROLLBACK"))),
      insert_cluster_(must(connection_.prepare("INSERT INTO cluster(number, name) VALUES(?1, ?2)"))),
      insert_entry_(must(connection_.prepare("INSERT INTO entry(key, hash, header, payload_digest, salt, payload) "
                                             "VALUES(?1, ?2, ?3, ?4, ?5, ?6)"))),
      insert_command_(must(
          connection_.prepare("INSERT INTO command(cluster, sender, id, entry, digest) VALUES(?1, ?2, ?3, ?4, ?5)"))),
      insert_event_(must(
          connection_.prepare("INSERT INTO event(key, entry, kind, incident, time_us) VALUES(?1, ?2, ?3, ?4, ?5)"))) {
  // Also turns SQLite's own checkpoints off: they would hide a sync that failed.
  sqlite3_wal_hook(
      connection_.handle(),
      [](void* writer, sqlite3*, const char*, int pages) {
        static_cast<SqliteWriter*>(writer)->wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
}

std::expected<std::vector<std::string>, AppendError> SqliteWriter::commit(std::span<Entry> entries,
                                                                          Clusters& clusters) {
  std::vector<std::string> hashes;
  hashes.reserve(entries.size());
  auto done = begin_.run();
  if (done) done = insert(entries, clusters, hashes);
  if (done) done = commit_.run();
  if (!done) {
    if (!done.error().full()) sql_panic(done.error());
    roll_back();
    checkpoint();  // may give the WAL's room back
    return std::unexpected(AppendError::full);
  }
  if (wal_pages_ >= checkpoint_pages) checkpoint();
  return hashes;
}

std::expected<void, SqlError> SqliteWriter::insert(std::span<Entry> entries, Clusters& clusters,
                                                   std::vector<std::string>& hashes) {
  for (Entry& entry : entries) {
    const v1::EntryHeader& header = entry.header;
    auto at = clusters.find(header.cluster());
    const Head before = at == clusters.end() ? empty_head() : at->second.head;
    if (const auto gap = find_gap(before, header)) base::panic("journal: " + *gap);
    if (at == clusters.end()) {
      const auto number = static_cast<std::int64_t>(clusters.size()) + 1;
      if (auto made = insert_cluster_.run(number, std::string_view(header.cluster())); !made) return made;
      at = clusters.emplace(header.cluster(), ClusterState{.number = number, .head = {}}).first;
    }
    const std::int64_t cluster = at->second.number;
    const Record record = split(entry, random_salt());
    std::string hash = chain_next(before.chain_hash, record.header, record.payload_digest);
    auto inserted = insert_entry_.run(row_key(cluster, header.number()), Statement::Blob{hash},
                                      Statement::Blob{record.header}, Statement::Blob{record.payload_digest},
                                      Statement::Blob{record.salt}, Statement::Blob{record.payload});
    if (inserted) inserted = insert_rows(header, cluster);
    if (!inserted) return inserted;
    at->second.head = head_after(header, hash);
    hashes.push_back(std::move(hash));
  }
  return {};
}

std::expected<void, SqlError> SqliteWriter::insert_rows(const v1::EntryHeader& header, std::int64_t cluster) {
  const std::int64_t entry = row_key(cluster, header.number());
  if (!header.command_id().empty()) {
    const std::string sender = base::sender_key(header.sender());
    auto inserted = insert_command_.run(cluster, std::string_view(sender), std::string_view(header.command_id()), entry,
                                        Statement::Blob{header.command_digest()});
    if (!inserted) return inserted;
  }
  for (int i = 0; i < header.events_size(); ++i) {
    const EventRow row = event_row(header, i);
    auto inserted = insert_event_.run(row_key(cluster, header.first_seq() + static_cast<std::uint64_t>(i)), entry,
                                      row.kind, std::string_view(row.incident), row.time_us);
    if (!inserted) return inserted;
  }
  return {};
}

void SqliteWriter::roll_back() {
  // SQLite may have rolled back by itself.
  if (sqlite3_get_autocommit(connection_.handle()) == 0) must(roll_back_.run());
}

void SqliteWriter::checkpoint() {
  const int code =
      sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code == SQLITE_OK || code == SQLITE_BUSY) return;
  // Without room the WAL stays the truth; it is tried again.
  const SqlError error = connection_.error(sqlite3_extended_errcode(connection_.handle()));
  if (!error.full()) sql_panic(error);
}

}  // namespace wardlink::journal
