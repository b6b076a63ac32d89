#include "hub/journal/memory_journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "hub/base/ids.hpp"
#include "hub/base/limits.hpp"
#include "hub/base/panic.hpp"

namespace wardlink::journal {

void MemoryJournal::set_full(bool full) {
  const std::lock_guard lock(mutex_);
  full_ = full;
}

std::expected<void, AppendError> MemoryJournal::append(std::span<Entry> entries) {
  const std::lock_guard lock(mutex_);
  base::check(entries.size() <= base::limits::commit_entries_max, "journal: a group is too large");
  if (full_ && !entries.empty()) return std::unexpected(AppendError::full);
  for (Entry& entry : entries) {
    const v1::EntryHeader& header = entry.header;
    const Head before = head_of(heads_, header.cluster());
    if (const auto gap = find_gap(before, header)) base::panic("journal: " + *gap);

    std::string salt = sha256({fmt::format("{} {} {}", seed_, header.cluster(), header.number())});
    salt.resize(salt_bytes);
    Record record = split(entry, std::move(salt));
    entry.chain_hash = chain_next(before.chain_hash, record.header, record.payload_digest);

    Log& log = logs_[header.cluster()];
    if (!header.command_id().empty()) {
      const auto [at, fresh] =
          log.commands.try_emplace({base::sender_key(header.sender()), header.command_id()}, header.number());
      base::check(fresh, "journal: a command's id is used twice");
    }
    log.entry_of.insert(log.entry_of.end(), static_cast<std::size_t>(header.events_size()), header.number());
    bytes_ += record.header.size() + record.payload.size();
    heads_.insert_or_assign(header.cluster(), head_after(header, entry.chain_hash));
    auto stored_header = read_header(record.header);
    base::check(stored_header.has_value(), "journal: an entry cannot be read back");
    log.entries.push_back({.record = std::move(record), .hash = entry.chain_hash, .header = std::move(*stored_header)});
  }
  return {};
}

std::vector<std::string> MemoryJournal::clusters() const {
  const std::lock_guard lock(mutex_);
  const auto names = std::views::keys(heads_);
  return {names.begin(), names.end()};
}

Head MemoryJournal::head(std::string_view cluster) const {
  const std::lock_guard lock(mutex_);
  return head_of(heads_, cluster);
}

std::uint64_t MemoryJournal::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

std::expected<void, Corrupt> MemoryJournal::replay(std::string_view cluster, std::uint64_t first,
                                                   const std::function<void(const v1::EntryHeader&)>& visit) const {
  for (std::uint64_t number = std::max<std::uint64_t>(first, 1);; ++number) {
    v1::EntryHeader header;
    {
      const std::lock_guard lock(mutex_);
      const Log* log = log_of(cluster);
      if (log == nullptr || number > log->entries.size()) return {};
      const Stored& stored = log->entries[number - 1];
      const std::string previous = number == 1 ? chain_start() : log->entries[number - 2].hash;
      if (const auto fault = find_fault(stored.record, previous, stored.hash)) {
        return std::unexpected(Corrupt{.cluster = std::string(cluster), .entry = number, .reason = *fault});
      }
      header = stored.header;
    }
    visit(header);
  }
}

std::optional<Accepted> MemoryJournal::find(std::string_view cluster, std::string_view sender,
                                            std::string_view command_id) const {
  const std::lock_guard lock(mutex_);
  const Log* log = log_of(cluster);
  if (log == nullptr) return std::nullopt;
  const auto found = log->commands.find({std::string(sender), std::string(command_id)});
  if (found == log->commands.end()) return std::nullopt;
  return Accepted{.number = found->second, .command_digest = log->entries[found->second - 1].header.command_digest()};
}

std::optional<Entry> MemoryJournal::entry(std::string_view cluster, std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  const Log* log = log_of(cluster);
  if (log == nullptr || number == 0 || number > log->entries.size()) return std::nullopt;
  Entry entry = read(*log, number);
  for (auto& stored : *entry.header.mutable_events()) {
    follow_content(*stored.mutable_event(), [&](std::uint64_t seq) { return event_at(*log, seq); });
  }
  return entry;
}

std::vector<v1::StoredEvent> MemoryJournal::events(std::string_view cluster, const EventFilter& filter,
                                                   std::size_t max) const {
  const std::lock_guard lock(mutex_);
  std::vector<v1::StoredEvent> found;
  const Log* log = log_of(cluster);
  if (log == nullptr) return found;
  max = std::min(max, base::limits::read_rows_max);
  for (std::uint64_t seq = filter.after_seq; seq < log->entry_of.size() && seq < filter.until_seq; ++seq) {
    if (found.size() == max) break;
    const v1::EntryHeader& header = log->entries[log->entry_of[seq] - 1].header;
    const auto index = static_cast<int>(seq + 1 - header.first_seq());
    const v1::Event& event = header.events(index).event();
    const base::Time time = base::from_proto(header.time());
    if (filter.since && time < *filter.since) continue;
    if (filter.until && time >= *filter.until) continue;
    if (!filter.incidents.empty() && std::ranges::find(filter.incidents, event.incident()) == filter.incidents.end())
      continue;
    if (!filter.kinds.empty() && std::ranges::none_of(filter.kinds, [&](const std::string& kind) {
          return event_kind(kind) == event_kind(event);
        })) {
      continue;
    }
    Entry entry = read(*log, header.number());
    v1::StoredEvent& stored = *entry.header.mutable_events(index);
    follow_content(*stored.mutable_event(), [&](std::uint64_t at) { return event_at(*log, at); });
    found.push_back(std::move(stored));
  }
  return found;
}

const MemoryJournal::Log* MemoryJournal::log_of(std::string_view cluster) const {
  const auto found = logs_.find(cluster);
  return found == logs_.end() ? nullptr : &found->second;
}

Entry MemoryJournal::read(const Log& log, std::uint64_t number) {
  const Stored& stored = log.entries[number - 1];
  auto entry = join(stored.record);
  base::check(entry.has_value(), "journal: an entry cannot be read back");
  entry->chain_hash = stored.hash;
  return std::move(*entry);
}

std::optional<v1::Event> MemoryJournal::event_at(const Log& log, std::uint64_t seq) {
  if (seq == 0 || seq > log.entry_of.size()) return std::nullopt;
  Entry entry = read(log, log.entry_of[seq - 1]);
  return std::move(*entry.header.mutable_events(static_cast<int>(seq - entry.header.first_seq()))->mutable_event());
}

}  // namespace wardlink::journal
