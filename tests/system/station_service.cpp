#include "tests/system/station_service.hpp"

#include <signal.h>

#include <chrono>

namespace wardlink::system_test {

using std::chrono::seconds;

StationService::StationService(const World& world, const std::string& ward, std::filesystem::path state,
                               const std::vector<std::string>& hubs, const std::vector<std::string>& more) {
  // What it says goes to stderr; here it is read.
  std::vector<std::string> command{"/bin/sh", "-c", "exec \"$0\" \"$@\" 2>&1",
                                   (std::filesystem::path(WARDLINK_PROGRAMS_DIR) / "wardlink").string()};
  for (const auto& hub : hubs) command.insert(command.end(), {"--hub", hub});
  command.insert(command.end(),
                 {"--identity", world.station(ward).string(), "--state", state.string(), "--lang", "en", "run"});
  command.insert(command.end(), more.begin(), more.end());
  process_ = std::make_unique<support::Process>(command, world.folder() / "station.errors",
                                                std::vector<std::string>{"XDG_CONFIG_HOME=" + world.folder().string()});
}

bool StationService::says(const std::string& text) {
  while (const auto line = process_->line(read_, seconds{30})) {
    ++read_;
    if (line->text.contains(text)) return true;
  }
  return false;
}

void StationService::kill() {
  process_->signal(SIGKILL);
  process_->wait(seconds{20});
}

int StationService::stop() {
  process_->signal(SIGTERM);
  return process_->wait(seconds{20});
}

int StationService::wait() { return process_->wait(seconds{20}); }

}  // namespace wardlink::system_test
