// RULES.md 5, "Escalation". The default limits.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

using Cause = v1::Escalated::Cause;

const v1::Event* escalated(const Events& events, Cause cause) {
  for (const auto& stored : events) {
    if (stored.event().has_escalated() && stored.event().escalated().cause() == cause) return &stored.event();
  }
  return nullptr;
}

bool escalates(const Events& events, Cause cause) { return escalated(events, cause) != nullptr; }

std::vector<std::string> asked(const Events& events) {
  std::vector<std::string> wards;
  for (const auto& stored : events) {
    if (stored.event().has_support_opened()) wards.push_back(stored.event().support_opened().support().ward());
  }
  return wards;
}

/// Confirmed and led by quan-hoa; the other three have a duty. All stations are up.
class DutyLadder : public ::testing::Test {
 protected:
  explicit DutyLadder(std::uint32_t severity = 3) {
    for (const auto& ward : all_wards) scene.station_up(ward, true);
    id = scene.reports(officer("quan-hoa"), {.severity = severity});
    scene.did(officer("quan-hoa"), confirm(id));
  }
  Scene scene;
  std::string id;
};

TEST_F(DutyLadder, UndeliveredTheLeadIsToldTheStationIsOfflineWithItsPhoneNumbers) {
  scene.delivered("nghia-do");
  scene.delivered("cong-vi");
  EXPECT_FALSE(escalates(scene.wait(4s), v1::Escalated::UNDELIVERED));
  const auto events = scene.wait(1s);
  const auto* told = escalated(events, v1::Escalated::UNDELIVERED);
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->escalated().wards(0), "vinh-phuc");
  const auto& ward = *scene.state.geography->ward("vinh-phuc");
  EXPECT_EQ(told->escalated().duty_phones(0), ward.duty_phone);
  EXPECT_EQ(told->escalated().commander_phones(0), ward.commander_phone);
  EXPECT_FALSE(escalates(scene.wait(20s), v1::Escalated::UNDELIVERED)) << "once";
}

TEST_F(DutyLadder, NotSeenAfterUnseenSItIsAlarmedAgainOnceAndOnlyThere) {
  scene.did(officer("nghia-do"), answer(id, S::SEEN));
  scene.did(officer("cong-vi"), answer(id, S::SEEN));
  EXPECT_FALSE(escalates(scene.wait(29s), v1::Escalated::UNSEEN));
  const auto events = scene.wait(1s);
  ASSERT_NE(escalated(events, v1::Escalated::UNSEEN), nullptr);
  EXPECT_EQ(alarmed(events), Set{"vinh-phuc"});
  EXPECT_FALSE(escalates(scene.wait(60s), v1::Escalated::UNSEEN));
}

TEST_F(DutyLadder, OneWardsAnswerNeverSilencesAnotherWardsAlarm) {
  scene.did(officer("nghia-do"), answer(id, S::ACCEPTED));
  EXPECT_EQ(alarmed(scene.wait(30s)), (Set{"cong-vi", "vinh-phuc"}));
}

TEST_F(DutyLadder, NoneAcceptedUnansweredSAfterTheFirstWasSeenTheOthersAreToldTheLeadGetsTheCommanders) {
  scene.wait(20s);
  scene.did(officer("nghia-do"), answer(id, S::SEEN));
  EXPECT_FALSE(escalates(scene.wait(119s), v1::Escalated::UNANSWERED));
  const auto events = scene.wait(1s);
  const auto* told = escalated(events, v1::Escalated::UNANSWERED);
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->escalated().wards_size(), 3);
  EXPECT_EQ(told->escalated().commander_phones_size(), 3);
  EXPECT_EQ(alarmed(events), Set{"quan-hoa"});
}

TEST_F(DutyLadder, ElseAfterSending) {
  EXPECT_FALSE(escalates(scene.wait(119s), v1::Escalated::UNANSWERED));
  EXPECT_TRUE(escalates(scene.wait(1s), v1::Escalated::UNANSWERED));
}

TEST_F(DutyLadder, NoneAfterExhaustedSIsSupportExhaustedToTheLead) {
  EXPECT_EQ(count(scene.wait(239s), v1::Event::kSupportExhausted), 0);
  const auto events = scene.wait(1s);
  const auto* exhausted = find(events, v1::Event::kSupportExhausted);
  ASSERT_NE(exhausted, nullptr);
  EXPECT_EQ(alarmed({*exhausted}), Set{"quan-hoa"});
  EXPECT_EQ(count(scene.wait(600s), v1::Event::kSupportExhausted), 0) << "once";
}

TEST_F(DutyLadder, ItEndsWhenOneIsAccepted) {
  scene.wait(100s);
  scene.did(officer("nghia-do"), answer(id, S::EN_ROUTE));
  const auto events = scene.wait(200s);
  EXPECT_EQ(escalated(events, v1::Escalated::UNANSWERED), nullptr);
  EXPECT_EQ(find(events, v1::Event::kSupportExhausted), nullptr);
}

TEST_F(DutyLadder, ItStartsAgainWhenNoneIsLeftSo) {
  scene.did(officer("nghia-do"), answer(id, S::EN_ROUTE));
  scene.wait(500s);
  scene.did(officer("nghia-do"), answer(id, S::WITHDRAWN, "có vụ khác"));
  EXPECT_FALSE(escalates(scene.wait(119s), v1::Escalated::UNANSWERED));
  EXPECT_TRUE(escalates(scene.wait(1s), v1::Escalated::UNANSWERED));
  EXPECT_EQ(count(scene.wait(120s), v1::Event::kSupportExhausted), 1);
}

TEST_F(DutyLadder, AllDeclinedCountsAsUnansweredAndIsNotSaidTwice) {
  for (const std::string ward : {"nghia-do", "cong-vi", "vinh-phuc"}) {
    scene.did(officer(ward), answer(id, S::DECLINED, "bận"));
  }
  EXPECT_FALSE(escalates(scene.wait(200s), v1::Escalated::UNANSWERED));
  EXPECT_EQ(count(scene.wait(40s), v1::Event::kSupportExhausted), 1);
}

TEST_F(DutyLadder, AcceptedAndNotOnTheWayAfterStalledSAlertsItsWard) {
  scene.did(officer("nghia-do"), answer(id, S::ACCEPTED));
  EXPECT_FALSE(escalates(scene.wait(299s), v1::Escalated::STALLED));
  const auto events = scene.wait(1s);
  ASSERT_NE(escalated(events, v1::Escalated::STALLED), nullptr);
  EXPECT_TRUE(alarmed(events).contains("nghia-do"));
  EXPECT_FALSE(escalates(scene.wait(600s), v1::Escalated::STALLED));
}

TEST_F(DutyLadder, OnTheWayOverdueSPastItsEtaAlertsItsWard) {
  v1::Command going = answer(id, S::EN_ROUTE);
  going.mutable_answer_support()->set_eta_minutes(5);
  scene.did(officer("nghia-do"), going);
  EXPECT_FALSE(escalates(scene.wait(300s + 599s), v1::Escalated::OVERDUE));
  EXPECT_TRUE(escalates(scene.wait(1s), v1::Escalated::OVERDUE));
}

TEST_F(DutyLadder, ATimerDiesWithTheStateItWaitsIn) {
  scene.did(officer("nghia-do"), answer(id, S::ACCEPTED));
  scene.did(officer("quan-hoa"), resolve(id));
  const auto events = scene.wait(2h);
  EXPECT_TRUE(events.empty());
}

TEST_F(DutyLadder, ReopeningRevivesNone) {
  scene.did(officer("nghia-do"), answer(id, S::DECLINED, "bận"));
  scene.wait(10s);
  scene.did(officer("quan-hoa"), resolve(id));
  scene.did(officer("quan-hoa"), reopen(id));
  const auto events = scene.wait(600s);
  EXPECT_EQ(escalated(events, v1::Escalated::UNANSWERED), nullptr);
  EXPECT_EQ(find(events, v1::Event::kSupportExhausted), nullptr);
}

TEST_F(DutyLadder, ReopeningRevivesNoneWhoeverHadAccepted) {
  scene.did(officer("nghia-do"), answer(id, S::DECLINED, "bận"));
  scene.did(officer("cong-vi"), answer(id, S::EN_ROUTE));
  scene.did(officer("quan-hoa"), resolve(id));
  scene.did(officer("quan-hoa"), reopen(id));
  const auto events = scene.wait(600s);
  EXPECT_FALSE(escalates(events, v1::Escalated::UNANSWERED));
  EXPECT_EQ(count(events, v1::Event::kSupportExhausted), 0);
}

TEST_F(DutyLadder, DutiesSentAnewAreCountedFromThen) {
  scene.wait(60s);
  scene.did(officer("quan-hoa"), correct_place(id, deep_in_quan_hoa()));
  scene.wait(600s);
  scene.did(officer("quan-hoa"), correct_place(id, on_the_bridge()));
  EXPECT_FALSE(escalates(scene.wait(119s), v1::Escalated::UNANSWERED));
  EXPECT_TRUE(escalates(scene.wait(1s), v1::Escalated::UNANSWERED));
}

class SmallThing : public DutyLadder {
 protected:
  SmallThing() : DutyLadder(2) {}
};

TEST_F(SmallThing, Severity1And2IsSilentAndNotEscalated) {
  const auto events = scene.wait(3599s);
  EXPECT_TRUE(events.empty());
}

TEST_F(SmallThing, RaisedItEscalatesFromThenOn) {
  scene.wait(1000s);
  scene.did(officer("quan-hoa"), correct_severity(id, 4));
  EXPECT_FALSE(escalates(scene.wait(29s), v1::Escalated::UNSEEN));
  EXPECT_TRUE(escalates(scene.wait(1s), v1::Escalated::UNSEEN));
  EXPECT_FALSE(escalates(scene.wait(89s), v1::Escalated::UNANSWERED));
  EXPECT_TRUE(escalates(scene.wait(1s), v1::Escalated::UNANSWERED));
}

/// A theft deep inside nghia-do, whose neighbours are asked.
class RequestLadder : public ::testing::Test {
 protected:
  RequestLadder() {
    for (const auto& ward : all_wards) scene.station_up(ward, true);
    id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do(), .category = "theft"});
    const auto events = scene.did(officer("nghia-do"), ask(id, {"quan-hoa"}));
    request = find(events, v1::Event::kSupportOpened)->event().support_opened().support().request();
  }
  Scene scene;
  std::string id;
  std::string request;
};

TEST_F(RequestLadder, UnansweredTheNearestWardNotYetAskedIsAskedToo) {
  EXPECT_TRUE(asked(scene.wait(119s)).empty());
  const auto events = scene.wait(1s);
  const auto* told = escalated(events, v1::Escalated::UNANSWERED);
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->escalated().request(), request);
  EXPECT_EQ(asked(events).size(), 1U);
  EXPECT_TRUE(asked(scene.wait(119s)).empty()) << "once per request";
}

TEST_F(RequestLadder, ExhaustedItIsToldToTheLead) {
  EXPECT_EQ(count(scene.wait(239s), v1::Event::kSupportExhausted), 0);
  const auto events = scene.wait(1s);
  const auto* exhausted = find(events, v1::Event::kSupportExhausted);
  ASSERT_NE(exhausted, nullptr);
  EXPECT_EQ(exhausted->event().support_exhausted().request(), request);
  EXPECT_TRUE(alarmed(events).contains("nghia-do"));
}

TEST_F(RequestLadder, WhereTheLeadHasCancelledThemAllNobodyIsAskedAgain) {
  scene.did(officer("nghia-do"), cancel(id, "quan-hoa"));
  const auto events = scene.wait(600s);
  EXPECT_TRUE(asked(events).empty());
  EXPECT_EQ(find(events, v1::Event::kSupportExhausted), nullptr);
}

}  // namespace
}  // namespace wardlink::rules::testing
