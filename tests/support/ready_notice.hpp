// Where a daemon says that it is ready, as it would to systemd.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace wardlink::support {

/// Listens while it lives. std::runtime_error where the socket cannot be made.
class ReadyNotice {
 public:
  explicit ReadyNotice(std::filesystem::path path);
  ReadyNotice(const ReadyNotice&) = delete;
  ReadyNotice& operator=(const ReadyNotice&) = delete;
  ~ReadyNotice();

  /// What the daemon is to be started with.
  [[nodiscard]] std::vector<std::string> environment() const { return {"NOTIFY_SOCKET=" + path_.string()}; }
  /// Waits for READY=1.
  [[nodiscard]] bool within(std::chrono::milliseconds timeout) const;

 private:
  std::filesystem::path path_;
  int socket_;
};

}  // namespace wardlink::support
