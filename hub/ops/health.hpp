// Whether the hub is alive and ready, for whoever asks from outside its core thread.
#pragma once

#include <atomic>
#include <chrono>

namespace wardlink::ops {

/// Any thread.
class Health {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds silence_max{5};

  /// The core's own sign of life, several times a second.
  void beat() { last_beat_ = Clock::now().time_since_epoch().count(); }
  [[nodiscard]] bool alive(Clock::time_point now = Clock::now()) const {
    return now - Clock::time_point(Clock::duration(last_beat_.load())) <= silence_max;
  }

  /// Peers are let in.
  std::atomic<bool> serving = false;
  /// New peers can be judged: false while there is no usable revocation list.
  std::atomic<bool> admitting = true;
  /// The revocation list in force should have been renewed: it is applied all the same.
  std::atomic<bool> crl_expired = false;
  /// The last commit was taken: false while the disk is full.
  std::atomic<bool> durable = true;

 private:
  std::atomic<Clock::rep> last_beat_ = Clock::now().time_since_epoch().count();
};

}  // namespace wardlink::ops
