// What a journal needs while it is served: snapshots now and then, so that a restart stays short, and old entries read
// again, so that damage is found before somebody needs them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "hub/journal/sqlite_journal.hpp"
#include "hub/ops/metrics.hpp"

namespace wardlink::app {

/// On a thread of its own, which keeps nothing of the core's waiting: a snapshot is made as a restart would make its
/// state, from the one before and the entries since, and so proves that it can be read. Damage ends the process, which
/// without its snapshots verifies everything when it is started again, and refuses.
class Upkeep {
 public:
  struct Pace {
    /// A restart replays at most about so many entries.
    std::uint64_t entries_a_snapshot = 20'000;
    /// Between two looks, and two steps of at most limits::read_rows_max old entries of each cluster.
    std::chrono::milliseconds step{200};
    /// Between the end of one reading of all of them and the next.
    std::chrono::minutes rest{60};
  };
  /// `kept_entries`: the clusters, and the entries their newest snapshots are of. The journal and the metrics outlive
  /// it; while it lives the journal's snapshots are its own.
  Upkeep(journal::SqliteJournal& journal, ops::Metrics& metrics, std::map<std::string, std::uint64_t> kept_entries,
         Pace pace);
  /// Returns when its thread has looked at least once and ended: soon, but for a snapshot that is being made.
  ~Upkeep();
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;

 private:
  struct Watched {
    std::uint64_t kept_entry = 0;  // of the newest snapshot
    std::uint64_t next_entry = 1;  // to be read again
    std::chrono::steady_clock::time_point next_reading{};
  };
  void run(const std::stop_token& stop);
  void keep_snapshot(const std::string& cluster, Watched& watched);
  void read_again(const std::string& cluster, Watched& watched);
  [[noreturn]] void refuse(const std::string& reason);

  journal::SqliteJournal& journal_;
  ops::Metrics& metrics_;
  const Pace pace_;
  std::map<std::string, Watched> clusters_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace wardlink::app
