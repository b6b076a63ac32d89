// Programs run by a program: their lines as they come, each stamped when it was read.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace wardlink::support {

using Clock = std::chrono::system_clock;

struct Line {
  std::string text;
  Clock::time_point at;
};

/// A running program. Its standard output is read line by line on a thread of its own; its errors are added to a file.
/// It does not outlive this object.
class Process {
 public:
  /// `environment`: NAME=VALUE, besides this program's own.
  Process(const std::vector<std::string>& command, const std::filesystem::path& errors,
          const std::vector<std::string>& environment = {});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  /// Line `index` (from 0) of its output; nothing when the program ends or `timeout` passes before that.
  [[nodiscard]] std::optional<Line> line(std::size_t index, std::chrono::milliseconds timeout);
  [[nodiscard]] pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// Its exit status, 128 + the signal that ended it; ends it by force after `timeout`.
  int wait(std::chrono::milliseconds timeout);
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }  // after wait()

 private:
  void read(int output);

  pid_t pid_ = -1;
  std::optional<int> status_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Line> lines_;
  bool ended_ = false;
  std::jthread reader_;
};

}  // namespace wardlink::support
