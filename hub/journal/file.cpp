#include "hub/journal/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
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
  if (const auto synced = sync_folder_of(path); !synced) return std::unexpected(synced.error());
  return file;
}

std::expected<void, std::string> sync_folder_of(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.descriptor() < 0 || ::fsync(directory.descriptor()) != 0) {
    return std::unexpected(failed(folder, "synced"));
  }
  return {};
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
  std::vector<char> piece(std::size_t{1} << 20);
  const std::uintmax_t there = file_bytes(path);
  for (std::uintmax_t at = 0; at < std::max(there, bytes);) {
    const std::uintmax_t end = at < there ? there : bytes;
    const std::size_t count = std::min(piece.size(), static_cast<std::size_t>(end - at));
    std::ranges::fill(piece, '\0');
    if (at < there &&
        ::pread(file->descriptor(), piece.data(), count, static_cast<off_t>(at)) != static_cast<ssize_t>(count)) {
      return std::unexpected(failed(path, "read"));
    }
    if (const auto written = write_at(*file, {piece.data(), count}, at); !written) {
      return std::unexpected(fmt::format("{} cannot be given its room: {}", path.string(), written.error()));
    }
    at += count;
  }
  if (::fsync(file->descriptor()) != 0) base::panic("journal: " + failed(path, "synced"));
  return {};
}

std::expected<void, std::string> write_at(const File& file, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file.descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return std::unexpected(std::generic_category().message(errno));
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

std::expected<void, std::string> sync_data(const File& file) {
  if (::fdatasync(file.descriptor()) == 0) return {};
  return std::unexpected(std::generic_category().message(errno));
}

std::expected<void, std::string> reserve(const File& file, std::uint64_t bytes) {
  const int error = ::posix_fallocate(file.descriptor(), 0, static_cast<off_t>(bytes));
  if (error == 0) return {};
  return std::unexpected(std::generic_category().message(error));
}

std::expected<std::optional<std::string>, std::string> read_file(const std::filesystem::path& path,
                                                                 std::size_t bytes_max) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::string bytes(bytes_max, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (file.bad() || !file.is_open()) return std::unexpected(fmt::format("{} cannot be read", path.string()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

std::uintmax_t file_bytes(const std::filesystem::path& path) {
  std::error_code missing;
  const std::uintmax_t bytes = std::filesystem::file_size(path, missing);
  return missing ? 0 : bytes;
}

}  // namespace wardlink::journal
