#include "hub/journal/sqlite.hpp"

#include <fmt/format.h>

#include <cerrno>

#include "hub/base/panic.hpp"

namespace wardlink::journal {
namespace {

// Only somebody with a tool in the same database can make us wait at all.
constexpr int busy_ms_max = 5000;

}  // namespace

bool SqlError::full() const {
  if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) return false;
  // The WAL's index cannot grow: SQLite does not say why, but there is hardly another reason.
  if (code == SQLITE_IOERR_SHMSIZE) return true;
  return (code & 0xff) == SQLITE_FULL || ((code & 0xff) == SQLITE_IOERR && system_errno == ENOSPC);
}

void sql_panic(const SqlError& error) { base::panic("journal: the database failed: " + error.message); }

std::expected<bool, SqlError> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* handle = sqlite3_db_handle(statement_.get());
  return std::unexpected(SqlError{.code = sqlite3_extended_errcode(handle),
                                  .system_errno = sqlite3_system_errno(handle),
                                  .message = sqlite3_errmsg(handle)});
}

std::string_view Statement::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void Statement::bind_one(int index, std::int64_t value) {
  base::check(sqlite3_bind_int64(statement_.get(), index, value) == SQLITE_OK, "journal: bind");
}

void Statement::bind_one(int index, std::string_view text) {
  // A null pointer would bind NULL: the empty text has an address of its own.
  const char* data = text.data() == nullptr ? "" : text.data();
  base::check(sqlite3_bind_text64(statement_.get(), index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK,
              "journal: bind");
}

void Statement::bind_one(int index, Blob blob) {
  const void* data = blob.bytes.data() == nullptr ? "" : blob.bytes.data();
  base::check(sqlite3_bind_blob64(statement_.get(), index, data, blob.bytes.size(), SQLITE_STATIC) == SQLITE_OK,
              "journal: bind");
}

std::expected<Connection, SqlError> Connection::open(const std::filesystem::path& path, Mode mode) {
  sqlite3* handle = nullptr;
  const int access = mode == Mode::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  const int code = sqlite3_open_v2(path.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection(handle);
  if (code != SQLITE_OK) return std::unexpected(connection.error(code));
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, busy_ms_max);
  return connection;
}

std::expected<void, SqlError> Connection::execute(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return std::unexpected(error(code));
  return {};
}

std::expected<Statement, SqlError> Connection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return std::unexpected(error(code));
  return Statement(statement);
}

std::expected<std::string, SqlError> Connection::text(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  const auto stepped = statement->step();
  if (!stepped) return std::unexpected(stepped.error());
  return *stepped ? std::string(statement->bytes(0)) : std::string();
}

SqlError Connection::error(int code) const {
  if (handle_ == nullptr) return {.code = code, .system_errno = 0, .message = sqlite3_errstr(code)};
  return {.code = code, .system_errno = sqlite3_system_errno(handle_.get()), .message = sqlite3_errmsg(handle_.get())};
}

}  // namespace wardlink::journal
