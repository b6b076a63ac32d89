// ProtoJSON as scripts rely on it: lowerCamelCase, defaults printed, 64-bit numbers as strings, one line.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "client/cli/lang.hpp"
#include "wardlink/v1/value.pb.h"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::cli {

[[nodiscard]] std::string to_json(const google::protobuf::Message& message);
/// A quoted JSON string.
[[nodiscard]] std::string json_string(std::string_view text);
/// {"error":{"code","message","field"}}
[[nodiscard]] std::string error_json(std::string_view code, std::string_view message, std::string_view field);
[[nodiscard]] std::string to_json(const v1::Rejection& rejection, Lang lang);

}  // namespace wardlink::cli
