#include "tests/sim/disk.hpp"

namespace wardlink::sim {
namespace {
class Borrowed final : public journal::Journal {
 public:
  explicit Borrowed(journal::MemoryJournal& of) : journal_(of) {}
  [[nodiscard]] std::expected<void, journal::AppendError> append(std::span<journal::Entry> entries) override {
    return journal_.append(entries);
  }
  [[nodiscard]] std::vector<std::string> clusters() const override { return journal_.clusters(); }
  [[nodiscard]] journal::Head head(std::string_view cluster) const override { return journal_.head(cluster); }
  [[nodiscard]] std::string epoch() const override { return journal_.epoch(); }
  [[nodiscard]] std::uint64_t bytes() const override { return journal_.bytes(); }
  [[nodiscard]] std::expected<void, journal::Corrupt> replay(
      std::string_view cluster, std::uint64_t first,
      const std::function<void(const v1::EntryHeader&)>& visit) const override {
    return journal_.replay(cluster, first, visit);
  }
  [[nodiscard]] std::optional<journal::Accepted> find(std::string_view cluster, std::string_view sender,
                                                      std::string_view command_id) const override {
    return journal_.find(cluster, sender, command_id);
  }
  [[nodiscard]] std::optional<journal::Entry> entry(std::string_view cluster, std::uint64_t number) const override {
    return journal_.entry(cluster, number);
  }
  [[nodiscard]] std::vector<v1::StoredEvent> events(std::string_view cluster, const journal::EventFilter& filter,
                                                    std::size_t max) const override {
    return journal_.events(cluster, filter, max);
  }
  journal::MemoryJournal& journal_;
};
}  // namespace
std::unique_ptr<journal::Journal> Disk::open_journal() { return std::make_unique<Borrowed>(journal_); }
}  // namespace wardlink::sim
