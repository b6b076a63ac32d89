// Opening a journal whose files were damaged: refused, or everything acknowledged is there.
//
//     changes one after another, each a byte (which file: its low two bits; what is done: the next two) and three
//     bytes (where); for a change of one byte a further one, what it is changed by
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "hub/base/ids.hpp"
#include "hub/base/panic.hpp"
#include "hub/journal/sqlite_journal.hpp"
#include "tests/fuzz/input.hpp"

namespace wardlink::fuzz {
namespace {

namespace fs = std::filesystem;
using base::check;

constexpr std::array suffixes{"", "-wal", ".anchor"};
using Files = std::array<std::string, suffixes.size()>;
constexpr std::uint64_t entries = 8;

/// In memory where the system has such a place: the disk is not what is tested.
class Folder {
 public:
  Folder() : path_(parent() / ("wardlink-fuzz-" + std::to_string(::getpid()))) { fs::create_directories(path_); }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path journal() const { return path_ / "journal.db"; }
  void clear() const {
    for (const auto& file : fs::directory_iterator(path_)) fs::remove(file);
  }

 private:
  static fs::path parent() { return fs::is_directory("/dev/shm") ? "/dev/shm" : fs::temp_directory_path(); }
  fs::path path_;
};

journal::Entry entry(std::uint64_t number) {
  journal::Entry entry;
  auto& header = entry.header;
  header.set_cluster("t11");
  header.set_number(number);
  header.set_first_seq(number);
  header.set_last_seq(number);
  *header.mutable_time() = base::to_proto(base::Time{std::chrono::seconds{1'700'000'000 + number}});
  header.mutable_sender()->set_cluster("t11");
  header.mutable_sender()->set_ward("quan-hoa");
  header.mutable_sender()->set_role(v1::OFFICER);
  header.mutable_sender()->set_name("an");
  header.set_command_id("c" + std::to_string(number));
  header.set_command_digest(std::string(32, 'd'));
  auto& event = *header.add_events()->mutable_event();
  event.set_seq(number);
  event.set_incident("i" + std::to_string(number % 3));
  event.mutable_incident_noted();
  event.mutable_content()->set_text("nội dung " + std::to_string(number));
  return entry;
}

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::unique_ptr<journal::SqliteJournal> open(const Folder& folder) {
  auto opened = journal::SqliteJournal::open(folder.journal(), {.wal_bytes = 0, .notice = {}});
  if (opened) return *std::move(opened);
  check(!journal::describe(opened.error()).empty(), "a refusal says why");
  return nullptr;
}

/// As a crash leaves it, half in the database and half in the log, the anchor complete.
Files make(const Folder& folder) {
  Files files;
  for (int half = 0; half < 2; ++half) {
    const auto journal = open(folder);
    check(journal != nullptr, "a sound journal opens");
    for (std::uint64_t i = 0; i < entries / 2; ++i) {
      std::array one{entry(journal->head("t11").number + 1)};
      check(journal->append(one).has_value(), "it is appended");
    }
    journal->sync_anchor();
    for (std::size_t i = 0; i < suffixes.size(); ++i) files[i] = slurp(folder.journal().string() + suffixes[i]);
  }
  return files;
}

void damage(Files& files, Input& input) {
  while (!input.empty()) {
    const unsigned control = input.byte();
    auto& file = files[(control & 3) % files.size()];
    const std::size_t where = file.empty() ? 0 : input.number(3) % file.size();
    switch ((control >> 2) & 3) {
      case 0:
      case 1:
        if (const auto by = static_cast<char>(input.byte()); !file.empty())
          file[where] = static_cast<char>(file[where] ^ by);
        break;
      case 2:
        file.resize(where);
        break;
      default:
        file.clear();
    }
  }
}

void run(Input input) {
  static const Folder folder;
  static const Files sound = make(folder);
  Files files = sound;
  damage(files, input);
  folder.clear();
  for (std::size_t i = 0; i < suffixes.size(); ++i) {
    if (files[i].empty() && !sound[i].empty()) continue;  // lost
    std::ofstream(folder.journal().string() + suffixes[i], std::ios::binary) << files[i];
  }
  if (std::ranges::all_of(files, [](const std::string& file) { return file.empty(); })) return;  // a new one may begin
  const auto journal = open(folder);
  if (journal == nullptr) return;
  check(journal->head("t11").number == entries, "everything acknowledged is there");
  for (std::uint64_t number = 1; number <= entries; ++number) {
    const auto found =
        journal->find("t11", base::sender_key(entry(number).header.sender()), "c" + std::to_string(number));
    check(found && found->number == number, "each command is found");
    const auto read = journal->entry("t11", number);
    check(read && read->header.events(0).event().content().text() == "nội dung " + std::to_string(number),
          "each content is as it was written");
  }
  std::array next{entry(entries + 1)};
  check(journal->append(next).has_value(), "it goes on");
}

}  // namespace
}  // namespace wardlink::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardlink::fuzz::run({data, size});
  return 0;
}
