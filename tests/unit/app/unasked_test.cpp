// What the hub does by itself: stations that come and go, supports that arrive.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

bool up(const Hub& hub, const std::string& ward) {
  const auto station = hub.state().stations.find(ward);
  return station != hub.state().stations.end() && station->second.up;
}

v1::Support::State support_state(const Hub& hub, const std::string& incident, const std::string& ward) {
  return hub.state().incident(incident)->support_of(ward)->state();
}

void tick(Hub& hub) {
  hub.core->tick();
  hub.flush();
}

TEST(Presence, TheFirstSessionIsUpAndTheLastOneGoneIsDownAfterAWhile) {
  Hub hub;
  EXPECT_FALSE(up(hub, "quan-hoa"));
  Peer& station = hub.join("quan-hoa", v1::STATION, "tram");
  EXPECT_TRUE(up(hub, "quan-hoa"));
  const auto head = hub.head();
  Peer& officer = hub.join("quan-hoa", v1::STATION, "tram-2");
  EXPECT_EQ(hub.head(), head) << "the second is no news";
  station.leave();
  hub.clock.pass(60s);
  tick(hub);
  EXPECT_TRUE(up(hub, "quan-hoa")) << "one is still here";
  officer.leave();
  hub.clock.pass(5s);
  tick(hub);
  EXPECT_TRUE(up(hub, "quan-hoa"));
  hub.clock.pass(1s);
  tick(hub);
  EXPECT_FALSE(up(hub, "quan-hoa"));
  const auto down = hub.head();
  hub.clock.pass(60s);
  tick(hub);
  EXPECT_EQ(hub.head(), down) << "once";
}

TEST(Presence, AShortCutIsNoNews) {
  Hub hub;
  hub.join("quan-hoa", v1::STATION, "tram").leave();
  const auto head = hub.head();
  hub.clock.pass(4s);
  tick(hub);
  Peer& back = hub.join("quan-hoa", v1::STATION, "tram");
  hub.clock.pass(4s);
  tick(hub);
  back.leave();
  hub.clock.pass(4s);
  tick(hub);
  EXPECT_EQ(hub.head(), head);
}

TEST(Presence, AfterARestartWhoDoesNotComeBackIsDown) {
  Hub hub;
  hub.join("quan-hoa", v1::STATION, "tram");
  hub.join("cong-vi", v1::STATION, "tram");
  hub.restart();
  hub.join("cong-vi", v1::STATION, "tram");
  tick(hub);
  EXPECT_TRUE(up(hub, "quan-hoa"));
  hub.clock.pass(6s);
  tick(hub);
  EXPECT_FALSE(up(hub, "quan-hoa"));
  EXPECT_TRUE(up(hub, "cong-vi"));
}

TEST(Presence, AnAdminIsNoStation) {
  Hub hub;
  const auto head = hub.head();
  hub.join("-", v1::ADMIN, "root");
  EXPECT_EQ(hub.head(), head);
}

TEST(Presence, AFullDiskOnlyDelaysIt) {
  Hub hub;
  hub.journal.set_full(true);
  hub.join("quan-hoa", v1::STATION, "tram");
  EXPECT_FALSE(up(hub, "quan-hoa"));
  hub.journal.set_full(false);
  tick(hub);
  EXPECT_TRUE(up(hub, "quan-hoa"));
}

TEST(Delivered, ByTheFirstAcknowledgementThatCoversIt) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  Peer& watcher = hub.watch("cong-vi");
  const auto incident = opened_incident(hub.done(officer, at_bridge()));
  EXPECT_EQ(support_state(hub, incident, "cong-vi"), v1::Support::SENT);
  const std::uint64_t opened_seq = hub.state().incident(incident)->support_of("cong-vi")->opened_seq();
  watcher.read();
  ASSERT_TRUE(hub.core->acknowledge(*watcher.member, opened_seq - 1).has_value());
  hub.flush();
  EXPECT_EQ(support_state(hub, incident, "cong-vi"), v1::Support::SENT) << "does not cover it";
  ASSERT_TRUE(hub.core->acknowledge(*watcher.member, opened_seq).has_value());
  hub.flush();
  EXPECT_EQ(support_state(hub, incident, "cong-vi"), v1::Support::DELIVERED);
  EXPECT_EQ(support_state(hub, incident, "vinh-phuc"), v1::Support::SENT) << "another ward's stays";

  const auto entry = hub.journal.entry(hub.cluster, hub.journal.head(hub.cluster).number);
  EXPECT_EQ(entry->header.sender().role(), v1::HUB);
  EXPECT_EQ(entry->payload.hub_command().mark_delivered().up_to_seq(), opened_seq);
  const auto head = hub.head();
  Peer& second = hub.watch("cong-vi", v1::STATION, "tram-2");
  ASSERT_TRUE(hub.core->acknowledge(*second.member, opened_seq).has_value());
  hub.flush();
  EXPECT_EQ(hub.head(), head) << "once";
}

TEST(Delivered, AFullDiskOnlyDelaysIt) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  Peer& watcher = hub.watch("cong-vi");
  const auto incident = opened_incident(hub.done(officer, at_bridge()));
  watcher.read();
  hub.journal.set_full(true);
  ASSERT_TRUE(hub.core->acknowledge(*watcher.member, hub.head()).has_value());
  hub.flush();
  EXPECT_EQ(support_state(hub, incident, "cong-vi"), v1::Support::SENT);
  hub.journal.set_full(false);
  tick(hub);
  EXPECT_EQ(support_state(hub, incident, "cong-vi"), v1::Support::DELIVERED);
}

}  // namespace
}  // namespace wardlink::app::test
