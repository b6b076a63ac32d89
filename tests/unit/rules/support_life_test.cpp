// RULES.md 5: a support's states, who moves it, and answers given by telephone.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

using State = S::State;
constexpr auto ok = v1::Rejection::CODE_UNSPECIFIED;

// A duty of Nghĩa Đô for the brawl that Quan Hoa leads, brought into the state a test starts from.
class SupportLife : public ::testing::Test {
 protected:
  SupportLife() : id(scene.reports(officer("quan-hoa"))) {}

  void bring_to(State state) {
    if (state == S::SENT) return;
    if (state == S::DELIVERED) {
      scene.delivered("nghia-do");
    } else if (state == S::CANCELLED) {
      scene.did(officer("quan-hoa"), cancel(id, "nghia-do"));
    } else if (state == S::RELEASED) {
      scene.did(officer("nghia-do"), answer(id, S::ON_SCENE));
      scene.did(officer("quan-hoa"), release(id, "nghia-do"));
    } else {
      if (state == S::WITHDRAWN) scene.did(officer("nghia-do"), answer(id, S::ACCEPTED));
      scene.did(officer("nghia-do"), answer(id, state, "lý do"));
    }
    ASSERT_EQ(scene.support(id, "nghia-do"), state);
  }

  Scene scene;
  std::string id;
};

struct Steps {
  State from;
  std::vector<State> answers;  // what the target may answer
  bool cancels = false;        // whether the lead may cancel
  bool releases = false;       // whether the lead may release
};

const std::vector<Steps> table{
    {S::SENT, {S::SEEN, S::ACCEPTED, S::EN_ROUTE, S::ON_SCENE, S::DECLINED}, true},
    {S::DELIVERED, {S::SEEN, S::ACCEPTED, S::EN_ROUTE, S::ON_SCENE, S::DECLINED}, true},
    {S::SEEN, {S::ACCEPTED, S::EN_ROUTE, S::ON_SCENE, S::DECLINED}, true},
    {S::ACCEPTED, {S::EN_ROUTE, S::ON_SCENE, S::WITHDRAWN}, true},
    {S::EN_ROUTE, {S::ON_SCENE, S::WITHDRAWN}, true},
    {S::ON_SCENE, {S::WITHDRAWN}, false, true},
    {S::DECLINED, {S::ACCEPTED}},
    {S::RELEASED, {}},
    {S::CANCELLED, {}},
    {S::WITHDRAWN, {}},
};

TEST_F(SupportLife, StepsMayBeSkippedForwardsNeverTakenBack) {
  const Scene fresh = scene;
  for (const auto& row : table) {
    for (const auto to : {S::SEEN, S::ACCEPTED, S::EN_ROUTE, S::ON_SCENE, S::DECLINED, S::WITHDRAWN}) {
      scene = fresh;
      bring_to(row.from);
      const bool may = std::ranges::find(row.answers, to) != row.answers.end();
      EXPECT_EQ(scene.refused(officer("nghia-do"), answer(id, to, "lý do")), may ? ok : v1::Rejection::STALE_STATE)
          << S::State_Name(row.from) << " to " << S::State_Name(to);
      EXPECT_EQ(scene.support(id, "nghia-do"), may ? to : row.from);
    }
  }
}

TEST_F(SupportLife, TheLeadCancelsBeforeOnSceneAndReleasesOnScene) {
  const Scene fresh = scene;
  for (const auto& row : table) {
    scene = fresh;
    bring_to(row.from);
    EXPECT_EQ(scene.refused(officer("quan-hoa"), cancel(id, "nghia-do")) == ok, row.cancels) << row.from;
    scene = fresh;
    bring_to(row.from);
    EXPECT_EQ(scene.refused(officer("quan-hoa"), release(id, "nghia-do")) == ok, row.releases) << row.from;
  }
}

TEST_F(SupportLife, OnlyTheTargetMovesItsOwn) {
  EXPECT_EQ(scene.refused(officer("quan-hoa"), answer(id, S::ACCEPTED)), v1::Rejection::NOT_TARGET);
  const auto deep = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  EXPECT_EQ(scene.refused(officer("cong-vi"), answer(deep, S::ACCEPTED)), v1::Rejection::UNKNOWN_ID);
}

TEST_F(SupportLife, OnlyTheLeadCancelsOrReleases) {
  EXPECT_EQ(scene.refused(officer("cong-vi"), cancel(id, "nghia-do")), v1::Rejection::NOT_LEAD);
  EXPECT_EQ(scene.refused(officer("nghia-do"), cancel(id, "nghia-do")), v1::Rejection::NOT_LEAD);
  bring_to(S::ON_SCENE);
  EXPECT_EQ(scene.refused(officer("nghia-do"), release(id, "nghia-do")), v1::Rejection::NOT_LEAD);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), cancel(id, "quan-hoa")), v1::Rejection::STALE_STATE);
}

TEST_F(SupportLife, WhatTheTargetSaysIsKept) {
  auto command = answer(id, S::ACCEPTED, "", {{v1::Force::POLICE, 3}});
  command.mutable_answer_support()->set_eta_minutes(7);
  scene.pass(4s);
  scene.did(officer("nghia-do"), command);
  const auto& support = *scene.incident(id).support_of("nghia-do");
  EXPECT_EQ(support.eta_minutes(), 7U);
  EXPECT_EQ(support.forces(0).count(), 3U);
  EXPECT_EQ(base::from_proto(support.moved_at()), scene.now);
}

TEST_F(SupportLife, SeenAndAcceptedUnderTheStationsCertificateAreMarkedUnattended) {
  scene.did(station("nghia-do"), answer(id, S::SEEN));
  EXPECT_TRUE(marked(scene.incident(id).support_of("nghia-do")->marks(), "unattended"));
  scene.did(station("nghia-do"), answer(id, S::ACCEPTED));
  EXPECT_TRUE(marked(scene.incident(id).support_of("nghia-do")->marks(), "unattended"));
  scene.did(officer("nghia-do"), answer(id, S::EN_ROUTE));
  EXPECT_FALSE(marked(scene.incident(id).support_of("nghia-do")->marks(), "unattended"));
}

TEST_F(SupportLife, ResolvingReleasesThoseOnSceneAndCancelsTheRest) {
  scene.did(officer("nghia-do"), answer(id, S::ON_SCENE));
  scene.did(officer("cong-vi"), answer(id, S::ACCEPTED));
  scene.did(officer("quan-hoa"), resolve(id));
  EXPECT_EQ(scene.support(id, "nghia-do"), S::RELEASED);
  EXPECT_EQ(scene.support(id, "cong-vi"), S::CANCELLED);
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::CANCELLED);
  EXPECT_EQ(scene.incident(id).support_of("cong-vi")->reason(), "resolved");
}

TEST_F(SupportLife, ReopeningRevivesNone) {
  scene.did(officer("nghia-do"), answer(id, S::ON_SCENE));
  scene.did(officer("quan-hoa"), resolve(id));
  scene.did(officer("quan-hoa"), reopen(id));
  EXPECT_TRUE(scene.incident(id).open());
  for (const auto& support : scene.incident(id).view.supports()) EXPECT_FALSE(domain::active(support.state()));
}

TEST_F(SupportLife, NothingIsAnsweredAfterTheEnd) {
  scene.did(officer("quan-hoa"), resolve(id));
  EXPECT_EQ(scene.refused(officer("nghia-do"), answer(id, S::ACCEPTED)), v1::Rejection::CLOSED);
}

TEST_F(SupportLife, ADeclinedRequestMayBeAcceptedAfterAllWhileOpen) {
  const auto deep = scene.reports(officer("quan-hoa"), {.place = deep_in_nghia_do()});
  scene.did(officer("nghia-do"), ask(deep, {"cong-vi", "vinh-phuc"}));
  scene.did(officer("cong-vi"), answer(deep, S::DECLINED, "bận"));
  ASSERT_FALSE(scene.audience_of(deep).contains("cong-vi"));
  scene.did(officer("nghia-do"), note(deep, "đã khống chế"));
  const auto events = scene.did(officer("cong-vi"), answer(deep, S::ACCEPTED));
  EXPECT_EQ(scene.support(deep, "cong-vi"), S::ACCEPTED);
  EXPECT_EQ(stories(events, "cong-vi"), Set{deep});  // what it missed meanwhile
}

TEST_F(SupportLife, AnAnswerByTelephoneMovesItMarkedPhoneAndNamesWhoSaidSo) {
  const auto events = scene.did(officer("quan-hoa"), phoned(id, "nghia-do", S::ACCEPTED));
  const auto& moved = find(events, v1::Event::kSupportMoved)->event().support_moved();
  EXPECT_EQ(moved.said_by(), "anh Bình");
  EXPECT_EQ(scene.support(id, "nghia-do"), S::ACCEPTED);
  EXPECT_TRUE(marked(scene.incident(id).support_of("nghia-do")->marks(), "phone"));
  EXPECT_TRUE(receivers(*find(events, v1::Event::kSupportMoved)).contains("nghia-do"));
}

TEST_F(SupportLife, OnlyTheLeadRecordsAnAnswerByTelephone) {
  EXPECT_EQ(scene.refused(officer("cong-vi"), phoned(id, "nghia-do", S::ACCEPTED)), v1::Rejection::NOT_LEAD);
}

TEST_F(SupportLife, TheTargetMayContradictWhatWasHeardByTelephone) {
  const Scene fresh = scene;
  for (const auto said : {S::ACCEPTED, S::ON_SCENE, S::DECLINED}) {
    for (const auto really : {S::ACCEPTED, S::EN_ROUTE, S::DECLINED}) {
      scene = fresh;
      scene.did(officer("quan-hoa"), phoned(id, "nghia-do", said));
      scene.did(officer("nghia-do"), answer(id, really, "nói nhầm"));
      EXPECT_EQ(scene.support(id, "nghia-do"), really);
      EXPECT_FALSE(marked(scene.incident(id).support_of("nghia-do")->marks(), "phone"));
    }
  }
}

TEST_F(SupportLife, ASecondCallMayFollowUntilTheTargetItselfAnswers) {
  scene.did(officer("quan-hoa"), phoned(id, "nghia-do", S::ACCEPTED));
  scene.did(officer("quan-hoa"), phoned(id, "nghia-do", S::ON_SCENE));
  EXPECT_EQ(scene.support(id, "nghia-do"), S::ON_SCENE);
  EXPECT_TRUE(marked(scene.incident(id).support_of("nghia-do")->marks(), "phone"));
}

TEST_F(SupportLife, OnceTheTargetAnsweredNothingIsRecordedForIt) {
  const Scene fresh = scene;
  for (const auto state : {S::ACCEPTED, S::EN_ROUTE, S::ON_SCENE, S::DECLINED}) {
    scene = fresh;
    scene.did(officer("nghia-do"), answer(id, state, "lý do"));
    EXPECT_EQ(scene.refused(officer("quan-hoa"), phoned(id, "nghia-do", S::ON_SCENE)), v1::Rejection::STALE_STATE);
  }
}

}  // namespace
}  // namespace wardlink::rules::testing
