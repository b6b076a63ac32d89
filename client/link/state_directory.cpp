#include "client/link/state_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace wardlink::link {
namespace {

namespace fs = std::filesystem;
using Local = boost::asio::local::stream_protocol;

auto unusable(const fs::path& path, const std::string& detail) {
  return std::unexpected(
      StateDirectory::Fault{.why = StateDirectory::Why::unusable, .detail = path.string() + ": " + detail});
}

}  // namespace

std::expected<StateDirectory, StateDirectory::Fault> StateDirectory::lock(const fs::path& named) {
  std::error_code error;
  fs::path path = fs::absolute(named, error).lexically_normal();
  if (error) return unusable(named, error.message());
  if (!path.has_filename()) path = path.parent_path();  // named with a slash at its end
  fs::create_directories(path.parent_path(), error);
  if (error) return unusable(path, error.message());
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return unusable(path, std::strerror(errno));
  struct stat is = {};
  if (stat(path.c_str(), &is) != 0) return unusable(path, std::strerror(errno));
  if (!S_ISDIR(is.st_mode)) return unusable(path, "not a directory");
  if (is.st_uid != geteuid()) return unusable(path, "belongs to another user");
  if ((is.st_mode & 077U) != 0) return unusable(path, "others may enter it: chmod 700");

  const fs::path file = path / "lock";
  const int lock = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) return unusable(file, std::strerror(errno));
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    close(lock);
    if (reason != EWOULDBLOCK) return unusable(file, std::strerror(reason));
    return std::unexpected(Fault{.why = Why::in_use, .detail = path.string()});
  }
  return StateDirectory(path, lock);
}

StateDirectory::StateDirectory(StateDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

StateDirectory::~StateDirectory() {
  if (lock_ >= 0) close(lock_);
}

Local::acceptor StateDirectory::listen(const boost::asio::any_io_executor& executor) const {
  const SocketName socket(path_);
  unlink(socket.name().c_str());
  Local::acceptor acceptor(executor);
  acceptor.open();
  // Before it is bound nobody can reach it; the directory keeps others out in any case.
  fchmod(acceptor.native_handle(), 0600);
  acceptor.bind(Local::endpoint(socket.name()));
  chmod(socket.name().c_str(), 0600);
  acceptor.listen();
  return acceptor;
}

SocketName::SocketName(const fs::path& state)
    : directory_(open(state.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)),
      name_(directory_ < 0 ? "" : "/proc/self/fd/" + std::to_string(directory_) + "/service.sock") {}

SocketName::~SocketName() {
  if (directory_ >= 0) close(directory_);
}

bool same_owner(Local::socket& socket) {
  ucred peer = {};
  socklen_t bytes = sizeof peer;
  if (getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &bytes) != 0) return false;
  return peer.uid == geteuid() || peer.uid == 0;
}

}  // namespace wardlink::link
