#include "tests/bench/processor_time.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace wardlink::bench {
namespace {

double used_s(pid_t pid) {
  const std::string path = fmt::format("/proc/{}/stat", pid);
  std::ifstream file(path);
  std::string line;
  // The program's name, in brackets, may hold blanks: count the fields behind it.
  if (!std::getline(file, line) || line.rfind(')') == std::string::npos) {
    throw std::runtime_error(path + " cannot be read");
  }
  std::istringstream rest(line.substr(line.rfind(')') + 2));
  const std::vector<std::string> fields{std::istream_iterator<std::string>(rest), {}};
  constexpr std::size_t utime = 11;
  constexpr std::size_t stime = 12;
  const auto ticks = std::stoull(fields.at(utime)) + std::stoull(fields.at(stime));
  return static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

ProcessorTime::ProcessorTime(pid_t pid) : pid_(pid), before_s_(used_s(pid)) {}

double ProcessorTime::seconds_since() const { return used_s(pid_) - before_s_; }

}  // namespace wardlink::bench
