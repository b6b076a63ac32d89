// ./dev demo: a real hub, four real stations and their officers play the T11 evening on this machine.
#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string_view>

#include "tests/demo/evening.hpp"
#include "tests/support/deployment.hpp"

namespace {

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

void stay_open(const Deployment& deployment) {
  fmt::print("\nThe hub goes on at {} until Ctrl+C. In another terminal, follow a station, or act as an officer:\n\n",
             deployment.hub_address());
  fmt::print("  export {}\n", fmt::join(deployment.environment(), " "));
  for (const char* ward : {"quan-hoa", "nghia-do", "cong-vi", "vinh-phuc"}) {
    fmt::print("  {}\n", fmt::join(deployment.as_station(ward, {"watch"}), " "));
  }
  fmt::print("  {}\n\n", fmt::join(deployment.as_officer("quan-hoa", {"list"}), " "));
  wait_for_interrupt();
}

int run(bool once) {
  Deployment deployment(fs::read_symlink("/proc/self/exe").parent_path());
  fmt::print(
      "Making a throw-away CA and the identities of four wards, starting the hub and four stations …\n"
      "Times are from the hub's decision to the line on the station's screen; in brackets from the officer's Enter:\n"
      "starting the program, unlocking the key and the TLS handshake are in it.\n");
  deployment.make_identities("hoa-do-phuc-vi", {"quan-hoa", "nghia-do", "cong-vi", "vinh-phuc"});
  deployment.start_hub();
  Evening evening(deployment);
  evening.play();
  fmt::print("\n{}\n", evening.faults() == 0 ? "All as the regulation wants it."
                                             : fmt::format("{} things are not as they should be.", evening.faults()));
  if (!once) stay_open(deployment);
  return evening.faults() == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  const bool once = count == 2 && std::string_view(arguments[1]) == "--once";
  if (count > 1 && !once) {
    fmt::print(stderr, "usage: ./dev demo [--once]\n");
    return 2;
  }
  setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  try {
    return run(once);
  } catch (const std::exception& error) {
    fmt::print(stderr, "demo: {}\n", error.what());
    return 1;
  }
}
