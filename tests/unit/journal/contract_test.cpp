// What every journal must do, run against each of them.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

#include "hub/base/limits.hpp"
#include "hub/journal/chain.hpp"
#include "hub/journal/memory_journal.hpp"
#include "hub/journal/sqlite_journal.hpp"
#include "tests/unit/journal/fault_vfs.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace wardlink::journal::test {
namespace {

struct InMemory {
  Journal& journal() { return memory; }
  void set_full(bool full) { memory.set_full(full); }
  MemoryJournal memory;
};

struct OnSqlite {
  OnSqlite() : sqlite(open_journal(folder / "journal.db")) {}
  ~OnSqlite() { set_full(false); }
  OnSqlite(const OnSqlite&) = delete;
  OnSqlite& operator=(const OnSqlite&) = delete;
  Journal& journal() { return *sqlite; }
  void set_full(bool full) { faults.full = full; }
  DiskFaults& faults = disk_faults();
  TempFolder folder;
  std::unique_ptr<SqliteJournal> sqlite;
};

template <typename Kind>
class JournalContract : public testing::Test {
 protected:
  JournalContract() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
  Journal& journal() { return kind_.journal(); }
  Kind kind_;
  Script script_;
};

using Kinds = testing::Types<InMemory, OnSqlite>;
TYPED_TEST_SUITE(JournalContract, Kinds);

std::vector<std::uint64_t> seqs(const std::vector<v1::StoredEvent>& events) {
  std::vector<std::uint64_t> out;
  for (const auto& stored : events) out.push_back(stored.event().seq());
  return out;
}

TYPED_TEST(JournalContract, IsEmptyAtFirst) {
  const Journal& journal = this->journal();
  EXPECT_TRUE(journal.clusters().empty());
  EXPECT_EQ(journal.head("t11").number, 0U);
  EXPECT_EQ(journal.head("t11").seq, 0U);
  EXPECT_EQ(journal.head("t11").chain_hash, std::string(32, '\0'));
  EXPECT_FALSE(journal.find("t11", "someone", "something").has_value());
  EXPECT_FALSE(journal.entry("t11", 1).has_value());
  EXPECT_TRUE(journal.events("t11", {}, 10).empty());
  EXPECT_FALSE(journal.epoch().empty());
}

TYPED_TEST(JournalContract, GivesBackWhatWasAppended) {
  std::vector<Entry> all;
  for (int i = 0; i < 7; ++i) {
    // Groups that mix clusters, one order in each.
    std::vector<Entry> group = this->script_.next("t11", 1 + static_cast<std::size_t>(i) % 3);
    group.push_back(this->script_.next("another"));
    std::ranges::move(append(this->journal(), std::move(group)), std::back_inserter(all));
  }
  expect_holds(this->journal(), all);
  EXPECT_EQ(this->journal().clusters(), (std::vector<std::string>{"another", "t11"}));
  EXPECT_GT(this->journal().bytes(), 0U);
  EXPECT_FALSE(this->journal().entry("t11", 0).has_value());
  EXPECT_FALSE(this->journal().entry("t11", this->journal().head("t11").number + 1).has_value());
  EXPECT_FALSE(this->journal().find("t11", sender_of(all[0]), "never sent").has_value());
  EXPECT_FALSE(this->journal().find("t11", "another sender", all[0].header.command_id()).has_value());
}

TYPED_TEST(JournalContract, ChainsEachClusterByItself) {
  const auto entries = append(this->journal(), [&] {
    auto group = this->script_.next("t11", 2);
    group.push_back(this->script_.next("another"));
    return group;
  }());
  EXPECT_EQ(entries[0].chain_hash.size(), 32U);
  EXPECT_NE(entries[0].chain_hash, entries[1].chain_hash);
  EXPECT_EQ(this->journal().head("t11").chain_hash, entries[1].chain_hash);
  EXPECT_EQ(this->journal().head("another").chain_hash, entries[2].chain_hash);
}

TYPED_TEST(JournalContract, AnEmptyGroupIsNothing) {
  EXPECT_TRUE(this->journal().append({}).has_value());
  EXPECT_TRUE(this->journal().clusters().empty());
}

TYPED_TEST(JournalContract, TakesAnEntryWithoutEvents) {
  Entry entry = this->script_.next("t11");
  entry.header.clear_events();
  entry.header.set_last_seq(0);
  const auto all = append(this->journal(), {entry});
  expect_holds(this->journal(), all);
  EXPECT_EQ(this->journal().head("t11").seq, 0U);
}

TYPED_TEST(JournalContract, ReplaysInOrderWithoutContents) {
  const auto all = append(this->journal(), this->script_.next("t11", 600));
  std::uint64_t next = 5;
  const auto replayed = this->journal().replay("t11", 5, [&](const v1::EntryHeader& header) {
    v1::EntryHeader expected = all[next - 1].header;
    for (auto& stored : *expected.mutable_events()) stored.mutable_event()->clear_content();
    ASSERT_EQ(header.SerializeAsString(), expected.SerializeAsString());
    ++next;
  });
  EXPECT_TRUE(replayed.has_value());
  EXPECT_EQ(next, 601U);

  const auto nothing = [](const v1::EntryHeader&) { FAIL(); };
  EXPECT_TRUE(this->journal().replay("t11", 601, nothing).has_value());
  EXPECT_TRUE(this->journal().replay("unknown", 1, nothing).has_value());
}

TYPED_TEST(JournalContract, FindsEventsBySeq) {
  append(this->journal(), this->script_.next("t11", 30));
  append(this->journal(), this->script_.next("another", 30));
  EXPECT_EQ(seqs(this->journal().events("t11", {.after_seq = 4, .until_seq = 7}, 10)),
            (std::vector<std::uint64_t>{5, 6, 7}));
  EXPECT_EQ(seqs(this->journal().events("t11", {.after_seq = 4}, 2)), (std::vector<std::uint64_t>{5, 6}));
  EXPECT_TRUE(this->journal().events("t11", {.after_seq = 70}, 10).empty());
  EXPECT_TRUE(this->journal().events("t11", {}, 0).empty());
}

TYPED_TEST(JournalContract, GivesAtMostSoManyEventsAtOnce) {
  append(this->journal(), this->script_.next("t11", 300));
  EXPECT_EQ(this->journal().events("t11", {}, 100'000).size(), base::limits::read_rows_max);
}

TYPED_TEST(JournalContract, FiltersEventsAsALinearSearchWould) {
  append(this->journal(), this->script_.next("t11", 40));
  append(this->journal(), this->script_.next("another", 40));
  const auto everything = all_events(this->journal(), "t11");
  const std::vector<EventFilter> filters = {
      {.incidents = {"t11-i2"}},
      {.incidents = {"t11-i2", "t11-i0", "t11-i2", "unknown", "another-i1"}},
      {.incidents = {""}},
      {.kinds = {"sighting_recorded"}},
      {.kinds = {"lead_decided", "sighting_recorded", "lead_decided"}},
      {.kinds = {"no_such_kind"}},
      {.kinds = {"no_such_kind", "lead_decided"}},
      {.kinds = {"time"}},  // a field, and no body
      {.incidents = {"t11-i1", "t11-i3"}, .kinds = {"incident_opened"}},
      {.since = time_of_entry(10), .until = {}},
      {.since = {}, .until = time_of_entry(10)},
      {.since = time_of_entry(10), .until = time_of_entry(12)},
      {.since = time_of_entry(10) + base::Duration{1}, .until = time_of_entry(12) + base::Duration{1}},
      {.since = time_of_entry(50), .until = {}},
      {.since = {}, .until = time_of_entry(1)},
      {.since = time_of_entry(12), .until = time_of_entry(10)},
      {.after_seq = 20, .until_seq = 60, .incidents = {"t11-i4"}, .kinds = {}, .since = time_of_entry(3), .until = {}},
  };
  for (std::size_t i = 0; i < filters.size(); ++i) {
    SCOPED_TRACE(i);
    const EventFilter& filter = filters[i];
    std::vector<std::uint64_t> expected;
    for (const auto& stored : everything) {
      const v1::Event& event = stored.event();
      const base::Time time = base::from_proto(event.time());
      const auto has = [](const auto& names, const std::string& name) {
        return names.empty() || std::ranges::find(names, name) != names.end();
      };
      const std::string kind = v1::Event::descriptor()->FindFieldByNumber(event.body_case())->name();
      if (event.seq() > filter.after_seq && event.seq() <= filter.until_seq &&
          has(filter.incidents, event.incident()) && has(filter.kinds, kind) &&
          (!filter.since || time >= *filter.since) && (!filter.until || time < *filter.until)) {
        expected.push_back(event.seq());
      }
    }
    EXPECT_EQ(seqs(all_events(this->journal(), "t11", filter)), expected);
    EXPECT_EQ(seqs(all_events(this->journal(), "t11", filter, 3)), expected);
  }
}

TYPED_TEST(JournalContract, FollowsAContentThatStandsElsewhere) {
  const auto first = append(this->journal(), {this->script_.next("t11")});
  const std::string text = first[0].header.events(0).event().content().text();
  append(this->journal(), {this->script_.next_referring("t11", 1)});
  append(this->journal(), {this->script_.next_referring("t11", 3)});  // a reference to a reference
  Entry filled_in = this->script_.next_referring("t11", 1);
  filled_in.header.mutable_events(0)->mutable_event()->mutable_content()->set_text("not kept");
  append(this->journal(), {filled_in});

  const auto events = this->journal().events("t11", {.after_seq = 2}, 10);
  ASSERT_EQ(events.size(), 3U);
  for (const auto& stored : events) {
    EXPECT_EQ(stored.event().content().text(), text);
    EXPECT_NE(stored.event().content_seq(), 0U);
  }
  EXPECT_EQ(this->journal().entry("t11", 3)->header.events(0).event().content().text(), text);
}

TYPED_TEST(JournalContract, AFullDiskRollsTheWholeGroupBackAndCanBeTriedAgain) {
  std::vector<Entry> all = append(this->journal(), this->script_.next("t11", 3));
  const auto group = this->script_.next("t11", 3);
  this->kind_.set_full(true);
  for (int attempt = 0; attempt < 3; ++attempt) {
    auto refused = group;
    const auto appended = this->journal().append(refused);
    ASSERT_FALSE(appended.has_value());
    EXPECT_EQ(appended.error(), AppendError::full);
    expect_holds(this->journal(), all);
  }
  this->kind_.set_full(false);
  std::ranges::move(append(this->journal(), group), std::back_inserter(all));
  expect_holds(this->journal(), all);
}

TYPED_TEST(JournalContract, ReadersSeeOnlyWholeGroupsThatWereAppended) {
  constexpr std::uint64_t groups = 60;
  std::atomic<bool> done = false;
  std::atomic<int> faults = 0;
  const auto read = [&] {
    std::uint64_t seen = 0;
    while (!done) {
      const Head head = this->journal().head("t11");
      if (head.number < seen || head.number % 2 != 0) ++faults;
      seen = head.number;
      if (head.number == 0) continue;
      const auto entry = this->journal().entry("t11", head.number);
      if (!entry || entry->chain_hash != head.chain_hash) ++faults;
      const auto events = this->journal().events("t11", {.after_seq = head.seq - 1}, 1);
      if (events.size() != 1 || events[0].event().seq() != head.seq) ++faults;
      const std::uint64_t newest = this->journal().events("t11", {.after_seq = head.seq}, 256).size();
      if (newest > 0 && this->journal().head("t11").seq < head.seq + newest) ++faults;
      if (!this->journal().find("t11", sender_of(*entry), entry->header.command_id())) ++faults;
    }
  };
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 6; ++i) readers.emplace_back(read);
    for (std::uint64_t i = 0; i < groups; ++i) append(this->journal(), this->script_.next("t11", 2));
    done = true;
  }
  EXPECT_EQ(faults, 0);
  EXPECT_EQ(this->journal().head("t11").number, 2 * groups);
}

template <typename Kind>
class JournalInvariant : public JournalContract<Kind> {
 protected:
  /// Appends the entry after one that `change` spoiled: the end of the process.
  void expect_panic(const std::function<void(v1::EntryHeader&)>& change, const char* says) {
    append(this->journal(), {this->script_.next("t11")});
    std::vector<Entry> wrong{this->script_.next("t11")};
    change(wrong[0].header);
    EXPECT_DEATH((void)this->journal().append(wrong), says);
  }
};
TYPED_TEST_SUITE(JournalInvariant, Kinds);

TYPED_TEST(JournalInvariant, ANumberLeftOutEndsTheProcess) {
  this->expect_panic([](auto& header) { header.set_number(3); }, "entry number 3 follows 1");
}
TYPED_TEST(JournalInvariant, ANumberTwiceEndsTheProcess) {
  this->expect_panic([](auto& header) { header.set_number(1); }, "entry number 1 follows 1");
}
TYPED_TEST(JournalInvariant, AGapInSeqEndsTheProcess) {
  this->expect_panic([](auto& header) { header.set_first_seq(header.first_seq() + 1); }, "the events are numbered");
}
TYPED_TEST(JournalInvariant, AnEventOutOfPlaceEndsTheProcess) {
  this->expect_panic([](auto& header) { header.mutable_events(0)->mutable_event()->set_seq(9); }, "event 9 stands");
}
TYPED_TEST(JournalInvariant, TimeGoingBackEndsTheProcess) {
  this->expect_panic([](auto& header) { *header.mutable_time() = base::to_proto(time_of_entry(0)); }, "its time is");
}
TYPED_TEST(JournalInvariant, AnEntryOfNoClusterEndsTheProcess) {
  this->expect_panic([](auto& header) { header.clear_cluster(); }, "names no cluster");
}
TYPED_TEST(JournalInvariant, ACommandsIdUsedTwiceEndsTheProcess) {
  this->expect_panic([](auto& header) { header.set_command_id("command-1"); }, "panic: journal");
}

}  // namespace
}  // namespace wardlink::journal::test
