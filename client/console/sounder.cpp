#include "client/console/sounder.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <cstring>
#include <utility>

namespace wardlink::console {
namespace {

namespace asio = boost::asio;

/// How often a running command is looked at.
constexpr std::chrono::milliseconds look{100};

link::SteadyTime steady_now() { return std::chrono::steady_clock::now(); }

const char* name_of(v1::Urgency urgency) {
  if (urgency == v1::FLASH) return "FLASH";
  return urgency == v1::URGENT ? "URGENT" : "ROUTINE";
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (auto& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

}  // namespace

Sounder::Sounder(const asio::any_io_executor& executor, std::vector<std::string> command)
    : executor_(executor), command_(std::move(command)), changed_(executor) {}

Sounder::~Sounder() {
  if (process_ == 0) return;
  kill(-process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

void Sounder::start(std::function<void(std::exception_ptr)> on_fault) {
  if (command_.empty()) return;
  asio::co_spawn(executor_, run(), [self = shared_from_this(), on_fault](const std::exception_ptr& thrown) {
    if (thrown) on_fault(thrown);
  });
}

void Sounder::set(std::optional<Sound> sound) {
  const bool same = sound.has_value() == sound_.has_value();
  sound_ = sound;
  if (same) return;
  if (!sound_ && !test_) stop();
  changed_.raise();
}

bool Sounder::test() {
  if (command_.empty()) return false;
  test_ = true;
  test_until_ = steady_now() + test_max;
  if (process_ == 0 && !spawn({.urgency = v1::ROUTINE, .alarms = 0})) {
    test_ = false;
    return false;
  }
  changed_.raise();
  return true;
}

bool Sounder::spawn(const Sound& sound) {
  std::vector<std::string> environment;
  for (char** each = environ; *each != nullptr; ++each) environment.emplace_back(*each);
  environment.push_back(std::string("WARDLINK_URGENCY=") + name_of(sound.urgency));
  environment.push_back("WARDLINK_ALARMS=" + std::to_string(sound.alarms));
  std::vector<std::string> arguments = command_;

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
  }
  // The sockets to the hub and to the browsers are not its affair.
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t process = 0;
  const int error = posix_spawnp(&process, arguments.front().c_str(), &actions, &attributes, pointers(arguments).data(),
                                 pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  failed_ = error != 0;
  if (failed_) {
    if (!std::exchange(told_, true)) on_failed(command_.front() + ": " + std::strerror(error));
    return false;
  }
  process_ = process;
  return true;
}

void Sounder::stop() {
  if (process_ != 0) kill(-process_, SIGTERM);
}

asio::awaitable<void> Sounder::run() {
  for (;;) {
    if (process_ != 0) {
      co_await until_ended();
      continue;
    }
    test_ = false;
    if (!sound_) {
      co_await changed_.wait();
      continue;
    }
    const link::SteadyTime next = steady_now() + pause;
    if (spawn(*sound_)) co_await until_ended();
    while (sound_ && process_ == 0 && steady_now() < next) co_await changed_.wait(next);
  }
}

asio::awaitable<void> Sounder::until_ended() {
  bool told_to_end = false;
  link::SteadyTime killed_at{};
  while (waitpid(process_, nullptr, WNOHANG) == 0) {
    const bool wanted = sound_ || (test_ && steady_now() < test_until_);
    if (!wanted && !told_to_end) {
      stop();
      told_to_end = true;
      killed_at = steady_now() + std::chrono::seconds(1);
    }
    if (told_to_end && steady_now() >= killed_at) kill(-process_, SIGKILL);
    co_await changed_.wait(steady_now() + look);
  }
  // What it has started itself must not go on sounding.
  kill(-process_, SIGKILL);
  process_ = 0;
}

}  // namespace wardlink::console
