// A thin layer over SQLite's C interface whose errors stick: after one, everything is passed over until the error is
// taken. A method that does several things checks once, at its end.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "client/link/local_store.hpp"

namespace wardlink::link {

/// One connection, one thread.
class Database {
 public:
  /// The file must exist.
  [[nodiscard]] static Stored<Database> open(const std::filesystem::path& file);

  void execute(const char* sql);
  /// The first column of the first row; empty where there is none.
  [[nodiscard]] std::string text(const std::string& sql);
  [[nodiscard]] bool failed() const { return error_.has_value(); }

  /// The value, or the error that stuck.
  template <typename T>
  [[nodiscard]] Stored<T> result(T value) {
    if (error_) return std::unexpected(*std::exchange(error_, std::nullopt));
    return value;
  }
  [[nodiscard]] Stored<void> result() {
    if (error_) return std::unexpected(*std::exchange(error_, std::nullopt));
    return {};
  }

 private:
  friend class Query;
  explicit Database(sqlite3* handle) : handle_(handle) {}
  void note(int code);

  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::optional<StoreError> error_;
};

/// Query(database, "SELECT …").bind(id); while (query.row()) query.text(0); Texts are copied.
class Query {
 public:
  Query(Database& database, std::string_view sql);

  template <typename... Values>
  Query& bind(const Values&... values) {
    reset();
    (bind_one(values), ...);
    return *this;
  }
  /// False: no more, or an error.
  [[nodiscard]] bool row();
  /// For what gives no rows.
  void run() { (void)row(); }

  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  [[nodiscard]] std::string bytes(int column) const;

 private:
  void reset();
  void bind_one(std::int64_t value);
  void bind_one(std::string_view bytes);

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

/// Rolled back unless commit() succeeded.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  [[nodiscard]] Stored<void> commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace wardlink::link
