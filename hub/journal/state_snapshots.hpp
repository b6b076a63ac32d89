// States kept beside the journal, so that a restart need not begin with the first entry: `<journal>.snapshots`, a
// database of its own that may be lost, or removed, at any time. What is in it counts for nothing by itself: whoever
// reads a snapshot compares the hash of the entry it names with the journal's chain. A state is opaque bytes here.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/journal/sqlite.hpp"

namespace wardlink::journal {

/// What a snapshot is of.
struct SnapshotOf {
  std::string cluster;
  std::uint64_t entry = 0;  // applied last
  std::string chain_hash;   // of that entry
  std::string format;       // of its bytes; who reads another one leaves it alone
  bool operator==(const SnapshotOf&) const = default;
};

struct StoredSnapshot {
  std::int64_t id = 0;
  SnapshotOf of;
  std::string part_digests;  // SHA-256 of each part, joined
};

/// One thread at a time. No error here is worth more than a line in the log.
class StateSnapshots {
 public:
  /// So many of each cluster are kept: the newest, and one to fall back to.
  static constexpr std::size_t kept = 2;

  /// Opens the file, or makes it. One that is damaged, or not ours, is begun anew; `notice` says so.
  [[nodiscard]] static std::expected<StateSnapshots, std::string> open(
      const std::filesystem::path& path, const std::function<void(std::string_view)>& notice);

  /// A cluster's, newest first, those whose own record is whole.
  [[nodiscard]] std::vector<StoredSnapshot> of(std::string_view cluster);

  using Take = std::function<void(std::string_view part)>;
  /// Writes what `parts` hands over, piece by piece, so that the disk is never kept from the journal for long; then
  /// lets the oldest go. The snapshot is there when this returns, or not at all.
  [[nodiscard]] std::expected<void, std::string> write(const SnapshotOf& of,
                                                       const std::function<void(const Take&)>& parts);
  /// Hands over the parts, each verified before it is. The error is a sentence; what was taken till then is void.
  [[nodiscard]] std::expected<void, std::string> read(const StoredSnapshot& snapshot, const Take& take);

  /// One that is of no use.
  [[nodiscard]] std::expected<void, std::string> forget(const StoredSnapshot& snapshot);
  /// Of every cluster: the next start verifies the journal from its beginning.
  [[nodiscard]] std::expected<void, std::string> forget_all();

 private:
  struct Row {
    StoredSnapshot snapshot;
    bool whole = false;
  };
  explicit StateSnapshots(Connection connection) : connection_(std::move(connection)) {}
  static std::expected<StateSnapshots, std::string> try_open(const std::filesystem::path& path);
  std::expected<void, SqlError> insert(const SnapshotOf& of, const std::function<void(const Take&)>& parts);
  std::expected<std::vector<Row>, SqlError> rows();  // newest first
  std::expected<void, SqlError> let_go();
  std::expected<void, SqlError> remove(const char* sql, const std::vector<std::int64_t>& keys);

  Connection connection_;
};

}  // namespace wardlink::journal
