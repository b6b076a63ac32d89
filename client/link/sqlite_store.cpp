#include "client/link/sqlite_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace wardlink::link {
namespace {

constexpr int application_id = 0x574c5354;  // "WLST"
constexpr int schema_version = 1;
constexpr const char* schema =
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE outbox(position INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, sender BLOB NOT NULL,"
    " command BLOB NOT NULL, queued_at INTEGER NOT NULL, state INTEGER NOT NULL, receipt BLOB NOT NULL,"
    " settled_at INTEGER NOT NULL);"
    "CREATE INDEX outbox_by_state ON outbox(state, position);"
    "CREATE TABLE event(seq INTEGER PRIMARY KEY, incident BLOB NOT NULL, kind BLOB NOT NULL, time INTEGER NOT NULL,"
    " body BLOB NOT NULL);"
    "CREATE INDEX event_by_incident ON event(incident, seq);"
    "CREATE TABLE standing(kind INTEGER NOT NULL, id BLOB NOT NULL, opened_seq INTEGER NOT NULL, body BLOB NOT NULL,"
    " PRIMARY KEY(kind, id)) WITHOUT ROWID;";

// What stands, by table `standing`.
enum Kind : std::int64_t { incident_kind = 1, flight_kind = 2, patrol_kind = 3 };

constexpr const char* outbox_columns = "position, id, sender, command, queued_at, state, receipt, settled_at";

std::int64_t us(WallTime time) { return time.time_since_epoch().count(); }
WallTime wall(std::int64_t us) { return WallTime(std::chrono::microseconds(us)); }

OutboxItem read_item(const Query& row) {
  return {.position = static_cast<std::uint64_t>(row.integer(0)),
          .id = row.bytes(1),
          .sender = row.bytes(2),
          .command = row.bytes(3),
          .queued_at = wall(row.integer(4)),
          .state = static_cast<OutboxItem::State>(row.integer(5)),
          .receipt = row.bytes(6),
          .settled_at = wall(row.integer(7))};
}

template <typename T>
std::vector<T> standing(Database& database, Kind kind) {
  std::vector<T> list;
  Query rows(database, "SELECT body FROM standing WHERE kind = ? ORDER BY opened_seq, id");
  rows.bind(kind);
  while (rows.row()) (void)list.emplace_back().ParseFromString(rows.bytes(0));
  return list;
}

Stored<void> make_private(const std::filesystem::path& file) {
  const int made = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (made < 0) {
    return std::unexpected(StoreError{.full = errno == ENOSPC, .detail = file.string() + ": " + std::strerror(errno)});
  }
  close(made);
  return {};
}

std::unexpected<StoreError> refuse(std::string detail) {
  return std::unexpected(StoreError{.full = false, .detail = std::move(detail)});
}

}  // namespace

Stored<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& file, const std::string& station) {
  if (auto made = make_private(file); !made) return std::unexpected(made.error());
  auto database = Database::open(file);
  if (!database) return std::unexpected(database.error());
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(*database)));
  if (auto ready = store->prepare(station); !ready) {
    return refuse(file.string() + ": " + ready.error().detail);
  }
  return store;
}

Stored<void> SqliteStore::prepare(const std::string& station) {
  const std::string journal_mode = database_.text("PRAGMA journal_mode = WAL");
  database_.execute("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
  const std::string synchronous = database_.text("PRAGMA synchronous");
  const std::string id = database_.text("PRAGMA application_id");
  const std::string version = database_.text("PRAGMA user_version");
  const std::string objects = database_.text("SELECT count(*) FROM sqlite_schema");
  if (auto read = database_.result(); !read) return read;
  if (journal_mode != "wal" || synchronous != "2") return refuse("does not take WAL and synchronous = FULL");
  if (objects == "0") {
    Transaction made(database_);
    database_.execute(schema);
    database_.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
    database_.execute(("PRAGMA user_version = " + std::to_string(schema_version)).c_str());
    put_meta("station", station);
    return made.commit();
  }
  if (id != std::to_string(application_id)) return refuse("is not a station's store");
  if (version != std::to_string(schema_version)) {
    return refuse("has schema version " + version + "; this program knows " + std::to_string(schema_version) + " only");
  }
  const std::string check = database_.text("PRAGMA quick_check(1)");
  const std::string owner = meta("station");
  if (auto read = database_.result(); !read) return read;
  if (check != "ok") return refuse("is damaged: " + check);
  if (!station.empty() && owner != station) return refuse("belongs to " + owner);
  return {};
}

std::string SqliteStore::meta(const char* name) const {
  // The names are texts: bound as a blob one would equal none of them.
  Query found(database_, "SELECT value FROM meta WHERE name = CAST(? AS TEXT)");
  found.bind(std::string_view(name));
  return found.row() ? found.bytes(0) : std::string();
}

void SqliteStore::put_meta(const char* name, std::string_view value) {
  Query(database_, "INSERT OR REPLACE INTO meta VALUES(CAST(? AS TEXT), ?)").bind(std::string_view(name), value).run();
}

Stored<void> SqliteStore::forget_copy(const std::filesystem::path& aside) {
  Query(database_, "VACUUM INTO CAST(? AS TEXT)").bind(std::string_view(aside.native())).run();
  if (auto done = database_.result(); !done) return done;
  std::error_code error;
  std::filesystem::permissions(aside, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
  Transaction forgotten(database_);
  database_.execute("DELETE FROM event; DELETE FROM standing; DELETE FROM meta WHERE name <> 'station'");
  return forgotten.commit();
}

Stored<std::vector<OutboxItem>> SqliteStore::items(OutboxItem::State state) const {
  std::vector<OutboxItem> list;
  Query rows(database_, fmt::format("SELECT {} FROM outbox WHERE state = ? ORDER BY position", outbox_columns));
  rows.bind(static_cast<std::int64_t>(state));
  while (rows.row()) list.push_back(read_item(rows));
  return database_.result(std::move(list));
}

Stored<std::optional<OutboxItem>> SqliteStore::item(const std::string& id) const {
  Query row(database_, fmt::format("SELECT {} FROM outbox WHERE id = ?", outbox_columns));
  row.bind(std::string_view(id));
  std::optional<OutboxItem> found;
  if (row.row()) found = read_item(row);
  return database_.result(std::move(found));
}

Stored<std::uint64_t> SqliteStore::add(const OutboxItem& item) {
  Query row(database_,
            "INSERT INTO outbox(id, sender, command, queued_at, state, receipt, settled_at)"
            " VALUES(?, ?, ?, ?, ?, ?, ?) RETURNING position");
  row.bind(std::string_view(item.id), std::string_view(item.sender), std::string_view(item.command), us(item.queued_at),
           static_cast<std::int64_t>(item.state), std::string_view(item.receipt), us(item.settled_at));
  std::uint64_t position = 0;
  // Only when the statement has ended is the row committed.
  while (row.row()) position = static_cast<std::uint64_t>(row.integer(0));
  return database_.result(position);
}

Stored<void> SqliteStore::settle(const OutboxItem& item) {
  Query(database_, "UPDATE outbox SET state = ?, receipt = ?, settled_at = ? WHERE position = ?")
      .bind(static_cast<std::int64_t>(item.state), std::string_view(item.receipt), us(item.settled_at),
            static_cast<std::int64_t>(item.position))
      .run();
  return database_.result();
}

Stored<void> SqliteStore::trim(std::size_t kept) {
  Query(database_,
        "DELETE FROM outbox WHERE position IN (SELECT position FROM outbox WHERE state IN (?, ?)"
        " ORDER BY position DESC LIMIT -1 OFFSET ?)")
      .bind(static_cast<std::int64_t>(OutboxItem::State::accepted),
            static_cast<std::int64_t>(OutboxItem::State::dropped), static_cast<std::int64_t>(kept))
      .run();
  return database_.result();
}

Stored<CopyPosition> SqliteStore::position() const {
  CopyPosition position{.epoch = meta("epoch")};
  const std::string seen = meta("seen_seq");
  const std::string seq = meta("seq");
  if (auto read = database_.result(); !read) return std::unexpected(read.error());
  position.seen_seq = seen.empty() ? 0 : std::stoull(seen);
  position.seq = seq.empty() ? 0 : std::stoull(seq);
  return position;
}

Stored<WallTime> SqliteStore::as_of() const {
  const std::string stamp = meta("as_of");
  if (auto read = database_.result(); !read) return std::unexpected(read.error());
  return stamp.empty() ? WallTime{} : wall(std::stoll(stamp));
}

Stored<void> SqliteStore::take(const CopyBatch& batch) {
  Transaction whole(database_);
  if (batch.afresh) database_.execute("DELETE FROM standing");
  Query event(database_, "INSERT OR REPLACE INTO event VALUES(?, ?, ?, ?, ?)");
  for (const v1::Event& each : batch.events) {
    event
        .bind(static_cast<std::int64_t>(each.seq()), std::string_view(each.incident()), std::string_view(kind_of(each)),
              us(from_proto(each.time())), std::string_view(each.SerializeAsString()))
        .run();
  }
  Query stands(database_, "INSERT OR REPLACE INTO standing VALUES(?, ?, ?, ?)");
  const auto put = [&](Kind kind, const auto& each, std::uint64_t opened_seq) {
    stands
        .bind(kind, std::string_view(each.id()), static_cast<std::int64_t>(opened_seq),
              std::string_view(each.SerializeAsString()))
        .run();
  };
  for (const auto& each : batch.incidents) put(incident_kind, each, each.opened_seq());
  for (const auto& each : batch.flights) put(flight_kind, each, each.raised_seq());
  for (const auto& each : batch.patrols) put(patrol_kind, each, each.started_seq());
  if (batch.directory) put_meta("directory", batch.directory->SerializeAsString());
  put_meta("epoch", batch.position.epoch);
  put_meta("seen_seq", std::to_string(batch.position.seen_seq));
  put_meta("seq", std::to_string(batch.position.seq));
  put_meta("as_of", std::to_string(us(batch.as_of)));
  trim_copy();
  return whole.commit();
}

void SqliteStore::trim_copy() {
  constexpr std::uint64_t every = 1000;  // batches: counting the events is not free
  if (++batches_ % every != 0) return;
  Query oldest(database_, "SELECT seq FROM event ORDER BY seq DESC LIMIT 1 OFFSET ?");
  oldest.bind(static_cast<std::int64_t>(copy_events_max));
  if (!oldest.row()) return;
  Query(database_, "DELETE FROM event WHERE seq <= ?").bind(oldest.integer(0)).run();
}

Stored<std::optional<v1::Incident>> SqliteStore::incident(const std::string& id) const {
  Query row(database_, "SELECT body FROM standing WHERE kind = ? AND id = ?");
  row.bind(incident_kind, std::string_view(id));
  std::optional<v1::Incident> found;
  if (row.row()) found.emplace().ParseFromString(row.bytes(0));
  return database_.result(std::move(found));
}

Stored<std::vector<v1::Incident>> SqliteStore::incidents() const {
  return database_.result(standing<v1::Incident>(database_, incident_kind));
}
Stored<std::vector<v1::Flight>> SqliteStore::flights() const {
  return database_.result(standing<v1::Flight>(database_, flight_kind));
}
Stored<std::vector<v1::Patrol>> SqliteStore::patrols() const {
  return database_.result(standing<v1::Patrol>(database_, patrol_kind));
}

Stored<std::vector<v1::Event>> SqliteStore::events(const EventFilter& filter) const {
  std::string sql = "SELECT body FROM event WHERE seq > ? AND time >= ? AND time < ? AND (? = x'' OR kind = ?)";
  if (!filter.incident.empty()) sql += " AND incident = ?";
  Query rows(database_, sql + " ORDER BY seq LIMIT " + std::to_string(filter.rows_max));
  const auto after = static_cast<std::int64_t>(filter.after_seq);
  const std::int64_t since = us(filter.since.value_or(WallTime::min()));
  const std::int64_t until = us(filter.until.value_or(WallTime::max()));
  const std::string_view kind = filter.kind;
  if (filter.incident.empty()) {
    rows.bind(after, since, until, kind, kind);
  } else {
    rows.bind(after, since, until, kind, kind, std::string_view(filter.incident));
  }
  std::vector<v1::Event> list;
  while (rows.row()) (void)list.emplace_back().ParseFromString(rows.bytes(0));
  return database_.result(std::move(list));
}

Stored<v1::DirectoryResult> SqliteStore::directory() const {
  v1::DirectoryResult directory;
  directory.ParseFromString(meta("directory"));
  return database_.result(std::move(directory));
}

}  // namespace wardlink::link
