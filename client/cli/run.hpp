// The program, but for main().
#pragma once

#include <string>
#include <vector>

#include "client/cli/config.hpp"

namespace wardlink::cli {

/// `arguments`: without the program's name. Prints, and gives the exit status.
[[nodiscard]] int run(const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace wardlink::cli
