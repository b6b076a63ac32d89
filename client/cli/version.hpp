// The program's version, as CMake knows it.
#pragma once

#include <string_view>

namespace wardlink::cli {

inline constexpr std::string_view version = WARDLINK_VERSION;

}  // namespace wardlink::cli
