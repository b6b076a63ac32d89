// A machine's disk: what programs see of each file, and what a power cut leaves of it. SQLite reaches it through a VFS
// of its own (disk_vfs.cpp), the journal's other files through hub/journal/file.hpp (disk_files.cpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/random.hpp"
#include "tests/sim/virtual_time.hpp"

namespace wardlink::sim {

class DiskFile {
 public:
  /// What programs see.
  [[nodiscard]] const std::string& content() const { return seen_; }

  void write(std::string_view bytes, std::size_t offset);
  void resize(std::size_t bytes);
  /// All that was written is on the disk; but what an earlier sync failed on is not, until it is written again.
  void sync();
  /// As Linux does: what could not be written counts as written from now on, and never is.
  void sync_failed();
  /// Of what was not synced some is there, some is not, some is torn; in no order.
  void power_cut(Random& random);

 private:
  struct Change {
    std::size_t offset;
    std::string bytes;  // empty: the file was made `offset` bytes long
    bool lost = false;
  };
  static void apply(std::string& image, const Change& change);

  std::string seen_;
  std::string kept_;  // what the disk has for certain
  std::vector<Change> unsynced_;
};

class Disk {
 public:
  explicit Disk(Random random) : random_(random) {}

  // What is wrong with it just now.
  bool full = false;          // no file can grow
  bool failing = false;       // the next sync fails
  Duration sync_takes_max{};  // a sync takes up to so long

  [[nodiscard]] DiskFile* find(const std::string& path);
  DiskFile& make(const std::string& path) { return files_[path]; }
  void remove(const std::string& path) { files_.erase(path); }

  std::uint64_t faults = 0;  // how often it did not do what it was asked

  // Each false where it cannot be done.
  [[nodiscard]] bool write(const std::string& path, std::string_view bytes, std::size_t offset);
  [[nodiscard]] bool resize(const std::string& path, std::size_t bytes);
  [[nodiscard]] bool sync(const std::string& path);

  /// The process that used it is gone, perhaps with the power. What it does from now on does nothing.
  void end_life(bool power_cut);
  /// Which life of the machine's process this is: handles of an earlier one are dead.
  [[nodiscard]] std::uint64_t life() const { return life_; }

  /// Work put off by the life there is now (see hub/journal/background.hpp).
  std::vector<std::function<void()>> put_off;

  /// SQLite's shared memory and its locks, a file each; gone with the life.
  struct Shared {
    std::vector<std::unique_ptr<char[]>> regions;
    std::map<int, std::map<const void*, bool>> locks;  // by slot: holder, exclusive
    std::map<const void*, int> levels;                 // of the file itself: holder, SQLITE_LOCK_…
  };
  Shared& shared(const std::string& path) { return shared_[path]; }
  Random& random() { return random_; }

  /// The one the program's file functions reach.
  static inline Disk* mounted = nullptr;

 private:
  Random random_;
  std::map<std::string, DiskFile> files_;
  std::map<std::string, Shared> shared_;
  std::map<std::string, Shared> last_shared_;
  std::uint64_t life_ = 1;
};

/// Registers the VFS, once.
void register_disk_vfs();

}  // namespace wardlink::sim
