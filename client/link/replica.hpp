// The local copy of a ward's events: what to ask the hub for, what becomes of what it sends, and what may be
// acknowledged. No socket and no clock of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "client/link/feed.hpp"
#include "client/link/picture.hpp"

namespace wardlink::link {

/// take() gathers, commit() makes durable: only then may it be acknowledged. After a lost link or a failed commit,
/// resume(): the next session goes on from what is durable. Single thread.
class Replica {
 public:
  /// `store` outlives the replica.
  [[nodiscard]] static Stored<Replica> open(CopyStore& store);

  /// What to ask this hub for.
  [[nodiscard]] v1::Subscribe subscribe(const v1::Welcome& welcome) { return feed_.subscribe(welcome); }

  /// A frame that the subscription brought. The outer error is the store's; the inner one a gap: the hub must tell all
  /// anew, start_afresh().
  [[nodiscard]] Stored<Result<void>> take(const v1::HubFrame& frame);
  void take(const v1::DirectoryResult& directory) { directory_ = directory; }

  /// One commit of all that was taken and stands by itself: of a snapshot, only the whole. What may be acknowledged
  /// now.
  [[nodiscard]] Stored<std::uint64_t> commit(WallTime now);

  /// Forgets what is not durable.
  [[nodiscard]] Stored<void> resume();
  /// The next session begins with a snapshot. What the copy has stays until that is whole.
  void start_afresh();

  [[nodiscard]] bool caught_up() const { return feed_.caught_up(); }
  /// Of what is durable.
  [[nodiscard]] const CopyPosition& position() const { return position_; }

 private:
  explicit Replica(CopyStore& store) : store_(&store), picture_(store) {}

  CopyStore* store_;
  Feed feed_;
  Picture picture_;
  CopyPosition position_;
  bool in_snapshot_ = false;
  std::vector<v1::Event> events_;
  std::optional<v1::DirectoryResult> directory_;
};

}  // namespace wardlink::link
