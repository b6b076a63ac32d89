// A disk that fails on demand under a real program, which is started with this library preloaded and
// WARDLINK_DISK_SHIM naming a folder. Only files whose name begins with "journal.db" are concerned:
//
//     full         while it is there, no such file can grow: ENOSPC
//     sync-fails   names a file: its syncs fail with EIO
//     hold         whoever has it locked exclusively keeps the write-ahead log's syncs waiting
//     holding      a FIFO that says one byte when a sync begins to wait
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

std::string control(std::string_view name) {
  const char* folder = std::getenv("WARDLINK_DISK_SHIM");
  return folder == nullptr ? std::string() : std::string(folder) + '/' + std::string(name);
}

/// Its name, where it is a file of the journal; else empty.
std::string journal_file(int descriptor) {
  std::array<char, 4096> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
  if (size <= 0) return {};
  const std::string_view whole(path.data(), static_cast<std::size_t>(size));
  const std::string_view name = whole.substr(whole.rfind('/') + 1);
  return std::string(name.substr(0, 10) == "journal.db" ? name : std::string_view());
}

std::string content(const std::string& path) {
  std::array<char, 256> bytes{};
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  const ssize_t size = ::read(file, bytes.data(), bytes.size());
  ::close(file);
  return {bytes.data(), static_cast<std::size_t>(size > 0 ? size : 0)};
}

bool grows_a_full_disk(int descriptor, std::size_t bytes, off_t offset) {
  if (::access(control("full").c_str(), F_OK) != 0 || journal_file(descriptor).empty()) return false;
  struct stat now{};
  return ::fstat(descriptor, &now) == 0 && offset + static_cast<off_t>(bytes) > now.st_size;
}

void wait_while_held() {
  const int hold = ::open(control("hold").c_str(), O_RDONLY | O_CLOEXEC);
  if (hold < 0) return;
  if (::flock(hold, LOCK_SH | LOCK_NB) != 0) {
    const int holding = ::open(control("holding").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    const bool told = holding >= 0 && ::write(holding, "h", 1) == 1;
    if (holding >= 0) ::close(holding);
    if (told) ::flock(hold, LOCK_SH);
  }
  ::close(hold);
}

template <typename Sync>
int sync(Sync really, int descriptor) {
  const std::string name = journal_file(descriptor);
  if (!name.empty() && content(control("sync-fails")) == name) {
    errno = EIO;
    return -1;
  }
  if (name == "journal.db-wal") wait_while_held();
  return really(descriptor);
}

using Write = ssize_t (*)(int, const void*, std::size_t, off_t);
using Sync = int (*)(int);

ssize_t write(Write really, int descriptor, const void* data, std::size_t bytes, off_t offset) {
  if (grows_a_full_disk(descriptor, bytes, offset)) {
    errno = ENOSPC;
    return -1;
  }
  return really(descriptor, data, bytes, offset);
}

}  // namespace

extern "C" {

ssize_t pwrite(int descriptor, const void* data, std::size_t bytes, off_t offset) {
  static const auto really = next<Write>("pwrite");
  return write(really, descriptor, data, bytes, offset);
}

ssize_t pwrite64(int descriptor, const void* data, std::size_t bytes, off64_t offset) {
  static const auto really = next<Write>("pwrite64");
  return write(really, descriptor, data, bytes, offset);
}

int fsync(int descriptor) {
  static const auto really = next<Sync>("fsync");
  return sync(really, descriptor);
}

int fdatasync(int descriptor) {
  static const auto really = next<Sync>("fdatasync");
  return sync(really, descriptor);
}
}
