// ProtoJSON as the pages and scripts rely on it: lowerCamelCase, defaults printed, 64-bit numbers as strings, one line.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace wardlink::link {

[[nodiscard]] std::string to_json(const google::protobuf::Message& message);
/// False: not JSON, not of this message, a field that it does not know, or text that is not UTF-8.
[[nodiscard]] bool from_json(const std::string& json, google::protobuf::Message& message);

}  // namespace wardlink::link
