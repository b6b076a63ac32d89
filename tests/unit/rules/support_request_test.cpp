// RULES.md 5: who may ask whom, what a request needs, and what follows when somebody declines.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

using Force = v1::Force;

// A theft deep inside Nghĩa Đô, reported by Quan Hoa.
class Request : public ::testing::Test {
 protected:
  explicit Request(Scene with = {}, std::uint32_t severity = 3)
      : scene(std::move(with)),
        id(scene.reports(officer("quan-hoa"), {.place = deep_in_nghia_do(), .severity = severity})) {}
  Set asked() const {
    Set wards;
    for (const auto& support : scene.incident(id).view.supports()) wards.insert(support.ward());
    return wards;
  }
  Scene scene;
  std::string id;
};

TEST_F(Request, AnyoneElsesIsRejectedNamingTheLead) {
  const auto decided = scene.would(officer("quan-hoa"), ask(id, {"vinh-phuc"}));
  ASSERT_FALSE(decided);
  EXPECT_EQ(decided.error().code(), v1::Rejection::NOT_LEAD);
  EXPECT_NE(decided.error().message().find("Nghĩa Đô"), std::string::npos);
  EXPECT_NE(decided.error().message_vi().find("Nghĩa Đô"), std::string::npos);
}

TEST_F(Request, NamedWardsAreAskedUnderOneRequest) {
  const auto events = scene.did(officer("nghia-do"), ask(id, {"cong-vi", "vinh-phuc"}, {{Force::POLICE, 4}}));
  EXPECT_EQ(asked(), (Set{"cong-vi", "vinh-phuc"}));
  const auto& first = find(events, v1::Event::kSupportOpened)->event().support_opened();
  const auto& second = find(events, v1::Event::kSupportOpened, 1)->event().support_opened();
  EXPECT_EQ(first.support().basis(), S::REQUEST);
  EXPECT_EQ(first.support().asked_by(), "nghia-do");
  EXPECT_EQ(first.support().request(), second.support().request());
  EXPECT_EQ(first.needed(0).count(), 4U);
  EXPECT_FALSE(first.clause().vi().empty());
}

TEST_F(Request, AWardJoinsByBeingAskedAndHearsTheStory) {
  const auto events = scene.did(officer("nghia-do"), ask(id, {"cong-vi"}));
  EXPECT_EQ(stories(events, "cong-vi"), Set{id});
  EXPECT_TRUE(scene.audience_of(id).contains("cong-vi"));
}

TEST_F(Request, AutoAsksTheNeighboursOfTheLeadNearestFirst) {
  const auto events = scene.did(officer("nghia-do"), ask_auto(id));
  EXPECT_EQ(asked(), (Set{"quan-hoa", "vinh-phuc"}));
  const auto first = find(events, v1::Event::kSupportOpened)->event().support_opened().support().ward();
  const auto distance = [&](const std::string& ward) {
    return scene.state.geography->to_ward_cm(deep_in_nghia_do().point(), ward);
  };
  EXPECT_LE(distance(first), distance(first == "quan-hoa" ? "vinh-phuc" : "quan-hoa"));
}

TEST_F(Request, AWardWithAnOpenSupportIsNotAskedTwice) {
  scene.did(officer("nghia-do"), ask(id, {"vinh-phuc"}));
  EXPECT_EQ(scene.refused(officer("nghia-do"), ask(id, {"vinh-phuc"})), v1::Rejection::STALE_STATE);
  scene.did(officer("nghia-do"), ask_auto(id));
  EXPECT_EQ(scene.incident(id).view.supports_size(), 2);
  EXPECT_EQ(scene.refused(officer("nghia-do"), ask_auto(id)), v1::Rejection::STALE_STATE);
}

TEST_F(Request, AnEndedSupportMayBeAskedAnew) {
  scene.did(officer("nghia-do"), ask(id, {"vinh-phuc"}));
  scene.did(officer("nghia-do"), cancel(id, "vinh-phuc"));
  EXPECT_FALSE(scene.audience_of(id).contains("vinh-phuc"));
  scene.did(officer("nghia-do"), ask(id, {"vinh-phuc"}));
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::SENT);
  EXPECT_TRUE(scene.audience_of(id).contains("vinh-phuc"));
}

TEST_F(Request, NeitherTheLeadNorTheAskerIsATarget) {
  EXPECT_EQ(scene.refused(officer("nghia-do"), ask(id, {"nghia-do"})), v1::Rejection::INVALID);
}

TEST_F(Request, WhenItsNeedsAreMetUnansweredOnesEndFilled) {
  scene.did(officer("nghia-do"),
            ask(id, {"cong-vi", "quan-hoa", "vinh-phuc"}, {{Force::POLICE, 4}, {Force::VEHICLE, 1}}));
  scene.did(officer("quan-hoa"), answer(id, S::ACCEPTED, "", {{Force::POLICE, 3}}));
  EXPECT_EQ(scene.support(id, "cong-vi"), S::SENT);
  scene.did(officer("vinh-phuc"), answer(id, S::ACCEPTED, "", {{Force::POLICE, 1}, {Force::VEHICLE, 1}}));
  EXPECT_EQ(scene.support(id, "cong-vi"), S::CANCELLED);
  EXPECT_EQ(scene.incident(id).support_of("cong-vi")->reason(), "filled");
  EXPECT_EQ(scene.support(id, "quan-hoa"), S::ACCEPTED);
}

TEST_F(Request, WithoutStatedNeedsNothingIsFilled) {
  scene.did(officer("nghia-do"), ask(id, {"cong-vi", "vinh-phuc"}));
  scene.did(officer("vinh-phuc"), answer(id, S::ACCEPTED, "", {{Force::POLICE, 9}}));
  EXPECT_EQ(scene.support(id, "cong-vi"), S::SENT);
}

TEST_F(Request, AnAnswerByTelephoneFillsItToo) {
  scene.did(officer("nghia-do"), ask(id, {"cong-vi", "vinh-phuc"}, {{Force::POLICE, 1}}));
  auto heard = phoned(id, "vinh-phuc", S::ACCEPTED);
  heard.mutable_record_answer()->add_forces()->set_kind(Force::POLICE);
  heard.mutable_record_answer()->mutable_forces(0)->set_count(2);
  scene.did(officer("nghia-do"), heard);
  EXPECT_EQ(scene.support(id, "cong-vi"), S::CANCELLED);
}

TEST_F(Request, DeclinedTheNearestWardNotYetAskedIsAskedAtOnce) {
  scene.did(officer("nghia-do"), ask(id, {"cong-vi"}, {{Force::POLICE, 2}}));
  const auto events = scene.did(officer("cong-vi"), answer(id, S::DECLINED, "bận"));
  const auto* next = find(events, v1::Event::kSupportOpened);
  ASSERT_NE(next, nullptr);
  const auto& body = next->event().support_opened();
  EXPECT_EQ(body.support().ward(), "vinh-phuc");
  EXPECT_EQ(body.support().request(), scene.incident(id).support_of("cong-vi")->request());
  EXPECT_EQ(body.needed(0).count(), 2U);
  EXPECT_FALSE(receivers(*next).contains("cong-vi"));
}

TEST_F(Request, DeclinedByTelephoneAsksTheNextToo) {
  scene.did(officer("nghia-do"), ask(id, {"cong-vi"}));
  scene.did(officer("nghia-do"), phoned(id, "cong-vi", S::DECLINED));
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::SENT);
}

TEST_F(Request, NobodyLeftAndNobodyStillToAnswerTheLeadIsToldOnce) {
  scene.did(officer("nghia-do"), ask(id, {"cong-vi", "quan-hoa", "vinh-phuc"}));
  constexpr auto exhausted = v1::Event::kSupportExhausted;
  EXPECT_EQ(count(scene.did(officer("cong-vi"), answer(id, S::DECLINED, "bận")), exhausted), 0);
  EXPECT_EQ(count(scene.did(officer("quan-hoa"), answer(id, S::DECLINED, "bận")), exhausted), 0);
  const auto events = scene.did(officer("vinh-phuc"), answer(id, S::DECLINED, "bận"));
  ASSERT_EQ(count(events, exhausted), 1);
  EXPECT_EQ(alarmed(events), Set{"nghia-do"});
}

TEST_F(Request, WhileItsNeedsAreNotMetADeclinedOneIsReplaced) {
  scene.did(officer("nghia-do"), ask(id, {"cong-vi", "vinh-phuc"}, {{Force::POLICE, 2}}));
  scene.did(officer("vinh-phuc"), answer(id, S::ACCEPTED, "", {{Force::POLICE, 1}}));
  scene.did(officer("cong-vi"), answer(id, S::DECLINED, "bận"));
  EXPECT_EQ(scene.support(id, "quan-hoa"), S::SENT);
}

TEST_F(Request, MetADeclinedOneIsNotReplaced) {
  scene.did(officer("nghia-do"), ask(id, {"cong-vi", "vinh-phuc"}, {{Force::POLICE, 2}}));
  scene.did(officer("nghia-do"), phoned(id, "cong-vi", S::ACCEPTED));
  scene.did(officer("vinh-phuc"), answer(id, S::ACCEPTED, "", {{Force::POLICE, 2}}));
  scene.did(officer("cong-vi"), answer(id, S::DECLINED, "nói nhầm"));
  EXPECT_EQ(scene.support(id, "quan-hoa"), S::STATE_UNSPECIFIED);
}

class RequestNearest : public Request {
 protected:
  RequestNearest() : Request(Scene(regulation_with("auto_targets = \"neighbours\"", "auto_targets = \"nearest:2\""))) {}
};

TEST_F(RequestNearest, AutoAsksTheNearestTwoNotYetAskedWhetherNeighboursOrNot) {
  scene.did(officer("nghia-do"), ask(id, {"quan-hoa"}));
  scene.did(officer("nghia-do"), ask_auto(id));
  EXPECT_EQ(asked(), (Set{"cong-vi", "quan-hoa", "vinh-phuc"}));
}

TEST_F(RequestNearest, WithoutAPointNearestToTheLeadsOutline) {
  const auto other = scene.reports(officer("cong-vi"), {.place = in_ward("cong-vi")});
  const auto events = scene.did(officer("cong-vi"), ask_auto(other));
  EXPECT_EQ(count(events, v1::Event::kSupportOpened), 2);
  EXPECT_EQ(scene.support(other, "nghia-do"), S::STATE_UNSPECIFIED);
}

class RequestCluster : public Request {
 protected:
  RequestCluster() : Request(Scene(regulation_with("auto_targets = \"neighbours\"", "auto_targets = \"cluster\""))) {}
};

TEST_F(RequestCluster, AutoAsksEveryWard) {
  scene.did(officer("nghia-do"), ask_auto(id));
  EXPECT_EQ(asked(), all_but("nghia-do"));
}

class Assist : public Request {
 protected:
  Assist() : Request({}, 4) {}
};

TEST_F(Assist, AtSeverity4AWardThatReportedMayAskUnderTheAssistClauseAndTheLeadIsTold) {
  const auto events = scene.did(officer("quan-hoa"), ask(id, {"vinh-phuc"}));
  const auto& opened = *find(events, v1::Event::kSupportOpened);
  EXPECT_EQ(opened.event().support_opened().support().basis(), S::ASSIST);
  EXPECT_EQ(opened.event().support_opened().support().asked_by(), "quan-hoa");
  EXPECT_EQ(opened.event().support_opened().clause().vi(), scene.state.regulation().assist_clause.vi());
  EXPECT_EQ(opened.event().urgency(), v1::FLASH);
  EXPECT_TRUE(receivers(opened).contains("nghia-do"));
  EXPECT_TRUE(scene.lead(id).provisional());  // another's asking confirms nothing
}

TEST_F(Assist, TheLeadOwnsItFromThen) {
  scene.did(officer("quan-hoa"), ask(id, {"vinh-phuc"}));
  EXPECT_EQ(scene.refused(officer("quan-hoa"), cancel(id, "vinh-phuc")), v1::Rejection::NOT_LEAD);
  scene.did(officer("nghia-do"), cancel(id, "vinh-phuc"));
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::CANCELLED);
}

TEST_F(Assist, AWardOnSceneMayAskOneThatOnlySupportsMayNot) {
  scene.did(officer("nghia-do"), ask(id, {"vinh-phuc"}));
  scene.did(officer("vinh-phuc"), answer(id, S::EN_ROUTE));
  EXPECT_EQ(scene.refused(officer("vinh-phuc"), ask(id, {"cong-vi"})), v1::Rejection::NOT_LEAD);
  scene.did(officer("vinh-phuc"), answer(id, S::ON_SCENE));
  scene.did(officer("vinh-phuc"), ask(id, {"cong-vi"}));
  EXPECT_EQ(scene.incident(id).support_of("cong-vi")->basis(), S::ASSIST);
}

TEST_F(Assist, DeclinedTheNextIsAskedButNeverTheOneWhoAsked) {
  scene.did(officer("quan-hoa"), ask(id, {"vinh-phuc"}));
  scene.did(officer("vinh-phuc"), answer(id, S::DECLINED, "bận"));
  EXPECT_EQ(scene.support(id, "cong-vi"), S::SENT);
  EXPECT_EQ(scene.support(id, "quan-hoa"), S::STATE_UNSPECIFIED);
}

TEST_F(Assist, AutoNeverAsksTheAsker) {
  scene.did(officer("quan-hoa"), ask_auto(id));
  EXPECT_EQ(asked(), Set{"vinh-phuc"});
}

TEST_F(Request, MarkedAssistAnyWardOnTheSpotMayAskAtAnySeverity) {
  EXPECT_EQ(scene.refused(officer("quan-hoa"), ask(id, {"vinh-phuc"})), v1::Rejection::NOT_LEAD);
  scene.reports(officer("quan-hoa"), {.place = deep_in_nghia_do(), .severity = 2, .assist = true});
  const auto events = scene.did(officer("quan-hoa"), ask(id, {"vinh-phuc"}));
  EXPECT_EQ(find(events, v1::Event::kSupportOpened)->event().urgency(), v1::FLASH);
}

TEST(Duties, OnePerOtherWardOfThePlacementAtOnceUnasked) {
  Scene scene;
  const auto events = scene.did(officer("cong-vi"), scene.report({}));
  const auto id = Scene::incident_of(events);
  EXPECT_EQ(count(events, v1::Event::kSupportOpened), 3);
  for (const auto& support : scene.incident(id).view.supports()) {
    EXPECT_EQ(support.basis(), S::DUTY);
    EXPECT_TRUE(support.request().empty());
    EXPECT_TRUE(support.asked_by().empty());
  }
}

TEST(Duties, AllDeclinedCountsAsUnansweredAndTheLeadGetsTheCommandersNumbers) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("nghia-do"), answer(id, S::DECLINED, "bận"));
  EXPECT_EQ(count(scene.did(officer("cong-vi"), answer(id, S::DECLINED, "bận")), v1::Event::kEscalated), 0);
  const auto events = scene.did(officer("vinh-phuc"), answer(id, S::DECLINED, "bận"));
  const auto* escalated = find(events, v1::Event::kEscalated);
  ASSERT_NE(escalated, nullptr);
  const auto& body = escalated->event().escalated();
  EXPECT_EQ(body.cause(), v1::Escalated::ALL_DECLINED);
  EXPECT_EQ(body.wards_size(), 3);
  EXPECT_EQ(body.commander_phones(0), scene.state.geography->ward(body.wards(0))->commander_phone);
  EXPECT_EQ(alarmed(events), Set{"quan-hoa"});
  EXPECT_EQ(receivers(*escalated), all_wards);
}

TEST(Duties, OnceForAnIncidentsDutiesAndAgainAfterSomebodyHadAccepted) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  for (const auto* ward : {"nghia-do", "cong-vi"}) scene.did(officer(ward), answer(id, S::DECLINED, "bận"));
  const auto escalations = [&](const Who& who, const v1::Command& command) {
    return count(scene.did(who, command), v1::Event::kEscalated);
  };
  EXPECT_EQ(escalations(officer("quan-hoa"), phoned(id, "vinh-phuc", S::DECLINED)), 1);
  EXPECT_EQ(escalations(officer("vinh-phuc"), answer(id, S::DECLINED, "bận")), 0);
  scene.did(officer("cong-vi"), answer(id, S::ACCEPTED));
  EXPECT_FALSE(scene.incident(id).duties.escalated);
}

TEST(Duties, AtSeverity1And2NothingIsEscalated) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), {.severity = 2});
  for (const auto* ward : {"nghia-do", "cong-vi", "vinh-phuc"}) {
    const auto events = scene.did(officer(ward), answer(id, S::DECLINED, "bận"));
    EXPECT_EQ(count(events, v1::Event::kEscalated), 0);
    EXPECT_TRUE(alarmed(events).empty());
  }
}

TEST(Duties, ADeclinedDutyAsksNobodyElse) {
  Scene scene;
  const auto id = scene.reports(officer("cong-vi"), {.place = at(21.0380, 105.8120)});  // on the line
  const auto events = scene.did(officer("vinh-phuc"), answer(id, S::DECLINED, "bận"));
  EXPECT_EQ(count(events, v1::Event::kSupportOpened), 0);
}

}  // namespace
}  // namespace wardlink::rules::testing
