// How one client talks to a hub under measurement: the load is the same for all, the words are not.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace wardlink::bench {

using Clock = std::chrono::steady_clock;

/// One a connection. Whatever must be said is appended to `out`, framed. Errors: std::runtime_error, also where a hub
/// refuses a message.
class Speaker {
 public:
  enum class Role { publisher, subscriber };
  struct Heard {
    enum class Kind {
      other,
      ready,      // the hub is ready for messages from us, or will send us those of others
      taken,      // our message of this number has been acknowledged
      delivered,  // somebody's message of this number has come
    };
    Kind kind = Kind::other;
    std::uint64_t number = 0;
  };

  virtual ~Speaker() = default;
  /// The first word.
  virtual void open(std::string& out) = 0;
  /// `number` is never used twice by this program.
  virtual void publish(std::uint64_t number, std::string& out) = 0;
  virtual Heard hear(std::string_view frame, std::string& out) = 0;
  /// Everything that had arrived has been heard; also called every now and then.
  virtual void settle(Clock::time_point now, std::string& out) = 0;
};

}  // namespace wardlink::bench
