// Bugs planted on purpose: the simulator's own test. In everything that ships planted() is constantly false; one test
// program compiles a few sources anew, with WARDLINK_PLANTED, and chooses by name which invariant to break (tests/sim).
#pragma once

#include <string_view>

namespace wardlink::base {

#ifdef WARDLINK_PLANTED
[[nodiscard]] bool planted(std::string_view bug);
#else
[[nodiscard]] constexpr bool planted(std::string_view) { return false; }
#endif

}  // namespace wardlink::base
