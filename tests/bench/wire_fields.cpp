#include "tests/bench/wire_fields.hpp"

#include <stdexcept>

namespace wardlink::bench {

bool WireFields::next() {
  if (rest_.empty()) return false;
  const std::uint64_t tag = take_varint();
  number_ = static_cast<int>(tag >> 3);
  bytes_ = {};
  value_ = 0;
  switch (tag & 7) {
    case 0:
      value_ = take_varint();
      return true;
    case 1:
      bytes_ = take_bytes(8);
      return true;
    case 2:
      bytes_ = take_bytes(take_varint());
      return true;
    case 5:
      bytes_ = take_bytes(4);
      return true;
    default:
      throw std::runtime_error("a field of an unknown kind");
  }
}

std::uint64_t WireFields::take_varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(take_bytes(1).front());
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) return value;
  }
  throw std::runtime_error("a number that is too long");
}

std::string_view WireFields::take_bytes(std::uint64_t count) {
  if (count > rest_.size()) throw std::runtime_error("a message that is cut off");
  const auto taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

}  // namespace wardlink::bench
