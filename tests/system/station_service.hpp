// A real `wardlink run`, and what it says.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/system/world.hpp"

namespace wardlink::system_test {

class StationService {
 public:
  /// Begins to run. `hubs`: HOST:PORT each, the first tried first.
  StationService(const World& world, const std::string& ward, std::filesystem::path state,
                 const std::vector<std::string>& hubs, const std::vector<std::string>& more = {});

  /// Reads on until it says so. False: it ended, or half a minute has passed.
  [[nodiscard]] bool says(const std::string& text);
  void kill();
  /// SIGTERM, and its exit status.
  int stop();
  /// For one that ends by itself.
  int wait();

 private:
  std::unique_ptr<support::Process> process_;
  std::size_t read_ = 0;
};

}  // namespace wardlink::system_test
