// The journal in memory: for tests and the simulation. The same contract, the same chain; nothing survives the object.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include "hub/journal/chain.hpp"
#include "hub/journal/heads.hpp"

namespace wardlink::journal {

/// Deterministic: the salts derive from `seed`, so that the same entries make the same chain.
class MemoryJournal final : public Journal {
 public:
  explicit MemoryJournal(std::uint64_t seed = 0, std::string epoch = "00000000-0000-4000-8000-000000000000")
      : seed_(seed), epoch_(std::move(epoch)) {}

  /// From now on append() answers `full`, or no longer.
  void set_full(bool full);

  [[nodiscard]] std::expected<void, AppendError> append(std::span<Entry> entries) override;
  [[nodiscard]] std::vector<std::string> clusters() const override;
  [[nodiscard]] Head head(std::string_view cluster) const override;
  [[nodiscard]] std::string epoch() const override { return epoch_; }
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
  struct Stored {
    Record record;
    std::string hash;
    v1::EntryHeader header;  // without contents
  };
  struct Log {
    std::deque<Stored> entries;                                             // entry n at n - 1
    std::deque<std::uint64_t> entry_of;                                     // of event n at n - 1
    std::map<std::pair<std::string, std::string>, std::uint64_t> commands;  // (sender, id) → entry
  };

  const Log* log_of(std::string_view cluster) const;
  static Entry read(const Log& log, std::uint64_t number);
  static std::optional<v1::Event> event_at(const Log& log, std::uint64_t seq);

  const std::uint64_t seed_;
  const std::string epoch_;
  mutable std::mutex mutex_;
  bool full_ = false;
  Heads heads_;
  std::map<std::string, Log, std::less<>> logs_;
  std::uint64_t bytes_ = 0;
};

}  // namespace wardlink::journal
