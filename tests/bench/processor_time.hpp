// The processor time of a process, its own and the kernel's for it.
#pragma once

#include <sys/types.h>

namespace wardlink::bench {

/// From its making on. Ticks of 10 ms (/proc/PID/stat).
class ProcessorTime {
 public:
  /// std::runtime_error where there is no such process.
  explicit ProcessorTime(pid_t pid);

  [[nodiscard]] double seconds_since() const;

 private:
  pid_t pid_;
  double before_s_;
};

}  // namespace wardlink::bench
