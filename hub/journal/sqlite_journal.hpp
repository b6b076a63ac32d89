// The embedded journal: one SQLite database for all clusters; an anchor, a lock file and snapshots of the state beside
// it (`<path>.anchor`, `<path>.lock`, `<path>.snapshots`). All files are made readable by their owner alone.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <shared_mutex>

#include "hub/journal/anchor.hpp"
#include "hub/journal/file.hpp"
#include "hub/journal/sqlite.hpp"
#include "hub/journal/sqlite_reader.hpp"
#include "hub/journal/sqlite_recovery.hpp"

namespace wardlink::journal {

class SqliteWriter;

struct OpenOptions {
  /// The operator's word that an older copy was put back on purpose, or that the anchor is lost: the journal is
  /// verified whole, taken as it is, anchored afresh and given a new epoch, by which clients that have seen more know.
  bool adopt_restored = false;
  /// Every entry is verified, whatever snapshots there are.
  bool whole = false;
  /// Room made for the write-ahead log on opening: a commit into it syncs faster than one that makes the file grow.
  /// The default is a little more than the log ever gets (see SqliteWriter).
  std::uintmax_t wal_bytes = 20 * 1024 * 1024;
  /// Told, during open(), in a sentence each, what was mended: for the log.
  std::function<void(std::string_view)> notice;
};

class SqliteJournal final : public Journal {
 public:
  /// Opens the journal at `path`, or begins a new one where neither it nor an anchor is there. Entries are verified
  /// from the newest snapshot on (time grows with them, memory does not); verify() is for the older ones. A journal
  /// that is damaged, behind its anchor, missing though an anchor is there, or open elsewhere is refused.
  [[nodiscard]] static std::expected<std::unique_ptr<SqliteJournal>, Corrupt> open(const std::filesystem::path& path,
                                                                                   const OpenOptions& options = {});
  /// Returns when the anchor covers everything appended.
  ~SqliteJournal() override;

  [[nodiscard]] std::expected<void, AppendError> append(std::span<Entry> entries) override;
  /// Returns when the anchor covers everything appended. By the thread that appends.
  void sync_anchor() { anchor_->wait_for_previous(); }

  /// Null where they cannot be kept. One thread at a time.
  [[nodiscard]] StateSnapshots* snapshots() { return snapshots_ ? &*snapshots_ : nullptr; }
  /// Verifies at most limits::read_rows_max of the cluster's entries from `first` on, with all that is derived from
  /// them. The entry to go on with; 0: there is none.
  [[nodiscard]] std::expected<std::uint64_t, Corrupt> verify(std::string_view cluster, std::uint64_t first) const;

  [[nodiscard]] std::vector<std::string> clusters() const override;
  [[nodiscard]] Head head(std::string_view cluster) const override;
  [[nodiscard]] std::string epoch() const override { return epoch_; }
  /// Database and WAL.
  [[nodiscard]] std::uint64_t bytes() const override;
  [[nodiscard]] std::expected<void, Corrupt> replay(
      std::string_view cluster, std::uint64_t first,
      const std::function<void(const v1::EntryHeader&)>& visit) const override;
  [[nodiscard]] std::optional<Accepted> find(std::string_view cluster, std::string_view sender,
                                             std::string_view command_id) const override;
  [[nodiscard]] std::optional<Entry> entry(std::string_view cluster, std::uint64_t number) const override;
  [[nodiscard]] std::vector<v1::StoredEvent> events(std::string_view cluster, const EventFilter& filter,
                                                    std::size_t max) const override;

 private:
  SqliteJournal(std::filesystem::path path, File lock, Connection connection, std::unique_ptr<Anchor> anchor,
                std::optional<StateSnapshots> snapshots, Clusters clusters, std::string epoch);

  std::optional<ClusterState> state_of(std::string_view cluster) const;

  const std::filesystem::path path_;
  const std::string epoch_;
  File lock_;
  std::unique_ptr<SqliteWriter> writer_;
  std::unique_ptr<Anchor> anchor_;
  std::optional<StateSnapshots> snapshots_;
  mutable std::shared_mutex mutex_;  // clusters_, which the appending thread alone changes
  Clusters clusters_;
  mutable ReaderPool readers_;  // closed before the writer, whose closing tidies the WAL away
};

}  // namespace wardlink::journal
