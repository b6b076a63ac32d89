// One piece of work at a time, beside the caller. In the hub a thread does it; the simulation does it in its own time.
#pragma once

#include <functional>
#include <memory>

namespace wardlink::journal {

/// One owner thread calls all of it.
class Background {
 public:
  Background();
  /// Waits for what is under way.
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// At most one piece is under way: call wait() first.
  void start(std::function<void()> work);
  /// Returns when nothing is under way.
  void wait();

 private:
  struct Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace wardlink::journal
