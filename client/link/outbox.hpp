// The commands that wait for the hub: what goes out next, and what a receipt or a lost link means for it. No socket, no
// clock and no chance of its own: the moment and the jitter are handed in.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/link/backoff.hpp"
#include "client/link/error.hpp"
#include "client/link/local_store.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::link {

/// Each sender's commands go out one at a time in the order in which they were submitted, and the next only when the
/// one before has an answer that stays: what a person said first is decided first. A command is sent with the same id
/// until it is answered, which is what makes it count once (DESIGN.md, wire). RATE_LIMITED and UNAVAILABLE are no such
/// answers. What the hub rejects for good is kept until a person retries or drops it. Single thread.
class Outbox {
 public:
  struct Limits {
    std::size_t items_max = 1000;                           // waiting and rejected ones
    std::size_t bytes_max = std::size_t{16} * 1024 * 1024;  // of their commands
    std::size_t kept_max = 1000;                            // settled ones, whose receipts can still be asked for
  };

  /// What waits in the store is sent again. `store` outlives the outbox.
  [[nodiscard]] static Stored<Outbox> open(OutboxStore& store, Limits limits);
  [[nodiscard]] static Stored<Outbox> open(OutboxStore& store) { return open(store, Limits()); }

  /// The command is durable when this returns `queued`. A report without a detection time is stamped `now`, as a
  /// device's: on its late arrival the hub's receipt would be a wrong one.
  struct Put {
    enum class Kind {
      queued,   // or was already waiting
      settled,  // the same command has had its receipt: here it is
      refused,  // not taken: full, or its id belongs to another command; the rejection says which
    };
    Kind kind = Kind::refused;
    v1::Receipt receipt{};              // of settled and refused
    std::optional<StoreError> fault{};  // refused because of the store
  };
  [[nodiscard]] Put put(const v1::Submit& submit, const std::string& sender, WallTime now);

  /// What to send under this identity now; at most one at a time is out.
  [[nodiscard]] std::optional<v1::Submit> next(const std::string& sender, SteadyTime now);
  /// When next() may have something to give while nothing else happens; max(): not before something happens.
  [[nodiscard]] SteadyTime wake_at(const std::string& sender) const;

  /// The answer to what is out. True: it stays and is durable. False: the command goes out again later, or the receipt
  /// is not for what is out. `jitter`: in [0, 1).
  [[nodiscard]] Stored<bool> received(const std::string& sender, const v1::Receipt& receipt, Moment now, double jitter);
  /// The link is gone. What was out goes out again at the next link; after poison_cuts_max links that the hub ended
  /// because of what it took for a broken frame, it is rejected here: one command must not hold up all others.
  [[nodiscard]] Stored<void> cut(const std::string& sender, Error::Kind why, Moment now);
  static constexpr int poison_cuts_max = 3;

  struct Entry {
    std::string id{};
    std::string sender{};
    v1::Command command{};
    WallTime queued_at{};
    bool rejected = false;
    bool out = false;           // sent, not answered
    v1::Rejection rejection{};  // the last one, be it that it does not stay; code 0: none
  };
  /// Waiting and rejected ones, in order.
  [[nodiscard]] std::vector<Entry> list() const;
  [[nodiscard]] bool empty() const { return items_.empty(); }
  /// How many wait.
  [[nodiscard]] std::size_t waiting() const;
  /// The identities with something to send.
  [[nodiscard]] std::vector<std::string> senders() const;

  enum class Acted { done, unknown, out };
  /// A rejected one waits again, in its old place and under its id; one that waits goes out without further delay.
  [[nodiscard]] Stored<Acted> retry(const std::string& id);
  /// Never sent again. What is out cannot be dropped: the hub may be deciding it.
  [[nodiscard]] Stored<Acted> drop(const std::string& id, WallTime now);

 private:
  struct Lane {
    std::optional<std::uint64_t> out{};
    std::optional<SteadyTime> not_before{};
    Backoff backoff{};
    v1::Rejection last{};  // why not_before
    int poison_cuts = 0;
  };

  Outbox(OutboxStore& store, Limits limits) : store_(&store), limits_(limits) {}
  [[nodiscard]] Stored<void> settle(std::uint64_t position, OutboxItem::State state, const v1::Receipt& receipt,
                                    WallTime now);
  [[nodiscard]] OutboxItem* find(const std::string& id);
  void hold(OutboxItem item);

  OutboxStore* store_;
  Limits limits_;
  std::map<std::uint64_t, OutboxItem> items_;  // waiting and rejected, by position
  std::size_t bytes_ = 0;
  std::map<std::string, Lane> lanes_;  // by sender
};

/// A receipt that says no.
[[nodiscard]] v1::Receipt rejected(const std::string& id, v1::Rejection::Code code, std::string field,
                                   std::string message, std::string message_vi);

}  // namespace wardlink::link
