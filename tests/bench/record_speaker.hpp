// To the bare hub.
#pragma once

#include "tests/bench/record.hpp"
#include "tests/bench/speaker.hpp"

namespace wardlink::bench {

class RecordSpeaker : public Speaker {
 public:
  explicit RecordSpeaker(Role role) : role_(role) {}

  void open(std::string& out) override;
  void publish(std::uint64_t number, std::string& out) override;
  Heard hear(std::string_view frame, std::string& out) override;
  void settle(Clock::time_point /*now*/, std::string& /*out*/) override {}

 private:
  Role role_;
};

}  // namespace wardlink::bench
