// What a message would take in memory, found out from its bytes before anything of it is built: two bytes on the wire
// can name an empty part that takes hundreds.
#pragma once

#include <google/protobuf/descriptor.h>

#include <cstddef>
#include <expected>
#include <string_view>

namespace wardlink::proto {

struct ShapeLimits {
  std::size_t memory_bytes_max = 0;  // of all its strings, messages and numbers together, as reckoned here
  unsigned depth_max = 16;           // messages within messages; the message itself is the first
  bool unknown_fields = false;
};

enum class ShapeError {
  malformed,      // no protobuf message at all
  unknown_field,  // a field the contract does not have, or one of another type
  too_large,      // it would take more memory than it may
  too_deep,
};

/// A sentence for the goodbye and the log.
[[nodiscard]] std::string_view describe(ShapeError error);

/// Reads the bytes of a message once and allocates nothing. Says nothing of UTF-8: the parser does.
[[nodiscard]] std::expected<void, ShapeError> check_shape(std::string_view bytes,
                                                          const google::protobuf::Descriptor& descriptor,
                                                          const ShapeLimits& limits);

}  // namespace wardlink::proto
