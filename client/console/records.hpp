// What the console keeps on its own disk: which alarms were acknowledged, and the shift log (sổ trực).
#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <vector>

#include "client/console/alarms.hpp"
#include "client/link/database.hpp"
#include "wardlink/v1/console.pb.h"

namespace wardlink::console {

/// One SQLite file beside the station's store, under the same lock. Every writing call is durable when it returns, or
/// has changed nothing and gives an error. Single thread.
class Records {
 public:
  static constexpr std::int64_t entries_max = 100'000;
  static constexpr std::int64_t acknowledgements_max = 1'000;
  static constexpr int page_max = 256;

  /// Made, readable by its owner only, where it is not there.
  [[nodiscard]] static link::Stored<std::unique_ptr<Records>> open(const std::filesystem::path& file);

  [[nodiscard]] link::Stored<void> acknowledge(const std::string& alarm, std::uint64_t seq);
  [[nodiscard]] link::Stored<std::vector<AlarmList::Acknowledged>> acknowledged();

  /// The id is given here.
  [[nodiscard]] link::Stored<void> log(const v1::LogEntry& entry);
  /// The latest of the time asked for, in the order in which they were written: a clock may be set back.
  [[nodiscard]] link::Stored<v1::LogPage> page(const v1::LogQuery& query);
  [[nodiscard]] link::Stored<std::optional<v1::LogEntry>> last_of(std::initializer_list<v1::LogEntry::Kind> kinds);

 private:
  explicit Records(link::Database database) : database_(std::move(database)) {}
  [[nodiscard]] link::Stored<void> prepare();

  link::Database database_;
};

}  // namespace wardlink::console
