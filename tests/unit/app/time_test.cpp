// Deadlines that pass while the hub runs, while it is away, and while its disk is full.
#include <gtest/gtest.h>

#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

void tick(Hub& hub) {
  hub.core->tick();
  hub.flush();
}

std::vector<v1::EntryHeader> time_outs(const Hub& hub) {
  std::vector<v1::EntryHeader> found;
  for (std::uint64_t number = 1; number <= hub.journal.head(hub.cluster).number; ++number) {
    const auto entry = hub.journal.entry(hub.cluster, number);
    if (entry->payload.hub_command().has_time_out()) found.push_back(entry->header);
  }
  return found;
}

std::string unconfirmed(Hub& hub) {
  Peer& station = hub.watch("quan-hoa");
  return opened_incident(hub.done(station, at_ward("quan-hoa")));
}

TEST(Time, APassedDeadlineIsACommandInTheJournalWithItsCause) {
  Hub hub;
  const auto id = unconfirmed(hub);
  hub.clock.pass(30s - 1us);
  tick(hub);
  EXPECT_TRUE(time_outs(hub).empty()) << "none early";
  hub.clock.pass(1us);
  tick(hub);
  ASSERT_EQ(time_outs(hub).size(), 1U);
  const auto entry = hub.journal.entry(hub.cluster, time_outs(hub).front().number());
  const auto& command = entry->payload.hub_command().time_out();
  EXPECT_EQ(command.kind(), v1::HubCommand::TimeOut::CONFIRM_REMINDER);
  EXPECT_EQ(command.owner(), id);
  EXPECT_EQ(entry->header.sender().role(), v1::HUB);
  EXPECT_EQ(entry->header.events(0).event().escalated().cause(), v1::Escalated::UNCONFIRMED);
  tick(hub);
  EXPECT_EQ(time_outs(hub).size(), 1U);
}

TEST(Time, AfterARestartEveryOverdueOneFiresOnceNoneEarly) {
  Hub hub;
  const auto id = unconfirmed(hub);
  hub.restart();
  tick(hub);
  EXPECT_TRUE(time_outs(hub).empty()) << "none early";
  hub.clock.pass(125s);
  hub.restart();
  tick(hub);
  const auto fired = time_outs(hub);
  ASSERT_EQ(fired.size(), 2U) << "the reminder, and that the lead is unreachable";
  EXPECT_EQ(hub.state().incident(id)->view.unreachable_lead(), "quan-hoa");
  hub.restart();
  tick(hub);
  EXPECT_EQ(time_outs(hub).size(), 2U);
}

TEST(Time, AFullDiskOnlyDelaysIt) {
  Hub hub;
  unconfirmed(hub);
  hub.clock.pass(30s);
  hub.journal.set_full(true);
  tick(hub);
  EXPECT_TRUE(time_outs(hub).empty());
  hub.journal.set_full(false);
  tick(hub);
  EXPECT_EQ(time_outs(hub).size(), 1U);
}

TEST(Time, WhatFallsDueTogetherIsDoneInTurnsThatAreBounded) {
  Hub hub;
  Peer& station = hub.watch("quan-hoa");
  const std::size_t count = base::limits::time_outs_a_tick_max + 10;
  for (std::size_t i = 0; i < count; ++i) {
    hub.done(station, at_ward("quan-hoa", "vụ " + std::to_string(i), i % 2 == 0 ? "theft" : "fire"));
    hub.clock.pass(150s);  // too late to be the same thing
  }
  tick(hub);
  EXPECT_EQ(time_outs(hub).size(), base::limits::time_outs_a_tick_max);
  tick(hub);
  EXPECT_GT(time_outs(hub).size(), base::limits::time_outs_a_tick_max);
}

TEST(Presence, WhoGivesACommandAndKeepsNoWatchIsNoStation) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  EXPECT_FALSE(hub.state().stations.contains("quan-hoa"));
  hub.done(officer, at_bridge());
  tick(hub);
  EXPECT_FALSE(hub.state().stations.contains("quan-hoa"));
  v1::Subscribe fresh;
  ASSERT_TRUE(hub.core->subscribe(*officer.member, fresh).has_value());
  hub.flush();
  EXPECT_TRUE(hub.state().stations.at("quan-hoa").up) << "who subscribes keeps the watch";
  officer.leave();
  hub.clock.pass(6s);
  tick(hub);
  EXPECT_FALSE(hub.state().stations.at("quan-hoa").up);
}

}  // namespace
}  // namespace wardlink::app::test
