#include "tests/sim/disk.hpp"

#include <algorithm>
#include <utility>

namespace wardlink::sim {
namespace {

constexpr std::size_t sector_bytes = 512;

}  // namespace

void DiskFile::apply(std::string& image, const Change& change) {
  if (change.bytes.empty()) {
    image.resize(change.offset);
    return;
  }
  if (image.size() < change.offset + change.bytes.size()) image.resize(change.offset + change.bytes.size());
  std::ranges::copy(change.bytes, image.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

void DiskFile::write(std::string_view bytes, std::size_t offset) {
  if (bytes.empty()) return;
  unsynced_.push_back({offset, std::string(bytes)});
  apply(seen_, unsynced_.back());
}

void DiskFile::resize(std::size_t bytes) {
  unsynced_.push_back({bytes, {}});
  apply(seen_, unsynced_.back());
}

void DiskFile::sync() {
  for (const auto& change : unsynced_) {
    if (!change.lost) apply(kept_, change);
  }
  std::erase_if(unsynced_, [](const Change& change) { return !change.lost; });
}

void DiskFile::sync_failed() {
  for (auto& change : unsynced_) change.lost = true;
}

void DiskFile::power_cut(Random& random) {
  std::vector<Change> left;
  const unsigned survive = random.chance(300) ? 0 : random.chance(300) ? 1000 : 500;
  const bool in_order = random.chance(500);
  for (auto& change : unsynced_) {
    if (change.lost) continue;
    if (!random.chance(survive)) {
      if (in_order) break;
      continue;
    }
    if (random.chance(200) && change.bytes.size() > 1) {  // torn, most often at a sector
      std::size_t cut = random.below(change.bytes.size());
      if (random.chance(700)) cut -= (change.offset + cut) % sector_bytes;
      change.bytes.resize(std::clamp<std::size_t>(cut, 1, change.bytes.size()));
    }
    left.push_back(std::move(change));
  }
  if (!in_order) {
    for (std::size_t i = left.size(); i > 1; --i) std::swap(left[i - 1], left[random.below(i)]);
  }
  for (const auto& change : left) apply(kept_, change);
  seen_ = kept_;
  unsynced_.clear();
}

DiskFile* Disk::find(const std::string& path) {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

bool Disk::write(const std::string& path, std::string_view bytes, std::size_t offset) {
  auto& file = files_[path];
  if (full && offset + bytes.size() > file.content().size()) return ++faults, false;
  file.write(bytes, offset);
  return true;
}

bool Disk::resize(const std::string& path, std::size_t bytes) {
  auto& file = files_[path];
  if (full && bytes > file.content().size()) return ++faults, false;
  file.resize(bytes);
  return true;
}

bool Disk::sync(const std::string& path) {
  auto& file = files_[path];
  if (sync_takes_max > Duration{}) VirtualTime::passed += random_.up_to(sync_takes_max);
  if (failing) {
    failing = false;
    ++faults;
    file.sync_failed();
    return false;
  }
  file.sync();
  return true;
}

void Disk::end_life(bool power_cut) {
  ++life_;
  last_shared_ = std::exchange(shared_, {});  // what is dying may still look at it
  put_off.clear();
  if (!power_cut) return;
  for (auto& [path, file] : files_) file.power_cut(random_);
}

}  // namespace wardlink::sim
