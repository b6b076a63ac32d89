#include "tests/support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace wardlink::support {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

/// In the child, where nothing may be allocated any more: never returns. Dies with its parent.
[[noreturn]] void become(char* const* arguments, char* const* environment, int nothing, int output, int errors) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  execve(arguments[0], arguments, environment);
  _exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const std::filesystem::path& errors,
                 const std::vector<std::string>& environment) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  std::vector<char*> variables;
  for (const std::string& variable : environment) variables.push_back(const_cast<char*>(variable.c_str()));
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view name = std::string_view(*variable).substr(0, std::string_view(*variable).find('=') + 1);
    const bool replaced =
        std::ranges::any_of(environment, [&](const std::string& given) { return given.starts_with(name); });
    if (!replaced) variables.push_back(*variable);
  }
  variables.push_back(nullptr);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
  const int log = open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) fail(errors.string());
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0) fail("/dev/null");
  pid_ = fork();
  if (pid_ < 0) fail("fork");
  if (pid_ == 0) become(arguments.data(), variables.data(), nothing, ends[1], log);
  close(nothing);
  close(ends[1]);
  close(log);
  reader_ = std::jthread([this, output = ends[0]] { read(output); });
}

Process::~Process() {
  signal(SIGTERM);
  wait(std::chrono::seconds{10});
}

void Process::read(int output) {
  std::string pending;
  std::array<char, 16384> buffer;
  for (;;) {
    const ssize_t count = ::read(output, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    const auto now = Clock::now();
    pending.append(buffer.data(), static_cast<std::size_t>(count));
    const std::lock_guard lock(mutex_);
    for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
      lines_.push_back({pending.substr(0, end), now});
      pending.erase(0, end + 1);
    }
    changed_.notify_all();
  }
  close(output);
  const std::lock_guard lock(mutex_);
  if (!pending.empty()) lines_.push_back({pending, Clock::now()});
  ended_ = true;
  changed_.notify_all();
}

std::optional<Line> Process::line(std::size_t index, std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, timeout, [&] { return ended_ || lines_.size() > index; });
  if (lines_.size() <= index) return std::nullopt;
  return lines_[index];
}

void Process::signal(int number) const {
  if (!status_) kill(pid_, number);
}

int Process::wait(std::chrono::milliseconds timeout) {
  if (status_) return *status_;
  const int ending = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  pollfd wanted{.fd = ending, .events = POLLIN, .revents = 0};
  if (ending < 0 || poll(&wanted, 1, static_cast<int>(timeout.count())) == 0) kill(pid_, SIGKILL);
  if (ending >= 0) close(ending);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  reader_.join();
  return *status_;
}

}  // namespace wardlink::support
