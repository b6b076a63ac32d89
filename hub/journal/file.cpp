#include "hub/journal/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "hub/base/panic.hpp"

namespace wardlink::journal {
namespace {

std::string failed(const std::filesystem::path& path, std::string_view doing) {
  return fmt::format("{} cannot be {}: {}", path.string(), doing, std::generic_category().message(errno));
}

}  // namespace

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::expected<File, std::string> open_or_create(const std::filesystem::path& path) {
  File file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (file.descriptor() >= 0) return file;
  if (errno != ENOENT) return std::unexpected(failed(path, "opened"));

  file = File(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (file.descriptor() < 0) return std::unexpected(failed(path, "made"));
  // The name itself must survive a power cut.
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.descriptor() < 0 || ::fsync(directory.descriptor()) != 0) {
    return std::unexpected(failed(folder, "synced"));
  }
  return file;
}

std::expected<File, std::string> lock_file(const std::filesystem::path& path) {
  auto file = open_or_create(path);
  if (!file) return file;
  if (::flock(file->descriptor(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return std::unexpected(failed(path, "locked"));
    return std::unexpected(fmt::format("{} is locked: another hub has this journal open", path.string()));
  }
  return file;
}

std::expected<void, std::string> set_aside(const std::filesystem::path& path, std::uintmax_t bytes) {
  const auto file = open_or_create(path);
  if (!file) return std::unexpected(file.error());
  const std::vector<char> zeros(std::size_t{1} << 20);
  for (std::uintmax_t at = file_bytes(path); at < bytes;) {
    const std::size_t piece = std::min(zeros.size(), static_cast<std::size_t>(bytes - at));
    const ssize_t written = ::pwrite(file->descriptor(), zeros.data(), piece, static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return std::unexpected(failed(path, "given its room"));
    at += static_cast<std::uintmax_t>(written);
  }
  // What is in the file already may not be on the disk either: nobody knows what a failed sync lost of it.
  if (::fsync(file->descriptor()) != 0) base::panic("journal: " + failed(path, "synced"));
  return {};
}

std::uintmax_t file_bytes(const std::filesystem::path& path) {
  std::error_code missing;
  const std::uintmax_t bytes = std::filesystem::file_size(path, missing);
  return missing ? 0 : bytes;
}

}  // namespace wardlink::journal
