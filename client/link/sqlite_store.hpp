// A station's store in one SQLite file, synced at every commit.
#pragma once

#include <filesystem>
#include <memory>

#include "client/link/database.hpp"
#include "client/link/local_store.hpp"

namespace wardlink::link {

/// How much of the past the copy keeps.
inline constexpr std::uint64_t copy_events_max = 200'000;

/// Single thread. Only one process at a time: whoever opens it holds its directory's StateLock.
class SqliteStore final : public LocalStore {
 public:
  /// `file` is made, readable by its owner only, where it is not there. `station`: the URI whose file it is; another
  /// one's is refused.
  [[nodiscard]] static Stored<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& file,
                                                                 const std::string& station);

  /// Puts the whole file aside under this name, then forgets the copy. What waits in the outbox stays.
  [[nodiscard]] Stored<void> forget_copy(const std::filesystem::path& aside);

  [[nodiscard]] Stored<std::vector<OutboxItem>> items(OutboxItem::State state) const override;
  [[nodiscard]] Stored<std::optional<OutboxItem>> item(const std::string& id) const override;
  [[nodiscard]] Stored<std::uint64_t> add(const OutboxItem& item) override;
  [[nodiscard]] Stored<void> settle(const OutboxItem& item) override;
  [[nodiscard]] Stored<void> trim(std::size_t kept) override;

  [[nodiscard]] Stored<CopyPosition> position() const override;
  [[nodiscard]] Stored<WallTime> as_of() const override;
  [[nodiscard]] Stored<void> take(const CopyBatch& batch) override;
  [[nodiscard]] Stored<std::optional<v1::Incident>> incident(const std::string& id) const override;
  [[nodiscard]] Stored<std::vector<v1::Incident>> incidents() const override;
  [[nodiscard]] Stored<std::vector<v1::Flight>> flights() const override;
  [[nodiscard]] Stored<std::vector<v1::Patrol>> patrols() const override;
  [[nodiscard]] Stored<std::vector<v1::Event>> events(const EventFilter& filter) const override;
  [[nodiscard]] Stored<v1::DirectoryResult> directory() const override;

 private:
  explicit SqliteStore(Database database) : database_(std::move(database)) {}
  [[nodiscard]] Stored<void> prepare(const std::string& station);
  [[nodiscard]] std::string meta(const char* name) const;
  void put_meta(const char* name, std::string_view value);
  void trim_copy();

  mutable Database database_;
  std::uint64_t batches_ = 0;
};

}  // namespace wardlink::link
