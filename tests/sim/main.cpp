// wardlink_sim: plays many evenings, each from one number, and says which of them broke a rule.
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <exception>
#include <optional>

#include "tests/sim/seeds.hpp"
#include "tests/sim/trace.hpp"

namespace wardlink::sim {

#ifdef WARDLINK_PLANTED
extern std::string planted_bug;

void offer_bugs(CLI::App& app) {
  app.add_option("--bug", planted_bug, "planted: finding it is the success")->required();
}
bool expected(bool found) { return found; }
#else
void offer_bugs(CLI::App&) {}
bool expected(bool found) { return !found; }
#endif

}  // namespace wardlink::sim

int main(int argc, char** argv) try {
  using namespace wardlink::sim;
  CLI::App app("Plays evenings of the whole house on a virtual clock, network and disk.");
  Run run{.program = argv[0]};
  std::optional<std::uint64_t> one;
  app.add_option("--seeds", run.seeds, "how many evenings");
  app.add_option("--first-seed", run.first, "where to begin");
  app.add_option("--minutes", run.minutes, "stop after so long, whatever is left");
  app.add_option("--jobs", run.jobs, "evenings at once")->check(CLI::Range(1U, 256U));
  app.add_option("--seed", one, "only this one, told line by line");
  offer_bugs(app);
  CLI11_PARSE(app, argc, argv);
  spdlog::set_level(spdlog::level::off);
  if (one) {
    Trace::on = true;
    run.first = *one;
    run.seeds = 1;
    run.jobs = 1;
  }
  return expected(play(run)) ? 0 : 1;
} catch (const std::exception& failure) {
  fmt::print(stderr, "wardlink_sim: {}\n", failure.what());
  return 2;
}
