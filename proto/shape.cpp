#include "proto/shape.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message.h>
#include <google/protobuf/wire_format.h>

#include <cstdint>
#include <limits>
#include <string>

namespace wardlink::proto {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormat;
using google::protobuf::internal::WireFormatLite;

// What the heap adds to an object, and a repeated field for its place in it.
constexpr std::size_t overhead_bytes = 24;

std::size_t bytes_of(const Descriptor& message) {
  const auto* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(&message);
  return (prototype == nullptr ? sizeof(google::protobuf::Message) : prototype->SpaceUsedLong()) + overhead_bytes;
}

class Walk {
 public:
  Walk(std::string_view bytes, const ShapeLimits& limits)
      : limits_(limits),
        in_(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size())),
        end_(static_cast<int>(bytes.size())) {}

  std::expected<void, ShapeError> message(const Descriptor& descriptor, int end, unsigned depth) {
    if (depth > limits_.depth_max) return std::unexpected(ShapeError::too_deep);
    while (in_.CurrentPosition() < end) {
      std::uint32_t tag = 0;
      if (!in_.ReadVarint32(&tag) || WireFormatLite::GetTagFieldNumber(tag) == 0) return malformed();
      const auto* field = descriptor.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
      if (auto ok = value(field, WireFormatLite::GetTagWireType(tag), end, depth); !ok) return ok;
    }
    if (in_.CurrentPosition() != end) return malformed();
    return {};
  }

  [[nodiscard]] int end() const { return end_; }

 private:
  using Type = WireFormatLite::WireType;

  static std::unexpected<ShapeError> malformed() { return std::unexpected(ShapeError::malformed); }

  std::expected<void, ShapeError> value(const FieldDescriptor* field, Type type, int end, unsigned depth) {
    const bool packed = field != nullptr && field->is_packable() && type == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    const bool known = field != nullptr && (packed || type == WireFormat::WireTypeForFieldType(field->type()));
    if (!known && !limits_.unknown_fields) return std::unexpected(ShapeError::unknown_field);
    const std::size_t bytes = field == nullptr || field->is_repeated() ? sizeof(std::uint64_t) : 0;
    std::uint64_t number = 0;
    std::uint32_t bits = 0;
    switch (type) {
      case WireFormatLite::WIRETYPE_VARINT:
        return in_.ReadVarint64(&number) ? take(bytes) : malformed();
      case WireFormatLite::WIRETYPE_FIXED64:
        return in_.ReadLittleEndian64(&number) ? take(bytes) : malformed();
      case WireFormatLite::WIRETYPE_FIXED32:
        return in_.ReadLittleEndian32(&bits) ? take(bytes) : malformed();
      case WireFormatLite::WIRETYPE_LENGTH_DELIMITED:
        return delimited(known ? field : nullptr, packed, end, depth);
      default:  // groups: the contract has none
        return std::unexpected(ShapeError::unknown_field);
    }
  }

  std::expected<void, ShapeError> delimited(const FieldDescriptor* field, bool packed, int end, unsigned depth) {
    std::uint32_t size = 0;
    if (!in_.ReadVarint32(&size)) return malformed();
    const int begin = in_.CurrentPosition();
    if (begin > end || size > static_cast<std::uint32_t>(end - begin)) return malformed();
    if (field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (auto ok = take(bytes_of(*field->message_type())); !ok) return ok;
      return message(*field->message_type(), begin + static_cast<int>(size), depth + 1);
    }
    if (auto ok = take(packed ? size * sizeof(std::uint64_t) : sizeof(std::string) + overhead_bytes + size); !ok) {
      return ok;
    }
    return in_.Skip(static_cast<int>(size)) ? std::expected<void, ShapeError>() : malformed();
  }

  std::expected<void, ShapeError> take(std::size_t bytes) {
    memory_bytes_ += bytes;
    if (memory_bytes_ > limits_.memory_bytes_max) return std::unexpected(ShapeError::too_large);
    return {};
  }

  const ShapeLimits& limits_;
  google::protobuf::io::CodedInputStream in_;
  int end_;
  std::size_t memory_bytes_ = 0;
};

}  // namespace

std::string_view describe(ShapeError error) {
  switch (error) {
    case ShapeError::malformed:
      return "The frame is no message of the protocol.";
    case ShapeError::unknown_field:
      return "The frame has a field that is not of the protocol.";
    case ShapeError::too_large:
      return "The frame would take too much memory.";
    case ShapeError::too_deep:
      return "The frame is nested too deeply.";
  }
  return "not a message";
}

std::expected<void, ShapeError> check_shape(std::string_view bytes, const Descriptor& descriptor,
                                            const ShapeLimits& limits) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return std::unexpected(ShapeError::malformed);
  }
  Walk walk(bytes, limits);
  return walk.message(descriptor, walk.end(), 1);
}

}  // namespace wardlink::proto
