#include "tests/demo/consoles.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>
#include <stdexcept>

namespace wardlink::demo {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds patience{60};

std::vector<std::string> browser_program(const Consoles& consoles, const fs::path& pictures, const fs::path& wanted) {
  std::vector<std::string> command{"/usr/bin/env", "node", WARDLINK_SOURCE_DIR "/tests/browser/camera.mjs",
                                   pictures.string(), wanted.string()};
  for (const auto& [ward, address] : consoles.addresses()) command.push_back(fmt::format("{}={}", ward, address));
  return command;
}

fs::path pipe_in(const fs::path& folder) {
  fs::path pipe = folder / "camera";
  if (mkfifo(pipe.c_str(), 0600) != 0) throw std::runtime_error("cannot make a pipe for the camera");
  return pipe;
}

}  // namespace

Consoles::Consoles(const support::Deployment& deployment, const std::vector<std::string>& wards) {
  for (const std::string& ward : wards) {
    const fs::path folder = deployment.folder() / "consoles" / ward;
    fs::create_directories(folder);
    const auto command = deployment.as_station(ward, {"--state", (folder / "state").string(), "console", "--port", "0",
                                                      "--people", deployment.people(ward).string()});
    processes_.push_back(std::make_unique<support::Process>(command, folder / "console.log", deployment.environment()));
    for (std::size_t line = 0; !addresses_.contains(ward); ++line) {
      const auto said = processes_.back()->line(line, patience);
      if (!said) throw std::runtime_error(fmt::format("{}'s console did not start, see {}", ward, folder.string()));
      const auto begin = said->text.find("http://127.0.0.1:");
      if (begin == std::string::npos) continue;
      addresses_[ward] = said->text.substr(begin, said->text.find_first_of(" \t\"", begin) - begin);
    }
  }
}

Camera::Camera(const support::Deployment& deployment, const Consoles& consoles, const fs::path& pictures)
    : wanted_(pipe_in(deployment.folder())),
      browser_(browser_program(consoles, pictures, wanted_), deployment.folder() / "camera.log",
               deployment.environment()) {
  hear("ready");
}

void Camera::take(const std::string& name) {
  std::ofstream(wanted_) << name << std::endl;
  hear(name);
}

void Camera::hear(const std::string& what) {
  while (const auto line = browser_.line(read_, patience)) {
    ++read_;
    if (line->text == what) return;
  }
  throw std::runtime_error(fmt::format("the browser took no picture of “{}”", what));
}

}  // namespace wardlink::demo
