#include "client/console/records.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace wardlink::console {
namespace {

using link::Query;
using link::Stored;
using link::StoreError;

constexpr int application_id = 0x574c434e;  // "WLCN"
constexpr int schema_version = 1;
constexpr const char* schema =
    "CREATE TABLE acknowledged(alarm BLOB PRIMARY KEY, seq INTEGER NOT NULL, number INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE log(id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " body BLOB NOT NULL);"
    "CREATE INDEX log_by_kind ON log(kind, id);";

std::int64_t us(const google::protobuf::Timestamp& stamp) { return link::from_proto(stamp).time_since_epoch().count(); }

v1::LogEntry entry_of(const Query& row) {
  v1::LogEntry entry;
  entry.ParseFromString(row.bytes(1));
  entry.set_id(static_cast<std::uint64_t>(row.integer(0)));
  return entry;
}

std::unexpected<StoreError> refuse(std::string detail) {
  return std::unexpected(StoreError{.full = false, .detail = std::move(detail)});
}

}  // namespace

Stored<std::unique_ptr<Records>> Records::open(const std::filesystem::path& file) {
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (made < 0) {
    return std::unexpected(StoreError{.full = errno == ENOSPC, .detail = file.string() + ": " + std::strerror(errno)});
  }
  close(made);
  auto database = link::Database::open(file);
  if (!database) return std::unexpected(database.error());
  std::unique_ptr<Records> records(new Records(std::move(*database)));
  if (auto ready = records->prepare(); !ready) return refuse(file.string() + ": " + ready.error().detail);
  return records;
}

Stored<void> Records::prepare() {
  const std::string journal_mode = database_.text("PRAGMA journal_mode = WAL");
  database_.execute("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
  const std::string synchronous = database_.text("PRAGMA synchronous");
  const std::string id = database_.text("PRAGMA application_id");
  const std::string version = database_.text("PRAGMA user_version");
  const std::string objects = database_.text("SELECT count(*) FROM sqlite_schema");
  if (auto read = database_.result(); !read) return read;
  if (journal_mode != "wal" || synchronous != "2") return refuse("does not take WAL and synchronous = FULL");
  if (objects == "0") {
    link::Transaction made(database_);
    database_.execute(schema);
    database_.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
    database_.execute(("PRAGMA user_version = " + std::to_string(schema_version)).c_str());
    return made.commit();
  }
  if (id != std::to_string(application_id)) return refuse("is not a console's store");
  if (version != std::to_string(schema_version)) return refuse("has schema version " + version);
  const std::string check = database_.text("PRAGMA quick_check(1)");
  if (auto read = database_.result(); !read) return read;
  if (check != "ok") return refuse("is damaged: " + check);
  return {};
}

Stored<void> Records::acknowledge(const std::string& alarm, std::uint64_t seq) {
  link::Transaction whole(database_);
  Query(database_,
        "INSERT OR REPLACE INTO acknowledged VALUES(?, ?, (SELECT coalesce(max(number), 0) + 1 FROM acknowledged))")
      .bind(std::string_view(alarm), static_cast<std::int64_t>(seq))
      .run();
  Query(database_, "DELETE FROM acknowledged WHERE number <= (SELECT max(number) FROM acknowledged) - ?")
      .bind(acknowledgements_max)
      .run();
  return whole.commit();
}

Stored<std::vector<AlarmList::Acknowledged>> Records::acknowledged() {
  std::vector<AlarmList::Acknowledged> all;
  Query rows(database_, "SELECT alarm, seq FROM acknowledged");
  while (rows.row()) all.push_back({.id = rows.bytes(0), .seq = static_cast<std::uint64_t>(rows.integer(1))});
  return database_.result(std::move(all));
}

Stored<void> Records::log(const v1::LogEntry& entry) {
  link::Transaction whole(database_);
  Query(database_, "INSERT INTO log(time, kind, body) VALUES(?, ?, ?)")
      .bind(us(entry.at()), static_cast<std::int64_t>(entry.kind()), std::string_view(entry.SerializeAsString()))
      .run();
  Query(database_, "DELETE FROM log WHERE id <= (SELECT max(id) FROM log) - ?").bind(entries_max).run();
  return whole.commit();
}

Stored<v1::LogPage> Records::page(const v1::LogQuery& query) {
  const std::int64_t since = query.has_since() ? us(query.since()) : std::numeric_limits<std::int64_t>::min();
  const std::int64_t until = query.has_until() ? us(query.until()) : std::numeric_limits<std::int64_t>::max();
  std::vector<v1::LogEntry> latest;
  Query rows(database_, "SELECT id, body FROM log WHERE time >= ? AND time < ? ORDER BY id DESC LIMIT ?");
  rows.bind(since, until, std::int64_t{page_max});
  while (rows.row()) latest.push_back(entry_of(rows));
  std::ranges::reverse(latest);
  v1::LogPage page;
  for (auto& entry : latest) *page.add_entries() = std::move(entry);
  return database_.result(std::move(page));
}

Stored<std::optional<v1::LogEntry>> Records::last_of(std::initializer_list<v1::LogEntry::Kind> kinds) {
  std::optional<v1::LogEntry> last;
  Query row(database_, "SELECT id, body FROM log WHERE kind = ? ORDER BY id DESC LIMIT 1");
  for (const auto kind : kinds) {
    row.bind(static_cast<std::int64_t>(kind));
    if (!row.row()) continue;
    v1::LogEntry entry = entry_of(row);
    if (!last || entry.id() > last->id()) last = std::move(entry);
  }
  return database_.result(std::move(last));
}

}  // namespace wardlink::console
