// RULES.md 6: the alert of a flight that is over is never delivered live, however late it is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

v1::Command flight_from_the_bridge() {
  v1::Command command;
  auto& flight = *command.mutable_report_flight();
  flight.set_mode(v1::ACTUAL);
  flight.mutable_place()->mutable_point()->set_lat_e7(210401000);
  flight.mutable_place()->mutable_point()->set_lon_e7(1058063000);
  flight.set_by(v1::MOTORBIKE);
  flight.set_source(v1::PATROL);
  flight.mutable_content()->set_text("áo đỏ");
  return command;
}

v1::Command block(const std::string& flight) {
  v1::Command command;
  command.mutable_block_flight()->set_flight(flight);
  return command;
}

v1::Command caught(const std::string& flight) {
  v1::Command command;
  command.mutable_catch_flight()->set_flight(flight);
  return command;
}

/// All the alerts among the frames: events, and events of stories and snapshots.
std::vector<v1::Event> alerts(const std::vector<v1::HubFrame>& frames) {
  std::vector<v1::Event> found;
  const auto take = [&](const v1::Event& event) {
    if (event.has_flight_raised() || event.has_flight_blocked() || event.has_flight_seen_again()) {
      found.push_back(event);
    }
  };
  for (const auto& frame : frames) {
    if (frame.has_event()) take(frame.event());
    for (const auto& event : frame.story().events()) take(event);
    for (const auto& event : frame.snapshot().events()) take(event);
  }
  return found;
}

std::vector<v1::Flight> shown(const std::vector<v1::HubFrame>& frames) {
  std::vector<v1::Flight> flights;
  for (const auto& frame : frames) {
    flights.insert(flights.end(), frame.snapshot().flights().begin(), frame.snapshot().flights().end());
  }
  return flights;
}

class Past : public ::testing::Test {
 protected:
  Past() { id = raise(); }

  std::string raise() {
    const auto receipt = hub.done(officer, flight_from_the_bridge());
    for (const auto& event : receipt.accepted().events()) {
      if (event.has_flight_raised()) return event.flight_raised().flight().id();
    }
    ADD_FAILURE() << receipt.ShortDebugString();
    return {};
  }
  static void expect_live(const std::vector<v1::HubFrame>& frames, std::size_t count) {
    const auto found = alerts(frames);
    EXPECT_EQ(found.size(), count);
    for (const auto& event : found) {
      EXPECT_EQ(event.urgency(), v1::FLASH);
      EXPECT_TRUE(event.has_flight_blocked() || event.alarms_size() == 4);
    }
  }
  static void expect_past(const std::vector<v1::HubFrame>& frames, std::size_t count, v1::Flight::End end) {
    const auto found = alerts(frames);
    EXPECT_EQ(found.size(), count);
    for (const auto& event : found) {
      EXPECT_EQ(event.urgency(), v1::ROUTINE);
      EXPECT_EQ(event.alarms_size(), 0);
      if (event.has_flight_raised()) {
        EXPECT_EQ(event.flight_raised().flight().end(), end);
      }
    }
  }
  v1::Subscribe resume(std::uint64_t after_seq) const {
    v1::Subscribe subscribe;
    subscribe.set_after_seq(after_seq);
    subscribe.set_epoch(hub.journal.epoch());
    return subscribe;
  }

  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  Peer& watcher = hub.watch("vinh-phuc");
  const std::uint64_t before = hub.head();
  std::string id;
};

TEST_F(Past, AReaderInTimeIsAlarmed) {
  hub.done(officer, block(id));
  expect_live(watcher.read(), 2);
  hub.done(officer, caught(id));
  expect_live(watcher.read(), 0);
}

TEST_F(Past, ASlowReaderOfOneThatWasCaughtIsNot) {
  hub.done(officer, block(id));
  hub.done(officer, caught(id));
  const auto frames = watcher.read();
  expect_past(frames, 2, v1::Flight::CAUGHT);
  EXPECT_TRUE(frames.back().event().has_flight_ended());
  EXPECT_EQ(frames.back().event().urgency(), v1::URGENT);
}

TEST_F(Past, ASlowReaderOfOneWhoseTimeIsUpIsNotEvenBeforeTheTimer) {
  hub.clock.pass(600s - 1us);
  Peer& in_time = hub.join("cong-vi", v1::STATION, "tram");
  ASSERT_TRUE(hub.core->subscribe(*in_time.member, resume(before)).has_value());
  expect_live(in_time.read(), 1);
  hub.clock.pass(1us);
  expect_past(watcher.read(), 1, v1::Flight::EXPIRED);
}

TEST_F(Past, NeitherIsWhoResumesFromTheJournal) {
  hub.done(officer, caught(id));
  hub.restart();
  Peer& again = hub.join("vinh-phuc", v1::STATION, "tram");
  ASSERT_TRUE(hub.core->subscribe(*again.member, resume(before)).has_value());
  expect_past(again.read(), 1, v1::Flight::CAUGHT);
}

TEST_F(Past, WhatCameBeforeAndAfterItIsToldAsEver) {
  const auto other = raise();
  hub.done(officer, caught(id));
  const auto frames = watcher.read();
  std::uint64_t have = before;
  for (const auto& frame : frames) {
    ASSERT_TRUE(frame.has_event());
    EXPECT_LE(frame.event().prev_seq(), have);
    have = frame.event().seq();
    if (!frame.event().has_flight_raised()) continue;
    const bool on = frame.event().flight_raised().flight().id() == other;
    EXPECT_EQ(frame.event().alarms_size(), on ? 4 : 0);
  }
  EXPECT_EQ(have, hub.head());
}

TEST_F(Past, AFreshSubscriberGetsTheFlightsThatAreOnFirst) {
  Peer& fresh = hub.join("vinh-phuc", v1::STATION, "tram-2");
  ASSERT_TRUE(hub.core->subscribe(*fresh.member, {}).has_value());
  const auto frames = fresh.read();
  ASSERT_EQ(shown(frames).size(), 1U);
  EXPECT_EQ(frames.front().snapshot().flights_size(), 1) << "in the first part";
  EXPECT_EQ(shown(frames)[0].end(), v1::Flight::END_UNSPECIFIED);
  expect_live(frames, 1);
  EXPECT_EQ(alerts(frames)[0].content().text(), "áo đỏ");
}

TEST_F(Past, WhatEndsWhileASnapshotIsUnderWayIsToldAsPast) {
  Peer& fresh = hub.join("vinh-phuc", v1::STATION, "tram-2");
  ASSERT_TRUE(hub.core->subscribe(*fresh.member, {}).has_value());
  hub.done(officer, caught(id));
  const auto frames = fresh.read();
  ASSERT_EQ(shown(frames).size(), 1U);
  EXPECT_EQ(shown(frames)[0].end(), v1::Flight::CAUGHT);
  expect_past(frames, 1, v1::Flight::CAUGHT);
  Peer& later = hub.join("vinh-phuc", v1::STATION, "tram-3");
  ASSERT_TRUE(hub.core->subscribe(*later.member, {}).has_value());
  EXPECT_TRUE(shown(later.read()).empty());
}

TEST_F(Past, AStoryTellsOfThePastToo) {
  v1::Command opening;
  auto& report = *opening.mutable_report_incident();
  report.set_mode(v1::ACTUAL);
  report.set_category("theft");
  report.set_severity(3);
  report.set_source(v1::PATROL);
  report.mutable_place()->set_ward("nghia-do");
  const auto incident = opened_incident(hub.done(officer, opening));
  auto west = flight_from_the_bridge();
  west.mutable_report_flight()->set_incident(incident);
  west.mutable_report_flight()->mutable_place()->mutable_point()->set_lat_e7(210475000);
  west.mutable_report_flight()->mutable_place()->mutable_point()->set_lon_e7(1058000000);
  west.mutable_report_flight()->mutable_heading()->set_degrees(315);
  west.mutable_report_flight()->set_by(v1::FOOT);
  const auto receipt = hub.done(officer, west);
  ASSERT_TRUE(receipt.has_accepted()) << receipt.ShortDebugString();
  const auto flight = receipt.accepted().events(0).flight_raised().flight().id();
  Peer& asked = hub.watch("cong-vi");
  hub.done(officer, caught(flight));
  Peer& lead = hub.join("nghia-do");
  ASSERT_TRUE(hub.done(lead, ask_support(incident, "cong-vi")).has_accepted());
  expect_past(asked.read(), 1, v1::Flight::CAUGHT);
}

TEST_F(Past, AListHasWhatIsOnAndOnDemandTheRest) {
  v1::Command patrol;
  patrol.mutable_start_patrol()->set_mode(v1::ACTUAL);
  patrol.mutable_start_patrol()->mutable_place()->set_zone("t11");
  hub.done(officer, patrol);
  Peer& asking = hub.join("cong-vi");
  const auto list = [&](bool all) {
    v1::Query query;
    query.mutable_list()->set_all(all);
    return hub.ask(asking, query).list();
  };
  EXPECT_EQ(list(false).flights_size(), 1);
  EXPECT_EQ(list(false).patrols_size(), 1);
  hub.done(officer, caught(id));
  EXPECT_EQ(list(false).flights_size(), 0);
  ASSERT_EQ(list(true).flights_size(), 1);
  EXPECT_EQ(list(true).flights(0).end(), v1::Flight::CAUGHT);
  EXPECT_EQ(list(true).patrols_size(), 1);
}

}  // namespace
}  // namespace wardlink::app::test
