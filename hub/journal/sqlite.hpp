// A thin, owning layer over SQLite's C interface. Nothing here throws; nothing here knows of journals.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace wardlink::journal {

struct SqlError {
  int code = SQLITE_ERROR;  // extended
  int system_errno = 0;
  std::string message;

  /// No room on the disk, and nothing worse. A sync that failed is never that, whatever its reason.
  [[nodiscard]] bool full() const;
};

/// A prepared statement, to be used again and again by one thread at a time:
///
///     auto use = statement.bind(cluster, number);   // text and blobs are not copied: they must outlive `use`
///     while (*must(statement.step())) statement.text(0);
class Statement {
 public:
  /// Resets the statement when the use of it ends.
  class Use {
   public:
    explicit Use(sqlite3_stmt* statement) : statement_(statement) {}
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() { sqlite3_reset(statement_); }

   private:
    sqlite3_stmt* statement_;
  };
  struct Blob {
    std::string_view bytes;
  };

  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  template <typename... Values>
  [[nodiscard]] Use bind(const Values&... values) {
    int index = 0;
    (bind_one(++index, values), ...);
    return Use(statement_.get());
  }

  /// True: a row. False: done.
  [[nodiscard]] std::expected<bool, SqlError> step();
  /// For a statement that gives no rows. Resets it.
  template <typename... Values>
  [[nodiscard]] std::expected<void, SqlError> run(const Values&... values) {
    const Use use = bind(values...);
    const auto stepped = step();
    if (!stepped) return std::unexpected(stepped.error());
    return {};
  }

  // Columns of the present row, valid until the next step.
  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  [[nodiscard]] std::string_view bytes(int column) const;  // of a text or a blob
  [[nodiscard]] bool is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

 private:
  void bind_one(int index, std::int64_t value);
  void bind_one(int index, std::string_view text);
  void bind_one(int index, Blob blob);

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One connection, one thread at a time.
class Connection {
 public:
  enum class Mode { read, write };
  /// The file must exist.
  [[nodiscard]] static std::expected<Connection, SqlError> open(const std::filesystem::path& path, Mode mode);

  [[nodiscard]] std::expected<void, SqlError> execute(const char* sql);
  [[nodiscard]] std::expected<Statement, SqlError> prepare(std::string_view sql);
  /// The first column of the first row; empty where there is none.
  [[nodiscard]] std::expected<std::string, SqlError> text(std::string_view sql);

  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  [[nodiscard]] SqlError error(int code) const;

 private:
  explicit Connection(sqlite3* handle) : handle_(handle) {}

  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

/// The value, or the end of the process: for what can only fail when the disk or the program is broken.
template <typename T>
T must(std::expected<T, SqlError> result);

[[noreturn]] void sql_panic(const SqlError& error);

template <typename T>
T must(std::expected<T, SqlError> result) {
  if (!result) sql_panic(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace wardlink::journal
