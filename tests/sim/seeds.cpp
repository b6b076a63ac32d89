#include "tests/sim/seeds.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "tests/sim/process.hpp"
#include "tests/sim/world.hpp"

namespace wardlink::sim {
namespace {

/// Shared by the processes.
struct Tally {
  std::atomic<std::uint64_t> next;  // seed to be taken
  std::atomic<std::uint64_t> played;
  std::atomic<std::uint64_t> entries;
  std::atomic<bool> found;
};

/// Of the machine: every clock of C++ is the simulation's.
double real_seconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// False: it broke a rule.
bool play_one(std::uint64_t seed, const Clusters& clusters, Tally& tally) {
  World world(seed, clusters);
  try {
    world.run();
  } catch (const Violation& violation) {
    fmt::print("seed {}: {}\n  {}\n", seed, violation.what, world.weather().text());
    return false;
  }
  tally.entries += world.entries();
  return true;
}

/// In a process of its own: a seed finds everything as every other seed does, and one that crashes has a name.
bool play_apart(const Run& run, std::uint64_t seed, const Clusters& clusters, Tally& tally) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    const bool well = play_one(seed, clusters, tally);
    std::fflush(nullptr);
    _exit(well ? 0 : 1);
  }
  int status = 0;
  if (waitpid(child, &status, 0) < 0) throw std::runtime_error("cannot wait");
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 1) fmt::print("seed {}: the simulator itself broke down\n", seed);
  fmt::print("replay: {} --seed {}\n", run.program, seed);
  std::fflush(stdout);
  return false;
}

void play_share(const Run& run, const Clusters& clusters, Tally& tally) {
  const bool tell = isatty(STDERR_FILENO) != 0;
  const double begun = real_seconds();
  while (!tally.found && (run.minutes <= 0 || real_seconds() - begun < run.minutes * 60)) {
    const std::uint64_t seed = tally.next++;
    if (seed >= run.first + run.seeds) return;
    if (!play_apart(run, seed, clusters, tally)) tally.found = true;
    const std::uint64_t played = ++tally.played;
    if (tell && played % 100 == 0) fmt::print(stderr, "\r{} of {} evenings ", played, run.seeds);
  }
}

}  // namespace

bool play(const Run& run) {
  void* memory = mmap(nullptr, sizeof(Tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::runtime_error("no shared memory");
  auto& tally = *new (memory) Tally{.next = run.first, .played = 0, .entries = 0, .found = false};
  const auto clusters = Clusters::load();
  const double begun = real_seconds();
  std::vector<pid_t> others;
  for (unsigned job = 1; job < run.jobs; ++job) {
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("cannot fork");
    if (child == 0) {
      play_share(run, clusters, tally);
      std::fflush(nullptr);
      _exit(0);
    }
    others.push_back(child);
  }
  play_share(run, clusters, tally);
  for (const pid_t child : others) {
    int status = 0;
    if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      fmt::print("one of the processes broke down, at a seed before {}\n", tally.next.load());
      tally.found = true;
    }
  }
  fmt::print("{} evenings, {} entries, {:.0f} s\n", tally.played.load(), tally.entries.load(), real_seconds() - begun);
  return tally.found;
}

}  // namespace wardlink::sim
