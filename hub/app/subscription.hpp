// One session's way through its ward's events: snapshot, what the journal has, what is live.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "hub/app/snapshot.hpp"
#include "hub/domain/state.hpp"
#include "hub/fanout/feed.hpp"
#include "hub/fanout/past.hpp"
#include "hub/journal/journal.hpp"

namespace wardlink::app {

class Subscription {
 public:
  /// Resumes: the session has everything up to `after_seq`.
  explicit Subscription(std::uint64_t after_seq) : cursor_(after_seq), may_acknowledge_(after_seq) {}
  /// Fresh: the snapshot first, then what follows it.
  explicit Subscription(std::unique_ptr<Snapshot> snapshot)
      : snapshot_(std::move(snapshot)), cursor_(snapshot_->seq()) {}

  struct Source {
    const domain::State& durable;
    const journal::Journal& journal;
    const fanout::Feed& feed;  // of the ward
    const std::string& ward;
    base::Time now;
    [[nodiscard]] fanout::Present present() const { return {durable, now}; }
  };
  /// Appends frames until `out` holds `bytes_max` or nothing is left to say. True: there is more, be it that nothing
  /// was appended: what one turn may read from the journal is bounded.
  bool fill(const Source& source, std::string& out, std::size_t bytes_max);

  /// Everything up to live_after_seq() has been told; what comes is told as it happens.
  [[nodiscard]] bool caught_up() const { return caught_up_; }
  [[nodiscard]] std::uint64_t live_after_seq() const { return live_after_seq_; }
  /// The session was sent everything up to here.
  [[nodiscard]] std::uint64_t sent_seq() const { return may_acknowledge_; }

 private:
  /// Where the story of the next event stands.
  struct StoryPlace {
    std::uint64_t of_seq = 0;  // the event it precedes
    std::uint64_t after_seq = 0;
    bool told = false;
  };

  void read_on(const Source& source, std::string& out, std::size_t bytes_max);
  bool tell_story(const Source& source, const v1::StoredEvent& of, const v1::Recipient& to, std::string& out,
                  std::size_t bytes_max);

  std::unique_ptr<Snapshot> snapshot_;  // while parts of it are left
  fanout::Cursor cursor_;
  StoryPlace story_;
  std::uint64_t may_acknowledge_ = 0;
  bool caught_up_ = false;
  std::uint64_t live_after_seq_ = 0;
};

}  // namespace wardlink::app
