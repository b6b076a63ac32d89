// RULES.md 6, Flight: whom a flight may reach, where and when; what ends it.
#include <gmock/gmock.h>

#include "hub/rules/flight.hpp"
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

using ::testing::ElementsAre;
using E = v1::Event;

v1::Flight raised(const Events& events) {
  const auto* found = find(events, E::kFlightRaised);
  EXPECT_NE(found, nullptr);
  return found == nullptr ? v1::Flight() : found->event().flight_raised().flight();
}

Set candidates(const v1::Flight& flight) {
  Set wards;
  for (const auto& candidate : flight.candidates()) wards.insert(candidate.ward());
  return wards;
}

const v1::FlightCandidate& candidate(const v1::Flight& flight, const std::string& ward) {
  static const v1::FlightCandidate none;
  const auto found = std::ranges::find(flight.candidates(), ward, &v1::FlightCandidate::ward);
  EXPECT_NE(found, flight.candidates().end()) << ward;
  return found == flight.candidates().end() ? none : *found;
}

class Flights : public ::testing::Test {
 protected:
  /// Quan Hoa sees somebody run, deep in its own territory, on foot towards the north: only itself and Nghĩa Đô.
  std::string north_on_foot() {
    return raised(scene.did(officer("quan-hoa"), flight(deep_in_quan_hoa(), to_degrees(0), v1::FOOT))).id();
  }
  [[nodiscard]] const domain::Flight& state_of(const std::string& id) const { return scene.state.flights.at(id); }

  Scene scene;
};

TEST_F(Flights, EachCandidateGetsAFlashAlertNearestFirst) {
  const auto events = scene.did(officer("quan-hoa"), flight(on_the_bridge()));
  const auto& alert = *find(events, E::kFlightRaised);
  EXPECT_EQ(alert.event().urgency(), v1::FLASH);
  EXPECT_EQ(receivers(alert), all_wards);
  const auto view = raised(events);
  EXPECT_EQ(candidates(view), all_wards);
  EXPECT_EQ(Set(alert.event().alarms().begin(), alert.event().alarms().end()), all_wards);
  EXPECT_TRUE(std::ranges::is_sorted(view.candidates(), {}, &v1::FlightCandidate::distance_cm));
  EXPECT_EQ(alert.event().content().text(), "áo đỏ, xe máy đen");
}

TEST_F(Flights, TheWardItIsInNowAlways) {
  // Due west, away from everything.
  const auto view = raised(scene.did(officer("quan-hoa"), flight(deep_in_quan_hoa(), to_degrees(270), v1::FOOT)));
  EXPECT_EQ(candidates(view), (Set{"quan-hoa"}));
  EXPECT_EQ(candidate(view, "quan-hoa").seconds(), 0U);
  EXPECT_EQ(candidate(view, "quan-hoa").distance_cm(), 0);
  EXPECT_EQ(candidate(view, "quan-hoa").crossing().lat_e7(), deep_in_quan_hoa().point().lat_e7());
}

TEST_F(Flights, OnlyWardsWithinReachAtThatSpeed) {
  // 900 m on foot do not take it to Cống Vị; by motorbike every ward lies within five kilometres.
  const auto on_foot = raised(scene.did(officer("nghia-do"), flight(deep_in_nghia_do(), {}, v1::FOOT)));
  const auto by_motorbike = raised(scene.did(officer("nghia-do"), flight(deep_in_nghia_do(), {}, v1::MOTORBIKE)));
  EXPECT_EQ(candidates(by_motorbike), all_wards);
  EXPECT_FALSE(candidates(on_foot).contains("cong-vi"));
  for (const auto& ward : all_wards) {
    const auto cm = scene.state.geography->to_ward_cm(deep_in_nghia_do().point(), ward);
    EXPECT_EQ(candidates(on_foot).contains(ward), cm <= 300 * 3 * 100) << ward;
    EXPECT_EQ(candidate(by_motorbike, ward).distance_cm(), cm);
  }
}

TEST_F(Flights, SecondsAreCountedFromTheSighting) {
  auto command = flight(deep_in_quan_hoa(), {}, v1::CAR);
  *command.mutable_report_flight()->mutable_detected_at()->mutable_time() = base::to_proto(scene.now - 20s);
  command.mutable_report_flight()->mutable_detected_at()->set_source(v1::DEVICE);
  const auto view = raised(scene.did(officer("quan-hoa"), command));
  EXPECT_EQ(base::from_proto(view.seen_at()), scene.now - 20s);
  for (const auto& each : view.candidates()) {
    const auto seconds = each.distance_cm() / (14 * 100);  // a car's metres a second
    EXPECT_EQ(each.seconds(), seconds);
    EXPECT_EQ(base::from_proto(each.arrives_at()), scene.now - 20s + std::chrono::seconds(seconds));
  }
}

TEST_F(Flights, AnUncredibleTimeIsMarkedAndTheReceiptCounts) {
  auto command = flight(deep_in_quan_hoa());
  *command.mutable_report_flight()->mutable_detected_at()->mutable_time() = base::to_proto(scene.now - 1h);
  command.mutable_report_flight()->mutable_detected_at()->set_source(v1::TYPED);
  const auto view = raised(scene.did(officer("quan-hoa"), command));
  EXPECT_EQ(base::from_proto(view.seen_at()), scene.now);
  EXPECT_THAT(view.marks(), ElementsAre("typed", "stale"));
}

TEST_F(Flights, AHeadingGivenAsAWardIsTowardsItsNearestPoint) {
  const auto view = raised(scene.did(officer("quan-hoa"), flight(deep_in_quan_hoa(), to_ward("nghia-do"), v1::FOOT)));
  EXPECT_TRUE(view.heading_known());
  EXPECT_TRUE(candidates(view).contains("nghia-do"));
  EXPECT_EQ(candidate(view, "nghia-do").distance_cm(),
            scene.state.geography->to_ward_cm(deep_in_quan_hoa().point(), "nghia-do"));
  const auto there = raised(scene.did(officer("quan-hoa"), flight(deep_in_quan_hoa(), to_ward("quan-hoa"))));
  EXPECT_FALSE(there.heading_known()) << "it is in that ward: every direction";
  EXPECT_EQ(candidates(there), all_wards);
}

TEST_F(Flights, ASectorThatLeavesTheClusterSaysSo) {
  const auto stays = raised(scene.did(officer("nghia-do"), flight(deep_in_nghia_do(), to_degrees(135), v1::FOOT)));
  EXPECT_FALSE(stays.leaves_cluster());
  const auto leaves = raised(scene.did(officer("nghia-do"), flight(deep_in_nghia_do(), to_degrees(0), v1::MOTORBIKE)));
  EXPECT_TRUE(leaves.leaves_cluster());
}

TEST_F(Flights, OneIsOpenedIfThereIsNoIncident) {
  const auto events = scene.did(officer("quan-hoa"), flight(on_the_bridge()));
  ASSERT_EQ(events.front().event().body_case(), E::kIncidentOpened);
  const auto id = events.front().event().incident();
  const auto& incident = scene.incident(id);
  EXPECT_EQ(incident.view.category(), "other");
  EXPECT_EQ(incident.view.severity(), 4U);
  EXPECT_EQ(incident.lead(), "quan-hoa") << "the first detector coordinates";
  EXPECT_EQ(raised(events).incident(), id);
  EXPECT_EQ(events.back().event().incident(), id);

  auto graver = flight(deep_in_nghia_do());
  graver.mutable_report_flight()->set_category("robbery");
  graver.mutable_report_flight()->set_severity(5);
  const auto opened = scene.did(officer("quan-hoa"), graver).front().event().incident_opened();
  EXPECT_EQ(opened.category(), "robbery");
  EXPECT_EQ(opened.severity(), 5U);
}

TEST_F(Flights, OneOfAnIncidentIsToldToItsAudienceToo) {
  const auto id = scene.reports(officer("cong-vi"), {.place = deep_in_quan_hoa()});
  const auto events = scene.did(officer("quan-hoa"), flight(deep_in_quan_hoa(), to_degrees(270), v1::FOOT, id));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(receivers(events[0]), (Set{"cong-vi", "quan-hoa"}));
  EXPECT_EQ(alarmed(events), (Set{"quan-hoa"}));
  EXPECT_EQ(raised(events).incident(), id);
}

TEST_F(Flights, ItsIncidentMustBeKnownOpenAndOfItsMode) {
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_quan_hoa()});
  const auto of = [&](const std::string& incident) { return flight(deep_in_quan_hoa(), {}, v1::FOOT, incident); };
  EXPECT_EQ(scene.refused(officer("cong-vi"), of(id)), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), of("no-such-incident")), v1::Rejection::UNKNOWN_ID);
  auto exercise = of(id);
  exercise.mutable_report_flight()->set_mode(v1::EXERCISE);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), exercise), v1::Rejection::WRONG_MODE);
  scene.did(officer("quan-hoa"), close(id));
  EXPECT_EQ(scene.refused(officer("quan-hoa"), of(id)), v1::Rejection::CLOSED);
}

TEST_F(Flights, ABlockIsShownToAllAndStandsAtOnesOwnCrossing) {
  const auto id = north_on_foot();
  const auto events = scene.did(officer("nghia-do"), block(id));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(receivers(events[0]), state_of(id).told);
  EXPECT_EQ(events[0].event().urgency(), v1::FLASH);
  EXPECT_EQ(alarmed(events), Set{}) << "it is an answer, not a question";
  ASSERT_EQ(state_of(id).view.blocks_size(), 1);
  const auto& stands = state_of(id).view.blocks(0);
  EXPECT_EQ(stands.officer(), "an");
  EXPECT_EQ(stands.at().lat_e7(), candidate(state_of(id).view, "nghia-do").crossing().lat_e7());
}

TEST_F(Flights, AWardBlocksInOnePlaceAtATime) {
  const auto id = north_on_foot();
  scene.did(officer("nghia-do"), block(id));
  scene.did(officer("nghia-do"), block(id, deep_in_nghia_do()));
  scene.did(officer("quan-hoa"), block(id));
  ASSERT_EQ(state_of(id).view.blocks_size(), 2);
  EXPECT_EQ(state_of(id).view.blocks(0).at().lat_e7(), deep_in_nghia_do().point().lat_e7());
}

TEST_F(Flights, AStationMayBlockAndThenNobodyIsNamed) {
  const auto id = north_on_foot();
  scene.did(station("nghia-do"), block(id));
  EXPECT_EQ(state_of(id).view.blocks(0).officer(), "");
}

TEST_F(Flights, WhoIsNotExpectedToMeetItSaysWhereItBlocks) {
  const auto incident = scene.reports(officer("cong-vi"), {.place = deep_in_quan_hoa()});
  const auto id =
      raised(scene.did(officer("quan-hoa"), flight(deep_in_quan_hoa(), to_degrees(270), v1::FOOT, incident))).id();
  EXPECT_EQ(scene.refused(officer("cong-vi"), block(id)), v1::Rejection::INVALID);
  scene.did(officer("cong-vi"), block(id, on_the_bridge()));
  EXPECT_EQ(state_of(id).view.blocks(0).at().lat_e7(), on_the_bridge().point().lat_e7());
}

TEST_F(Flights, SeenAgainComputesAnewAndReachesEveryoneEverTold) {
  const auto id = north_on_foot();
  const Set before = state_of(id).told;
  scene.did(officer("nghia-do"), block(id));
  scene.pass(120s);
  const auto events = scene.did(officer("nghia-do"), seen_again(id, on_the_bridge()));
  ASSERT_EQ(events.size(), 1U);
  const auto& again = events[0].event().flight_seen_again();
  EXPECT_EQ(again.ward(), "nghia-do");
  EXPECT_EQ(candidates(again.flight()), all_wards);
  EXPECT_EQ(alarmed(events), all_wards);
  EXPECT_EQ(receivers(events[0]), all_wards);
  EXPECT_TRUE(std::ranges::includes(receivers(events[0]), before));
  EXPECT_EQ(again.flight().by(), v1::FOOT) << "as before where nothing is said";
  EXPECT_EQ(again.flight().blocks_size(), 1) << "whoever stands somewhere still does";
  EXPECT_EQ(again.flight().raised_seq(), state_of(id).view.raised_seq());
  EXPECT_EQ(base::from_proto(state_of(id).view.seen_at()), scene.now);

  scene.pass(1s);
  const auto gone = scene.did(officer("nghia-do"), seen_again(id, deep_in_nghia_do(), to_degrees(0)));
  EXPECT_EQ(alarmed(gone), (Set{"nghia-do"}));
  EXPECT_EQ(receivers(gone[0]), all_wards) << "the others learn that it turned away";
}

TEST_F(Flights, CaughtEndsItForEveryoneEverTold) {
  const auto id = north_on_foot();
  scene.did(officer("quan-hoa"), seen_again(id, on_the_bridge()));
  scene.did(officer("quan-hoa"), seen_again(id, deep_in_quan_hoa(), to_degrees(270)));
  const auto events = scene.did(officer("quan-hoa"), caught(id));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(receivers(events[0]), all_wards);
  EXPECT_EQ(events[0].event().flight_ended().end(), v1::Flight::CAUGHT);
  EXPECT_EQ(events[0].event().flight_ended().officer(), "an");
  EXPECT_EQ(alarmed(events), Set{});
  EXPECT_FALSE(scene.state.deadlines_of.contains(id)) << "its timer dies with it";
}

TEST_F(Flights, AnEndedFlightRefusesEverything) {
  const auto id = north_on_foot();
  scene.did(officer("quan-hoa"), caught(id));
  for (const auto& command : {block(id), seen_again(id, on_the_bridge()), caught(id)}) {
    EXPECT_EQ(scene.refused(officer("nghia-do"), command), v1::Rejection::CLOSED) << command.ShortDebugString();
  }
}

TEST_F(Flights, EndsByItselfAfterItsTimeAndNotEarlier) {
  const auto id = north_on_foot();
  scene.pass(600s - 1us);
  EXPECT_TRUE(scene.expire(id).empty());
  scene.did(officer("nghia-do"), seen_again(id, on_the_bridge()));  // lives flight_ttl_s from then
  scene.pass(600s - 1us);
  EXPECT_TRUE(scene.expire(id).empty());
  EXPECT_FALSE(flight_over(state_of(id).view, scene.now));
  scene.pass(1us);
  EXPECT_TRUE(flight_over(state_of(id).view, scene.now));
  EXPECT_EQ(scene.refused(officer("nghia-do"), caught(id)), v1::Rejection::CLOSED) << "before the timer is carried out";
  const auto events = scene.expire(id);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event().flight_ended().end(), v1::Flight::EXPIRED);
  EXPECT_EQ(receivers(events[0]), all_wards);
  EXPECT_EQ(events[0].event().urgency(), v1::ROUTINE);
  EXPECT_TRUE(scene.state.flights_on.empty());
}

TEST_F(Flights, OneOutsideTheSendersAudienceIsUnknown) {
  const auto id = north_on_foot();
  ASSERT_FALSE(state_of(id).told.contains("cong-vi"));
  for (const auto& command : {block(id), seen_again(id, on_the_bridge()), caught(id)}) {
    EXPECT_EQ(scene.refused(officer("cong-vi"), command), v1::Rejection::UNKNOWN_ID);
  }
  EXPECT_EQ(scene.refused(officer("quan-hoa"), caught("no-such-flight")), v1::Rejection::UNKNOWN_ID);
  // Whoever joins the incident may know of its flight.
  scene.did(officer("quan-hoa"), ask(state_of(id).view.incident(), {"cong-vi"}));
  scene.did(officer("cong-vi"), block(id, on_the_bridge()));
}

TEST_F(Flights, FollowsItsIncidentIntoTheOneItIsMergedInto) {
  const auto first = scene.reports(officer("cong-vi"), {.place = deep_in_quan_hoa(), .category = "theft"});
  const auto id = north_on_foot();
  const auto second = state_of(id).view.incident();
  scene.did(officer("quan-hoa"), merge(second, first));
  const auto events = scene.did(officer("quan-hoa"), caught(id));
  EXPECT_EQ(events[0].event().incident(), first);
  EXPECT_TRUE(receivers(events[0]).contains("cong-vi"));
}

}  // namespace
}  // namespace wardlink::rules::testing
