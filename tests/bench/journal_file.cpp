#include "tests/bench/journal_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace wardlink::bench {
namespace {

constexpr std::size_t buffer_bytes = 1024 * 1024;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

JournalFile::JournalFile(const std::filesystem::path& path, std::size_t bytes)
    : file_(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_DIRECT | O_CLOEXEC, 0600)),
      bytes_(std::max(buffer_bytes, bytes / buffer_bytes * buffer_bytes)),
      buffer_(static_cast<char*>(std::aligned_alloc(block_bytes, buffer_bytes))) {
  if (file_ < 0) fail("a file with O_DIRECT (TMPDIR must be on a disk)");
  std::memset(buffer_.get(), 0, buffer_bytes);
  while (at_ < bytes_) put(buffer_bytes);
  if (fsync(file_) != 0) fail("fsync");
}

JournalFile::~JournalFile() { close(file_); }

void JournalFile::write(std::string_view data) {
  while (!data.empty()) {
    const std::size_t count = std::min(data.size(), buffer_bytes);
    std::memcpy(buffer_.get(), data.data(), count);
    data.remove_prefix(count);
    put((count + block_bytes - 1) / block_bytes * block_bytes);
  }
  if (fdatasync(file_) != 0) fail("fdatasync");
}

/// The first bytes of the buffer, whole blocks.
void JournalFile::put(std::size_t bytes) {
  if (at_ + bytes > bytes_) at_ = 0;
  if (pwrite(file_, buffer_.get(), bytes, static_cast<off_t>(at_)) != static_cast<ssize_t>(bytes)) fail("pwrite");
  at_ += bytes;
}

}  // namespace wardlink::bench
