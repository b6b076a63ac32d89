#include "tests/unit/journal/fixture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "hub/base/ids.hpp"
#include "hub/base/panic.hpp"
#include "hub/journal/chain.hpp"

namespace wardlink::journal::test {

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "wardlink-journal-XXXXXX").string();
  base::check(::mkdtemp(name.data()) != nullptr, "no temporary folder");
  path_ = name;
  // A death test's child runs the test anew and never gets to tidy up: its folders go into this one.
  before_ = std::filesystem::temp_directory_path();
  ::setenv("TMPDIR", path_.c_str(), 1);
}

TempFolder::~TempFolder() {
  ::setenv("TMPDIR", before_.c_str(), 1);
  std::filesystem::remove_all(path_);
}

std::string slurp(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator(file), {}};
}

Script::Script(const Journal& journal) {
  for (const std::string& cluster : journal.clusters()) heads_.emplace(cluster, journal.head(cluster));
}

Entry Script::begin(const std::string& cluster) {
  const Head head = head_of(heads_, cluster);
  Entry entry{};
  v1::EntryHeader& header = entry.header;
  header.set_cluster(cluster);
  header.set_number(head.number + 1);
  *header.mutable_time() = base::to_proto(time_of_entry(header.number()));
  header.mutable_sender()->set_cluster(cluster);
  header.mutable_sender()->set_ward("quan-hoa");
  header.mutable_sender()->set_role(v1::OFFICER);
  header.mutable_sender()->set_name("a");
  header.set_command_id(fmt::format("command-{}", header.number()));
  header.set_command_digest(sha256({cluster, header.command_id()}));
  entry.payload.mutable_command()->mutable_report_incident()->mutable_content()->set_text("xô xát trên cầu");
  entry.payload.set_clock_offset_us(-1234);
  return entry;
}

void Script::finish(Entry& entry) {
  v1::EntryHeader& header = entry.header;
  std::uint64_t seq = head_of(heads_, header.cluster()).seq;
  header.set_first_seq(seq + 1);
  for (v1::StoredEvent& stored : *header.mutable_events()) {
    stored.mutable_event()->set_seq(++seq);
    *stored.mutable_event()->mutable_time() = header.time();
    stored.add_audience()->set_ward("cong-vi");
  }
  header.set_last_seq(seq);
  heads_.insert_or_assign(header.cluster(), head_after(header, {}));
}

Entry Script::next(const std::string& cluster) {
  Entry entry = begin(cluster);
  const std::uint64_t number = entry.header.number();
  v1::Event& opened = *entry.header.add_events()->mutable_event();
  opened.set_incident(fmt::format("{}-i{}", cluster, number % 5));
  opened.mutable_incident_opened()->set_category("disorder");
  opened.mutable_content()->set_text(fmt::format("nội dung {}", number));
  opened.mutable_content()->add_plates("29A-123.45");
  v1::Event& decided = *entry.header.add_events()->mutable_event();
  decided.set_incident(opened.incident());
  decided.mutable_lead_decided()->set_ward("quan-hoa");
  if (number % 3 == 0) {
    v1::Event& seen = *entry.header.add_events()->mutable_event();
    seen.mutable_sighting_recorded()->set_id(fmt::format("{}-s{}", cluster, number));
    seen.mutable_content()->add_persons("một người đàn ông");
  }
  finish(entry);
  return entry;
}

std::vector<Entry> Script::next(const std::string& cluster, std::size_t count) {
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < count; ++i) entries.push_back(next(cluster));
  return entries;
}

Entry Script::next_referring(const std::string& cluster, std::uint64_t seq) {
  Entry entry = begin(cluster);
  v1::Event& event = *entry.header.add_events()->mutable_event();
  event.set_incident(fmt::format("{}-unlinked", cluster));
  event.set_content_seq(seq);
  event.mutable_incident_opened()->set_unlinked_from("elsewhere");
  finish(entry);
  return entry;
}

std::unique_ptr<SqliteJournal> open_journal(const std::filesystem::path& path, const OpenOptions& options) {
  auto journal = SqliteJournal::open(path, options);
  if (!journal) base::panic("a journal that must open was refused: " + describe(journal.error()));
  return std::move(*journal);
}

Corrupt open_refused(const std::filesystem::path& path, const OpenOptions& options) {
  const auto journal = SqliteJournal::open(path, options);
  EXPECT_FALSE(journal.has_value());
  return journal ? Corrupt{} : journal.error();
}

base::Time time_of_entry(std::uint64_t number) {
  return base::Time{base::Duration{1'800'000'000'000'000}} + base::seconds(static_cast<double>(number));
}

std::string sender_of(const Entry& entry) { return base::sender_key(entry.header.sender()); }

std::vector<Entry> append(Journal& journal, std::vector<Entry> entries) {
  EXPECT_TRUE(journal.append(entries).has_value());
  return entries;
}

void expect_holds(const Journal& journal, const std::vector<Entry>& entries) {
  std::map<std::string, std::vector<const Entry*>> by_cluster;
  for (const Entry& entry : entries) by_cluster[entry.header.cluster()].push_back(&entry);
  EXPECT_EQ(journal.clusters().size(), by_cluster.size());
  for (const auto& [cluster, of_cluster] : by_cluster) {
    SCOPED_TRACE(cluster);
    const v1::EntryHeader& last = of_cluster.back()->header;
    const Head head = journal.head(cluster);
    ASSERT_EQ(head.number, last.number());
    EXPECT_EQ(head.seq, last.last_seq());
    EXPECT_EQ(head.time, base::from_proto(last.time()));
    EXPECT_EQ(head.chain_hash, of_cluster.back()->chain_hash);

    const auto events = all_events(journal, cluster);
    ASSERT_EQ(events.size(), last.last_seq());
    for (const Entry* expected : of_cluster) {
      const v1::EntryHeader& header = expected->header;
      const auto entry = journal.entry(cluster, header.number());
      ASSERT_TRUE(entry.has_value());
      EXPECT_EQ(entry->header.SerializeAsString(), header.SerializeAsString());
      EXPECT_EQ(entry->payload.SerializeAsString(), expected->payload.SerializeAsString());
      EXPECT_EQ(entry->chain_hash, expected->chain_hash);
      for (const v1::StoredEvent& event : header.events()) {
        EXPECT_EQ(events[event.event().seq() - 1].SerializeAsString(), event.SerializeAsString());
      }
      const auto found = journal.find(cluster, sender_of(*expected), header.command_id());
      ASSERT_TRUE(found.has_value());
      EXPECT_EQ(found->number, header.number());
      EXPECT_EQ(found->command_digest, header.command_digest());
    }
  }
}

std::vector<v1::StoredEvent> all_events(const Journal& journal, std::string_view cluster, EventFilter filter,
                                        std::size_t page) {
  std::vector<v1::StoredEvent> all;
  for (;;) {
    auto events = journal.events(cluster, filter, page);
    if (events.empty()) return all;
    filter.after_seq = events.back().event().seq();
    std::ranges::move(events, std::back_inserter(all));
  }
}

}  // namespace wardlink::journal::test
