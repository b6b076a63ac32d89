// Randomness, as a port: the simulation brings its own.
#pragma once

#include <array>
#include <cstdint>

namespace wardlink::app {

class Random {
 public:
  virtual ~Random() = default;
  /// Unpredictable bytes, as a UUIDv7 wants them.
  [[nodiscard]] virtual std::array<std::uint8_t, 10> ten_bytes() = 0;
};

/// The operating system's.
class SystemRandom final : public Random {
 public:
  [[nodiscard]] std::array<std::uint8_t, 10> ten_bytes() override;
};

}  // namespace wardlink::app
