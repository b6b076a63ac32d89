// A broken invariant ends the process, always: the journal has the truth and a restart finds it again.
#pragma once

#include <source_location>
#include <string_view>

namespace wardlink::base {

[[noreturn]] void panic(std::string_view what, std::source_location where = std::source_location::current());

/// Panics unless `holds`. Stays on in every build.
inline void check(bool holds, std::string_view what, std::source_location where = std::source_location::current()) {
  if (!holds) panic(what, where);
}

}  // namespace wardlink::base
