// Where a subscriber stands in its ward's events, across sessions: what to ask for next, and whether what comes is
// whole and in order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "client/link/error.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::link {

/// Single thread. Keeps nothing but numbers.
class Feed {
 public:
  Feed() = default;
  /// Begins after this event instead of with a snapshot.
  explicit Feed(std::uint64_t after_seq) : resuming_(true), seen_(after_seq), sent_(after_seq) {}

  /// What to ask this hub for.
  [[nodiscard]] v1::Subscribe subscribe(const v1::Welcome& welcome);

  /// A frame that the subscription brought. `gap`: an event is missing or out of order; start afresh.
  [[nodiscard]] Result<void> take(const v1::HubFrame& frame);

  /// The last event taken: what may be acknowledged when everything taken is safe. 0: nothing yet.
  [[nodiscard]] std::uint64_t seen() const { return seen_; }
  [[nodiscard]] bool caught_up() const { return caught_up_; }

  /// Forgets the position: the next subscription begins with a snapshot.
  void start_afresh();

 private:
  bool resuming_ = false;
  std::string epoch_;       // of the hub the position belongs to; empty: of whichever comes first
  std::uint64_t seen_ = 0;  // the last event of ours
  std::uint64_t sent_ = 0;  // the hub said that we have everything up to here; it may lie beyond the last of ours
  bool caught_up_ = false;
};

}  // namespace wardlink::link
