// wardhub: the hub daemon.
#include <fmt/format.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>

#include "hub/app/server.hpp"
#include "hub/app/verification.hpp"
#include "hub/ops/config.hpp"
#include "hub/ops/log.hpp"

namespace {

constexpr int exit_error = 1;
constexpr int exit_usage = 2;

int fail(const std::string& sentence) {
  fmt::print(stderr, "wardhub: {}\n", sentence);
  return exit_error;
}

/// A connection is a descriptor: as many as the system lets us have.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int verify(const wardlink::ops::Config& config) {
  const auto verified = wardlink::app::verify_journal(config);
  if (!verified) return fail(verified.error());
  for (const auto& sentence : *verified) fmt::print("{}\n", sentence);
  return 0;
}

int serve(const wardlink::ops::Config& config, wardlink::app::Server::Options options) {
  wardlink::ops::start_log(config.log_level);
  raise_descriptor_limit();
  wardlink::app::Server server(config, std::move(options));
  if (const auto started = server.start(); !started) return fail(started.error());
  server.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::filesystem::path config_file = "/etc/wardlink/wardhub.toml";
  bool check = false;
  bool print_config = false;
  bool verify_journal = false;
  wardlink::app::Server::Options options{.version = WARDLINK_VERSION};

  CLI::App program("The hub between neighbouring ward stations.", "wardhub");
  program.add_option("--config", config_file, "The configuration file")->capture_default_str();
  program.add_flag("--check", check, "Check the configuration and every file it names, then end");
  program.add_flag("--print-config", print_config, "Print the configuration as it takes effect, then end");
  program.add_flag("--verify-journal", verify_journal,
                   "Verify every entry of the journal and its snapshots, then end; no hub may be serving it");
  program.add_flag("--adopt-restored-journal", options.adopt_restored_journal,
                   "Serve an older copy of the journal that was put back on purpose");
  program.set_version_flag("--version", "wardhub " WARDLINK_VERSION);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : exit_usage;
  }

  try {
    const auto config = wardlink::ops::load_config(config_file, wardlink::ops::environment());
    if (!config) return fail(config.error());
    if (print_config) {
      fmt::print("{}", wardlink::ops::to_toml(*config));
      return 0;
    }
    if (check) {
      const auto checked = wardlink::app::Server::check(*config);
      return checked ? 0 : fail(checked.error());
    }
    if (verify_journal) return verify(*config);
    return serve(*config, std::move(options));
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}
