// The few file operations a journal needs besides its database. Every file made is readable by its owner alone. The
// simulation has its own, over a disk that crashes (tests/sim).
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wardlink::journal {

/// An open file descriptor, closed with the object.
class File {
 public:
  File() = default;
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~File();

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

/// Opens for reading and writing, making the file (0600) and syncing its directory where it is missing. The error is a
/// sentence that names the file.
[[nodiscard]] std::expected<File, std::string> open_or_create(const std::filesystem::path& path);

/// The names in the folder of `path` are on the disk: what was made, renamed or removed there stays so.
[[nodiscard]] std::expected<void, std::string> sync_folder_of(const std::filesystem::path& path);

/// Takes the exclusive lock of `path`, held until the file is closed; the error says that another process has it.
[[nodiscard]] std::expected<File, std::string> lock_file(const std::filesystem::path& path);

/// Gives a file, made where it is missing, at least so many bytes, the new ones zeros that are on the disk when this
/// returns: writes into them later need no more room and no change to the file's own record. What is there already is
/// written again: after a sync that failed the kernel shows it and takes it for written, and the next loss of power
/// takes it away. Nobody else may write to the file meanwhile. The error says that there is no room; a sync that fails
/// ends the process.
[[nodiscard]] std::expected<void, std::string> set_aside(const std::filesystem::path& path, std::uintmax_t bytes);

/// All of `bytes`, at `offset`, within what reserve() took. The error is a sentence.
[[nodiscard]] std::expected<void, std::string> write_at(const File& file, std::string_view bytes, std::uint64_t offset);
/// Everything written is on the disk. After an error nobody knows what is: never to be tried again.
[[nodiscard]] std::expected<void, std::string> sync_data(const File& file);
/// Takes room for so many bytes, zeros where nothing was written yet.
[[nodiscard]] std::expected<void, std::string> reserve(const File& file, std::uint64_t bytes);
/// The first `bytes_max` bytes; nullopt where there is no such file.
[[nodiscard]] std::expected<std::optional<std::string>, std::string> read_file(const std::filesystem::path& path,
                                                                               std::size_t bytes_max);

/// 0 where there is no such file.
[[nodiscard]] std::uintmax_t file_bytes(const std::filesystem::path& path);

}  // namespace wardlink::journal
