#include "hub/net/session_course.hpp"

#include <algorithm>

namespace wardlink::net {

void SessionCourse::start(Moment now) {
  if (state_ == State::idle) state_ = State::open;
  last_read_ = last_written_ = now;
}

bool SessionCourse::begin_to_end(CloseReason reason, Moment now) {
  if (state_ != State::open) return false;
  state_ = State::ending;
  reason_ = reason;
  linger_until_ = now + options_.linger_max;
  return true;
}

bool SessionCourse::close(CloseReason reason) {
  if (state_ == State::closed) return false;
  if (state_ != State::ending) reason_ = reason;
  state_ = State::closed;
  return true;
}

std::expected<std::optional<std::string_view>, CloseReason> SessionCourse::next_frame(std::string_view& bytes) {
  if (state_ != State::open || paused_) return std::nullopt;
  const auto frame = frames_.next(bytes);
  if (frame) return *frame;
  const bool too_long = frame.error() == proto::FrameError::too_long;
  return std::unexpected(too_long ? CloseReason::frame_too_long : CloseReason::bad_frame);
}

bool SessionCourse::resume(Moment now) {
  if (!paused_) return false;
  paused_ = false;
  last_read_ = now;
  return true;
}

void SessionCourse::writing(Moment now) {
  writing_ = true;
  last_written_ = now;
}

std::optional<SessionCourse::Verdict> SessionCourse::judge(Moment now, bool certificate_valid) const {
  if (writing_ && now >= last_written_ + options_.silence_max) return Verdict{CloseReason::stalled, true};
  if (state_ == State::ending) {
    if (now >= linger_until_) return Verdict{reason_, true};
  } else if (!paused_ && now >= last_read_ + options_.silence_max) {
    return Verdict{CloseReason::silent, false};
  } else if (!certificate_valid) {
    return Verdict{CloseReason::certificate_expired, false};
  }
  return std::nullopt;
}

SessionCourse::Moment SessionCourse::next_judgement(Moment now) const {
  auto next = std::min(now + options_.silence_max, linger_until_);
  if (writing_) next = std::min(next, last_written_ + options_.silence_max);
  if (state_ == State::open && !paused_) next = std::min(next, last_read_ + options_.silence_max);
  return next;
}

}  // namespace wardlink::net
