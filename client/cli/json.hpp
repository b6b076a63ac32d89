// JSON as scripts rely on it.
#pragma once

#include <string>
#include <string_view>

#include "client/cli/lang.hpp"
#include "client/link/json.hpp"
#include "wardlink/v1/value.pb.h"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::cli {

using link::to_json;
/// A quoted JSON string.
[[nodiscard]] std::string json_string(std::string_view text);
/// {"error":{"code","message","field"}}
[[nodiscard]] std::string error_json(std::string_view code, std::string_view message, std::string_view field);
[[nodiscard]] std::string to_json(const v1::Rejection& rejection, Lang lang);

}  // namespace wardlink::cli
