#include "tests/bench/record.hpp"

#include <array>
#include <cstring>
#include <stdexcept>

#include "proto/framing.hpp"

namespace wardlink::bench {
namespace {

constexpr std::size_t head_bytes = 1 + sizeof(std::uint64_t);

}  // namespace

void Record::append_to(std::string& out) const {
  std::array<char, payload_bytes> bytes;
  bytes[0] = static_cast<char>(kind);
  std::memcpy(bytes.data() + 1, &number, sizeof number);
  if (kind == Kind::message) std::memset(bytes.data() + head_bytes, 'x', payload_bytes - head_bytes);
  proto::append_frame(out, std::string_view(bytes.data(), kind == Kind::message ? payload_bytes : head_bytes));
}

Record Record::read(std::string_view frame) {
  if (frame.size() < head_bytes) throw std::runtime_error("a record that is too short");
  Record record{.kind = static_cast<Kind>(frame[0])};
  std::memcpy(&record.number, frame.data() + 1, sizeof record.number);
  return record;
}

}  // namespace wardlink::bench
