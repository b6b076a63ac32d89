#include "hub/fanout/feed.hpp"

#include <algorithm>
#include <iterator>

#include "hub/base/panic.hpp"

namespace wardlink::fanout {
namespace {

std::size_t cost_bytes(const Feed::Item& item) { return sizeof(Feed::Item) + (item.body ? item.body->size() : 0); }

}  // namespace

void Feed::push(Item item) {
  base::check(item.seq > (items_.empty() ? floor_seq_ : items_.back().seq), "a feed goes forwards only");
  bytes_ += cost_bytes(item);
  items_.push_back(std::move(item));
  while (bytes_ > bytes_max_) {
    bytes_ -= cost_bytes(items_.front());
    floor_seq_ = items_.front().seq;
    items_.pop_front();
  }
}

std::deque<Feed::Item>::const_iterator Feed::after(std::uint64_t seq) const {
  return std::ranges::upper_bound(items_, seq, {}, &Item::seq);
}

Cursor::Filled Cursor::fill(const Feed& feed, std::string& out, std::size_t bytes_max, const Over& over) {
  if (seq_ < feed.floor_seq()) return Filled::behind;
  for (auto item = feed.after(seq_); item != feed.end(); ++item) {
    if (!item->body || (!item->flight.empty() && over && over(item->flight))) return Filled::behind;
    append_event_frame(out, *item->body, item->prev_seq);
    seq_ = item->seq;
    if (out.size() >= bytes_max) return std::next(item) == feed.end() ? Filled::drained : Filled::more;
  }
  return Filled::drained;
}

void Cursor::advance(std::uint64_t seq) {
  base::check(seq >= seq_, "a cursor goes forwards only");
  seq_ = seq;
}

}  // namespace wardlink::fanout
