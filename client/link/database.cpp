#include "client/link/database.hpp"

#include <cerrno>
#include <tuple>
#include <utility>

namespace wardlink::link {
namespace {

// Only somebody with a tool in the same database can make us wait at all.
constexpr int busy_ms_max = 5000;

}  // namespace

Stored<Database> Database::open(const std::filesystem::path& file) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);
  if (code != SQLITE_OK) {
    return std::unexpected(StoreError{.full = false, .detail = file.string() + ": " + sqlite3_errstr(code)});
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, busy_ms_max);
  return database;
}

void Database::note(int code) {
  if (error_) return;
  // A sync that failed is never only a full disk: what it said before may be gone.
  const bool sync = code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
  const bool no_space = (code & 0xff) == SQLITE_IOERR && sqlite3_system_errno(handle_.get()) == ENOSPC;
  error_ =
      StoreError{.full = !sync && ((code & 0xff) == SQLITE_FULL || no_space), .detail = sqlite3_errmsg(handle_.get())};
}

void Database::execute(const char* sql) {
  if (error_) return;
  if (const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK) note(code);
}

std::string Database::text(const std::string& sql) {
  Query query(*this, sql);
  return query.row() ? query.bytes(0) : std::string();
}

Query::Query(Database& database, std::string_view sql) : database_(database) {
  if (database.failed()) return;
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(database.handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) database.note(code);
}

void Query::reset() {
  bound_ = 0;
  if (statement_) sqlite3_reset(statement_.get());
}

bool Query::row() {
  if (database_.failed()) return false;
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_.note(code);
  return false;
}

std::string Query::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return data == nullptr ? std::string() : std::string(data, size);
}

void Query::bind_one(std::int64_t value) {
  if (database_.failed()) return;
  if (const int code = sqlite3_bind_int64(statement_.get(), ++bound_, value); code != SQLITE_OK) database_.note(code);
}

void Query::bind_one(std::string_view bytes) {
  if (database_.failed()) return;
  // A null pointer would bind NULL: empty bytes have an address of their own.
  const char* data = bytes.data() == nullptr ? "" : bytes.data();
  const int code = sqlite3_bind_blob64(statement_.get(), ++bound_, data, bytes.size(), SQLITE_TRANSIENT);
  if (code != SQLITE_OK) database_.note(code);
}

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (!open_) return;
  // Where BEGIN itself failed, or SQLite has rolled back already, there is nothing to do.
  database_.execute("ROLLBACK");
  std::ignore = database_.result();
}

Stored<void> Transaction::commit() {
  database_.execute("COMMIT");
  auto done = database_.result();
  if (done) open_ = false;
  return done;
}

}  // namespace wardlink::link
