// wardlink_sim: plays many evenings, each from one number, and says which of them broke a rule.
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <cstdint>
#include <cstdio>
#include <optional>

#include "tests/sim/process.hpp"
#include "tests/sim/trace.hpp"
#include "tests/sim/world.hpp"

int main(int argc, char** argv) {
  using namespace wardlink::sim;
  CLI::App options("Plays evenings of the whole house on a virtual clock, network and disk.");
  std::uint64_t seeds = 1000;
  std::uint64_t first = 1;
  std::optional<std::uint64_t> one;
  options.add_option("--seeds", seeds, "how many");
  options.add_option("--first-seed", first, "where to begin");
  options.add_option("--seed", one, "only this one, told line by line");
  CLI11_PARSE(options, argc, argv);
  spdlog::set_level(spdlog::level::off);
  Trace::on = one.has_value();
  if (one) {
    first = *one;
    seeds = 1;
  }
  const auto clusters = Clusters::load();
  std::uint64_t entries = 0;
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    World world(seed, clusters);
    try {
      world.run();
      entries += world.entries();
    } catch (const Violation& violation) {
      fmt::print("seed {}: {}\n  {}\nreplay: {} --seed {}\n", seed, violation.what, world.weather().text(), argv[0],
                 seed);
      return 1;
    }
  }
  fmt::print("{} seeds, {} entries\n", seeds, entries);
}
