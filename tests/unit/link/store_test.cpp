// What every station's store promises, of the one in memory and the one on the disk; and what only a file can do wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "client/link/memory_store.hpp"
#include "client/link/sqlite_store.hpp"

namespace wardlink::link {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using State = OutboxItem::State;

constexpr const char* station = "wardlink://c/quan-hoa/station/tram";

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "wardlink-store-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::filesystem::path file() const { return path_ / "station.db"; }

 private:
  std::filesystem::path path_;
};

/// A kind of store, and how it is opened anew: what was durable is there again.
struct Backend {
  virtual ~Backend() = default;
  virtual LocalStore& store() = 0;
  virtual void reopen() = 0;
};

struct InMemory final : Backend {
  LocalStore& store() override { return kept; }
  void reopen() override {}
  MemoryStore kept;
};

struct OnDisk final : Backend {
  OnDisk() { reopen(); }
  LocalStore& store() override { return *opened; }
  void reopen() override {
    opened.reset();
    auto again = SqliteStore::open(folder.file(), station);
    if (!again) throw std::runtime_error(again.error().detail);
    opened = std::move(*again);
  }
  Folder folder;
  std::unique_ptr<SqliteStore> opened;
};

using Make = std::function<std::unique_ptr<Backend>()>;

class StoreTest : public testing::TestWithParam<std::pair<const char*, Make>> {
 protected:
  StoreTest() : backend_(GetParam().second()) {}

  LocalStore& store() { return backend_->store(); }
  void reopen() { backend_->reopen(); }

  std::uint64_t add(const std::string& id) {
    return *store().add(
        {.id = id, .sender = station, .command = std::string("\0x", 2) + id, .queued_at = WallTime(5s)});
  }
  std::vector<std::string> ids(State state) {
    std::vector<std::string> list;
    const auto items = store().items(state);
    for (const auto& item : *items) list.push_back(item.id);
    return list;
  }
  static v1::Event event(std::uint64_t seq, const std::string& incident = "i") {
    v1::Event made;
    made.set_seq(seq);
    made.set_incident(incident);
    made.mutable_time()->set_seconds(static_cast<std::int64_t>(seq));
    made.mutable_incident_noted();
    return made;
  }
  static v1::Incident incident(const std::string& id, std::uint64_t opened_seq) {
    v1::Incident made;
    made.set_id(id);
    made.set_opened_seq(opened_seq);
    return made;
  }
  std::vector<std::uint64_t> seqs(const EventFilter& filter) {
    std::vector<std::uint64_t> list;
    const auto events = store().events(filter);
    for (const auto& each : *events) list.push_back(each.seq());
    return list;
  }

 private:
  std::unique_ptr<Backend> backend_;
};

TEST_P(StoreTest, KeepsItemsInOrderAndWhole) {
  const auto first = add("b");
  EXPECT_LT(first, add("a"));
  reopen();
  const auto read = store().items(State::waiting);
  const auto& items = *read;
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].id, "b");
  EXPECT_EQ(items[0].position, first);
  EXPECT_EQ(items[0].sender, station);
  EXPECT_EQ(items[0].command, std::string("\0x", 2) + "b");
  EXPECT_EQ(items[0].queued_at, WallTime(5s));
  EXPECT_FALSE(*store().item("c"));
}

TEST_P(StoreTest, SettlesAndFindsAgain) {
  add("a");
  auto item = **store().item("a");
  item.state = State::accepted;
  item.receipt = "r";
  item.settled_at = WallTime(9s);
  ASSERT_TRUE(store().settle(item));
  reopen();
  EXPECT_THAT(ids(State::waiting), IsEmpty());
  EXPECT_EQ((*store().item("a"))->receipt, "r");
  EXPECT_EQ((*store().item("a"))->settled_at, WallTime(9s));
}

TEST_P(StoreTest, TrimsOnlyWhatIsSettled) {
  for (const char* id : {"a", "b", "c", "d", "e"}) add(id);
  for (const auto& [id, state] : {std::pair("a", State::accepted), {"b", State::dropped}, {"c", State::rejected}}) {
    auto item = **store().item(id);
    item.state = state;
    ASSERT_TRUE(store().settle(item));
  }
  ASSERT_TRUE(store().trim(1));
  EXPECT_FALSE(*store().item("a"));
  EXPECT_TRUE(*store().item("b"));
  EXPECT_THAT(ids(State::rejected), ElementsAre("c"));
  EXPECT_THAT(ids(State::waiting), ElementsAre("d", "e"));
}

TEST_P(StoreTest, NeverGivesAPositionTwice) {
  add("a");
  const auto last = add("b");
  auto item = **store().item("b");
  item.state = State::accepted;
  ASSERT_TRUE(store().settle(item));
  ASSERT_TRUE(store().trim(0));
  reopen();
  EXPECT_GT(add("c"), last);
}

TEST_P(StoreTest, ACopyBeginsEmpty) {
  EXPECT_TRUE(store().position()->epoch.empty());
  EXPECT_EQ(*store().as_of(), WallTime{});
  EXPECT_THAT(*store().incidents(), IsEmpty());
  EXPECT_EQ(store().directory()->wards_size(), 0);
}

TEST_P(StoreTest, ABatchIsThereWholeWithItsPosition) {
  v1::DirectoryResult directory;
  directory.set_cluster("c");
  ASSERT_TRUE(store().take({.events = {event(3), event(5, "j")},
                            .incidents = {incident("j", 5), incident("i", 3)},
                            .directory = directory,
                            .position = {.epoch = "e1", .seen_seq = 5, .seq = 6},
                            .as_of = WallTime(7s)}));
  reopen();
  EXPECT_EQ(store().position()->epoch, "e1");
  EXPECT_EQ(store().position()->seen_seq, 5U);
  EXPECT_EQ(store().position()->seq, 6U);
  EXPECT_EQ(*store().as_of(), WallTime(7s));
  EXPECT_EQ(store().directory()->cluster(), "c");
  ASSERT_EQ(store().incidents()->size(), 2U);
  EXPECT_EQ(store().incidents()->front().id(), "i") << "in the order of their opening";
  EXPECT_EQ((*store().incident("j"))->opened_seq(), 5U);
  EXPECT_FALSE(*store().incident("k"));
  EXPECT_THAT(seqs({}), ElementsAre(3, 5));
}

TEST_P(StoreTest, WhatComesAgainReplacesAndASnapshotForgetsWhatStood) {
  ASSERT_TRUE(store().take({.events = {event(3)}, .incidents = {incident("i", 3), incident("j", 4)}}));
  auto changed = incident("i", 3);
  changed.set_severity(5);
  ASSERT_TRUE(store().take({.events = {event(3)}, .incidents = {changed}}));
  EXPECT_THAT(seqs({}), ElementsAre(3));
  EXPECT_EQ((*store().incident("i"))->severity(), 5U);
  ASSERT_TRUE(store().take({.afresh = true, .incidents = {incident("k", 9)}}));
  ASSERT_EQ(store().incidents()->size(), 1U);
  EXPECT_EQ(store().incidents()->front().id(), "k");
  EXPECT_THAT(seqs({}), ElementsAre(3)) << "what happened stays";
}

TEST_P(StoreTest, FiltersEvents) {
  auto moved = event(6);
  moved.mutable_support_moved();
  ASSERT_TRUE(store().take({.events = {event(2), event(4, "j"), moved, event(8)}}));
  EXPECT_THAT(seqs({.after_seq = 2}), ElementsAre(4, 6, 8));
  EXPECT_THAT(seqs({.incident = "j"}), ElementsAre(4));
  EXPECT_THAT(seqs({.since = WallTime(4s), .until = WallTime(8s)}), ElementsAre(4, 6));
  EXPECT_THAT(seqs({.kind = "support_moved"}), ElementsAre(6));
  EXPECT_THAT(seqs({.rows_max = 2}), ElementsAre(2, 4));
}

INSTANTIATE_TEST_SUITE_P(
    Every, StoreTest,
    testing::Values(std::pair<const char*, Make>("memory", [] { return std::make_unique<InMemory>(); }),
                    std::pair<const char*, Make>("sqlite", [] { return std::make_unique<OnDisk>(); })),
    [](const auto& each) { return each.param.first; });

TEST(SqliteStore, IsReadableByItsOwnerOnly) {
  const Folder folder;
  const auto store = SqliteStore::open(folder.file(), station);
  ASSERT_TRUE(store);
  ASSERT_TRUE((*store)->add({.id = "a"}));
  for (const auto& each : std::filesystem::directory_iterator(folder.file().parent_path())) {
    struct stat is = {};
    ASSERT_EQ(stat(each.path().c_str(), &is), 0);
    EXPECT_EQ(is.st_mode & 0777U, 0600U) << each.path();
  }
}

TEST(SqliteStore, RefusesAnotherStationsFile) {
  const Folder folder;
  ASSERT_TRUE(SqliteStore::open(folder.file(), station));
  const auto other = SqliteStore::open(folder.file(), "wardlink://c/nghia-do/station/tram");
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().detail, HasSubstr("quan-hoa"));
}

TEST(SqliteStore, RefusesWhatIsNoStoreAndANewerOne) {
  const Folder folder;
  std::ofstream(folder.file()) << "not a database at all, and longer than a header would be: "
                               << std::string(4096, 'x');
  EXPECT_FALSE(SqliteStore::open(folder.file(), station));
  std::filesystem::remove(folder.file());
  ASSERT_TRUE(SqliteStore::open(folder.file(), station));
  {
    auto database = *Database::open(folder.file());
    database.execute("PRAGMA user_version = 99");
  }
  const auto newer = SqliteStore::open(folder.file(), station);
  ASSERT_FALSE(newer);
  EXPECT_THAT(newer.error().detail, HasSubstr("99"));
}

TEST(SqliteStore, PutsTheOldCopyAsideAndKeepsTheOutbox) {
  const Folder folder;
  const auto aside = folder.file().parent_path() / "aside.db";
  auto store = *SqliteStore::open(folder.file(), station);
  ASSERT_TRUE(store->add({.id = "a"}));
  v1::Event event;
  event.set_seq(3);
  ASSERT_TRUE(store->take({.events = {event}, .position = {.epoch = "e1", .seen_seq = 3, .seq = 3}}));
  ASSERT_TRUE(store->forget_copy(aside));
  EXPECT_TRUE(store->position()->epoch.empty());
  EXPECT_THAT(*store->events({}), IsEmpty());
  EXPECT_EQ(store->items(OutboxItem::State::waiting)->size(), 1U);
  EXPECT_EQ((*SqliteStore::open(aside, station))->events({})->size(), 1U);
}

}  // namespace
}  // namespace wardlink::link
