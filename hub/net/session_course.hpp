// The course of a session, without its socket: what its bytes, its silence and its end mean. The simulation runs the
// same.
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "hub/base/limits.hpp"
#include "hub/net/reasons.hpp"
#include "proto/framing.hpp"

namespace wardlink::net {

struct SessionOptions {
  std::size_t frame_bytes_max = base::limits::client_frame_bytes_max;
  std::size_t write_batch_bytes = base::limits::write_batch_bytes;
  std::chrono::milliseconds silence_max = base::limits::session_silence_max;
  /// How long an ending session may take to write what is left and to see the peer's end.
  std::chrono::milliseconds linger_max{2000};
};

/// idle → open → ending → closed, never back. Single thread.
class SessionCourse {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  /// What the session has to do by itself.
  struct Verdict {
    CloseReason reason;
    bool at_once;  // or first tell the peer, and write what is left
  };

  explicit SessionCourse(const SessionOptions& options) : options_(options), frames_(options.frame_bytes_max) {}

  void start(Moment now);
  /// What is left may be written until linger_max from now. False: it is not open.
  bool begin_to_end(CloseReason reason, Moment now);
  /// The first reason given is the one that stays. False: it is closed already.
  bool close(CloseReason reason);

  [[nodiscard]] bool idle() const { return state_ == State::idle; }
  [[nodiscard]] bool ending() const { return state_ == State::ending; }
  [[nodiscard]] bool closed() const { return state_ == State::closed; }
  [[nodiscard]] CloseReason reason() const { return reason_; }

  /// Bytes came in: the peer is alive.
  void heard(Moment now) { last_read_ = now; }
  /// The next frame off the front of `bytes`; nothing when they are used up, reading is paused or the session is not
  /// open. The error is the reason to end.
  [[nodiscard]] std::expected<std::optional<std::string_view>, CloseReason> next_frame(std::string_view& bytes);

  /// Silence is not counted while reading is paused.
  void pause() {
    if (state_ == State::idle || state_ == State::open) paused_ = true;
  }
  /// False: it was not paused.
  bool resume(Moment now);
  [[nodiscard]] bool paused() const { return paused_; }

  /// A batch is being written; some of it was; all of it was.
  void writing(Moment now);
  void wrote(Moment now) { last_written_ = now; }
  void written() { writing_ = false; }

  [[nodiscard]] std::optional<Verdict> judge(Moment now, bool certificate_valid) const;
  /// When to judge again, at the latest.
  [[nodiscard]] Moment next_judgement(Moment now) const;

 private:
  enum class State { idle, open, ending, closed };

  const SessionOptions options_;
  State state_ = State::idle;
  CloseReason reason_ = CloseReason::peer_closed;
  proto::FrameReader frames_;
  bool paused_ = false;
  bool writing_ = false;
  Moment last_read_;
  Moment last_written_;
  Moment linger_until_ = Moment::max();
};

}  // namespace wardlink::net
