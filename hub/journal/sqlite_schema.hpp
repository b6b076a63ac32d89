// What the journal's database looks like, and the settings it is only safe under.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "hub/journal/sqlite.hpp"
#include "wardlink/v1/journal.pb.h"

namespace wardlink::journal {

/// Clusters are numbered in the order they came. A row's key is that number and, below it, the entry's number or the
/// event's seq: one small integer that keeps a cluster's rows together and in order.
[[nodiscard]] std::int64_t row_key(std::int64_t cluster, std::uint64_t number);
[[nodiscard]] std::uint64_t number_in_key(std::int64_t key);
/// The largest number a key can hold.
inline constexpr std::uint64_t number_max = (std::uint64_t{1} << 40) - 1;

/// What an event's row says besides its key; derived from the entry, to find it by.
struct EventRow {
  std::int64_t kind = 0;  // event_kind()
  std::string incident;
  std::int64_t time_us = 0;  // of the entry
  bool operator==(const EventRow&) const = default;
};
[[nodiscard]] EventRow event_row(const v1::EntryHeader& header, int index);

/// Sets and reads back what durability and erasure rest on. The error is a sentence.
[[nodiscard]] std::expected<void, std::string> configure(Connection& connection);

/// True where nothing was ever made in this database.
[[nodiscard]] std::expected<bool, std::string> is_blank(Connection& connection);
[[nodiscard]] std::expected<void, std::string> create_schema(Connection& connection, const std::string& epoch);
/// Refuses any schema but exactly this one.
[[nodiscard]] std::expected<void, std::string> check_schema(Connection& connection);

[[nodiscard]] std::expected<std::string, SqlError> read_epoch(Connection& connection);
[[nodiscard]] std::expected<void, SqlError> write_epoch(Connection& connection, std::string_view epoch);

}  // namespace wardlink::journal
