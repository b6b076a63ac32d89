// A message as text, made only when somebody reads it.
#pragma once

#include <fmt/format.h>
#include <google/protobuf/message.h>

namespace wardlink::sim {

struct Shown {
  const google::protobuf::Message& message;
};

}  // namespace wardlink::sim

template <>
struct fmt::formatter<wardlink::sim::Shown> : fmt::formatter<std::string> {
  template <typename Context>
  auto format(const wardlink::sim::Shown& shown, Context& context) const {
    return fmt::format_to(context.out(), "{}", shown.message.ShortDebugString());
  }
};
