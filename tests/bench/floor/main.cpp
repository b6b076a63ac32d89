// wardlink_floor: the bare hub as a program of its own, so that its processor time can be told apart.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>

#include "tests/bench/floor/bare_hub.hpp"

int main(int argc, char** argv) {
  CLI::App app("The floor the bench compares Wardlink with. Prints its port.", "wardlink_floor");
  wardlink::bench::BareHub::Options options;
  app.add_option("--identity", options.identity, "Folder of cert.pem, key.pem and ca.pem")->required();
  app.add_option("--journal", options.journal, "Where messages are made durable");
  app.add_option("--journal-bytes", options.journal_bytes, "Room taken beforehand");
  app.add_flag("--echo", options.echo, "A message goes back to its sender");
  CLI11_PARSE(app, argc, argv);
  try {
    std::signal(SIGPIPE, SIG_IGN);
    wardlink::bench::BareHub hub(options);
    fmt::print("{}\n", hub.port());
    std::fflush(stdout);
    hub.serve();
  } catch (const std::exception& error) {
    fmt::print(stderr, "wardlink_floor: {}\n", error.what());
    return 1;
  }
}
