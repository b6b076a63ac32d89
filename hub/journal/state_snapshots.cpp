#include "hub/journal/state_snapshots.hpp"

#include <fmt/format.h>

#include <map>
#include <system_error>

#include "hub/journal/chain.hpp"
#include "hub/journal/file.hpp"

namespace wardlink::journal {
namespace {

constexpr int part_bits = 20;
constexpr std::string_view schema_version = "1";

// A snapshot's row is written last: parts without one are rubbish that a write left when it was cut off.
constexpr const char* schema =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE snapshot(id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, entry INTEGER NOT NULL, "
    "chain_hash BLOB NOT NULL, format TEXT NOT NULL, part_digests BLOB NOT NULL, checksum BLOB NOT NULL) STRICT;"
    "CREATE TABLE part(key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;"
    "PRAGMA user_version = 1;COMMIT";

std::int64_t part_key(std::int64_t snapshot, std::int64_t part) { return (snapshot << part_bits) | part; }

std::string checksum(const SnapshotOf& of, std::string_view part_digests) {
  const std::string entry = fmt::format("{}/{}/{}/", of.entry, of.cluster.size(), of.format.size());
  return sha256({entry, of.cluster, of.format, of.chain_hash, part_digests});
}

std::string sentence(const SqlError& error) { return "the snapshots' database failed: " + error.message; }

}  // namespace

std::expected<StateSnapshots, std::string> StateSnapshots::open(const std::filesystem::path& path,
                                                                const std::function<void(std::string_view)>& notice) {
  auto opened = try_open(path);
  if (opened) return opened;
  notice(fmt::format("{} is begun anew: {}", path.string(), opened.error()));
  for (const char* suffix : {"", "-journal"}) {
    std::error_code kept_for_another_try;
    std::filesystem::remove(path.string() + suffix, kept_for_another_try);
  }
  return try_open(path);
}

std::expected<StateSnapshots, std::string> StateSnapshots::try_open(const std::filesystem::path& path) {
  if (const auto made = open_or_create(path); !made) return std::unexpected(made.error());
  auto connection = Connection::open(path, Connection::Mode::write);
  if (!connection) return std::unexpected(sentence(connection.error()));
  // What a power cut tears is found by its checksum: a sync a part is enough.
  for (const char* pragma : {"PRAGMA journal_mode = TRUNCATE", "PRAGMA synchronous = NORMAL",
                             "PRAGMA cell_size_check = ON", "PRAGMA trusted_schema = OFF"}) {
    if (const auto set = connection->text(pragma); !set) return std::unexpected(sentence(set.error()));
  }
  const auto version = connection->text("PRAGMA user_version");
  const auto tables = connection->text("SELECT count(*) FROM sqlite_schema");
  if (!version || !tables) return std::unexpected(sentence(version ? tables.error() : version.error()));
  if (*tables == "0") {
    if (const auto made = connection->execute(schema); !made) return std::unexpected(sentence(made.error()));
  } else if (*version != schema_version) {
    return std::unexpected("it is not as this hub makes it");
  }
  return StateSnapshots(std::move(*connection));
}

std::vector<StoredSnapshot> StateSnapshots::of(std::string_view cluster) {
  auto all = rows();
  if (!all) return {};
  std::erase_if(*all, [&](const Row& row) { return !row.whole || row.snapshot.of.cluster != cluster; });
  std::vector<StoredSnapshot> found;
  for (Row& row : *all) found.push_back(std::move(row.snapshot));
  return found;
}

std::expected<std::vector<StateSnapshots::Row>, SqlError> StateSnapshots::rows() {
  auto select = connection_.prepare(
      "SELECT id, cluster, entry, chain_hash, format, part_digests, checksum FROM snapshot ORDER BY entry DESC, id "
      "DESC");
  if (!select) return std::unexpected(select.error());
  std::vector<Row> rows;
  for (auto row = select->step();; row = select->step()) {
    if (!row) return std::unexpected(row.error());
    if (!*row) return rows;
    StoredSnapshot snapshot{.id = select->integer(0),
                            .of = {.cluster = std::string(select->bytes(1)),
                                   .entry = static_cast<std::uint64_t>(select->integer(2)),
                                   .chain_hash = std::string(select->bytes(3)),
                                   .format = std::string(select->bytes(4))},
                            .part_digests = std::string(select->bytes(5))};
    const bool whole = select->bytes(6) == checksum(snapshot.of, snapshot.part_digests);
    rows.push_back({.snapshot = std::move(snapshot), .whole = whole});
  }
}

std::expected<void, std::string> StateSnapshots::write(const SnapshotOf& of,
                                                       const std::function<void(const Take&)>& parts) {
  auto written = let_go();
  if (written) written = insert(of, parts);
  if (written) written = let_go();
  if (!written) return std::unexpected(sentence(written.error()));
  return {};
}

std::expected<void, SqlError> StateSnapshots::insert(const SnapshotOf& of,
                                                     const std::function<void(const Take&)>& parts) {
  const auto last = connection_.text("SELECT coalesce(max(id), 0) FROM snapshot");
  if (!last) return std::unexpected(last.error());
  const std::int64_t id = std::stoll(*last) + 1;
  auto insert_part = connection_.prepare("INSERT INTO part(key, bytes) VALUES(?1, ?2)");
  if (!insert_part) return std::unexpected(insert_part.error());

  std::string digests;
  std::int64_t count = 0;
  std::expected<void, SqlError> done;
  parts([&](std::string_view part) {
    if (done) done = insert_part->run(part_key(id, count++), Statement::Blob{part});
    digests += sha256({part});
  });
  if (!done) return done;

  auto insert_row = connection_.prepare(
      "INSERT INTO snapshot(id, cluster, entry, chain_hash, format, part_digests, checksum) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  if (!insert_row) return std::unexpected(insert_row.error());
  const std::string sum = checksum(of, digests);
  return insert_row->run(id, std::string_view(of.cluster), static_cast<std::int64_t>(of.entry),
                         Statement::Blob{of.chain_hash}, std::string_view(of.format), Statement::Blob{digests},
                         Statement::Blob{sum});
}

std::expected<void, std::string> StateSnapshots::read(const StoredSnapshot& snapshot, const Take& take) {
  auto row = connection_.prepare("SELECT bytes FROM part WHERE key = ?1");
  if (!row) return std::unexpected(sentence(row.error()));
  const auto count = static_cast<std::int64_t>(snapshot.part_digests.size() / hash_bytes);
  for (std::int64_t i = 0; i < count; ++i) {
    const auto use = row->bind(part_key(snapshot.id, i));
    const auto stepped = row->step();
    if (!stepped) return std::unexpected(sentence(stepped.error()));
    if (!*stepped) return std::unexpected("a part of it is missing");
    const auto digest =
        std::string_view(snapshot.part_digests).substr(static_cast<std::size_t>(i) * hash_bytes, hash_bytes);
    if (sha256({row->bytes(0)}) != digest) return std::unexpected("a part of it does not match its digest");
    take(row->bytes(0));
  }
  return {};
}

std::expected<void, std::string> StateSnapshots::forget(const StoredSnapshot& snapshot) {
  if (const auto done = remove("DELETE FROM snapshot WHERE id = ?1", {snapshot.id}); !done) {
    return std::unexpected(sentence(done.error()));
  }
  return {};
}

std::expected<void, std::string> StateSnapshots::forget_all() {
  if (const auto done = connection_.execute("DELETE FROM snapshot"); !done) {
    return std::unexpected(sentence(done.error()));
  }
  return {};
}

/// What is damaged, the oldest of each cluster, and parts that belong to none.
std::expected<void, SqlError> StateSnapshots::let_go() {
  const auto all = rows();
  if (!all) return std::unexpected(all.error());
  std::vector<std::int64_t> ids;
  std::map<std::string, std::size_t> newer;
  for (const Row& row : *all) {
    if (!row.whole || ++newer[row.snapshot.of.cluster] > kept) ids.push_back(row.snapshot.id);
  }
  if (auto done = remove("DELETE FROM snapshot WHERE id = ?1", ids); !done) return done;

  std::vector<std::int64_t> keys;
  {
    auto parts = connection_.prepare(
        fmt::format("SELECT key FROM part WHERE key >> {} NOT IN (SELECT id FROM snapshot)", part_bits));
    if (!parts) return std::unexpected(parts.error());
    for (auto row = parts->step();; row = parts->step()) {
      if (!row) return std::unexpected(row.error());
      if (!*row) break;
      keys.push_back(parts->integer(0));
    }
  }
  return remove("DELETE FROM part WHERE key = ?1", keys);
}

/// One after the other, like the writing.
std::expected<void, SqlError> StateSnapshots::remove(const char* sql, const std::vector<std::int64_t>& keys) {
  auto statement = connection_.prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  for (const std::int64_t key : keys) {
    if (auto done = statement->run(key); !done) return done;
  }
  return {};
}

}  // namespace wardlink::journal
