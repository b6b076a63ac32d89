#include "client/link/replica.hpp"

#include <utility>

namespace wardlink::link {

Stored<Replica> Replica::open(CopyStore& store) {
  Replica replica(store);
  if (auto done = replica.resume(); !done) return std::unexpected(done.error());
  return replica;
}

Stored<void> Replica::resume() {
  auto position = store_->position();
  if (!position) return std::unexpected(position.error());
  position_ = std::move(*position);
  feed_ = position_.epoch.empty() ? Feed() : Feed(position_.seen_seq, position_.seq, position_.epoch);
  picture_.discard();
  events_.clear();
  directory_.reset();
  in_snapshot_ = false;
  return {};
}

void Replica::start_afresh() {
  feed_.start_afresh();
  picture_.discard();
  events_.clear();
  in_snapshot_ = false;
}

Stored<Result<void>> Replica::take(const v1::HubFrame& frame) {
  if (auto fits = feed_.take(frame); !fits) return fits;
  if (frame.has_snapshot()) {
    picture_.take(frame.snapshot(), !in_snapshot_);
    in_snapshot_ = !frame.snapshot().last();
    events_.insert(events_.end(), frame.snapshot().events().begin(), frame.snapshot().events().end());
  }
  const auto apply = [&](const v1::Event& event) {
    events_.push_back(event);
    return picture_.apply(event);
  };
  for (const v1::Event& event : frame.story().events()) {
    if (auto done = apply(event); !done) return std::unexpected(done.error());
  }
  if (frame.has_event()) {
    if (auto done = apply(frame.event()); !done) return std::unexpected(done.error());
  }
  return Result<void>{};
}

Stored<std::uint64_t> Replica::commit(WallTime now) {
  if (in_snapshot_) return 0;
  CopyBatch batch;
  batch.position = {.epoch = feed_.epoch(), .seen_seq = feed_.seen(), .seq = feed_.position()};
  const bool moved = batch.position.seq != position_.seq || batch.position.epoch != position_.epoch;
  if (!moved && events_.empty() && !directory_) return feed_.may_acknowledge();
  picture_.move_to(batch);
  batch.events = std::exchange(events_, {});
  batch.directory = std::exchange(directory_, std::nullopt);
  batch.as_of = now;
  if (auto done = store_->take(batch); !done) return std::unexpected(done.error());
  position_ = std::move(batch.position);
  return feed_.may_acknowledge();
}

}  // namespace wardlink::link
