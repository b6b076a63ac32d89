// What a station keeps on its own disk: the commands that wait for the hub, and a copy of its ward's events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "client/link/clock.hpp"
#include "wardlink/v1/event.pb.h"
#include "wardlink/v1/query.pb.h"

namespace wardlink::link {

struct StoreError {
  bool full = false;   // no room on the disk, and nothing worse: the store is as it was before the call
  std::string detail;  // technical, in English
};

/// Every writing call is durable when it returns, or has changed nothing and gives an error.
template <typename T>
using Stored = std::expected<T, StoreError>;

/// A command and what has become of it.
struct OutboxItem {
  enum class State {
    waiting = 1,   // for the hub's receipt; it may have been sent
    accepted = 2,  // the receipt says so
    rejected = 3,  // for good: kept until a person has looked
    dropped = 4,   // by a person
  };
  std::uint64_t position = 0;  // in the order of submission; given by the store, never again
  std::string id{};            // the command's, a UUIDv7; unique in a store
  std::string sender{};        // URI of the identity that it goes out under
  std::string command{};       // v1::Command, encoded
  WallTime queued_at{};
  State state = State::waiting;
  std::string receipt{};  // v1::Receipt, encoded; of accepted and rejected ones
  WallTime settled_at{};  // when it stopped waiting
};

/// Single thread.
class OutboxStore {
 public:
  virtual ~OutboxStore() = default;

  /// Those of a state, in order.
  [[nodiscard]] virtual Stored<std::vector<OutboxItem>> items(OutboxItem::State state) const = 0;
  [[nodiscard]] virtual Stored<std::optional<OutboxItem>> item(const std::string& id) const = 0;
  /// Its position. `item.id` must be new.
  [[nodiscard]] virtual Stored<std::uint64_t> add(const OutboxItem& item) = 0;
  /// State, receipt and settled_at of an item that is there.
  [[nodiscard]] virtual Stored<void> settle(const OutboxItem& item) = 0;
  /// Forgets all but the latest `kept` accepted and dropped ones.
  [[nodiscard]] virtual Stored<void> trim(std::size_t kept) = 0;
};

/// Where the copy stands.
struct CopyPosition {
  std::string epoch;           // the hub's whose events these are; empty: nothing has come yet
  std::uint64_t seen_seq = 0;  // the last event of the ward's
  std::uint64_t seq = 0;       // everything that the ward could see up to here is in the copy
};

/// What one commit adds to the copy.
struct CopyBatch {
  bool afresh = false;  // a snapshot: incidents, flights and patrols not named here are forgotten
  std::vector<v1::Event> events{};
  std::vector<v1::Incident> incidents{};  // as they stand now
  std::vector<v1::Flight> flights{};
  std::vector<v1::Patrol> patrols{};
  std::optional<v1::DirectoryResult> directory{};
  CopyPosition position{};
  WallTime as_of{};  // when the last of it came
};

struct EventFilter {
  std::uint64_t after_seq = 0;
  std::string incident{};
  std::optional<WallTime> since{};
  std::optional<WallTime> until{};
  std::string kind{};  // an event body's name, e.g. support_moved
  std::size_t rows_max = 256;
};

/// Single thread.
class CopyStore {
 public:
  virtual ~CopyStore() = default;

  [[nodiscard]] virtual Stored<CopyPosition> position() const = 0;
  /// When the copy last took something in; the epoch of the clock where it never has.
  [[nodiscard]] virtual Stored<WallTime> as_of() const = 0;
  /// One commit. An event, incident, flight or patrol that is there already is replaced.
  [[nodiscard]] virtual Stored<void> take(const CopyBatch& batch) = 0;

  [[nodiscard]] virtual Stored<std::optional<v1::Incident>> incident(const std::string& id) const = 0;
  /// In the order of their opening.
  [[nodiscard]] virtual Stored<std::vector<v1::Incident>> incidents() const = 0;
  [[nodiscard]] virtual Stored<std::vector<v1::Flight>> flights() const = 0;
  [[nodiscard]] virtual Stored<std::vector<v1::Patrol>> patrols() const = 0;
  /// By seq.
  [[nodiscard]] virtual Stored<std::vector<v1::Event>> events(const EventFilter& filter) const = 0;
  [[nodiscard]] virtual Stored<v1::DirectoryResult> directory() const = 0;
};

/// "support_moved": the name of an event's body; empty where it has none.
[[nodiscard]] std::string kind_of(const v1::Event& event);

/// One file, one station.
class LocalStore : public OutboxStore, public CopyStore {};

}  // namespace wardlink::link
