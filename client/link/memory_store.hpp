// A station's store without a disk: what tests and the simulator put in its place. What is in it survives a "crash" of
// whoever uses it.
#pragma once

#include <map>

#include "client/link/local_store.hpp"

namespace wardlink::link {

class MemoryStore : public LocalStore {
 public:
  [[nodiscard]] Stored<std::vector<OutboxItem>> items(OutboxItem::State state) const override;
  [[nodiscard]] Stored<std::optional<OutboxItem>> item(const std::string& id) const override;
  [[nodiscard]] Stored<std::uint64_t> add(const OutboxItem& item) override;
  [[nodiscard]] Stored<void> settle(const OutboxItem& item) override;
  [[nodiscard]] Stored<void> trim(std::size_t kept) override;

  [[nodiscard]] Stored<CopyPosition> position() const override { return position_; }
  [[nodiscard]] Stored<WallTime> as_of() const override { return as_of_; }
  [[nodiscard]] Stored<void> take(const CopyBatch& batch) override;
  [[nodiscard]] Stored<std::optional<v1::Incident>> incident(const std::string& id) const override;
  [[nodiscard]] Stored<std::vector<v1::Incident>> incidents() const override;
  [[nodiscard]] Stored<std::vector<v1::Flight>> flights() const override;
  [[nodiscard]] Stored<std::vector<v1::Patrol>> patrols() const override;
  [[nodiscard]] Stored<std::vector<v1::Event>> events(const EventFilter& filter) const override;
  [[nodiscard]] Stored<v1::DirectoryResult> directory() const override { return directory_; }

 private:
  std::map<std::uint64_t, OutboxItem> items_;
  std::uint64_t last_position_ = 0;
  CopyPosition position_;
  WallTime as_of_{};
  std::map<std::uint64_t, v1::Event> events_;
  std::map<std::string, v1::Incident> incidents_;
  std::map<std::string, v1::Flight> flights_;
  std::map<std::string, v1::Patrol> patrols_;
  v1::DirectoryResult directory_;
};

}  // namespace wardlink::link
