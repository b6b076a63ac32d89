// How a stored event becomes frames: encoded once, whatever the number of wards and sessions that receive it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wardlink/v1/journal.pb.h"

namespace wardlink::fanout {

/// An encoded Event without its prev_seq: the same bytes for every ward that may see as much of it.
using Body = std::shared_ptr<const std::string>;

/// The encodings of one event. Single thread.
class Encoding {
 public:
  /// `event` must outlive this.
  explicit Encoding(const v1::Event& event) : event_(event) {}
  [[nodiscard]] Body body(bool description_only);

 private:
  const v1::Event& event_;
  Body full_;
  Body description_;
};

/// Appends HubFrame{event}, delimited: `body` and the receiving ward's own prev_seq.
void append_event_frame(std::string& out, std::string_view body, std::uint64_t prev_seq);

/// Who of the audience this ward is; null where it is not in it.
[[nodiscard]] const v1::Recipient* recipient(const v1::StoredEvent& stored, std::string_view ward);

/// The event as its recipient gets it: reduced where only described, with its prev_seq.
[[nodiscard]] v1::Event seen_by(v1::Event event, const v1::Recipient& recipient);

/// Appends Story frames of the incident, delimited: at most limits::story_events_a_frame events each, none above
/// limits::hub_frame_bytes_max. Nothing where there are no events.
void append_story_frames(std::string& out, std::string_view incident, const std::vector<v1::Event>& events);

}  // namespace wardlink::fanout
