// Checks a cluster's entries one after another: their bytes, the chain over them, and everything derived from them.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "hub/journal/heads.hpp"
#include "hub/journal/sqlite.hpp"
#include "hub/journal/sqlite_schema.hpp"

namespace wardlink::journal {

/// The first entry that does not verify.
struct Fault {
  std::uint64_t entry = 0;
  std::string reason;
};

/// On one connection, in one thread. What is walked is one reading transaction.
class Walk {
 public:
  [[nodiscard]] static std::expected<Walk, SqlError> begin(Connection& connection);

  struct Span {
    std::uint64_t first = 1;  // the hash two entries before is believed
    std::uint64_t last = number_max;
    std::vector<std::uint64_t> asked = {};  // entries whose hashes are wanted
    bool indexes = false;                   // also whether every event is found through every index
  };
  struct Result {
    Head head = empty_head();    // of what verifies
    std::uint64_t commands = 0;  // among the entries walked
    std::map<std::uint64_t, std::string> hashes;
    std::optional<Fault> fault;
  };
  /// As far as the span and the entries go. `cluster`: its number in the database.
  [[nodiscard]] Result walk(std::int64_t cluster, const std::string& name, const Span& span);

  /// Whether there are rows of events after the last one of the journal.
  [[nodiscard]] bool has_events_after(std::int64_t cluster, std::uint64_t seq);

 private:
  explicit Walk(std::vector<Statement> statements) : statements_(std::move(statements)) {}

  std::expected<Head, std::string> head_before(std::int64_t cluster, std::uint64_t first);
  std::expected<v1::EntryHeader, std::string> check(std::int64_t cluster, const std::string& name, const Head& head,
                                                    bool indexes);
  std::optional<std::string> check_events(std::int64_t entry_key, const v1::EntryHeader& header, bool indexes);
  bool is_indexed(std::int64_t event_key, const EventRow& event);
  std::optional<std::string> check_command(std::int64_t cluster, std::int64_t entry_key, const v1::EntryHeader& header);

  std::vector<Statement> statements_;
};

}  // namespace wardlink::journal
