// Where a subscriber stands in its ward's events, across sessions: what to ask for next, and whether what comes is
// whole and in order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "client/link/error.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::link {

/// Single thread. Keeps nothing but numbers.
class Feed {
 public:
  Feed() = default;
  /// Begins after this event instead of with a snapshot.
  explicit Feed(std::uint64_t after_seq) : resuming_(true), seen_(after_seq), sent_(after_seq) {}
  /// Goes on where an earlier one of ours stood: its seen(), position() and epoch().
  Feed(std::uint64_t seen, std::uint64_t position, std::string epoch)
      : resuming_(true), epoch_(std::move(epoch)), seen_(seen), sent_(position), ours_(true) {}

  /// What to ask this hub for.
  [[nodiscard]] v1::Subscribe subscribe(const v1::Welcome& welcome);

  /// A frame that the subscription brought. `gap`: an event is missing or out of order; start afresh.
  [[nodiscard]] Result<void> take(const v1::HubFrame& frame);

  /// What this session may acknowledge when everything taken is safe; 0: nothing yet. What an earlier session of ours
  /// took and could not acknowledge any more is covered as soon as this one is caught up.
  [[nodiscard]] std::uint64_t may_acknowledge() const { return may_acknowledge_; }
  /// The last event of ours.
  [[nodiscard]] std::uint64_t seen() const { return seen_; }
  /// We have everything up to here; it may lie beyond the last of ours.
  [[nodiscard]] std::uint64_t position() const { return sent_; }
  [[nodiscard]] const std::string& epoch() const { return epoch_; }
  [[nodiscard]] bool caught_up() const { return caught_up_; }

  /// Forgets the position: the next subscription begins with a snapshot.
  void start_afresh();

 private:
  bool resuming_ = false;
  std::string epoch_;       // of the hub the position belongs to; empty: of whichever comes first
  std::uint64_t seen_ = 0;  // the last event of ours
  std::uint64_t sent_ = 0;  // the hub said that we have everything up to here; it may lie beyond the last of ours
  std::uint64_t may_acknowledge_ = 0;
  bool ours_ = false;  // the position was reached by taking events, not named by a person
  bool caught_up_ = false;
};

}  // namespace wardlink::link
