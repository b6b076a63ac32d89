// To a real hub, in its published wire protocol. Leaner than a station: what the bench counts is looked up in the
// frame's bytes, nothing is kept.
#pragma once

#include "tests/bench/speaker.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::bench {

/// A publisher reports sightings with 512 bytes of text at a landmark; a subscriber takes what comes from its hello on
/// and acknowledges it.
class WardlinkSpeaker : public Speaker {
 public:
  /// `landmark`: one whose sightings concern every subscriber's ward.
  WardlinkSpeaker(Role role, const std::string& landmark);

  void open(std::string& out) override;
  void publish(std::uint64_t number, std::string& out) override;
  Heard hear(std::string_view frame, std::string& out) override;
  void settle(Clock::time_point now, std::string& out) override;

 private:
  [[nodiscard]] static Heard hear_receipt(std::string_view receipt);
  [[nodiscard]] Heard hear_event(std::string_view event);
  void welcomed(const v1::Welcome& welcome, std::string& out);
  void ping(std::string& out);

  const Role role_;
  std::string submit_;     // a whole frame, but for the number
  std::size_t number_at_;  // within it
  Clock::time_point pinged_{};
  bool welcomed_ = false;
  bool measured_ = false;
  google::protobuf::Timestamp hub_time_;
  google::protobuf::Timestamp hub_time_received_;
  std::uint64_t seen_ = 0;
  std::uint64_t acknowledged_ = 0;
};

}  // namespace wardlink::bench
