// The simulator's panic: the simulated process ends, the simulator does not.
#include "hub/base/panic.hpp"

#include <fmt/format.h>

#include "tests/sim/process.hpp"

namespace wardlink::base {

void panic(std::string_view what, std::source_location where) {
  throw sim::ProcessEnded{fmt::format("{} ({}:{})", what, where.file_name(), where.line())};
}

}  // namespace wardlink::base
