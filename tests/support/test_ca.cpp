#include "tests/support/test_ca.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace wardlink::support {

namespace fs = std::filesystem;

CommandResult run_shell(const std::string& command) {
  FILE* pipe = popen(fmt::format("( {} ) 2>&1 </dev/null", command).c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("popen");
  CommandResult result;
  std::array<char, 4096> piece;
  while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), pipe)) {
    result.output.append(piece.data(), count);
  }
  const int status = pclose(pipe);
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (fs::temp_directory_path() / "wardlink-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

TestCa::TestCa() { must("init"); }

CommandResult TestCa::tool(const std::string& arguments) const {
  return run_shell(fmt::format("'{}/certs/wardlink-ca' --dir '{}' {}", WARDLINK_SOURCE_DIR, dir().string(), arguments));
}

void TestCa::must(const std::string& arguments) const {
  const auto result = tool(arguments);
  if (result.status != 0) throw std::runtime_error("wardlink-ca " + arguments + ": " + result.output);
}

fs::path TestCa::hub() {
  const auto made = dir() / "issued/hub/hub";
  if (!fs::exists(made)) must("hub");
  return made;
}

fs::path TestCa::station(const std::string& name, const std::string& options) {
  must(fmt::format("station t11 quan-hoa {} {}", name, options));
  return dir() / "issued/t11/quan-hoa/station" / name;
}

fs::path TestCa::odd(const std::string& name, const std::string& extensions) {
  const auto made = scratch() / name;
  fs::create_directory(made);
  std::ofstream(made / "extensions.cnf") << extensions;
  const auto result = run_shell(
      fmt::format("set -e; cd '{0}'; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem; "
                  "openssl req -new -key key.pem -subj /CN=odd -out request.pem; cp '{1}/ca.pem' .; "
                  "openssl x509 -req -in request.pem -CA ca.pem -CAkey '{1}/ca-key.pem' -days 1 -extfile "
                  "extensions.cnf -out cert.pem",
                  made.string(), dir().string()));
  if (result.status != 0) throw std::runtime_error("openssl: " + result.output);
  return made;
}

}  // namespace wardlink::support
