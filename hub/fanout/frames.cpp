#include "hub/fanout/frames.hpp"

#include <algorithm>

#include "hub/base/limits.hpp"
#include "hub/base/panic.hpp"
#include "hub/rules/audience.hpp"
#include "proto/framing.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::fanout {
namespace {

// Tag and length around an item of a repeated field, at most.
constexpr std::size_t item_overhead_bytes = 8;

constexpr char tag_of(int field, int wire_type) { return static_cast<char>(field << 3 | wire_type); }

void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  out.push_back(static_cast<char>(value));
}

std::string encode(const v1::Event& event) {
  std::string bytes;
  event.AppendToString(&bytes);
  base::check(bytes.size() + 64 < base::limits::hub_frame_bytes_max, "an event larger than a frame");
  return bytes;
}

}  // namespace

Body Encoding::body(bool description_only) {
  Body& kept = description_only ? description_ : full_;
  if (!kept) {
    v1::Event event = event_;
    event.clear_prev_seq();
    if (description_only) rules::reduce_to_description(event);
    kept = std::make_shared<const std::string>(encode(event));
  }
  return kept;
}

void append_event_frame(std::string& out, std::string_view body, std::uint64_t prev_seq) {
  // The fields of a message may come in any order, so prev_seq can follow the shared bytes.
  std::string last;
  if (prev_seq != 0) {
    last.push_back(tag_of(v1::Event::kPrevSeqFieldNumber, 0));
    append_varint(last, prev_seq);
  }
  std::string first;
  first.push_back(tag_of(v1::HubFrame::kEventFieldNumber, 2));
  append_varint(first, body.size() + last.size());
  proto::append_frame(out, {first, body, last});
}

const v1::Recipient* recipient(const v1::StoredEvent& stored, std::string_view ward) {
  const auto found =
      std::ranges::find_if(stored.audience(), [&](const v1::Recipient& each) { return each.ward() == ward; });
  return found == stored.audience().end() ? nullptr : &*found;
}

v1::Event seen_by(v1::Event event, const v1::Recipient& recipient) {
  event.set_prev_seq(recipient.prev_seq());
  if (recipient.description_only()) rules::reduce_to_description(event);
  return event;
}

void append_story_frames(std::string& out, std::string_view incident, const std::vector<v1::Event>& events) {
  v1::HubFrame frame;
  std::size_t frame_bytes = 0;
  const auto send = [&] {
    if (frame.story().events().empty()) return;
    frame.mutable_story()->set_incident(std::string(incident));
    proto::append_frame(out, frame);
    frame.Clear();
    frame_bytes = 0;
  };
  for (const v1::Event& event : events) {
    const std::size_t bytes = event.ByteSizeLong() + item_overhead_bytes;
    const bool full = frame.story().events_size() == static_cast<int>(base::limits::story_events_a_frame);
    if (full || frame_bytes + bytes + 128 > base::limits::hub_frame_bytes_max) send();
    *frame.mutable_story()->add_events() = event;
    frame_bytes += bytes;
  }
  send();
}

}  // namespace wardlink::fanout
