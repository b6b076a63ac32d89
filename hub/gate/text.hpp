// Bounds on what a person may write (INTERFACES.md, Bad input).
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>

#include "hub/base/rejection.hpp"
#include "wardlink/v1/value.pb.h"

namespace wardlink::gate {

/// At most text_chars_max characters; no control character but the line break. Valid UTF-8 has been seen to by the
/// parser.
[[nodiscard]] base::Expected<void> check_text(std::string_view text, std::string_view field);
[[nodiscard]] base::Expected<void> check_content(const v1::Content& content, std::string_view field);
/// Of something another part of the system made: not empty where `required`, short, printable ASCII.
[[nodiscard]] base::Expected<void> check_id(std::string_view id, std::string_view field, bool required = true);

}  // namespace wardlink::gate
