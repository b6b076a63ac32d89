// RULES.md 6, Recall: who may take back what, and who hears of it.
#include <gmock/gmock.h>

#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

using E = v1::Event;

class Recalls : public ::testing::Test {
 protected:
  [[nodiscard]] std::string report_of(const std::string& incident, int nth = 0) const {
    return scene.incident(incident).view.reports(nth).id();
  }
  [[nodiscard]] bool is_marked(const std::string& incident, int nth = 0) const {
    return marked(scene.incident(incident).view.reports(nth).marks(), "recalled");
  }
  Scene scene;
};

TEST_F(Recalls, EveryoneWhoGotTheOriginalGetsTheRecallAndItStaysMarked) {
  const auto id =
      scene.did(officer("quan-hoa"), sighting(deep_in_nghia_do(), "", {"cong-vi"}))[0].event().sighting_recorded().id();
  const auto events = scene.did(officer("quan-hoa"), take_back({id}));
  ASSERT_EQ(events.size(), 1U);
  const auto& event = events[0].event();
  EXPECT_EQ(event.urgency(), v1::URGENT);
  EXPECT_EQ(receivers(events[0]), (Set{"cong-vi", "nghia-do", "quan-hoa"}));
  EXPECT_THAT(event.recalled().ids(), ::testing::ElementsAre(id));
  EXPECT_EQ(event.recalled().ward(), "quan-hoa");
  EXPECT_EQ(event.recalled().reason(), "báo nhầm");
  EXPECT_TRUE(scene.state.records.at(id).recalled);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), take_back({id})), v1::Rejection::STALE_STATE);
}

TEST_F(Recalls, RecallingTheOnlyReportClosesTheIncident) {
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("nghia-do"), answer(id, S::ON_SCENE));
  const auto events = scene.did(officer("quan-hoa"), take_back({report_of(id)}));
  EXPECT_EQ(events.front().event().body_case(), E::kRecalled);
  EXPECT_EQ(events.back().event().body_case(), E::kIncidentClosed);
  EXPECT_EQ(scene.incident(id).view.state(), v1::Incident::CLOSED);
  EXPECT_TRUE(is_marked(id));
  EXPECT_EQ(scene.support(id, "nghia-do"), S::RELEASED) << "supports end as when it is closed";
  EXPECT_EQ(scene.support(id, "cong-vi"), S::CANCELLED);
}

TEST_F(Recalls, OneOfTwoReportsLeavesTheIncidentAsItIs) {
  const auto id = scene.reports(officer("quan-hoa"));
  scene.reports(officer("vinh-phuc"), {.severity = 5});
  const auto lead = scene.lead(id).SerializeAsString();
  const auto events = scene.did(officer("quan-hoa"), take_back({report_of(id)}));
  EXPECT_EQ(events.size(), 1U);
  EXPECT_TRUE(scene.incident(id).open());
  EXPECT_EQ(scene.lead(id).SerializeAsString(), lead) << "nothing moves by itself";
  EXPECT_TRUE(is_marked(id, 0));
  EXPECT_FALSE(is_marked(id, 1));
  scene.did(officer("vinh-phuc"), take_back({report_of(id, 1)}));
  EXPECT_EQ(scene.incident(id).view.state(), v1::Incident::CLOSED) << "none is left";
}

TEST_F(Recalls, ByTheOriginatingWardOrOfAReportTheLead) {
  const auto id = scene.reports(officer("cong-vi"), {.place = deep_in_quan_hoa()});
  ASSERT_EQ(scene.lead_of(id), "quan-hoa");
  scene.did(officer("quan-hoa"), ask(id, {"nghia-do"}));
  EXPECT_EQ(scene.refused(officer("nghia-do"), take_back({report_of(id)})), v1::Rejection::NOT_ALLOWED);
  scene.did(officer("quan-hoa"), take_back({report_of(id)}));

  const auto other = scene.reports(officer("cong-vi"), {.place = deep_in_nghia_do()});
  scene.did(officer("cong-vi"), take_back({report_of(other)}));

  const auto spot = scene.did(officer("cong-vi"), hotspot(deep_in_nghia_do()))[0].event().hotspot_recorded().id();
  EXPECT_EQ(scene.refused(officer("nghia-do"), take_back({spot})), v1::Rejection::NOT_ALLOWED);
  scene.did(officer("cong-vi"), take_back({spot}));
}

TEST_F(Recalls, AllOrNone) {
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_quan_hoa()});
  const auto spot = scene.did(officer("quan-hoa"), hotspot(deep_in_quan_hoa()))[0].event().hotspot_recorded().id();
  const auto seq = scene.state.seq;
  EXPECT_EQ(scene.refused(officer("quan-hoa"), take_back({report_of(id), "no-such-id"})), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(scene.state.seq, seq);
  const auto events = scene.did(officer("quan-hoa"), take_back({report_of(id), spot}));
  EXPECT_EQ(count(events, E::kRecalled), 2);
}

TEST_F(Recalls, AnIdOutsideTheSendersAudienceIsUnknownBeforeAnyOtherCheck) {
  const auto own = scene.did(officer("cong-vi"), hotspot(in_ward("cong-vi")))[0].event().hotspot_recorded().id();
  scene.did(officer("cong-vi"), take_back({own}));
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_quan_hoa()});
  const auto spot = scene.did(officer("quan-hoa"), hotspot(deep_in_quan_hoa()))[0].event().hotspot_recorded().id();
  // The first would be STALE_STATE by itself.
  for (const auto& hidden : {report_of(id), spot}) {
    EXPECT_EQ(scene.refused(officer("cong-vi"), take_back({own, hidden})), v1::Rejection::UNKNOWN_ID);
  }
}

TEST_F(Recalls, ReachesWhoWasAskedAndHasDeclined) {
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_quan_hoa()});
  scene.did(officer("quan-hoa"), ask(id, {"nghia-do", "cong-vi"}));
  scene.did(officer("cong-vi"), answer(id, S::DECLINED, "không có người"));
  ASSERT_FALSE(scene.audience_of(id).contains("cong-vi"));
  const auto events = scene.did(officer("quan-hoa"), take_back({report_of(id)}));
  EXPECT_TRUE(receivers(events[0]).contains("cong-vi")) << "it was told of the report by the story";
  EXPECT_FALSE(receivers(events.back()).contains("cong-vi")) << "of the rest it hears nothing";
}

TEST_F(Recalls, OfAReportTakenOutReachesWhoKnewItBefore) {
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_quan_hoa()});
  scene.reports(officer("nghia-do"), {.place = deep_in_quan_hoa(), .same_as = ""});
  ASSERT_EQ(scene.incident(id).view.reports_size(), 2);
  const auto report = report_of(id, 1);
  scene.did(officer("quan-hoa"), ask(id, {"cong-vi"}));
  const auto into = scene.did(officer("quan-hoa"), unlink(id, report));
  EXPECT_FALSE(receivers(*find(into, E::kIncidentOpened)).contains("cong-vi"));
  const auto events = scene.did(officer("nghia-do"), take_back({report}));
  EXPECT_TRUE(receivers(events[0]).contains("cong-vi"));
}

TEST_F(Recalls, OfAMergedIncidentsReportGoesToTheSurvivor) {
  const auto first = scene.reports(officer("cong-vi"), {.place = deep_in_quan_hoa(), .category = "theft"});
  const auto second = scene.reports(officer("nghia-do"), {.place = deep_in_quan_hoa(), .category = "fire"});
  scene.did(officer("quan-hoa"), merge(second, first));
  const auto report = report_of(first, 1);
  const auto events = scene.did(officer("nghia-do"), take_back({report}));
  EXPECT_EQ(events[0].event().incident(), first);
  EXPECT_TRUE(is_marked(first, 1));
  EXPECT_TRUE(receivers(events[0]).contains("cong-vi"));
}

TEST_F(Recalls, AFlightOrPatrolEnds) {
  const auto raised = scene.did(officer("quan-hoa"), flight(on_the_bridge()));
  const auto id = find(raised, E::kFlightRaised)->event().flight_raised().flight().id();
  const auto beat = scene.did(officer("quan-hoa"), patrol(in_zone("t11")))[0].event().patrol_started().patrol().id();
  EXPECT_EQ(scene.refused(officer("nghia-do"), take_back({id})), v1::Rejection::NOT_ALLOWED);
  const auto events = scene.did(officer("quan-hoa"), take_back({id, beat}));
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(events[1].event().flight_ended().end(), v1::Flight::RECALLED);
  EXPECT_EQ(events[3].event().patrol_ended().end(), v1::Patrol::RECALLED);
  for (const auto& each : events) EXPECT_EQ(receivers(each), all_wards);
  EXPECT_TRUE(marked(scene.state.flights.at(id).view.marks(), "recalled"));
  EXPECT_FALSE(scene.state.deadlines_of.contains(id));
  EXPECT_FALSE(scene.state.deadlines_of.contains(beat));
  for (const auto& over : {id, beat}) {
    EXPECT_EQ(scene.refused(officer("quan-hoa"), take_back({over})), v1::Rejection::STALE_STATE);
  }
}

TEST_F(Recalls, WhatIsOverAlreadyIsTakenBackAllTheSame) {
  const auto raised = scene.did(officer("quan-hoa"), flight(on_the_bridge()));
  const auto id = find(raised, E::kFlightRaised)->event().flight_raised().flight().id();
  scene.did(officer("nghia-do"), caught(id));
  const auto events = scene.did(officer("quan-hoa"), take_back({id}));
  EXPECT_EQ(events.size(), 1U) << "it has ended: nothing ends again";
  EXPECT_EQ(scene.state.flights.at(id).view.end(), v1::Flight::CAUGHT);
}

TEST_F(Recalls, KeepsTheModeOfTheOriginal) {
  const auto beat =
      scene.did(officer("quan-hoa"), patrol(in_zone("t11"), v1::EXERCISE))[0].event().patrol_started().patrol().id();
  for (const auto& each : scene.did(officer("quan-hoa"), take_back({beat}))) {
    EXPECT_EQ(each.event().mode(), v1::EXERCISE);
  }
}

}  // namespace
}  // namespace wardlink::rules::testing
