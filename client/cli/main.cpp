// wardlink: the client program.
#include "client/cli/run.hpp"

int main(int argc, char** argv) {
  return wardlink::cli::run({argv + (argc > 0 ? 1 : 0), argv + argc}, wardlink::cli::process_environment);
}
