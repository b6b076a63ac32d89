// The reading half of SqliteJournal: connections of their own, which see what is committed.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "hub/journal/chain.hpp"
#include "hub/journal/sqlite.hpp"
#include "hub/journal/sqlite_recovery.hpp"

namespace wardlink::journal {

/// One connection with its statements; one thread at a time. `cluster`: its state when the reading began, which bounds
/// what is read. A database that fails ends the process; an entry that does not verify is an error.
class SqliteReader {
 public:
  [[nodiscard]] static std::expected<std::unique_ptr<SqliteReader>, SqlError> open(const std::filesystem::path& path);

  [[nodiscard]] std::optional<Accepted> find(const ClusterState& cluster, std::string_view sender,
                                             std::string_view command_id);

  /// With content, also that of `content_seq`. `number` is one of the cluster's.
  [[nodiscard]] std::expected<Entry, Corrupt> entry(const std::string& name, const ClusterState& cluster,
                                                    std::uint64_t number);
  [[nodiscard]] std::expected<std::vector<v1::StoredEvent>, Corrupt> events(const std::string& name,
                                                                            const ClusterState& cluster,
                                                                            const EventFilter& filter, std::size_t max);

  struct HeaderRow {
    std::uint64_t number = 0;
    std::string header;
    std::string payload_digest;
    std::string hash;
  };
  /// At most read_rows_max, from entry `first` on; not verified.
  [[nodiscard]] std::vector<HeaderRow> headers(const ClusterState& cluster, std::uint64_t first);
  /// hash(number); hash(0) as chain.hpp says.
  [[nodiscard]] std::string hash_at(const ClusterState& cluster, std::uint64_t number);

 private:
  explicit SqliteReader(Connection connection);

  struct Transaction;
  std::expected<Entry, Corrupt> load(const std::string& name, const ClusterState& cluster, std::uint64_t number);
  std::expected<void, Corrupt> fill(const std::string& name, const ClusterState& cluster, v1::Event& event);
  std::uint64_t entry_of(const ClusterState& cluster, std::uint64_t seq);
  std::vector<std::uint64_t> select(const ClusterState& cluster, const EventFilter& filter, std::size_t max);
  std::uint64_t first_seq_at(const ClusterState& cluster, base::Time time);

  Connection connection_;
  Statement begin_;
  Statement end_;
  Statement find_;
  Statement entry_;
  Statement headers_;
  Statement hash_;
  Statement event_;
  Statement by_seq_;
  Statement by_kind_;
  Statement by_incident_;
};

/// A few readers for any number of threads; who finds none free waits.
class ReaderPool {
 public:
  ReaderPool(std::filesystem::path path, std::size_t readers_max) : path_(std::move(path)), readers_max_(readers_max) {}

  /// A reader, given back with the object.
  class Lease {
   public:
    Lease(ReaderPool& pool, std::unique_ptr<SqliteReader> reader) : pool_(pool), reader_(std::move(reader)) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(reader_)); }
    SqliteReader* operator->() const { return reader_.get(); }

   private:
    ReaderPool& pool_;
    std::unique_ptr<SqliteReader> reader_;
  };
  [[nodiscard]] Lease take();

 private:
  void give_back(std::unique_ptr<SqliteReader> reader);

  const std::filesystem::path path_;
  const std::size_t readers_max_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t made_ = 0;
  std::vector<std::unique_ptr<SqliteReader>> free_;
};

}  // namespace wardlink::journal
