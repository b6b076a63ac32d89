// RULES.md 4, "Hand-over".
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

class Handover : public ::testing::Test {
 protected:
  Handover() : id(scene.reports(officer("quan-hoa"))) {}
  Scene scene;
  std::string id;
};

TEST_F(Handover, TheLeadOffersTheReceiverAccepts) {
  const auto offered = scene.did(officer("quan-hoa"), offer(id, "vinh-phuc"));
  EXPECT_EQ(alarmed(offered), Set{"vinh-phuc"});
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_EQ(base::from_proto(scene.incident(id).view.handover_expires_at()), scene.now + 90s);
  const auto events = scene.did(officer("vinh-phuc"), answer_offer(id, true));
  EXPECT_TRUE(find(events, v1::Event::kHandoverAnswered)->event().handover_answered().accepted());
  EXPECT_EQ(find(events, v1::Event::kLeadMoved)->event().lead_moved().reason(), v1::LeadMoved::HANDOVER);
  EXPECT_EQ(scene.lead_of(id), "vinh-phuc");
  EXPECT_FALSE(scene.lead(id).provisional());
  EXPECT_TRUE(marked(scene.lead(id).marks(), "handed-over"));
  EXPECT_TRUE(scene.incident(id).view.handover_to().empty());
}

TEST_F(Handover, OnlyTheLeadOffers) {
  EXPECT_EQ(scene.refused(officer("nghia-do"), offer(id, "vinh-phuc")), v1::Rejection::NOT_LEAD);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), offer(id, "quan-hoa")), v1::Rejection::INVALID);
}

TEST_F(Handover, OnlyTheReceiverAnswers) {
  scene.did(officer("quan-hoa"), offer(id, "vinh-phuc"));
  EXPECT_EQ(scene.refused(officer("nghia-do"), answer_offer(id, true)), v1::Rejection::NOT_TARGET);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), answer_offer(id, true)), v1::Rejection::NOT_TARGET);
}

TEST_F(Handover, WithoutAnOfferThereIsNothingToAnswer) {
  EXPECT_EQ(scene.refused(officer("vinh-phuc"), answer_offer(id, true)), v1::Rejection::STALE_STATE);
}

TEST_F(Handover, DeclinedTheLeadStays) {
  scene.did(officer("quan-hoa"), offer(id, "vinh-phuc"));
  scene.did(officer("vinh-phuc"), answer_offer(id, false));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_EQ(scene.refused(officer("vinh-phuc"), answer_offer(id, true)), v1::Rejection::STALE_STATE);
}

TEST_F(Handover, AcceptedWithinHandoverSElseTheLeadStays) {
  scene.did(officer("quan-hoa"), offer(id, "vinh-phuc"));
  scene.pass(90s);
  EXPECT_EQ(scene.refused(officer("vinh-phuc"), answer_offer(id, true)), v1::Rejection::STALE_STATE);
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");

  scene.did(officer("quan-hoa"), offer(id, "nghia-do"));
  scene.pass(90s - 1us);
  scene.did(officer("nghia-do"), answer_offer(id, true));
  EXPECT_EQ(scene.lead_of(id), "nghia-do");
}

TEST_F(Handover, OneOfferAtATime) {
  scene.did(officer("quan-hoa"), offer(id, "vinh-phuc"));
  EXPECT_EQ(scene.refused(officer("quan-hoa"), offer(id, "nghia-do")), v1::Rejection::STALE_STATE);
}

TEST_F(Handover, TheNewLeadsOwnSupportEndsInAnyState) {
  for (const auto state : {S::SEEN, S::ACCEPTED, S::EN_ROUTE, S::ON_SCENE, S::DECLINED}) {
    Scene other;
    const auto incident = other.reports(officer("quan-hoa"));
    other.did(officer("vinh-phuc"), answer(incident, state, "bận"));
    other.did(officer("quan-hoa"), offer(incident, "vinh-phuc"));
    other.did(officer("vinh-phuc"), answer_offer(incident, true));
    EXPECT_EQ(other.support(incident, "vinh-phuc"), S::CANCELLED);
    EXPECT_EQ(other.incident(incident).support_of("vinh-phuc")->reason(), "became-lead");
    EXPECT_EQ(other.refused(officer("vinh-phuc"), answer(incident, S::ACCEPTED)), v1::Rejection::STALE_STATE);
  }
}

TEST_F(Handover, OfABorderIncidentTheOldLeadGetsADutyAlreadySeenAndTheOthersLiveOn) {
  scene.did(officer("cong-vi"), answer(id, S::EN_ROUTE));
  scene.did(officer("quan-hoa"), offer(id, "vinh-phuc"));
  scene.did(officer("vinh-phuc"), answer_offer(id, true));
  EXPECT_EQ(scene.support(id, "quan-hoa"), S::SEEN);
  EXPECT_EQ(scene.incident(id).support_of("quan-hoa")->basis(), S::DUTY);
  EXPECT_EQ(scene.support(id, "cong-vi"), S::EN_ROUTE);
  EXPECT_EQ(scene.support(id, "nghia-do"), S::SENT);
}

TEST(HandoverElsewhere, OfATerritoryIncidentTheOldLeadGetsNoDuty) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  scene.did(officer("nghia-do"), offer(id, "cong-vi"));
  scene.did(officer("cong-vi"), answer_offer(id, true));
  EXPECT_EQ(scene.lead_of(id), "cong-vi");
  EXPECT_EQ(scene.support(id, "nghia-do"), S::STATE_UNSPECIFIED);
  EXPECT_TRUE(scene.audience_of(id).contains("nghia-do"));
}

TEST(HandoverElsewhere, WhoIsOfferedTheLeadHearsTheStoryAndStaysInTheAudience) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  const auto events = scene.did(officer("nghia-do"), offer(id, "cong-vi"));
  EXPECT_EQ(stories(events, "cong-vi"), Set{id});
  scene.did(officer("cong-vi"), answer_offer(id, false));
  EXPECT_TRUE(scene.audience_of(id).contains("cong-vi"));
}

TEST_F(Handover, AnOfferDiesWithTheStateItWaitsIn) {
  scene.did(officer("quan-hoa"), offer(id, "vinh-phuc"));
  scene.did(officer("quan-hoa"), resolve(id));
  scene.did(officer("quan-hoa"), reopen(id));
  EXPECT_EQ(scene.refused(officer("vinh-phuc"), answer_offer(id, true)), v1::Rejection::STALE_STATE);
}

TEST_F(Handover, AHandedOverLeadDoesNotMoveByArbitration) {
  scene.did(officer("quan-hoa"), offer(id, "vinh-phuc"));
  scene.did(officer("vinh-phuc"), answer_offer(id, true));
  scene.pass(5s);
  const auto events = scene.did(officer("nghia-do"), scene.report({.ago = 60s}));
  EXPECT_EQ(scene.lead_of(id), "vinh-phuc");
  EXPECT_EQ(count(events, v1::Event::kLateClaim), 1);
}

}  // namespace
}  // namespace wardlink::rules::testing
