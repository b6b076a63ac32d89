// What one ward's subscribers read from: its recent events, kept once for all of them, bounded in bytes.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

#include "hub/base/clock.hpp"
#include "hub/base/limits.hpp"
#include "hub/fanout/frames.hpp"

namespace wardlink::fanout {

/// Single thread.
class Feed {
 public:
  struct Item {
    std::uint64_t seq = 0;
    std::uint64_t prev_seq = 0;
    base::Time time{};        // of the event
    Body body;                // null: a story comes first, which is in the journal only
    std::string flight = {};  // the one whose alert it is: only while that is on, it is live
  };

  /// Complete after `floor_seq`: older events are in the journal.
  explicit Feed(std::uint64_t floor_seq, std::size_t bytes_max = base::limits::feed_bytes_max)
      : floor_seq_(floor_seq), bytes_max_(bytes_max) {}

  /// `item.seq` must be above every earlier one's. The oldest make room.
  void push(Item item);

  [[nodiscard]] std::uint64_t floor_seq() const { return floor_seq_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// The first item after `seq`; end() where there is none.
  [[nodiscard]] std::deque<Item>::const_iterator after(std::uint64_t seq) const;
  [[nodiscard]] std::deque<Item>::const_iterator end() const { return items_.end(); }

 private:
  std::deque<Item> items_;
  std::uint64_t floor_seq_;
  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
};

/// One subscriber's place in its ward's events. All that a slow one costs.
class Cursor {
 public:
  /// The subscriber has everything up to `after_seq`.
  explicit Cursor(std::uint64_t after_seq) : seq_(after_seq) {}

  enum class Filled {
    drained,  // nothing more for now
    more,     // `bytes_max` reached
    behind,   // what comes next is in the journal: read it, then advance()
  };
  /// Appends event frames to `out` until it holds `bytes_max` bytes or more; always at least one where there is one.
  /// `over` says of which flights the alerts are live no more: those are read from the journal, and told as past.
  using Over = std::function<bool(const std::string& flight)>;
  Filled fill(const Feed& feed, std::string& out, std::size_t bytes_max, const Over& over = {});

  /// Everything the ward could see up to `seq` is now with the subscriber, from elsewhere. Never back.
  void advance(std::uint64_t seq);

  /// The subscriber was given everything up to here.
  [[nodiscard]] std::uint64_t seq() const { return seq_; }

 private:
  std::uint64_t seq_;
};

}  // namespace wardlink::fanout
