// RULES.md 4, "Arbitration", and what only makes a late claim.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

// Quan Hoa leads the brawl on the bridge; its form was opened when it was received.
class Arbitration : public ::testing::Test {
 protected:
  Arbitration() : id(scene.reports(officer("quan-hoa"))) {}
  Scene scene;
  std::string id;
};

TEST_F(Arbitration, AnEarlierFirstDetectionMovesAProvisionalLead) {
  scene.pass(10s);
  const auto events = scene.did(officer("vinh-phuc"), scene.report({.ago = 40s}));
  const auto* moved = find(events, v1::Event::kLeadMoved);
  ASSERT_NE(moved, nullptr);
  EXPECT_EQ(moved->event().lead_moved().from(), "quan-hoa");
  EXPECT_EQ(moved->event().lead_moved().to(), "vinh-phuc");
  EXPECT_EQ(moved->event().lead_moved().reason(), v1::LeadMoved::ARBITRATION);
  EXPECT_EQ(moved->event().lead_moved().decision().detections_size(), 2);
  EXPECT_TRUE(scene.lead(id).provisional());
  EXPECT_TRUE(marked(scene.lead(id).marks(), "presence"));
}

TEST_F(Arbitration, ALaterDetectionMovesNothing) {
  scene.pass(10s);
  const auto events = scene.did(officer("vinh-phuc"), scene.report({.ago = 5s}));
  EXPECT_EQ(count(events, v1::Event::kLeadMoved), 0);
  EXPECT_EQ(count(events, v1::Event::kLateClaim), 0);
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
}

TEST_F(Arbitration, ATieStaysWithTheFirstInHubOrderAndIsMarked) {
  scene.pass(10s);
  scene.did(officer("vinh-phuc"), scene.report({.ago = 11s}));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_TRUE(marked(scene.lead(id).marks(), "tie"));
}

TEST_F(Arbitration, ATieThatMovesTheLeadIsMarked) {
  scene.pass(10s);
  scene.reports(officer("nghia-do"), {.ago = 11500ms});  // tied with Quan Hoa
  scene.reports(officer("vinh-phuc"), {.ago = 13s});     // tied with Nghĩa Đô, but no more with Quan Hoa
  EXPECT_EQ(scene.lead_of(id), "nghia-do");
  EXPECT_TRUE(marked(scene.lead(id).marks(), "tie"));
}

TEST_F(Arbitration, AtTheEndOfTheWindowItStillMoves) {
  scene.pass(120s);
  scene.reports(officer("vinh-phuc"), {.ago = 125s});
  EXPECT_EQ(scene.lead_of(id), "vinh-phuc");
}

TEST_F(Arbitration, AfterTheWindowItIsALateClaim) {
  scene.pass(120s + 1us);
  const auto events = scene.did(officer("vinh-phuc"), scene.report({.ago = 125s}));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  const auto* late = find(events, v1::Event::kLateClaim);
  ASSERT_NE(late, nullptr);
  EXPECT_EQ(late->event().late_claim().ward(), "vinh-phuc");
  EXPECT_EQ(base::from_proto(late->event().late_claim().credible_at()), scene.now - 125s);
}

TEST_F(Arbitration, AConfirmedLeadDoesNotMoveByItself) {
  scene.did(officer("quan-hoa"), confirm(id));
  scene.pass(10s);
  const auto events = scene.did(officer("vinh-phuc"), scene.report({.ago = 40s}));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_EQ(count(events, v1::Event::kLateClaim), 1);
}

TEST_F(Arbitration, ATypedTimeNeverMovesTheLeadButMakesALateClaim) {
  scene.pass(10s);
  const auto events = scene.did(officer("vinh-phuc"), scene.report({.ago = 40s, .time_source = v1::TYPED}));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_EQ(count(events, v1::Event::kLateClaim), 1);
}

TEST_F(Arbitration, ALaterTypedTimeClaimsNothing) {
  scene.pass(10s);
  EXPECT_EQ(count(scene.did(officer("vinh-phuc"), scene.report({.ago = 5s, .time_source = v1::TYPED})),
                  v1::Event::kLateClaim),
            0);
}

TEST_F(Arbitration, TheStationsClockIsCorrectedBeforeTheTimesAreCompared) {
  scene.pass(10s);
  scene.clock_offset = 35s;  // its clock is 35 s slow: what it calls 40 s ago was 5 s ago
  scene.reports(officer("vinh-phuc"), {.ago = 40s});
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
}

TEST_F(Arbitration, AnEarlierReportOfTheLeadItselfChangesNothing) {
  scene.pass(10s);
  const auto events = scene.did(officer("quan-hoa"), scene.report({.ago = 60s}));
  EXPECT_EQ(events.size(), 1U);
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
}

TEST_F(Arbitration, TheNewLeadsOwnSupportEndsAndTheOldLeadGetsADutyAlreadySeen) {
  scene.pass(2s);
  const auto events = scene.did(officer("vinh-phuc"), scene.report({.ago = 30s}));
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::CANCELLED);
  EXPECT_EQ(scene.incident(id).support_of("vinh-phuc")->reason(), "became-lead");
  EXPECT_EQ(scene.support(id, "quan-hoa"), S::SEEN);
  EXPECT_EQ(scene.incident(id).support_of("quan-hoa")->basis(), S::DUTY);
  EXPECT_FALSE(alarmed(events).contains("quan-hoa"));
}

TEST_F(Arbitration, TheOtherSupportsLiveOn) {
  scene.did(officer("nghia-do"), answer(id, S::ACCEPTED));
  scene.pass(2s);
  scene.reports(officer("vinh-phuc"), {.ago = 30s});
  EXPECT_EQ(scene.support(id, "nghia-do"), S::ACCEPTED);
  EXPECT_EQ(scene.support(id, "cong-vi"), S::SENT);
}

TEST_F(Arbitration, EvenASupportOnSceneEndsWhenItsWardTakesTheLead) {
  scene.did(officer("vinh-phuc"), answer(id, S::ON_SCENE));
  scene.pass(2s);
  scene.reports(officer("vinh-phuc"), {.ago = 30s});
  EXPECT_EQ(scene.lead_of(id), "vinh-phuc");
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::CANCELLED);
}

TEST_F(Arbitration, ItMovesBackWhenTheFirstLeadDetectedItEarlierStill) {
  scene.pass(2s);
  scene.reports(officer("vinh-phuc"), {.ago = 30s});
  scene.pass(2s);
  scene.reports(officer("quan-hoa"), {.ago = 60s});
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_EQ(scene.support(id, "quan-hoa"), S::CANCELLED);
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::SEEN);
}

TEST(ArbitrationElsewhere, ATerritoryLeadNeverMovesByDetection) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  const auto events = scene.did(officer("quan-hoa"), scene.report({.place = deep_in_nghia_do(), .ago = 30s}));
  EXPECT_EQ(Scene::incident_of(events), id);
  EXPECT_EQ(events.size(), 1U);
  EXPECT_EQ(scene.lead_of(id), "nghia-do");
}

TEST(ArbitrationElsewhere, ADetectionByAWardOfThePlacementMovesTheLeadOfTheNearestWard) {
  Scene scene;
  const auto place = at(21.03805, 105.8120);  // on the line of Cống Vị and Vĩnh Phúc, nearer to the latter
  const auto id = scene.reports(officer("quan-hoa"), {.place = place});
  ASSERT_EQ(scene.lead_of(id), "vinh-phuc");
  scene.reports(officer("cong-vi"), {.place = place});
  EXPECT_EQ(scene.lead_of(id), "cong-vi");
  EXPECT_EQ(scene.lead(id).rule(), "border-first-detector");
}

TEST(ArbitrationElsewhere, ATypedTimeOfThePlacementClaimsLateWhereTheNearestWardLeads) {
  Scene scene;
  const auto place = at(21.03805, 105.8120);
  const auto id = scene.reports(officer("quan-hoa"), {.place = place});
  const auto events =
      scene.did(officer("cong-vi"), scene.report({.place = place, .ago = 60s, .time_source = v1::TYPED}));
  EXPECT_EQ(scene.lead_of(id), "vinh-phuc");
  EXPECT_EQ(count(events, v1::Event::kLateClaim), 1);
}

}  // namespace
}  // namespace wardlink::rules::testing
