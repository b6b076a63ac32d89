#include "hub/base/panic.hpp"

#include <cstdio>
#include <cstdlib>

namespace wardlink::base {

void panic(std::string_view what, std::source_location where) {
  std::fprintf(stderr, "panic: %.*s (%s:%u)\n", static_cast<int>(what.size()), what.data(), where.file_name(),
               static_cast<unsigned>(where.line()));
  std::abort();
}

}  // namespace wardlink::base
