#include "client/link/feed.hpp"

#include <algorithm>

namespace wardlink::link {

v1::Subscribe Feed::subscribe(const v1::Welcome& welcome) {
  caught_up_ = false;
  may_acknowledge_ = 0;
  v1::Subscribe subscribe;
  if (!resuming_) {
    epoch_ = welcome.epoch();
    return subscribe;
  }
  if (epoch_.empty()) epoch_ = welcome.epoch();
  subscribe.set_after_seq(sent_);
  subscribe.set_epoch(epoch_);
  return subscribe;
}

Result<void> Feed::take(const v1::HubFrame& frame) {
  switch (frame.kind_case()) {
    case v1::HubFrame::kSnapshot:
      if (frame.snapshot().last()) {
        resuming_ = true;
        seen_ = sent_ = may_acknowledge_ = frame.snapshot().seq();
        ours_ = true;
      }
      return {};
    case v1::HubFrame::kEvent: {
      const v1::Event& event = frame.event();
      if (event.seq() <= seen_ || event.prev_seq() > seen_ || event.prev_seq() >= event.seq()) {
        return fail(Error::Kind::gap, "event " + std::to_string(event.seq()) + " follows " +
                                          std::to_string(event.prev_seq()) + ", seen " + std::to_string(seen_));
      }
      resuming_ = true;
      seen_ = may_acknowledge_ = event.seq();
      ours_ = true;
      sent_ = std::max(sent_, seen_);
      return {};
    }
    case v1::HubFrame::kCaughtUp:
      caught_up_ = true;
      if (resuming_) sent_ = std::max(sent_, frame.caught_up().seq());
      if (ours_) may_acknowledge_ = sent_;
      return {};
    default:
      return {};
  }
}

void Feed::start_afresh() { *this = Feed(); }

}  // namespace wardlink::link
