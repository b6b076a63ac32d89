#include "hub/journal/sqlite_journal.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <boost/uuid/uuid.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <ranges>

#include "hub/base/limits.hpp"
#include "hub/base/panic.hpp"
#include "hub/journal/sqlite_schema.hpp"
#include "hub/journal/sqlite_walk.hpp"
#include "hub/journal/sqlite_writer.hpp"

namespace wardlink::journal {
namespace {

constexpr std::size_t readers_max = 4;

std::filesystem::path beside(const std::filesystem::path& path, std::string_view suffix) {
  return path.string() + std::string(suffix);
}

std::string random_uuid() {
  boost::uuids::uuid id{};
  base::check(RAND_bytes(id.data, static_cast<int>(id.size())) == 1, "journal: no randomness");
  id.data[6] = static_cast<std::uint8_t>((id.data[6] & 0x0F) | 0x40);
  id.data[8] = static_cast<std::uint8_t>((id.data[8] & 0x3F) | 0x80);
  return to_string(id);
}

std::unexpected<Corrupt> refuse(std::string reason) {
  return std::unexpected(Corrupt{.cluster = {}, .entry = 0, .reason = std::move(reason)});
}

using AnchorFound = std::expected<std::optional<AnchorContent>, std::string>;

/// `what` of the journal is gone while `witness` says that there was one.
std::unexpected<Corrupt> refuse_to_begin_anew(const std::filesystem::path& path, std::string_view what,
                                              std::string_view witness) {
  return refuse(
      fmt::format("the journal {0} is {1}, but its {2} is there. Put the journal back; only to begin anew, "
                  "without anything it held, remove {0}.anchor and {0}-wal",
                  path.string(), what, witness));
}

constexpr std::string_view remedy =
    "If this journal is known to be the right one, the operator can adopt it as restored";

/// What recovery compares with. nullopt: nothing (the operator adopts the journal, or it is new).
std::expected<std::optional<AnchorState>, Corrupt> expected_state(const AnchorFound& anchor, const std::string& epoch,
                                                                  bool has_entries, const OpenOptions& options) {
  if (options.adopt_restored) return std::nullopt;
  if (!anchor) {
    if (!has_entries) return std::nullopt;  // torn while the first one was written
    return refuse(fmt::format("{}. {}", anchor.error(), remedy));
  }
  if (!*anchor) {
    if (!has_entries) return std::nullopt;
    return refuse(fmt::format("the journal's anchor is missing: nothing says that its end is there. {}", remedy));
  }
  const AnchorState& state = (*anchor)->newest.state;
  if (state.epoch != epoch) {
    return refuse(fmt::format("the anchor belongs to another journal (epoch {}, the journal's is {}). {}", state.epoch,
                              epoch, remedy));
  }
  return state;
}

}  // namespace

std::expected<std::unique_ptr<SqliteJournal>, Corrupt> SqliteJournal::open(const std::filesystem::path& path,
                                                                           const OpenOptions& options) {
  auto lock = lock_file(beside(path, ".lock"));
  if (!lock) return refuse(lock.error());
  const std::filesystem::path anchor_path = beside(path, ".anchor");
  const AnchorFound found = read_anchor(anchor_path);
  const bool was_here = !found || *found;
  if (file_bytes(path) <= 1) {  // SQLite takes one byte for none
    if (was_here) return refuse_to_begin_anew(path, "missing", "anchor");
    if (file_bytes(beside(path, "-wal")) > 0) return refuse_to_begin_anew(path, "missing", "write-ahead log");
    if (const auto made = open_or_create(path); !made) return refuse(made.error());
  }

  auto connection = Connection::open(path, Connection::Mode::write);
  if (!connection) return refuse("the journal's database cannot be opened: " + connection.error().message);
  if (auto configured = configure(*connection); !configured) return refuse(configured.error());
  const auto blank = is_blank(*connection);
  if (!blank) return refuse(blank.error());
  if (*blank) {
    if (was_here) return refuse_to_begin_anew(path, "empty", "anchor");
    if (auto made = create_schema(*connection, random_uuid()); !made) return refuse(made.error());
  }
  if (auto checked = check_schema(*connection); !checked) return refuse(checked.error());
  auto epoch = read_epoch(*connection);
  const auto entries = connection->text("SELECT EXISTS(SELECT 1 FROM entry)");
  if (!epoch || !entries) return refuse("the journal's database cannot be read");

  const auto expected = expected_state(found, *epoch, *entries == "1", options);
  if (!expected) return std::unexpected(expected.error());
  std::vector<std::string> notices;
  auto snapshots =
      StateSnapshots::open(beside(path, ".snapshots"), [&](std::string_view notice) { notices.emplace_back(notice); });
  if (!snapshots) notices.push_back("no snapshots can be kept: " + snapshots.error());
  auto recovered = recover(*connection, *expected, snapshots && !options.whole ? &*snapshots : nullptr);
  if (!recovered) return std::unexpected(recovered.error());
  std::ranges::move(notices, std::back_inserter(recovered->notices));
  if (*expected && (*found)->one_lost) {
    // Torn by a crash, it was about entries that are durable: then the journal is ahead of the slot that is left.
    if (anchor_of(recovered->clusters, *epoch) == **expected) {
      return refuse(
          fmt::format("one of the two slots of the anchor {} is lost, and the journal is not ahead of the "
                      "other one: its end may be missing. {}",
                      anchor_path.string(), remedy));
    }
    recovered->notices.emplace_back("one of the anchor's two slots was damaged; the other one served");
  }
  if (options.adopt_restored) {
    epoch = random_uuid();
    if (auto written = write_epoch(*connection, *epoch); !written) return refuse(written.error().message);
    recovered->notices.push_back("the journal was adopted as restored: its epoch is now " + *epoch);
  }
  // Zeros behind the log's last frame are no frame: SQLite stops before them. Without the room it only gets slower.
  if (const auto made = set_aside(beside(path, "-wal"), options.wal_bytes); !made) {
    recovered->notices.push_back(made.error());
  }

  auto anchor = Anchor::open(anchor_path, found.value_or(std::nullopt), anchor_of(recovered->clusters, *epoch));
  if (!anchor) return refuse(anchor.error());
  if (options.notice) std::ranges::for_each(recovered->notices, options.notice);
  std::optional<StateSnapshots> kept;
  if (snapshots) kept = std::move(*snapshots);
  return std::unique_ptr<SqliteJournal>(new SqliteJournal(path, std::move(*lock), std::move(*connection),
                                                          std::move(*anchor), std::move(kept),
                                                          std::move(recovered->clusters), *epoch));
}

SqliteJournal::SqliteJournal(std::filesystem::path path, File lock, Connection connection,
                             std::unique_ptr<Anchor> anchor, std::optional<StateSnapshots> snapshots, Clusters clusters,
                             std::string epoch)
    : path_(std::move(path)),
      epoch_(std::move(epoch)),
      lock_(std::move(lock)),
      writer_(std::make_unique<SqliteWriter>(std::move(connection))),
      anchor_(std::move(anchor)),
      snapshots_(std::move(snapshots)),
      clusters_(std::move(clusters)),
      readers_(path_, readers_max) {}

SqliteJournal::~SqliteJournal() = default;

std::expected<void, AppendError> SqliteJournal::append(std::span<Entry> entries) {
  base::check(entries.size() <= base::limits::commit_entries_max, "journal: a group is too large");
  if (entries.empty()) return {};
  Clusters after = clusters_;
  auto hashes = writer_->commit(entries, after);
  if (!hashes) return std::unexpected(hashes.error());
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].chain_hash = std::move((*hashes)[i]);

  anchor_->wait_for_previous();
  anchor_->post(anchor_of(after, epoch_));
  const std::unique_lock lock(mutex_);
  clusters_.swap(after);
  return {};
}

std::expected<std::uint64_t, Corrupt> SqliteJournal::verify(std::string_view cluster, std::uint64_t first) const {
  const auto state = state_of(cluster);
  if (!state || first > state->head.number) return 0;
  auto connection = must(Connection::open(path_, Connection::Mode::read));
  auto walk = must(Walk::begin(connection));
  const std::uint64_t last = std::min(state->head.number, first + base::limits::read_rows_max - 1);
  const auto found =
      walk.walk(state->number, std::string(cluster), {.first = first, .last = last, .asked = {}, .indexes = true});
  const auto corrupt = [&](std::uint64_t entry, std::string reason) {
    return std::unexpected(Corrupt{.cluster = std::string(cluster), .entry = entry, .reason = std::move(reason)});
  };
  if (found.fault) return corrupt(found.fault->entry, found.fault->reason);
  if (found.head.number < last) return corrupt(found.head.number + 1, "it is missing");
  return last == state->head.number ? 0 : last + 1;
}

std::vector<std::string> SqliteJournal::clusters() const {
  const std::shared_lock lock(mutex_);
  const auto names = std::views::keys(clusters_);
  return {names.begin(), names.end()};
}

Head SqliteJournal::head(std::string_view cluster) const {
  const auto state = state_of(cluster);
  return state ? state->head : empty_head();
}

std::uint64_t SqliteJournal::bytes() const { return file_bytes(path_) + file_bytes(beside(path_, "-wal")); }

std::expected<void, Corrupt> SqliteJournal::replay(std::string_view cluster, std::uint64_t first,
                                                   const std::function<void(const v1::EntryHeader&)>& visit) const {
  const auto state = state_of(cluster);
  if (!state) return {};
  std::uint64_t next = std::max<std::uint64_t>(first, 1);
  if (next > state->head.number) return {};
  std::string previous = readers_.take()->hash_at(*state, next - 1);
  while (next <= state->head.number) {
    // Visited with no reader held: apply() may take its time.
    const auto rows = readers_.take()->headers(*state, next);
    for (const auto& row : rows) {
      const auto corrupt = [&](std::string reason) {
        return std::unexpected(Corrupt{.cluster = std::string(cluster), .entry = next, .reason = std::move(reason)});
      };
      if (row.number != next) return corrupt("it is missing");
      if (chain_next(previous, row.header, row.payload_digest) != row.hash) {
        return corrupt("the hash chain is broken at it");
      }
      const auto header = read_header(row.header);
      if (!header) return corrupt(header.error());
      visit(*header);
      previous = row.hash;
      ++next;
    }
    if (rows.empty()) {
      return std::unexpected(Corrupt{.cluster = std::string(cluster), .entry = next, .reason = "it is missing"});
    }
  }
  return {};
}

std::optional<Accepted> SqliteJournal::find(std::string_view cluster, std::string_view sender,
                                            std::string_view command_id) const {
  const auto state = state_of(cluster);
  if (!state) return std::nullopt;
  return readers_.take()->find(*state, sender, command_id);
}

std::optional<Entry> SqliteJournal::entry(std::string_view cluster, std::uint64_t number) const {
  const auto state = state_of(cluster);
  if (!state || number == 0 || number > state->head.number) return std::nullopt;
  auto entry = readers_.take()->entry(std::string(cluster), *state, number);
  if (!entry) base::panic("journal: " + describe(entry.error()));
  return std::move(*entry);
}

std::vector<v1::StoredEvent> SqliteJournal::events(std::string_view cluster, const EventFilter& filter,
                                                   std::size_t max) const {
  const auto state = state_of(cluster);
  if (!state) return {};
  auto events = readers_.take()->events(std::string(cluster), *state, filter, max);
  if (!events) base::panic("journal: " + describe(events.error()));
  return std::move(*events);
}

std::optional<ClusterState> SqliteJournal::state_of(std::string_view cluster) const {
  const std::shared_lock lock(mutex_);
  const auto found = clusters_.find(cluster);
  if (found == clusters_.end()) return std::nullopt;
  return found->second;
}

}  // namespace wardlink::journal
