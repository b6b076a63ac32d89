// Text that is not UTF-8 must not reach the wire: the hub would have to refuse the whole frame.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <string_view>

namespace wardlink::link {

/// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates.
[[nodiscard]] bool is_utf8(std::string_view text);

/// The first string field that is not UTF-8, as a path of proto names; nothing where all are.
[[nodiscard]] std::optional<std::string> field_not_utf8(const google::protobuf::Message& message);

}  // namespace wardlink::link
