#include "client/cli/passphrase.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>

namespace wardlink::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;
void interrupt(int /*signal*/) { interrupted = 1; }

/// The terminal without echo, and interrupts that end the reading instead of the program, while this lives.
class SilentTerminal {
 public:
  explicit SilentTerminal(int terminal) : terminal_(terminal) {
    interrupted = 0;
    struct sigaction action = {};
    action.sa_handler = interrupt;  // without SA_RESTART: a read ends
    sigaction(SIGINT, &action, &signal_before_);
    if (tcgetattr(terminal_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ECHONL;
    changed_ = tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (changed_) tcsetattr(terminal_, TCSAFLUSH, &before_);
    sigaction(SIGINT, &signal_before_, nullptr);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  int terminal_;
  bool changed_ = false;
  termios before_{};
  struct sigaction signal_before_ = {};
};

std::expected<std::string, NoPassphrase> read_line(int terminal) {
  std::string line;
  for (;;) {
    char byte = 0;
    const ssize_t got = read(terminal, &byte, 1);
    if (interrupted != 0) return std::unexpected(NoPassphrase::interrupted);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::unexpected(NoPassphrase::no_terminal);
    if (byte == '\n') return line;
    line += byte;
  }
}

}  // namespace

std::expected<std::string, NoPassphrase> read_passphrase(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line)) return std::unexpected(NoPassphrase::unreadable);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::expected<std::string, NoPassphrase> prompt_passphrase(const std::string& prompt) {
  const int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0) return std::unexpected(NoPassphrase::no_terminal);
  std::expected<std::string, NoPassphrase> line = std::unexpected(NoPassphrase::no_terminal);
  {
    const SilentTerminal silent(terminal);
    if (write(terminal, prompt.data(), prompt.size()) >= 0) line = read_line(terminal);
  }
  close(terminal);
  return line;
}

}  // namespace wardlink::cli
