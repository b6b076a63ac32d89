// RULES.md 4 and 6: what time does to an incident and its lead. The default limits.
#include "hub/rules/deadlines.hpp"
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

using Cause = v1::Escalated::Cause;

std::vector<Cause> causes(const Events& events) {
  std::vector<Cause> found;
  for (const auto& stored : events) {
    if (stored.event().has_escalated()) found.push_back(stored.event().escalated().cause());
  }
  return found;
}

/// A station reports, so that nobody is present; all four stations are up.
class NobodyThere : public ::testing::Test {
 protected:
  NobodyThere() {
    for (const auto& ward : all_wards) scene.station_up(ward, true);
    id = scene.reports(station("quan-hoa"));
  }
  Scene scene;
  std::string id;
};

TEST_F(NobodyThere, UnconfirmedAfterConfirmSAlarmedAgainOnce) {
  for (const auto cause : causes(scene.wait(29s))) EXPECT_NE(cause, v1::Escalated::UNCONFIRMED);
  const auto events = scene.wait(1s);
  EXPECT_EQ(causes(events).front(), v1::Escalated::UNCONFIRMED);
  EXPECT_EQ(alarmed(events), all_wards) << "the unseen duties sound too";
  for (const auto cause : causes(scene.wait(60s))) EXPECT_NE(cause, v1::Escalated::UNCONFIRMED);
}

TEST_F(NobodyThere, AfterUnreachableSOneWardIsAskedByNameTheNextEachConfirmS) {
  scene.wait(119s);
  EXPECT_TRUE(scene.incident(id).view.acting_asked().empty());
  const auto events = scene.wait(1s);
  ASSERT_NE(find(events, v1::Event::kLeadUnreachable), nullptr);
  EXPECT_EQ(find(events, v1::Event::kLeadUnreachable)->event().lead_unreachable().why(),
            v1::LeadUnreachable::UNCONFIRMED);
  ASSERT_EQ(scene.incident(id).view.acting_asked_size(), 1);
  EXPECT_EQ(scene.incident(id).view.unreachable_lead(), "quan-hoa");
  EXPECT_TRUE(marked(scene.lead(id).marks(), "unreachable"));
  scene.wait(29s);
  EXPECT_EQ(scene.incident(id).view.acting_asked_size(), 1);
  scene.wait(1s);
  EXPECT_EQ(scene.incident(id).view.acting_asked_size(), 2);
}

TEST_F(NobodyThere, ANearestAcceptedSupportIsAskedBeforeAnyoneOnline) {
  scene.did(station("vinh-phuc"), answer(id, S::ACCEPTED));
  scene.wait(120s);
  EXPECT_EQ(scene.incident(id).view.acting_asked(0), "vinh-phuc");
}

TEST_F(NobodyThere, AWardWhoseStationIsDownAndThatHasNotAcceptedIsNotAsked) {
  for (const std::string ward : {"nghia-do", "vinh-phuc"}) scene.station_up(ward, false);
  scene.wait(120s);
  EXPECT_EQ(scene.incident(id).view.acting_asked(0), "cong-vi");
  const auto events = scene.wait(30s);
  EXPECT_EQ(causes(events).back(), v1::Escalated::ACTING_EXHAUSTED) << "nobody is left to ask";
  for (const auto cause : causes(scene.wait(600s))) EXPECT_NE(cause, v1::Escalated::ACTING_EXHAUSTED);
}

TEST_F(NobodyThere, TheFirstToClaimIsActingLeadWithAllRights) {
  scene.wait(150s);
  const std::string first = scene.incident(id).view.acting_asked(0);
  const std::string second = scene.incident(id).view.acting_asked(1);
  const auto events = scene.did(officer(second), claim(id));
  EXPECT_EQ(find(events, v1::Event::kLeadMoved)->event().lead_moved().reason(), v1::LeadMoved::ACTING);
  EXPECT_EQ(scene.lead_of(id), second);
  EXPECT_TRUE(scene.lead(id).acting());
  EXPECT_FALSE(scene.lead(id).provisional());
  EXPECT_EQ(scene.refused(officer(first), claim(id)), v1::Rejection::STALE_STATE);
  scene.did(officer(second), resolve(id));
}

TEST_F(NobodyThere, WhoWasNotAskedCannotClaim) {
  scene.wait(120s);
  for (const std::string ward : {"nghia-do", "cong-vi", "vinh-phuc"}) {
    if (ward == scene.incident(id).view.acting_asked(0)) continue;
    EXPECT_EQ(scene.refused(officer(ward), claim(id)), v1::Rejection::STALE_STATE);
  }
}

TEST_F(NobodyThere, AConfirmationThatComesFirstEndsTheMatter) {
  scene.wait(130s);
  const std::string asked = scene.incident(id).view.acting_asked(0);
  scene.did(officer("quan-hoa"), confirm(id));
  EXPECT_TRUE(scene.incident(id).view.unreachable_lead().empty());
  EXPECT_FALSE(marked(scene.lead(id).marks(), "unreachable"));
  EXPECT_EQ(scene.refused(officer(asked), claim(id)), v1::Rejection::STALE_STATE);
  EXPECT_EQ(count(scene.wait(60s), v1::Event::kActingAsked), 0);
}

TEST_F(NobodyThere, AReturningLeadIsOfferedTheLeadNeverGivenIt) {
  scene.wait(120s);
  const std::string acting = scene.incident(id).view.acting_asked(0);
  scene.did(officer(acting), claim(id));
  const auto events = scene.did(officer("quan-hoa"), confirm(id));
  EXPECT_EQ(find(events, v1::Event::kHandoverOffered)->event().handover_offered().to(), "quan-hoa");
  EXPECT_EQ(scene.lead_of(id), acting);
  scene.did(officer("quan-hoa"), answer_offer(id, true));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_FALSE(scene.lead(id).acting());
  EXPECT_TRUE(scene.incident(id).view.unreachable_lead().empty());
}

TEST_F(NobodyThere, AStationThatComesBackIsOfferedTheLead) {
  scene.station_up("quan-hoa", false);
  scene.wait(120s);
  const std::string acting = scene.incident(id).view.acting_asked(0);
  scene.did(officer(acting), claim(id));
  const auto events = scene.station_up("quan-hoa", true);
  ASSERT_NE(find(events, v1::Event::kHandoverOffered), nullptr);
  EXPECT_EQ(alarmed(events), Set{"quan-hoa"});
}

TEST_F(NobodyThere, AfterConfirmationAStationThatStaysDownIsUnreachable) {
  scene.did(officer("quan-hoa"), confirm(id));
  scene.wait(10s);
  scene.station_up("quan-hoa", false);
  EXPECT_EQ(count(scene.wait(119s), v1::Event::kLeadUnreachable), 0);
  const auto events = scene.wait(1s);
  ASSERT_NE(find(events, v1::Event::kLeadUnreachable), nullptr);
  EXPECT_EQ(find(events, v1::Event::kLeadUnreachable)->event().lead_unreachable().why(),
            v1::LeadUnreachable::STATION_DOWN);
}

TEST_F(NobodyThere, AStationThatIsBackInTimeIsNot) {
  scene.did(officer("quan-hoa"), confirm(id));
  scene.station_up("quan-hoa", false);
  scene.wait(100s);
  scene.station_up("quan-hoa", true);
  EXPECT_EQ(count(scene.wait(100s), v1::Event::kLeadUnreachable), 0);
}

TEST_F(NobodyThere, AConfirmedLeadThatLeavesAQuestionUnansweredIsUnreachable) {
  scene.did(officer("quan-hoa"), confirm(id));
  for (const std::string ward : {"nghia-do", "cong-vi", "vinh-phuc"}) {
    scene.did(officer(ward), answer(id, S::DECLINED, "bận"));
  }
  EXPECT_EQ(count(scene.wait(119s), v1::Event::kLeadUnreachable), 0);
  const auto events = scene.wait(1s);
  ASSERT_NE(find(events, v1::Event::kLeadUnreachable), nullptr);
  EXPECT_EQ(find(events, v1::Event::kLeadUnreachable)->event().lead_unreachable().why(), v1::LeadUnreachable::SILENT);
}

TEST_F(NobodyThere, ALeadThatDoesSomethingHasAnswered) {
  scene.did(officer("quan-hoa"), confirm(id));
  for (const std::string ward : {"nghia-do", "cong-vi", "vinh-phuc"}) {
    scene.did(officer(ward), answer(id, S::DECLINED, "bận"));
  }
  scene.wait(60s);
  scene.did(officer("quan-hoa"), note(id, "đã gọi 113"));
  EXPECT_EQ(count(scene.wait(119s), v1::Event::kLeadUnreachable), 0);
}

TEST_F(NobodyThere, AfterAConfirmationTheSearchForWhoActsBeginsAnew) {
  for (const std::string ward : {"nghia-do", "vinh-phuc", "cong-vi"}) scene.station_up(ward, false);
  scene.wait(120s);
  EXPECT_TRUE(scene.incident(id).acting_exhausted);
  scene.did(officer("quan-hoa"), confirm(id));
  for (const std::string ward : {"nghia-do", "vinh-phuc"}) scene.station_up(ward, true);
  scene.station_up("quan-hoa", false);
  scene.wait(120s);
  EXPECT_EQ(scene.incident(id).view.acting_asked_size(), 1);
  scene.wait(30s);
  EXPECT_EQ(scene.incident(id).view.acting_asked_size(), 2);
}

TEST_F(NobodyThere, OfTwoThatStoodInInTurnItIsTheFirstLeadThatIsOwedTheOffer) {
  scene.wait(120s);
  const std::string first = scene.incident(id).view.acting_asked(0);
  scene.did(officer(first), claim(id));
  scene.station_up(first, false);
  scene.wait(120s);
  const std::string second = scene.incident(id).view.acting_asked(0);
  scene.did(officer(second), claim(id));
  EXPECT_EQ(scene.incident(id).view.unreachable_lead(), "quan-hoa");
  const auto events = scene.did(officer("quan-hoa"), confirm(id));
  EXPECT_EQ(find(events, v1::Event::kHandoverOffered)->event().handover_offered().to(), "quan-hoa");
}

TEST_F(NobodyThere, AnOfferThatMakesWayIsSaidToBeOver) {
  scene.wait(120s);
  const std::string acting = scene.incident(id).view.acting_asked(0);
  scene.did(officer(acting), claim(id));
  const std::string other = acting == "cong-vi" ? "vinh-phuc" : "cong-vi";
  scene.did(officer(acting), offer(id, other));
  const auto events = scene.did(officer("quan-hoa"), confirm(id));
  const auto* over = find(events, v1::Event::kHandoverAnswered);
  ASSERT_NE(over, nullptr);
  EXPECT_EQ(over->event().handover_answered().to(), other);
  EXPECT_TRUE(over->event().handover_answered().expired());
}

TEST(Presence, IsConfirmedByItselfAtArbitrationWindowS) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  EXPECT_EQ(count(scene.wait(119s), v1::Event::kLeadConfirmed), 0);
  EXPECT_TRUE(scene.lead(id).provisional());
  const auto events = scene.wait(1s);
  ASSERT_NE(find(events, v1::Event::kLeadConfirmed), nullptr);
  EXPECT_EQ(find(events, v1::Event::kLeadConfirmed)->event().actor().role(), v1::HUB);
  EXPECT_FALSE(scene.lead(id).provisional());
  EXPECT_TRUE(scene.incident(id).view.acting_asked().empty());
}

TEST(Outside, UnclaimedItIsAlertedAgainAfterConfirmSThenEveryExhaustedS) {
  Scene scene;
  for (const auto& ward : all_wards) scene.station_up(ward, true);
  const auto id = scene.reports(officer("quan-hoa"), {.place = outside_the_cluster()});
  EXPECT_TRUE(causes(scene.wait(29s)).empty());
  const auto events = scene.wait(1s);
  EXPECT_EQ(causes(events), std::vector<Cause>{v1::Escalated::UNCLAIMED});
  EXPECT_EQ(alarmed(events), Set{"cong-vi"});
  EXPECT_TRUE(causes(scene.wait(239s)).empty());
  EXPECT_EQ(causes(scene.wait(1s)).size(), 1U);
  EXPECT_EQ(causes(scene.wait(240s)).size(), 1U);
  scene.did(officer("vinh-phuc"), claim(id));
  EXPECT_TRUE(causes(scene.wait(300s)).empty());
}

TEST(HandoverInTime, NobodyAnswersWithinHandoverSTheLeadStays) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do(), .severity = 2});
  scene.did(officer("nghia-do"), offer(id, "cong-vi"));
  EXPECT_EQ(count(scene.wait(89s), v1::Event::kHandoverAnswered), 0);
  const auto events = scene.wait(1s);
  const auto* expired = find(events, v1::Event::kHandoverAnswered);
  ASSERT_NE(expired, nullptr);
  EXPECT_TRUE(expired->event().handover_answered().expired());
  EXPECT_FALSE(expired->event().handover_answered().accepted());
  EXPECT_EQ(scene.lead_of(id), "nghia-do");
  EXPECT_TRUE(scene.incident(id).view.handover_to().empty());
}

TEST(Idle, AnOpenIncidentSilentForIdleSAlertsItsLead) {
  Scene scene;
  scene.station_up("nghia-do", true);
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  scene.did(officer("nghia-do"), confirm(id));
  EXPECT_TRUE(causes(scene.wait(3599s)).empty());
  EXPECT_EQ(causes(scene.wait(1s)), std::vector<Cause>{v1::Escalated::IDLE});
  scene.did(officer("nghia-do"), note(id, "vẫn đang xử lý"));
  EXPECT_TRUE(causes(scene.wait(3599s)).empty());
}

TEST(Idle, ASmallThingIsSaidSilently) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do(), .severity = 1});
  scene.did(officer("nghia-do"), confirm(id));
  const auto events = scene.wait(3600s);
  EXPECT_EQ(causes(events), std::vector<Cause>{v1::Escalated::IDLE});
  EXPECT_TRUE(alarmed(events).empty());
}

TEST(Closing, ByItselfCloseAfterSAfterResolving) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  scene.did(officer("nghia-do"), resolve(id));
  scene.wait(24h - 1s);
  EXPECT_EQ(scene.incident(id).view.state(), v1::Incident::RESOLVED);
  scene.wait(1s);
  EXPECT_EQ(scene.incident(id).view.state(), v1::Incident::CLOSED);
  EXPECT_TRUE(scene.state.deadlines.empty());
}

TEST(Closing, AReopenedOneIsNot) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do(), .severity = 2});
  scene.did(officer("nghia-do"), resolve(id));
  scene.did(officer("nghia-do"), reopen(id));
  scene.wait(25h);
  EXPECT_TRUE(scene.incident(id).open());
}

// Section 11, 8: no timer fires early; every due timer fires after a restart, once.
TEST(Deadlines, AfterARestartEveryOverdueOneFiresOnce) {
  Scene scene;
  scene.station_up("quan-hoa", true);
  const auto id = scene.reports(station("quan-hoa"));
  scene.pass(1h);  // the hub is not there
  const auto events = scene.catch_up();
  ASSERT_NE(find(events, v1::Event::kLeadUnreachable), nullptr);
  EXPECT_TRUE(scene.catch_up().empty());
  EXPECT_GT(scene.state.deadlines.begin()->at, scene.now);
  EXPECT_EQ(scene.incident(id).view.unreachable_lead(), "quan-hoa");
}

TEST(Deadlines, WhatIsNotDueOrNoLongerStandsIsNotDecided) {
  Scene scene;
  const auto id = scene.reports(station("quan-hoa"));
  scene.pass(30s);
  const auto due_now = due(scene.state, scene.now);
  ASSERT_TRUE(due_now.has_value());
  v1::HubCommand early = *due_now;
  *early.mutable_time_out()->mutable_due_at() = base::to_proto(scene.now + 1us);
  EXPECT_TRUE(scene.unasked(early).empty());
  scene.did(officer("quan-hoa"), resolve(id));
  EXPECT_TRUE(scene.unasked(*due_now).empty()) << "a timer dies with the state it waits in";
}

TEST(Deadlines, AreReadFromTheJournalsOwnRegulation) {
  Scene scene(regulation_with("confirm_s = 30", "confirm_s = 45"));
  scene.reports(station("quan-hoa"), {.severity = 2});
  EXPECT_TRUE(causes(scene.wait(44s)).empty());
  EXPECT_EQ(causes(scene.wait(1s)), std::vector<Cause>{v1::Escalated::UNCONFIRMED});
}

}  // namespace
}  // namespace wardlink::rules::testing
