// The four stations' consoles, as duty officers have them open, and a camera before them.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/deployment.hpp"
#include "tests/support/process.hpp"

namespace wardlink::demo {

/// `wardlink console` of each ward. Throws std::runtime_error where one does not start.
class Consoles {
 public:
  Consoles(const support::Deployment& deployment, const std::vector<std::string>& wards);

  /// By ward: where a browser begins, with the token of this start.
  [[nodiscard]] const std::map<std::string, std::string>& addresses() const { return addresses_; }

 private:
  std::vector<std::unique_ptr<support::Process>> processes_;
  std::map<std::string, std::string> addresses_;
};

/// A real browser in front of each console. Throws std::runtime_error where it cannot see.
class Camera {
 public:
  Camera(const support::Deployment& deployment, const Consoles& consoles, const std::filesystem::path& pictures);

  /// A picture of each console as it stands, DIR/<name>-<ward>.png.
  void take(const std::string& name);

 private:
  void hear(const std::string& what);

  std::filesystem::path wanted_;  // the browser's program reads here what to take
  support::Process browser_;
  std::size_t read_ = 0;
};

}  // namespace wardlink::demo
