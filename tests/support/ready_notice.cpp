#include "tests/support/ready_notice.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string_view>

namespace wardlink::support {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

ReadyNotice::ReadyNotice(std::filesystem::path path)
    : path_(std::move(path)), socket_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
  if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot listen on " + path_.string());
  }
}

ReadyNotice::~ReadyNotice() {
  close(socket_);
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

bool ReadyNotice::within(milliseconds timeout) const {
  const auto until = steady_clock::now() + timeout;
  for (;;) {
    const auto left = std::chrono::duration_cast<milliseconds>(until - steady_clock::now());
    pollfd wanted{.fd = socket_, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || poll(&wanted, 1, static_cast<int>(left.count())) <= 0) return false;
    std::array<char, 4096> notice{};
    const ssize_t size = recv(socket_, notice.data(), notice.size(), 0);
    if (size > 0 && std::string_view(notice.data(), static_cast<std::size_t>(size)).contains("READY=1")) return true;
  }
}

}  // namespace wardlink::support
