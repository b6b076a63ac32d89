// What only time does, by the real hub's own clock: nobody is there to lead (RULES.md 4), and a hub that was away.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/process.hpp"
#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

namespace fs = std::filesystem;

void set_limit(std::string& toml, const std::string& name, const std::string& value) {
  const auto at = toml.find(name + " = ");
  ASSERT_NE(at, std::string::npos) << name;
  toml.replace(at, toml.find('\n', at) - at, name + " = " + value);
}

/// The sample cluster in a hurry.
fs::path hurried_cluster(const fs::path& folder) {
  const fs::path sample = fs::path(WARDLINK_SOURCE_DIR) / "hub/clusters/hoa-do-phuc-vi";
  fs::copy_file(sample.string() + ".geojson", folder / "hurried.geojson");
  std::string toml = support::read_file(sample.string() + ".toml");
  set_limit(toml, "confirm_s", "0.5");
  set_limit(toml, "unreachable_s", "1");
  std::ofstream(folder / "hurried.toml") << toml;
  return folder / "hurried";
}

v1::Command claim(const std::string& id) {
  v1::Command command;
  command.mutable_claim_lead()->set_incident(id);
  return command;
}

std::vector<v1::Event> story(Peer& peer, const std::string& id) {
  v1::Query query;
  query.mutable_show()->set_id(id);
  const auto events = peer.ask(query).show().events();
  return {events.begin(), events.end()};
}

TEST(TimeTest, NobodyIsThereToLeadSoAnotherWardIsAskedAndActs) {
  const support::TemporaryDirectory files;
  World world({.clusters = {hurried_cluster(files.path())}});
  world.start_hub();
  Peer quan_hoa(world.port(), world.station("quan-hoa"));
  Peer vinh_phuc(world.port(), world.station("vinh-phuc"));
  vinh_phuc.subscribe(0, "");
  const auto opened = quan_hoa.submit(incident(on_the_bridge()));
  ASSERT_TRUE(opened.has_accepted());
  const auto id = opened.accepted().events(0).incident();

  vinh_phuc.await(
      [](const v1::HubFrame& frame) { return frame.event().escalated().cause() == v1::Escalated::UNCONFIRMED; });
  vinh_phuc.await([](const v1::HubFrame& frame) { return frame.event().lead_unreachable().ward() == "quan-hoa"; });
  const auto asked = vinh_phuc.await([](const v1::HubFrame& frame) { return frame.event().has_acting_asked(); });
  EXPECT_EQ(asked.event().acting_asked().ward(), "vinh-phuc") << "the only other one on line";
  EXPECT_EQ(asked.event().actor().role(), v1::HUB);

  Peer officer(world.port(), world.officer("vinh-phuc"));
  ASSERT_TRUE(officer.submit(claim(id)).has_accepted());
  const auto moved = vinh_phuc.await([](const v1::HubFrame& frame) { return frame.event().has_lead_moved(); });
  EXPECT_EQ(moved.event().lead_moved().reason(), v1::LeadMoved::ACTING);
  EXPECT_EQ(world.stop_hub(), 0);
}

TEST(TimeTest, WhatFellDueWhileTheHubWasAwayHappensOnceWhenItIsBack) {
  const support::TemporaryDirectory files;
  World world({.clusters = {hurried_cluster(files.path())}});
  world.start_hub();
  std::string id;
  {
    Peer quan_hoa(world.port(), world.station("quan-hoa"));
    id = quan_hoa.submit(incident(on_the_bridge())).accepted().events(0).incident();
  }
  world.kill_hub();
  for (int again = 0; again < 2; ++again) {
    world.start_hub();
    Peer officer(world.port(), world.officer("quan-hoa"));
    std::vector<v1::Event> events;
    const auto happened = [&](auto has) { return std::ranges::count_if(events, has); };
    const auto unreachable = [](const v1::Event& event) { return event.has_lead_unreachable(); };
    // Each turn asks the hub over the network: it is the hub's clock that this waits for.
    for (int turn = 0; turn < 10'000 && happened(unreachable) == 0; ++turn) events = story(officer, id);
    EXPECT_EQ(happened(unreachable), 1);
    EXPECT_EQ(happened([](const v1::Event& event) { return event.escalated().cause() == v1::Escalated::UNCONFIRMED; }),
              1);
    world.kill_hub();
  }
}

}  // namespace
}  // namespace wardlink::system_test
