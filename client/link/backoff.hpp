// How long to wait before trying a hub again.
#pragma once

#include <algorithm>
#include <chrono>

namespace wardlink::link {

/// 0.2 s, doubling to 5 s; each waited between half and the whole of it, so that the stations of a cluster do not all
/// come back in the same instant.
class Backoff {
 public:
  static constexpr std::chrono::milliseconds first{200};
  static constexpr std::chrono::milliseconds longest{5000};

  /// `jitter`: a random number in [0, 1).
  [[nodiscard]] std::chrono::milliseconds next(double jitter) {
    const auto whole = static_cast<double>(step_.count());
    step_ = std::min(2 * step_, longest);
    return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(whole * (0.5 + 0.5 * jitter)));
  }
  void reset() { step_ = first; }

 private:
  std::chrono::milliseconds step_ = first;
};

}  // namespace wardlink::link
