// Which bug this run is to find.
#include <string>

#include "hub/base/planted.hpp"

namespace wardlink::sim {

std::string planted_bug;

}  // namespace wardlink::sim

namespace wardlink::base {

bool planted(std::string_view bug) { return bug == sim::planted_bug; }

}  // namespace wardlink::base
