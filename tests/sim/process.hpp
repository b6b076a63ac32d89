// How a simulated process ends, and how the simulation itself finds fault.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

namespace wardlink::sim {

/// Thrown by panic(): the process is gone, its disk stays as it is.
struct ProcessEnded {
  std::string why;
};

/// Something that must hold always did not.
struct Violation {
  std::string what;
};

template <typename... Arguments>
void must(bool holds, fmt::format_string<Arguments...> what, Arguments&&... arguments) {
  if (!holds) throw Violation{fmt::format(what, std::forward<Arguments>(arguments)...)};
}

}  // namespace wardlink::sim
