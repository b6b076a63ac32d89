// ./dev demo: a real hub, four real stations and their officers play the T11 evening on this machine.
#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/demo/consoles.hpp"
#include "tests/demo/evening.hpp"
#include "tests/support/deployment.hpp"

namespace {

using wardlink::demo::Camera;
using wardlink::demo::Consoles;
using wardlink::demo::Evening;
using wardlink::support::Deployment;
namespace fs = std::filesystem;

void wait_for_interrupt() {
  sigset_t interrupts;
  sigemptyset(&interrupts);
  sigaddset(&interrupts, SIGINT);
  sigaddset(&interrupts, SIGTERM);
  sigprocmask(SIG_BLOCK, &interrupts, nullptr);
  int which = 0;
  sigwait(&interrupts, &which);
}

const std::vector<std::string> wards{"quan-hoa", "nghia-do", "cong-vi", "vinh-phuc"};

struct Wish {
  bool once = false;
  std::optional<fs::path> pictures{};
};

void stay_open(const Deployment& deployment, const Consoles& consoles) {
  fmt::print("\nThe hub and the four consoles go on until Ctrl+C. Open one in a browser on this machine:\n\n");
  for (const auto& [ward, address] : consoles.addresses()) fmt::print("  {:<10} {}\n", ward, address);
  fmt::print("\nTo sign in there, the passphrase of “{}” is: {}\n", Deployment::officer, Deployment::passphrase);
  fmt::print("\nOr from another terminal, follow a station or act as an officer (the hub is at {}):\n\n",
             deployment.hub_address());
  fmt::print("  export {}\n", fmt::join(deployment.environment(), " "));
  fmt::print("  {}\n", fmt::join(deployment.as_station("quan-hoa", {"watch"}), " "));
  fmt::print("  {}\n\n", fmt::join(deployment.as_officer("quan-hoa", {"list"}), " "));
  wait_for_interrupt();
}

int run(const Wish& wish) {
  Deployment deployment(fs::read_symlink("/proc/self/exe").parent_path());
  fmt::print(
      "Making a throw-away CA and the identities of four wards, starting the hub, four stations and four consoles …\n"
      "Times are from the hub's decision to the line on the station's screen; in brackets from the officer's Enter:\n"
      "starting the program, unlocking the key and the TLS handshake are in it.\n");
  deployment.make_identities("hoa-do-phuc-vi", wards);
  deployment.start_hub();
  const Consoles consoles(deployment, wards);
  std::optional<Camera> camera;
  if (wish.pictures) camera.emplace(deployment, consoles, fs::absolute(*wish.pictures));
  Evening evening(deployment, [&](const std::string& step) {
    if (camera) camera->take(step);
  });
  evening.play();
  fmt::print("\n{}\n", evening.faults() == 0 ? "All as the regulation wants it."
                                             : fmt::format("{} things are not as they should be.", evening.faults()));
  if (wish.pictures) fmt::print("The consoles' pictures are in {}.\n", wish.pictures->string());
  if (!wish.once) stay_open(deployment, consoles);
  return evening.faults() == 0 ? 0 : 1;
}

std::optional<Wish> read(const std::vector<std::string_view>& arguments) {
  Wish wish;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--once") {
      wish.once = true;
    } else if (arguments[i] == "--screenshots" && i + 1 < arguments.size()) {
      wish.pictures = arguments[++i];
    } else {
      return std::nullopt;
    }
  }
  return wish;
}

}  // namespace

int main(int count, char** arguments) {
  const auto wish = read({arguments + 1, arguments + count});
  if (!wish) {
    fmt::print(stderr, "usage: ./dev demo [--once] [--screenshots DIR]\n");
    return 2;
  }
  setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  try {
    return run(*wish);
  } catch (const std::exception& error) {
    fmt::print(stderr, "demo: {}\n", error.what());
    return 1;
  }
}
