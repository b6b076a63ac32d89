// RULES.md 8, and "Urgency follows severity" in 5: how loudly, and whose answer is wanted.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

struct Loudness {
  std::uint32_t severity;
  bool assist;
  v1::Urgency support;
  bool alarms;
  v1::Urgency lead;
};

class Urgency : public ::testing::TestWithParam<Loudness> {};

TEST_P(Urgency, OfASupportFollowsSeverityAndAssist) {
  Scene scene;
  const auto events =
      scene.did(officer("quan-hoa"), scene.report({.severity = GetParam().severity, .assist = GetParam().assist}));
  for (const auto& stored : events) {
    if (!stored.event().has_support_opened()) continue;
    EXPECT_EQ(stored.event().urgency(), GetParam().support);
    const auto& ward = stored.event().support_opened().support().ward();
    EXPECT_EQ(marked(stored.event().alarms(), ward), GetParam().alarms);
  }
}

TEST_P(Urgency, OfALeadToConfirmFollowsSeverityAndAlarmsTheLead) {
  Scene scene;
  const auto events = scene.did(
      officer("quan-hoa"),
      scene.report({.place = deep_in_nghia_do(), .severity = GetParam().severity, .assist = GetParam().assist}));
  const auto& event = find(events, v1::Event::kLeadDecided)->event();
  EXPECT_EQ(event.urgency(), GetParam().lead);
  EXPECT_EQ(alarmed(events), Set{"nghia-do"});
}

INSTANTIATE_TEST_SUITE_P(Table, Urgency,
                         ::testing::Values(Loudness{1, false, v1::ROUTINE, false, v1::URGENT},
                                           Loudness{2, false, v1::ROUTINE, false, v1::URGENT},
                                           Loudness{3, false, v1::URGENT, true, v1::URGENT},
                                           Loudness{4, false, v1::FLASH, true, v1::FLASH},
                                           Loudness{5, false, v1::FLASH, true, v1::FLASH},
                                           Loudness{1, true, v1::FLASH, true, v1::FLASH}));

class Loud : public ::testing::Test {
 protected:
  Loud() : id(scene.reports(officer("quan-hoa"))) {}
  static const v1::Event& the(const Events& events, v1::Event::BodyCase kind) { return find(events, kind)->event(); }
  Scene scene;
  std::string id;
};

TEST_F(Loud, AnAssistIsFlashFromItsFirstEvent) {
  const auto events = scene.did(officer("cong-vi"), scene.report({.category = "theft", .severity = 1, .assist = true}));
  EXPECT_EQ(the(events, v1::Event::kIncidentOpened).urgency(), v1::FLASH);
}

TEST_F(Loud, AnOfferIsUrgentAndAlarmsTheReceiver) {
  const auto events = scene.did(officer("quan-hoa"), offer(id, "cong-vi"));
  EXPECT_EQ(the(events, v1::Event::kHandoverOffered).urgency(), v1::URGENT);
  EXPECT_EQ(alarmed(events), Set{"cong-vi"});
}

TEST_F(Loud, ALeadThatMovedToAWardWithoutAnOfficerThereIsToBeConfirmed) {
  scene.pass(2s);
  const auto events = scene.did(station("vinh-phuc"), scene.report({.ago = 30s}));
  EXPECT_EQ(the(events, v1::Event::kLeadMoved).urgency(), v1::URGENT);
  EXPECT_EQ(alarmed(events), Set{"vinh-phuc"});
}

TEST_F(Loud, ALeadThatMovedToAnOfficerWhoReportedWantsNoAnswer) {
  scene.pass(2s);
  const auto events = scene.did(officer("vinh-phuc"), scene.report({.ago = 30s}));
  EXPECT_EQ(the(events, v1::Event::kLeadMoved).urgency(), v1::ROUTINE);
  EXPECT_TRUE(alarmed(events).empty());
}

TEST_F(Loud, WhatWantsNobodysAnswerIsRoutineAndSilent) {
  const auto silent = [](const Events& events) {
    for (const auto& stored : events) {
      EXPECT_EQ(stored.event().urgency(), v1::ROUTINE) << stored.event().ShortDebugString();
      EXPECT_TRUE(stored.event().alarms().empty());
    }
  };
  silent(scene.did(officer("quan-hoa"), confirm(id)));
  silent(scene.did(officer("quan-hoa"), note(id, "gì đó")));
  silent(scene.delivered("cong-vi"));
  for (const auto state : {S::SEEN, S::ACCEPTED, S::EN_ROUTE, S::ON_SCENE}) {
    silent(scene.did(officer("cong-vi"), answer(id, state)));
  }
  silent(scene.did(officer("quan-hoa"), release(id, "cong-vi")));
  silent(scene.did(officer("quan-hoa"), cancel(id, "nghia-do")));
  silent(scene.did(officer("vinh-phuc"), answer(id, S::DECLINED, "bận")));
  silent(scene.did(officer("quan-hoa"), resolve(id)));
  silent(scene.did(officer("quan-hoa"), reopen(id)));
  silent(scene.did(officer("quan-hoa"), close(id)));
  silent(scene.did(officer("quan-hoa"), sighting(on_the_bridge())));
  silent(scene.did(officer("quan-hoa"), hotspot(on_the_bridge())));
  silent(scene.station_up("cong-vi", true));
}

// Not in the list of section 8, kept all the same: people already driving.
TEST_F(Loud, WhoeverIsOnTheWayIsToldUrgentlyThatItNeedNotCome) {
  scene.did(officer("cong-vi"), answer(id, S::EN_ROUTE));
  const auto events = scene.did(officer("quan-hoa"), cancel(id, "cong-vi"));
  EXPECT_EQ(the(events, v1::Event::kSupportMoved).urgency(), v1::URGENT);
  EXPECT_TRUE(alarmed(events).empty());
}

TEST_F(Loud, ALateClaimOffersTheLeadToHandOver) {
  scene.did(officer("quan-hoa"), confirm(id));
  const auto events = scene.did(officer("cong-vi"), scene.report({.ago = 60s}));
  EXPECT_EQ(the(events, v1::Event::kLateClaim).urgency(), v1::URGENT);
}

TEST_F(Loud, EscalationsOfGraveSupportsAreFlash) {
  const auto grave = scene.reports(officer("cong-vi"), {.category = "robbery", .severity = 4});
  for (const auto* ward : {"quan-hoa", "nghia-do"}) scene.did(officer(ward), answer(grave, S::DECLINED, "bận"));
  const auto events = scene.did(officer("vinh-phuc"), answer(grave, S::DECLINED, "bận"));
  EXPECT_EQ(the(events, v1::Event::kEscalated).urgency(), v1::FLASH);
}

TEST_F(Loud, AnExhaustedRequestAlarmsTheLead) {
  const auto other = scene.reports(officer("cong-vi"), {.place = in_ward("cong-vi"), .severity = 5});
  scene.did(officer("cong-vi"), ask(other, {"nghia-do", "quan-hoa", "vinh-phuc"}));
  for (const auto* ward : {"nghia-do", "quan-hoa"}) scene.did(officer(ward), answer(other, S::DECLINED, "bận"));
  const auto events = scene.did(officer("vinh-phuc"), answer(other, S::DECLINED, "bận"));
  EXPECT_EQ(the(events, v1::Event::kSupportExhausted).urgency(), v1::FLASH);
  EXPECT_EQ(alarmed(events), Set{"cong-vi"});
}

TEST_F(Loud, AnOutsideIncidentAlarmsTheNearestWardAlone) {
  const auto events = scene.did(officer("nghia-do"), scene.report({.place = outside_the_cluster(), .severity = 1}));
  EXPECT_EQ(alarmed(events), Set{"cong-vi"});
}

}  // namespace
}  // namespace wardlink::rules::testing
