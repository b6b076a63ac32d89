// Looks into an encoded protobuf message without decoding all of it.
#pragma once

#include <cstdint>
#include <string_view>

namespace wardlink::bench {

/// Goes through the fields of one message, in the order they were written.
class WireFields {
 public:
  explicit WireFields(std::string_view message) : rest_(message) {}

  /// False at the end. std::runtime_error where it is no message.
  bool next();
  /// Of the current field. `bytes` is of a string, bytes or message field, `value` of a varint.
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  std::uint64_t take_varint();
  std::string_view take_bytes(std::uint64_t count);

  std::string_view rest_;
  int number_ = 0;
  std::string_view bytes_;
  std::uint64_t value_ = 0;
};

}  // namespace wardlink::bench
