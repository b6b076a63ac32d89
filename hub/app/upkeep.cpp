#include "hub/app/upkeep.hpp"

#include "hub/app/founding.hpp"
#include "hub/base/panic.hpp"
#include "hub/ops/log.hpp"

namespace wardlink::app {

Upkeep::Upkeep(journal::SqliteJournal& journal, ops::Metrics& metrics,
               std::map<std::string, std::uint64_t> kept_entries, Pace pace)
    : journal_(journal), metrics_(metrics), pace_(pace) {
  for (const auto& [cluster, entry] : kept_entries) {
    clusters_[cluster].kept_entry = entry;
    metrics_.snapshot_kept(cluster, entry);
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Upkeep::~Upkeep() = default;

void Upkeep::run(const std::stop_token& stop) {
  do {
    for (auto& [cluster, watched] : clusters_) {
      keep_snapshot(cluster, watched);
      read_again(cluster, watched);
    }
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, pace_.step, [] { return false; });
  } while (!stop.stop_requested());
}

void Upkeep::keep_snapshot(const std::string& cluster, Watched& watched) {
  const std::uint64_t head = journal_.head(cluster).number;
  if (journal_.snapshots() == nullptr || head < watched.kept_entry + pace_.entries_a_snapshot) return;
  const auto begun = std::chrono::steady_clock::now();
  const auto recovered = recover(journal_, cluster, journal_.snapshots());
  if (!recovered) refuse(recovered.error());
  const auto kept = keep(recovered->state, journal_, *journal_.snapshots());
  watched.kept_entry = recovered->state.entries;  // where it failed, the next is tried after as many entries again
  if (kept) {
    metrics_.snapshot_kept(cluster, watched.kept_entry);
    ops::Line("snapshot_kept")
        .field("cluster", cluster)
        .field("entry", watched.kept_entry)
        .field("took_s", ops::Metrics::Seconds(std::chrono::steady_clock::now() - begun).count());
  } else {
    metrics_.snapshot_failed();
    ops::Line("snapshot_failed", ops::Level::warning).field("cluster", cluster).field("error", kept.error());
  }
}

void Upkeep::read_again(const std::string& cluster, Watched& watched) {
  const auto now = std::chrono::steady_clock::now();
  if (now < watched.next_reading) return;
  const auto next = journal_.verify(cluster, watched.next_entry);
  if (!next) refuse("journal: " + describe(next.error()));
  metrics_.journal_read_again(cluster, *next == 0 ? journal_.head(cluster).number : *next - 1, *next == 0);
  watched.next_entry = *next == 0 ? 1 : *next;
  if (*next == 0) watched.next_reading = now + pace_.rest;
}

/// The next start is to verify everything and to refuse, whoever starts it.
void Upkeep::refuse(const std::string& reason) {
  if (journal_.snapshots() != nullptr) {
    if (const auto forgotten = journal_.snapshots()->forget_all(); !forgotten) {
      ops::Line("snapshots_stay", ops::Level::error).field("error", forgotten.error());
    }
  }
  base::panic(reason);
}

}  // namespace wardlink::app
