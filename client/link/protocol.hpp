// One session's protocol without its socket: bytes and moments go in, bytes and what the hub said come out.
// The contract is proto/wardlink/v1/wire.proto.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "client/link/clock.hpp"
#include "client/link/error.hpp"
#include "proto/framing.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::link {

inline constexpr std::size_t hub_frame_bytes_max = 1024 * 1024;
inline constexpr std::size_t hub_frame_memory_bytes_max = 16 * hub_frame_bytes_max;  // once it is parsed
inline constexpr std::chrono::milliseconds silence_max{6000};

/// Hello is queued at once, the first ping together with the welcome's arrival: it lets the hub measure this clock
/// before the first submit is decided. After an error the session is over; every further call may be left out.
/// Single thread.
class Protocol {
 public:
  /// `client`: program and version, for the hub's log.
  Protocol(std::string_view client, Moment now);

  /// Bytes from the hub. Whole frames before a faulty one count.
  [[nodiscard]] Result<void> received(std::string_view bytes, Moment now);
  /// Heartbeat and silence; due at next_tick().
  [[nodiscard]] Result<void> tick(Moment now);
  [[nodiscard]] SteadyTime next_tick() const;

  [[nodiscard]] bool has_output() const { return !output_.empty(); }
  [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }

  /// Absent until the hub has answered the hello; before that nothing below may be sent.
  [[nodiscard]] const std::optional<v1::Welcome>& welcome() const { return welcome_; }
  /// Of the last answered ping; zero before.
  [[nodiscard]] std::chrono::microseconds round_trip() const { return round_trip_; }

  /// too_large where it is over the hub's limit: nothing was sent.
  [[nodiscard]] Result<void> send(const v1::Submit& submit);
  [[nodiscard]] Result<void> send(const v1::Query& query);
  [[nodiscard]] Result<void> send(const v1::Admin& admin);
  /// Once a session.
  [[nodiscard]] Result<void> send(const v1::Subscribe& subscribe);
  void acknowledge(std::uint64_t seq);

  /// The answer to what was sent under this id, once it is there.
  [[nodiscard]] std::optional<v1::Receipt> take_receipt(const std::string& id) { return receipts_.take(id); }
  [[nodiscard]] std::optional<v1::QueryResult> take_query_result(const std::string& id) { return queries_.take(id); }
  [[nodiscard]] std::optional<v1::AdminResult> take_admin_result(const std::string& id) { return admins_.take(id); }
  /// What the subscription brought since the last call, in order: snapshot, story, event and caught_up.
  [[nodiscard]] std::vector<v1::HubFrame> take_feed() { return std::exchange(feed_, {}); }
  [[nodiscard]] bool has_feed() const { return !feed_.empty(); }

 private:
  /// Answers by the id that was asked under; one that was not asked for is refused.
  template <typename Answer>
  struct Asked {
    std::set<std::string> open;
    std::map<std::string, Answer> answered;

    [[nodiscard]] bool put(Answer&& answer);
    [[nodiscard]] std::optional<Answer> take(const std::string& id);
  };

  [[nodiscard]] Result<void> on_frame(std::string_view bytes, Moment now);
  [[nodiscard]] Result<void> on_welcome(const v1::Welcome& welcome, Moment now);
  void on_pong(const v1::Pong& pong, Moment now);
  [[nodiscard]] Result<void> send_frame(const v1::ClientFrame& frame);
  void ping(Moment now);

  proto::FrameReader reader_{hub_frame_bytes_max};
  std::string output_;
  std::optional<v1::Welcome> welcome_;
  bool subscribed_ = false;

  SteadyTime heard_;
  SteadyTime pinged_;
  std::chrono::milliseconds heartbeat_ = silence_max;
  google::protobuf::Timestamp hub_time_;  // the last welcome's or pong's
  WallTime hub_time_received_{};
  std::chrono::microseconds round_trip_{};

  Asked<v1::Receipt> receipts_;
  Asked<v1::QueryResult> queries_;
  Asked<v1::AdminResult> admins_;
  std::vector<v1::HubFrame> feed_;
};

}  // namespace wardlink::link
