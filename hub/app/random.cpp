#include "hub/app/random.hpp"

#include <sys/random.h>

#include "hub/base/panic.hpp"

namespace wardlink::app {

std::array<std::uint8_t, 10> SystemRandom::ten_bytes() {
  std::array<std::uint8_t, 10> bytes{};
  const auto got = getrandom(bytes.data(), bytes.size(), 0);
  base::check(got == static_cast<ssize_t>(bytes.size()), "the operating system has no randomness");
  return bytes;
}

}  // namespace wardlink::app
