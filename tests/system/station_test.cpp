// The station service as it is used: real hub, real `wardlink run`, real sub-commands through it. Nothing is lost and
// nothing doubled, whichever of them is cut off or killed.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <thread>

#include "client/link/sqlite_store.hpp"
#include "client/link/uuid.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/ports.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/station_service.hpp"

namespace wardlink::system_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr int done = 0;
constexpr int queued_only = 3;
constexpr int kills = 20;

std::string address(unsigned short port) { return "127.0.0.1:" + std::to_string(port); }

class StationTest : public ::testing::Test {
 protected:
  void SetUp() override { world_.start_hub(); }

  [[nodiscard]] fs::path state() const { return world_.folder() / "state"; }
  StationService start(const std::vector<std::string>& more = {}) {
    return {world_, "quan-hoa", state(), {address(world_.port())}, more};
  }
  World::Outcome run(const fs::path& identity, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--state", state().string(), "--lang", "en"});
    return world_.wardlink(identity, std::move(arguments));
  }
  World::Outcome station(std::vector<std::string> arguments) const {
    return run(world_.station("quan-hoa"), std::move(arguments));
  }
  World::Outcome officer(std::vector<std::string> arguments) const {
    return run(world_.officer("quan-hoa"), std::move(arguments));
  }
  static std::vector<std::string> report(const std::string& id, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"report", "sighting", "--ward", "quan-hoa", "--text", "áo đỏ", "--id", id};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  static std::vector<std::string> until_receipt(const std::string& id) {
    return report(id, {"--wait", "hub", "--timeout", "40s"});
  }

  /// What the hub has: every event that Quan Hoa may see, by the command that caused it, in order.
  std::vector<v1::Event> recorded(const std::string& kind = "sighting_recorded") {
    Peer peer(world_.port(), world_.officer("quan-hoa"));
    std::vector<v1::Event> events;
    v1::Query query;
    query.mutable_history()->set_kind(kind);
    do {
      const auto page = peer.ask(query).history();
      events.insert(events.end(), page.events().begin(), page.events().end());
      query.mutable_history()->set_after_seq(page.next_after_seq());
    } while (query.history().after_seq() != 0);
    return events;
  }
  std::vector<std::string> causes() {
    std::vector<std::string> ids;
    for (const auto& event : recorded()) ids.push_back(event.cause());
    return ids;
  }

  World world_;
};

TEST_F(StationTest, ReportsMadeWhileCutOffArriveOnceInOrderWithTheirOwnTime) {
  auto service = start();
  ASSERT_TRUE(service.says("Caught up"));
  world_.kill_hub();
  ASSERT_TRUE(service.says("CUT OFF"));
  const std::vector<std::string> ids{link::new_uuid_v7(), link::new_uuid_v7(), link::new_uuid_v7()};
  const auto made_before = link::Moment::now().wall;
  for (const auto& id : ids) {
    const auto outcome = station(report(id));
    EXPECT_EQ(outcome.status, queued_only) << outcome.out << outcome.errors;
    EXPECT_TRUE(outcome.errors.contains(id)) << outcome.errors;
  }
  EXPECT_EQ(station(report(ids[0], {"--wait", "queued"})).status, done);
  EXPECT_EQ(station(report(ids[0], {"--wait", "hub", "--timeout", "2s"})).status, queued_only);
  EXPECT_NE(station(report(link::new_uuid_v7(), {"--dry-run", "--timeout", "1s"})).status, queued_only);
  const auto listed = station({"outbox", "list"});
  EXPECT_EQ(std::ranges::count(listed.out, '\n'), 3) << listed.out;
  service.kill();  // what it promised is on the disk
  auto again = start();
  ASSERT_TRUE(again.says("CUT OFF"));

  world_.start_hub();
  for (const auto& id : ids) {
    const auto outcome = station(until_receipt(id));
    EXPECT_EQ(outcome.status, done) << outcome.out << outcome.errors;
  }
  EXPECT_EQ(causes(), ids) << "each once, in the order in which they were made";
  for (const auto& event : recorded()) {
    const auto detected = link::from_proto(event.sighting_recorded().detected_at());
    const auto credible = link::from_proto(event.sighting_recorded().credible_at());
    EXPECT_LT(detected, made_before) << "when its command was made, not when it arrived";
    EXPECT_LT(std::chrono::abs(credible - detected), 1s) << "corrected by an offset that one computer does not have";
    EXPECT_TRUE(event.sighting_recorded().marks().empty());
  }
  EXPECT_TRUE(station({"outbox", "list"}).out.empty());
  EXPECT_EQ(again.stop(), 0);
}

TEST_F(StationTest, AnOfficersCommandGoesOutInTheOfficersName) {
  auto service = start();
  ASSERT_TRUE(service.says("Caught up"));
  const auto live = link::new_uuid_v7();
  EXPECT_EQ(officer(report(live)).status, done);
  world_.kill_hub();
  ASSERT_TRUE(service.says("CUT OFF"));
  const auto late = link::new_uuid_v7();
  EXPECT_EQ(officer(report(late)).status, queued_only);
  world_.start_hub();
  EXPECT_EQ(officer(until_receipt(late)).status, done);
  ASSERT_EQ(causes(), (std::vector{live, late}));
  for (const auto& event : recorded()) EXPECT_EQ(event.sighting_recorded().officer(), "an");
}

TEST_F(StationTest, AnOfficersCommandWaitsForTheIdentityWhenTheServiceWasKilled) {
  auto service = start();
  ASSERT_TRUE(service.says("Caught up"));
  world_.kill_hub();
  ASSERT_TRUE(service.says("CUT OFF"));
  const auto id = link::new_uuid_v7();
  EXPECT_EQ(officer(report(id)).status, queued_only);
  service.kill();
  world_.start_hub();
  auto again = start();
  ASSERT_TRUE(again.says("Caught up"));
  const auto listed = station({"outbox", "list"});
  EXPECT_TRUE(listed.out.contains("unlock")) << listed.out;
  EXPECT_TRUE(causes().empty());
  EXPECT_EQ(officer({"outbox", "retry", id}).status, done);
  EXPECT_EQ(officer(until_receipt(id)).status, done);
  EXPECT_EQ(causes(), std::vector{id});
}

TEST_F(StationTest, ALostReceiptDoublesNothing) {
  support::CuttingProxy proxy(world_.port());
  Peer witness(world_.port(), world_.officer("quan-hoa"));
  witness.subscribe(0, "");
  (void)witness.until([](const v1::HubFrame& frame) { return frame.has_caught_up(); });
  StationService service(world_, "quan-hoa", state(), {address(proxy.port())});
  ASSERT_TRUE(service.says("Caught up"));
  proxy.keep_back();
  const auto id = link::new_uuid_v7();
  EXPECT_EQ(station(report(id, {"--wait", "hub", "--timeout", "2s"})).status, queued_only);
  witness.ping();
  // The hub has decided it; its receipt is on this side of the proxy.
  (void)witness.await([&](const v1::HubFrame& frame) { return frame.event().cause() == id; });
  proxy.cut();
  const auto outcome = station(until_receipt(id));
  EXPECT_EQ(outcome.status, done) << outcome.errors;
  EXPECT_EQ(causes(), std::vector{id});
}

TEST_F(StationTest, KilledAtAnyMomentItKeepsItsPromisesAndACopyWithoutAGap) {
  std::mt19937 random(20);
  std::vector<std::string> promised;
  for (int i = 0; i < kills; ++i) {
    auto service = start();
    ASSERT_TRUE(service.says("serving"));
    // The hub goes down as well, now and then.
    if (i % 7 == 3) world_.kill_hub();
    std::jthread killer([&service, after = std::chrono::milliseconds(random() % 250)] {
      std::this_thread::sleep_for(after);
      service.kill();
    });
    for (int n = 0; n < 2; ++n) {
      const auto id = link::new_uuid_v7();
      const auto outcome = station(report(id, {"--timeout", "2s"}));
      if (outcome.status == done || outcome.status == queued_only) promised.push_back(id);
    }
    killer.join();
    if (i % 7 == 3) world_.start_hub();
  }
  auto service = start();
  ASSERT_TRUE(service.says("Caught up"));
  for (const auto& id : promised) ASSERT_EQ(station(until_receipt(id)).status, done) << id;
  std::map<std::string, int> times;
  const auto events = recorded();
  for (const auto& event : events) ++times[event.cause()];
  for (const auto& id : promised) EXPECT_EQ(times[id], 1) << id;
  for (const auto& [id, count] : times) EXPECT_EQ(count, 1) << id;

  // Its own last report has come back to it as an event: then all before it are there.
  const auto last = link::new_uuid_v7();
  EXPECT_EQ(station(report(last)).status, done);
  EXPECT_EQ(service.stop(), 0);
  auto final_service = start();
  ASSERT_TRUE(final_service.says("Caught up"));
  EXPECT_EQ(final_service.stop(), 0);
  const auto store = *link::SqliteStore::open(state() / "station.db", "");
  const auto copied = store->events({.kind = "sighting_recorded", .rows_max = 100'000});
  std::map<std::string, int> kept;
  for (const auto& event : *copied) ++kept[event.cause()];
  times[last] = 1;
  EXPECT_EQ(kept, times);
  EXPECT_GE(promised.size(), static_cast<std::size_t>(kills) / 2) << "else this has tried little";
}

TEST_F(StationTest, ADeadHubAmongSeveralIsPassedOver) {
  StationService service(world_, "quan-hoa", state(), {address(support::free_port()), address(world_.port())});
  EXPECT_TRUE(service.says("Caught up"));
  EXPECT_EQ(station(report(link::new_uuid_v7())).status, done);
}

TEST_F(StationTest, AnswersFromItsCopyWhileCutOffAndSaysSo) {
  const auto reported =
      world_.wardlink(world_.officer("vinh-phuc"), {"report", "incident", "--landmark", "cau-t11", "--category",
                                                    "disorder", "--severity", "4", "--text", "xô xát", "--json"});
  ASSERT_EQ(reported.status, done) << reported.errors;
  auto service = start();
  ASSERT_TRUE(service.says("Caught up"));
  const auto live = station({"list", "--json"});
  EXPECT_FALSE(live.errors.contains("OLD DATA"));
  world_.kill_hub();
  ASSERT_TRUE(service.says("CUT OFF"));
  const auto old = station({"list", "--json"});
  EXPECT_EQ(old.status, done) << old.errors;
  EXPECT_TRUE(old.errors.contains("OLD DATA")) << old.errors;
  EXPECT_TRUE(old.out.contains("cau-t11") || old.out.contains("disorder")) << old.out;
  EXPECT_EQ(station({"history"}).status, done);
  const auto found = station({"history", "--text", "xo xat", "--json"});
  EXPECT_EQ(found.status, done) << found.errors;
  EXPECT_TRUE(found.out.contains("xô xát")) << found.out;
  EXPECT_EQ(station({"history", "--text", "trộm", "--json"}).out, "");
}

TEST_F(StationTest, ALateRejectionIsKeptUntilAPersonActs) {
  auto service = start();
  ASSERT_TRUE(service.says("Caught up"));
  world_.kill_hub();
  ASSERT_TRUE(service.says("CUT OFF"));
  const auto id = link::new_uuid_v7();
  EXPECT_EQ(officer({"note", link::new_uuid_v7(), "--text", "x", "--id", id}).status, queued_only);
  world_.start_hub();
  ASSERT_TRUE(service.says("rejects"));
  EXPECT_TRUE(station({"outbox", "list"}).out.contains("REJECTED"));
  EXPECT_EQ(officer({"outbox", "retry", id}).status, done);
  ASSERT_TRUE(service.says("rejects"));
  EXPECT_EQ(station({"outbox", "drop", id}).status, done);
  EXPECT_TRUE(station({"outbox", "list"}).out.empty());
  EXPECT_EQ(station({"outbox", "drop", id}).status, 6);
}

TEST_F(StationTest, TheOutboxCanBeReadWhileNoServiceRuns) {
  {
    auto service = start();
    ASSERT_TRUE(service.says("Caught up"));
    world_.kill_hub();
    ASSERT_TRUE(service.says("CUT OFF"));
    EXPECT_EQ(station(report(link::new_uuid_v7())).status, queued_only);
    service.kill();
  }
  const auto listed = station({"outbox", "list", "--json"});
  EXPECT_EQ(listed.status, done) << listed.errors;
  EXPECT_TRUE(listed.out.contains("WAITING")) << listed.out;
}

TEST_F(StationTest, ADirectoryHasOneServiceAndOneOwner) {
  auto service = start();
  ASSERT_TRUE(service.says("Caught up"));
  auto second = start();
  EXPECT_TRUE(second.says("Another service"));
  EXPECT_EQ(second.wait(), 1);
  const auto mode = [&](const fs::path& path) {
    struct stat is = {};
    EXPECT_EQ(stat(path.c_str(), &is), 0) << path;
    return is.st_mode & 0777U;
  };
  EXPECT_EQ(mode(state()), 0700U);
  EXPECT_EQ(mode(state() / "service.sock"), 0600U);
  EXPECT_EQ(mode(state() / "station.db"), 0600U);
  EXPECT_EQ(service.stop(), 0);
  fs::permissions(state(), fs::perms::group_read | fs::perms::group_exec, fs::perm_options::add);
  auto open_to_others = start();
  EXPECT_TRUE(open_to_others.says("chmod 700"));
  EXPECT_EQ(open_to_others.wait(), 1);
}

TEST_F(StationTest, AHubThatHasLostItsDataIsRefusedLoudlyAndReportsStillGoOut) {
  {
    auto service = start();
    ASSERT_TRUE(service.says("Caught up"));
    EXPECT_EQ(station(report(link::new_uuid_v7())).status, done);
    EXPECT_EQ(service.stop(), 0);
  }
  EXPECT_EQ(world_.stop_hub(), 0);
  for (const auto& file : fs::directory_iterator(world_.folder())) {
    if (file.path().filename().string().starts_with("journal.db")) fs::remove(file);
  }
  world_.start_hub();
  {
    auto service = start();
    ASSERT_TRUE(service.says("THE HUB REFUSES"));
    const auto id = link::new_uuid_v7();
    EXPECT_EQ(station(until_receipt(id)).status, done);
    EXPECT_EQ(causes(), std::vector{id});
    EXPECT_EQ(service.stop(), 0);
  }
  auto service = start({"--fresh"});
  EXPECT_TRUE(service.says("Caught up"));
  EXPECT_EQ(service.stop(), 0);
  int aside = 0;
  for (const auto& file : fs::directory_iterator(state())) {
    aside += file.path().filename().string().starts_with("copy-until-") ? 1 : 0;
  }
  EXPECT_EQ(aside, 1);
}

}  // namespace
}  // namespace wardlink::system_test
