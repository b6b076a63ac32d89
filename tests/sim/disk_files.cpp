// The journal's own files, its background work and its randomness, on the simulated machine: linked in place of
// hub/journal/file.cpp, hub/journal/background.cpp and OpenSSL's generator.
#include <map>
#include <utility>

#include "hub/base/panic.hpp"
#include "hub/journal/background.hpp"
#include "hub/journal/file.hpp"
#include "tests/sim/disk.hpp"

namespace {

using wardlink::sim::Disk;

struct Open {
  std::string path;
  std::uint64_t life;
};

std::map<int, Open>& open_files() {
  static std::map<int, Open> files;
  return files;
}

int open_file(const std::string& path) {
  static int last = 1'000'000;
  open_files()[++last] = {path, Disk::mounted->life()};
  return last;
}

/// Null where the process that opened it is gone.
const Open* living(const wardlink::journal::File& file) {
  const auto found = open_files().find(file.descriptor());
  return found != open_files().end() && found->second.life == Disk::mounted->life() ? &found->second : nullptr;
}

}  // namespace

extern "C" int RAND_bytes(unsigned char* bytes, int count) {
  for (int i = 0; i < count; ++i) bytes[i] = static_cast<unsigned char>(Disk::mounted->random().below(256));
  return 1;
}

namespace wardlink::journal {

File::~File() { open_files().erase(descriptor_); }

std::expected<File, std::string> open_or_create(const std::filesystem::path& path) {
  Disk::mounted->make(path);
  return File(open_file(path));
}

std::expected<File, std::string> lock_file(const std::filesystem::path& path) { return open_or_create(path); }

std::expected<void, std::string> set_aside(const std::filesystem::path& path, std::uintmax_t bytes) {
  auto& file = Disk::mounted->make(path);
  file.write(std::string(file.content()), 0);
  if (file.content().size() < bytes && !Disk::mounted->resize(path, bytes)) return std::unexpected("no room");
  if (!Disk::mounted->sync(path)) base::panic("journal: the file cannot be synced");
  return {};
}

std::expected<void, std::string> write_at(const File& file, std::string_view bytes, std::uint64_t offset) {
  const auto* open = living(file);
  if (open == nullptr) return {};
  if (!Disk::mounted->write(open->path, bytes, offset)) return std::unexpected("no room");
  return {};
}

std::expected<void, std::string> sync_data(const File& file) {
  const auto* open = living(file);
  if (open == nullptr) return {};
  if (!Disk::mounted->sync(open->path)) return std::unexpected("input/output error");
  return {};
}

std::expected<void, std::string> reserve(const File& file, std::uint64_t bytes) {
  const auto* open = living(file);
  if (open == nullptr || Disk::mounted->find(open->path)->content().size() >= bytes) return {};
  if (!Disk::mounted->resize(open->path, bytes)) return std::unexpected("no room");
  return {};
}

std::expected<std::optional<std::string>, std::string> read_file(const std::filesystem::path& path,
                                                                 std::size_t bytes_max) {
  const auto* file = Disk::mounted->find(path);
  if (file == nullptr) return std::nullopt;
  return file->content().substr(0, bytes_max);
}

std::uintmax_t file_bytes(const std::filesystem::path& path) {
  const auto* file = Disk::mounted->find(path);
  return file == nullptr ? 0 : file->content().size();
}

struct Background::Worker {
  std::function<void()> work;
  std::uint64_t life = Disk::mounted->life();
};

Background::Background() : worker_(std::make_unique<Worker>()) {}

Background::~Background() {
  if (worker_->life == Disk::mounted->life()) wait();  // a dead process waits for nobody
}

/// Done when somebody waits for it, or when the machine finds the time (see HubProcess).
void Background::start(std::function<void()> work) {
  base::check(worker_->work == nullptr, "journal: work is started before the work before it is done");
  worker_->work = std::move(work);
  Disk::mounted->put_off.push_back([this] { wait(); });
}

void Background::wait() {
  Disk::mounted->put_off.clear();
  if (const auto work = std::exchange(worker_->work, nullptr)) work();
}

}  // namespace wardlink::journal
