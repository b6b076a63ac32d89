// ./dev bench: how long Wardlink takes and how much it carries, beside what the machine allows at all.
#include <fmt/format.h>
#include <sys/utsname.h>

#include <CLI/CLI.hpp>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>
#include <thread>

#include "tests/bench/figures.hpp"
#include "tests/bench/hubs.hpp"
#include "tests/bench/measurements.hpp"

namespace {

using namespace wardlink::bench;

constexpr std::array<std::size_t, 2> windows{256, 1024};

std::string load() {
  std::array<double, 1> average{};
  getloadavg(average.data(), 1);
  return fmt::format("{:.2f}", average[0]);
}

std::string machine() {
  utsname system{};
  uname(&system);
  return fmt::format("{} cores, {} {}, shared by the hub and its clients; load average before {}",
                     std::thread::hardware_concurrency(), system.sysname, system.release, load());
}

void say(int round, int rounds, const char* what) {
  fmt::print(stderr, "round {} of {}: {} (load {})\n", round, rounds, what, load());
}

/// Each round measures everything once, so that a drift of the machine touches all alike.
void measure(Measurements& measurements, Hubs& hubs, const Effort& effort, int rounds) {
  for (int round = 1; round <= rounds; ++round) {
    say(round, rounds, "mutual-TLS echo");
    measurements.echo(hubs.start_echo().hub);
    say(round, rounds, "synced write");
    measurements.sync(hubs.folder());
    {
      const auto floor = hubs.start_durable_floor(effort.journal_bytes);
      say(round, rounds, "latency of the bare hub");
      measurements.latency(floor.hub);
      say(round, rounds, "throughput of the bare hub");
      for (const std::size_t window : windows) measurements.throughput(floor.hub, window);
    }
    const auto real = hubs.start_real();
    say(round, rounds, "latency of wardhub");
    measurements.latency(real.hub);
    say(round, rounds, "throughput of wardhub");
    for (const std::size_t window : windows) measurements.throughput(real.hub, window);
  }
}

int run(const Effort& effort, int rounds, const std::string& json_file) {
  const std::string where = machine();
  Figures figures;
  Hubs hubs;
  Measurements measurements(figures, effort, hubs.identities());
  measure(measurements, hubs, effort, rounds);
  const auto lost = measurements.add_losses();
  fmt::print("{}, after {}; {} rounds\n\n{}", where, load(), rounds, figures.table());
  if (!json_file.empty()) {
    std::ofstream out(json_file);
    out << figures.json(where);
    if (!out.flush()) throw std::runtime_error("cannot write " + json_file);
  }
  if (lost > 0) fmt::print(stderr, "bench: {} messages were lost or repeated\n", lost);
  return lost == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Latency and throughput of a real hub, each beside the floor measured in the same run: what mutual TLS and one\n"
      "synced write cost on this machine, and a bare hub that does nothing else.",
      "wardlink_bench");
  int rounds = 3;
  bool quick = false;
  std::string json_file;
  app.add_option("--rounds", rounds, "Medians are of so many")->check(CLI::Range(1, 100))->capture_default_str();
  app.add_option("--json", json_file, "Writes the figures, every round of them, to a file too");
  app.add_flag("--quick", quick, "One short round: shows that it works, measures nothing worth knowing");
  CLI11_PARSE(app, argc, argv);
  Effort effort;
  if (quick) {
    rounds = 1;
    effort = {.paced_messages = 10,
              .busy_messages = 20,
              .windowed = std::chrono::milliseconds{200},
              .journal_bytes = 8 * 1024 * 1024};
  }
  try {
    std::signal(SIGPIPE, SIG_IGN);
    return run(effort, rounds, json_file);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench: {}\n", error.what());
    return 1;
  }
}
