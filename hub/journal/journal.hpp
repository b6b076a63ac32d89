// The durable record of what was decided (DESIGN.md, Journal). One order of entries a cluster, hash-chained.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hub/base/clock.hpp"
#include "wardlink/v1/journal.pb.h"

namespace wardlink::journal {

/// One command and all of its events. In memory the events of `header` carry their content; the journal keeps it in
/// the payload, apart, and puts it back when it reads.
struct Entry {
  v1::EntryHeader header;
  v1::EntryPayload payload;
  std::string chain_hash;  // 32 bytes; set by append() and by reading
};

struct Head {
  std::uint64_t number = 0;  // the last entry; 0: none yet
  std::uint64_t seq = 0;     // its last event
  base::Time time{};
  std::string chain_hash;  // 32 zero bytes before the first entry
};

enum class AppendError { full };  // anything else ends the process (DESIGN.md, step 5)

/// A journal that cannot be trusted: which entry, and why. The hub does not start on it.
struct Corrupt {
  std::string cluster;
  std::uint64_t entry = 0;
  std::string reason;
};

/// For the log and the operator: one sentence.
[[nodiscard]] std::string describe(const Corrupt& corrupt);

/// Where an accepted command stands.
struct Accepted {
  std::uint64_t number = 0;
  std::string command_digest;
};

/// Events come back whole: content restored (also of `content_seq`), `Event.seq` and the rest as stored, prev_seq in
/// the audience.
struct EventFilter {
  std::uint64_t after_seq = 0;
  std::uint64_t until_seq = UINT64_MAX;     // inclusive
  std::vector<std::string> incidents = {};  // any of these; empty: no matter
  std::vector<std::string> kinds = {};      // body names, e.g. "sighting_recorded"; empty: no matter
  std::optional<base::Time> since = {};     // inclusive
  std::optional<base::Time> until = {};     // exclusive
};

/// append() by one thread; reads by any. Reads see only what is durable.
class Journal {
 public:
  virtual ~Journal() = default;

  /// All or none, in one commit, in order; each entry's number must be its cluster's head + 1. Returns when the disk
  /// has them. Sets each entry's chain_hash.
  [[nodiscard]] virtual std::expected<void, AppendError> append(std::span<Entry> entries) = 0;

  [[nodiscard]] virtual std::vector<std::string> clusters() const = 0;
  [[nodiscard]] virtual Head head(std::string_view cluster) const = 0;
  /// Changes when an older journal is put in this one's place.
  [[nodiscard]] virtual std::string epoch() const = 0;
  [[nodiscard]] virtual std::uint64_t bytes() const = 0;

  /// In order, from entry `first` on; contents left out (apply() needs none). Verifies the chain on the way.
  [[nodiscard]] virtual std::expected<void, Corrupt> replay(
      std::string_view cluster, std::uint64_t first,
      const std::function<void(const v1::EntryHeader&)>& visit) const = 0;

  [[nodiscard]] virtual std::optional<Accepted> find(std::string_view cluster, std::string_view sender,
                                                     std::string_view command_id) const = 0;
  [[nodiscard]] virtual std::optional<Entry> entry(std::string_view cluster, std::uint64_t number) const = 0;

  /// At most `max` (<= limits::read_rows_max) events in order of seq.
  [[nodiscard]] virtual std::vector<v1::StoredEvent> events(std::string_view cluster, const EventFilter& filter,
                                                            std::size_t max) const = 0;
};

}  // namespace wardlink::journal
