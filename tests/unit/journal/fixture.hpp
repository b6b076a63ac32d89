// What the journal's tests share: entries as the hub would make them, places to keep journals, comparing.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "hub/journal/heads.hpp"
#include "hub/journal/journal.hpp"
#include "hub/journal/sqlite_journal.hpp"

namespace wardlink::journal::test {

/// A folder of its own, gone with the object; while it lives, the temporary folder of this process.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
  std::filesystem::path before_;
};

/// All of a file.
[[nodiscard]] std::string slurp(const std::filesystem::path& path);

/// Makes entries that follow one another. Entry n of a cluster opens incident "<cluster>-i<n % 5>" with a content,
/// decides its lead, and, each third, records a sighting; it comes one second after the one before.
class Script {
 public:
  Script() = default;
  /// Goes on where a journal stands.
  explicit Script(const Journal& journal);

  [[nodiscard]] Entry next(const std::string& cluster);
  [[nodiscard]] std::vector<Entry> next(const std::string& cluster, std::size_t count);
  /// One event of `cluster` whose content is that of event `seq`.
  [[nodiscard]] Entry next_referring(const std::string& cluster, std::uint64_t seq);

 private:
  [[nodiscard]] Entry begin(const std::string& cluster);
  void finish(Entry& entry);
  Heads heads_;
};

/// For most tests: no room set aside, which would only make them slow.
inline const OpenOptions plain{.adopt_restored = false, .wal_bytes = 0, .notice = {}};
inline const OpenOptions adopt{.adopt_restored = true, .wal_bytes = 0, .notice = {}};

/// Opens a journal that must open.
std::unique_ptr<SqliteJournal> open_journal(const std::filesystem::path& path, const OpenOptions& options = plain);
/// Opens a journal that must be refused, and why it was.
Corrupt open_refused(const std::filesystem::path& path, const OpenOptions& options = plain);

[[nodiscard]] base::Time time_of_entry(std::uint64_t number);
[[nodiscard]] std::string sender_of(const Entry& entry);

/// One append, which must succeed; the entries with their hashes.
std::vector<Entry> append(Journal& journal, std::vector<Entry> entries);

/// Everything the journal says about `entries`, which must be all of their clusters', in order.
void expect_holds(const Journal& journal, const std::vector<Entry>& entries);

/// All events of a cluster that pass `filter`, page by page.
[[nodiscard]] std::vector<v1::StoredEvent> all_events(const Journal& journal, std::string_view cluster,
                                                      EventFilter filter = {}, std::size_t page = 256);

}  // namespace wardlink::journal::test
