// What the bare hub and its clients say to each other: frames that hold a kind, a number and filler.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wardlink::bench {

inline constexpr std::size_t payload_bytes = 512;

struct Record {
  enum class Kind : char {
    publisher = 'P',   // a client's first word
    subscriber = 'S',  // the same
    ready = 'R',       // the hub's answer to it
    message = 'M',     // payload_bytes long; to the hub, and on to the subscribers
    taken = 'A',       // the hub has the message of this number, durably where it keeps a journal
  };
  Kind kind{};
  std::uint64_t number = 0;

  /// Appends it as a frame.
  void append_to(std::string& out) const;
  /// std::runtime_error where it is none.
  [[nodiscard]] static Record read(std::string_view frame);
};

}  // namespace wardlink::bench
