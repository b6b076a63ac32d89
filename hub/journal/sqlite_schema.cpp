#include "hub/journal/sqlite_schema.hpp"

#include <fmt/format.h>

#include <array>

#include "hub/base/clock.hpp"
#include "hub/base/panic.hpp"
#include "hub/journal/heads.hpp"

namespace wardlink::journal {
namespace {

constexpr int number_bits = 40;
constexpr std::int64_t cluster_max = (std::int64_t{1} << 23) - 1;

constexpr int schema_version = 1;
constexpr int application_id = 0x5741524C;  // "WARL"

// `entry` is the truth. `command` and `event` are derived from it, to find by, and are checked against it on opening.
// The payload stands last, so that reading the rest of a row need not touch it.
constexpr std::array<std::string_view, 7> schema = {
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE cluster(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE entry(key INTEGER PRIMARY KEY, hash BLOB NOT NULL, header BLOB NOT NULL, "
    "payload_digest BLOB NOT NULL, salt BLOB NOT NULL, payload BLOB NOT NULL) STRICT",
    "CREATE TABLE command(cluster INTEGER NOT NULL, sender TEXT NOT NULL, id TEXT NOT NULL, entry INTEGER NOT NULL, "
    "digest BLOB NOT NULL, PRIMARY KEY(cluster, sender, id)) STRICT, WITHOUT ROWID",
    "CREATE TABLE event(key INTEGER PRIMARY KEY, entry INTEGER NOT NULL, kind INTEGER NOT NULL, "
    "incident TEXT NOT NULL, time_us INTEGER NOT NULL) STRICT",
    "CREATE INDEX event_kind ON event(kind)",
    "CREATE INDEX event_incident ON event(incident)",
};

struct Pragma {
  std::string_view name;
  std::string_view set;
  std::string_view read_back;
};

constexpr std::array<Pragma, 6> pragmas = {{
    {"journal_mode", "WAL", "wal"},
    {"synchronous", "FULL", "2"},
    {"secure_delete", "ON", "1"},    // what is erased is gone from the file too
    {"cell_size_check", "ON", "1"},  // a damaged page is an error, not a guess
    {"temp_store", "MEMORY", "2"},   // nothing of a report in a file elsewhere
    {"trusted_schema", "OFF", "0"},
}};

std::string sentence(const SqlError& error) { return "the database cannot be used: " + error.message; }

}  // namespace

std::int64_t row_key(std::int64_t cluster, std::uint64_t number) {
  base::check(cluster >= 0 && cluster <= cluster_max && number <= number_max, "journal: a number is out of range");
  return (cluster << number_bits) | static_cast<std::int64_t>(number);
}

std::uint64_t number_in_key(std::int64_t key) { return static_cast<std::uint64_t>(key) & number_max; }

EventRow event_row(const v1::EntryHeader& header, int index) {
  const v1::Event& event = header.events(index).event();
  return {.kind = event_kind(event),
          .incident = event.incident(),
          .time_us = base::from_proto(header.time()).time_since_epoch().count()};
}

std::expected<void, std::string> configure(Connection& connection) {
  for (const Pragma& pragma : pragmas) {
    if (const auto set = connection.text(fmt::format("PRAGMA {} = {}", pragma.name, pragma.set)); !set) {
      return std::unexpected(sentence(set.error()));
    }
    const auto value = connection.text(fmt::format("PRAGMA {}", pragma.name));
    if (!value) return std::unexpected(sentence(value.error()));
    if (*value != pragma.read_back) {
      return std::unexpected(
          fmt::format("the database does not take the setting {} = {}: it says {}", pragma.name, pragma.set, *value));
    }
  }
  // Known only now that it was read: the file, or its header, may forbid writing.
  if (sqlite3_db_readonly(connection.handle(), "main") != 0) return std::unexpected("the database cannot be written");
  return {};
}

std::expected<bool, std::string> is_blank(Connection& connection) {
  const auto objects = connection.text("SELECT count(*) FROM sqlite_schema");
  if (!objects) return std::unexpected(sentence(objects.error()));
  return *objects == "0";
}

std::expected<void, std::string> create_schema(Connection& connection, const std::string& epoch) {
  std::string sql = "BEGIN IMMEDIATE;";
  for (const std::string_view statement : schema) sql += fmt::format("{};", statement);
  sql += fmt::format("PRAGMA application_id = {};PRAGMA user_version = {};", application_id, schema_version);
  sql += fmt::format("INSERT INTO meta VALUES('epoch', '{}');COMMIT", epoch);
  const auto made = connection.execute(sql.c_str());
  if (!made) return std::unexpected(sentence(made.error()));
  return {};
}

std::expected<void, std::string> check_schema(Connection& connection) {
  const auto id = connection.text("PRAGMA application_id");
  if (!id) return std::unexpected(sentence(id.error()));
  if (*id != std::to_string(application_id)) return std::unexpected("the database is not a journal of Wardlink");

  const auto version = connection.text("PRAGMA user_version");
  if (!version) return std::unexpected(sentence(version.error()));
  if (*version != std::to_string(schema_version)) {
    return std::unexpected(
        fmt::format("the journal's schema has version {}; this hub knows version {} only", *version, schema_version));
  }

  auto statement = connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");
  if (!statement) return std::unexpected(sentence(statement.error()));
  bool same = true;
  std::size_t seen = 0;
  for (;; ++seen) {
    const auto row = statement->step();
    if (!row) return std::unexpected(sentence(row.error()));
    if (!*row) break;
    same = same && seen < schema.size() && statement->bytes(0) == schema[seen];
  }
  if (!same || seen != schema.size()) return std::unexpected("the journal's schema is damaged");
  return {};
}

std::expected<std::string, SqlError> read_epoch(Connection& connection) {
  return connection.text("SELECT value FROM meta WHERE name = 'epoch'");
}

std::expected<void, SqlError> write_epoch(Connection& connection, std::string_view epoch) {
  auto statement = connection.prepare("UPDATE meta SET value = ?1 WHERE name = 'epoch'");
  if (!statement) return std::unexpected(statement.error());
  return statement->run(epoch);
}

}  // namespace wardlink::journal
