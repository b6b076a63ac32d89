// The writing half of SqliteJournal: the one connection that writes and checkpoints.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <vector>

#include "hub/journal/journal.hpp"
#include "hub/journal/sqlite.hpp"
#include "hub/journal/sqlite_recovery.hpp"

namespace wardlink::journal {

/// One thread at a time. Any failure but a full disk ends the process: after a failed sync nobody knows what the disk
/// has, and only a restart finds out.
class SqliteWriter {
 public:
  explicit SqliteWriter(Connection connection);
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  /// All or none in one commit. Advances `clusters` and gives the entries' chain hashes; on `full` what `clusters`
  /// then holds is of no use.
  [[nodiscard]] std::expected<std::vector<std::string>, AppendError> commit(std::span<Entry> entries,
                                                                            Clusters& clusters);

 private:
  std::expected<void, SqlError> insert(std::span<Entry> entries, Clusters& clusters, std::vector<std::string>& hashes);
  std::expected<void, SqlError> insert_rows(const v1::EntryHeader& header, std::int64_t cluster);
  void roll_back();
  void checkpoint();

  Connection connection_;
  Statement begin_;
  Statement commit_;
  Statement roll_back_;
  Statement insert_cluster_;
  Statement insert_entry_;
  Statement insert_command_;
  Statement insert_event_;
  int wal_pages_ = 0;
};

}  // namespace wardlink::journal
