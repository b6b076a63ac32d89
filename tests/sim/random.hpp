// Chance, the same for the same seed on every machine.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wardlink::sim {

/// SplitMix64: its state is one number, and every number makes a good one.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  /// In [0, n); n > 0.
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  /// Both inclusive.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }
  bool chance(unsigned permille) { return below(1000) < permille; }
  template <typename Items>
  const auto& one_of(const Items& items) {
    return items[static_cast<decltype(items.size())>(below(static_cast<std::uint64_t>(items.size())))];
  }
  std::chrono::microseconds up_to(std::chrono::microseconds most) {
    return std::chrono::microseconds(between(0, most.count()));
  }
  /// Its own source for a part of the world, so that one part's draws do not shift another's.
  Random fork() { return Random(next()); }

 private:
  std::uint64_t state_;
};

}  // namespace wardlink::sim
