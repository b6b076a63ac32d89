#include "hub/journal/sqlite_walk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hub/base/ids.hpp"
#include "hub/journal/chain.hpp"
#include "hub/journal/sqlite_schema.hpp"

namespace wardlink::journal {
namespace {

constexpr std::array<const char*, 7> statements = {
    "SELECT key, header, payload_digest, hash, salt, payload FROM entry WHERE key BETWEEN ?1 AND ?2 ORDER BY key",
    "SELECT key, entry, kind, incident, time_us FROM event WHERE key BETWEEN ?1 AND ?2 ORDER BY key",
    "SELECT entry, digest FROM command WHERE cluster = ?1 AND sender = ?2 AND id = ?3",
    "SELECT header, payload_digest, hash, (SELECT hash FROM entry WHERE key = ?1 - 1) FROM entry WHERE key = ?1",
    "SELECT 1 FROM event INDEXED BY event_kind WHERE kind = ?1 AND key = ?2",
    "SELECT 1 FROM event INDEXED BY event_incident WHERE incident = ?1 AND key = ?2",
    "SELECT 1 FROM event WHERE key BETWEEN ?1 AND ?2",
};
enum Which : std::size_t { entries, events, command, before, by_kind, by_incident, any_event };

}  // namespace

std::expected<Walk, SqlError> Walk::begin(Connection& connection) {
  std::vector<Statement> prepared;
  for (const char* sql : statements) {
    auto statement = connection.prepare(sql);
    if (!statement) return std::unexpected(statement.error());
    prepared.push_back(std::move(*statement));
  }
  return Walk(std::move(prepared));
}

Walk::Result Walk::walk(std::int64_t cluster, const std::string& name, const Span& span) {
  Result result;
  auto before_first = head_before(cluster, span.first);
  if (!before_first) {
    result.fault = Fault{span.first - 1, before_first.error()};
    return result;
  }
  result.head = std::move(*before_first);
  Statement& rows = statements_[entries];
  const auto use = rows.bind(row_key(cluster, span.first), row_key(cluster, span.last));
  const auto use_events = statements_[events].bind(row_key(cluster, result.head.seq + 1), row_key(cluster, number_max));
  while (result.head.number < span.last) {
    const std::uint64_t number = result.head.number + 1;
    const auto row = rows.step();
    if (!row) {
      result.fault = Fault{number, "it cannot be read: " + row.error().message};
      return result;
    }
    if (!*row) break;
    auto header = check(cluster, name, result.head, span.indexes);
    if (!header) {
      result.fault = Fault{number, header.error()};
      return result;
    }
    result.head = head_after(*header, std::string(rows.bytes(3)));
    result.commands += header->command_id().empty() ? 0 : 1;
    if (std::ranges::find(span.asked, number) != span.asked.end())
      result.hashes.emplace(number, result.head.chain_hash);
  }
  return result;
}

bool Walk::has_events_after(std::int64_t cluster, std::uint64_t seq) {
  const auto use = statements_[any_event].bind(row_key(cluster, seq + 1), row_key(cluster, number_max));
  const auto row = statements_[any_event].step();
  return !row || *row;
}

/// Where the chain stands before `first`: by its own row, which must be whole.
std::expected<Head, std::string> Walk::head_before(std::int64_t cluster, std::uint64_t first) {
  if (first <= 1) return empty_head();
  Statement& row = statements_[before];
  const auto use = row.bind(row_key(cluster, first - 1));
  const auto found = row.step();
  if (!found) return std::unexpected("it cannot be read: " + found.error().message);
  if (!*found) return std::unexpected("it is missing");
  const std::string previous = first == 2 ? chain_start() : std::string(row.bytes(3));
  if (chain_next(previous, row.bytes(0), row.bytes(1)) != row.bytes(2)) {
    return std::unexpected("the hash chain is broken at it");
  }
  const auto header = read_header(row.bytes(0));
  if (!header) return std::unexpected(header.error());
  return head_after(*header, std::string(row.bytes(2)));
}

std::expected<v1::EntryHeader, std::string> Walk::check(std::int64_t cluster, const std::string& name, const Head& head,
                                                        bool indexes) {
  const Statement& row = statements_[entries];
  const std::int64_t key = row.integer(0);
  if (number_in_key(key) != head.number + 1) {
    return std::unexpected(fmt::format("it is missing: entry {} comes next", number_in_key(key)));
  }
  const Record record{.header = std::string(row.bytes(1)),
                      .payload_digest = std::string(row.bytes(2)),
                      .salt = std::string(row.bytes(4)),
                      .payload = std::string(row.bytes(5))};
  if (const auto fault = find_fault(record, head.chain_hash, row.bytes(3))) return std::unexpected(*fault);
  auto entry = join(record);
  if (!entry) return std::unexpected(entry.error());
  const v1::EntryHeader& header = entry->header;
  if (header.cluster() != name) return std::unexpected("it belongs to cluster " + header.cluster());
  if (auto gap = find_gap(head, header)) return std::unexpected(std::move(*gap));
  if (auto fault = check_events(key, header, indexes)) return std::unexpected(std::move(*fault));
  if (auto fault = check_command(cluster, key, header)) return std::unexpected(std::move(*fault));
  return std::move(entry->header);
}

std::optional<std::string> Walk::check_events(std::int64_t entry_key, const v1::EntryHeader& header, bool indexes) {
  Statement& row = statements_[events];
  for (int i = 0; i < header.events_size(); ++i) {
    const std::uint64_t seq = header.first_seq() + static_cast<std::uint64_t>(i);
    const auto stepped = row.step();
    if (!stepped) return fmt::format("the row of its event {} cannot be read: {}", seq, stepped.error().message);
    const EventRow expected = event_row(header, i);
    const bool same = *stepped && number_in_key(row.integer(0)) == seq && row.integer(1) == entry_key &&
                      row.integer(2) == expected.kind && row.bytes(3) == expected.incident &&
                      row.integer(4) == expected.time_us;
    if (!same) return fmt::format("the row of its event {} is not as the entry says", seq);
    if (indexes && !is_indexed(row.integer(0), expected)) return fmt::format("its event {} is in no index", seq);
  }
  return std::nullopt;
}

bool Walk::is_indexed(std::int64_t event_key, const EventRow& event) {
  const auto use_kind = statements_[by_kind].bind(event.kind, event_key);
  const auto use_incident = statements_[by_incident].bind(std::string_view(event.incident), event_key);
  const auto kind = statements_[by_kind].step();
  const auto incident = statements_[by_incident].step();
  return kind && *kind && incident && *incident;
}

std::optional<std::string> Walk::check_command(std::int64_t cluster, std::int64_t entry_key,
                                               const v1::EntryHeader& header) {
  if (header.command_id().empty()) return std::nullopt;
  Statement& row = statements_[command];
  const std::string sender = base::sender_key(header.sender());
  const auto use = row.bind(cluster, std::string_view(sender), std::string_view(header.command_id()));
  const auto stepped = row.step();
  if (!stepped) return "the row of its command cannot be read: " + stepped.error().message;
  if (!*stepped || row.integer(0) != entry_key || row.bytes(1) != header.command_digest()) {
    return "the row of its command is not as the entry says";
  }
  return std::nullopt;
}

}  // namespace wardlink::journal
