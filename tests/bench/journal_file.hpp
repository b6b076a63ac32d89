// The cheapest durable write there is: directly to the disk, into room taken beforehand, synced.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string_view>

namespace wardlink::bench {

/// Nothing is ever read back: it exists to be measured. Errors: std::system_error.
class JournalFile {
 public:
  static constexpr std::size_t block_bytes = 4096;

  /// Makes the file and writes all of it once, so that later writes change no metadata.
  JournalFile(const std::filesystem::path& path, std::size_t bytes);
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;
  ~JournalFile();

  /// `data`, filled up to whole blocks; returns when the disk has it. Begins at the front again when the file is full.
  void write(std::string_view data);

 private:
  struct Free {
    void operator()(char* memory) const { std::free(memory); }
  };
  void put(std::size_t bytes);

  int file_;
  std::size_t bytes_;
  std::size_t at_ = 0;
  std::unique_ptr<char, Free> buffer_;  // aligned, as O_DIRECT wants it
};

}  // namespace wardlink::bench
