// RULES.md 4, "Who leads" and "Confirming".
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

const v1::LeadDecided& decided(const Events& events) {
  return find(events, v1::Event::kLeadDecided)->event().lead_decided();
}

TEST(Lead, OfATerritoryIsTheTerritoryWardWhoeverReported) {
  for (const auto* reporter : {"nghia-do", "quan-hoa", "cong-vi"}) {
    Scene scene;
    const auto id = scene.reports(officer(reporter), {.place = deep_in_nghia_do()});
    EXPECT_EQ(scene.lead_of(id), "nghia-do") << reporter;
    EXPECT_EQ(scene.lead(id).rule(), "territory");
    EXPECT_EQ(scene.incident(id).view.supports_size(), 0);
  }
}

TEST(Lead, OfTheBorderIsTheWardThatDetectedItFirst) {
  for (const auto* reporter : {"nghia-do", "quan-hoa", "cong-vi", "vinh-phuc"}) {
    Scene scene;
    const auto id = scene.reports(officer(reporter));
    EXPECT_EQ(scene.lead_of(id), reporter);
    EXPECT_EQ(scene.lead(id).rule(), "border-first-detector");
  }
}

TEST(Lead, OnTheLineIsTheFirstDetectorAmongItsWards) {
  Scene scene;
  // The line between Cống Vị and Vĩnh Phúc, east of the zone.
  const auto id = scene.reports(officer("cong-vi"), {.place = at(21.0380, 105.8120)});
  ASSERT_EQ(scene.incident(id).view.placement().kind(), v1::Placement::BORDER);
  EXPECT_TRUE(scene.incident(id).view.placement().zone().empty());
  EXPECT_EQ(scene.lead_of(id), "cong-vi");
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::SENT);
  EXPECT_EQ(scene.support(id, "quan-hoa"), S::STATE_UNSPECIFIED);
}

TEST(Lead, OfABorderNoneOfWhoseWardsDetectedItIsTheNearestOfThem) {
  Scene scene;
  const auto events = scene.did(officer("quan-hoa"), scene.report({.place = at(21.03805, 105.8120)}));
  const auto id = Scene::incident_of(events);
  EXPECT_EQ(scene.lead_of(id), "vinh-phuc");
  EXPECT_EQ(scene.lead(id).rule(), "nearest-ward");
  EXPECT_EQ(scene.lead(id).clause().vi(), scene.state.regulation().nearest_ward_clause.vi());
  EXPECT_EQ(scene.support(id, "cong-vi"), S::SENT);
  EXPECT_EQ(find(events, v1::Event::kLeadDecided)->event().alarms(0), "vinh-phuc");
}

TEST(Lead, OutsideIsUnassignedAlarmsTheNearestAndTellsEveryWard) {
  Scene scene;
  const auto events = scene.did(officer("nghia-do"), scene.report({.place = outside_the_cluster()}));
  const auto id = Scene::incident_of(events);
  EXPECT_TRUE(scene.lead_of(id).empty());
  EXPECT_EQ(scene.lead(id).rule(), "outside");
  EXPECT_FALSE(scene.lead(id).provisional());
  EXPECT_EQ(decided(events).nearest(), "cong-vi");
  EXPECT_EQ(alarmed(events), Set{"cong-vi"});
  for (const auto& stored : events) EXPECT_EQ(receivers(stored), all_wards);
}

TEST(Lead, OutsideTheFirstOfficerToClaimBecomesTheContact) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = outside_the_cluster()});
  scene.did(officer("vinh-phuc"), claim(id));
  EXPECT_EQ(scene.lead_of(id), "vinh-phuc");
  EXPECT_FALSE(scene.lead(id).provisional());
  EXPECT_TRUE(marked(scene.lead(id).marks(), "contact"));
  EXPECT_EQ(scene.refused(officer("cong-vi"), claim(id)), v1::Rejection::STALE_STATE);
}

TEST(Lead, OutsideWithoutAClaimNobodyActsAsLead) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = outside_the_cluster()});
  EXPECT_EQ(scene.refused(officer("nghia-do"), confirm(id)), v1::Rejection::NOT_LEAD);
  EXPECT_EQ(scene.refused(officer("nghia-do"), ask(id, {"cong-vi"})), v1::Rejection::NOT_LEAD);
  EXPECT_EQ(scene.refused(officer("nghia-do"), resolve(id)), v1::Rejection::NOT_LEAD);
}

TEST(Lead, AnIncidentThatHasOneCannotBeClaimed) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  EXPECT_EQ(scene.refused(officer("nghia-do"), claim(id)), v1::Rejection::STALE_STATE);
}

TEST(Lead, TheDecisionNamesRuleClauseVersionAndInputs) {
  Scene scene;
  const auto events = scene.did(officer("quan-hoa"), scene.report({.ago = 10s}));
  const auto& decision = decided(events).decision();
  EXPECT_EQ(decision.rule(), "border-first-detector");
  EXPECT_EQ(decision.clause().vi(), scene.state.regulation().rules[0].clause.vi());
  EXPECT_EQ(decision.regulation_version(), 1U);
  EXPECT_EQ(decision.placement().zone(), "t11");
  EXPECT_GT(decision.placement().distances_size(), 0);
  ASSERT_EQ(decision.detections_size(), 1);
  EXPECT_EQ(decision.detections(0).ward(), "quan-hoa");
  EXPECT_EQ(base::from_proto(decision.detections(0).credible_at()), scene.now - 10s);
}

TEST(Lead, ARuleMayNameTheWardThatLeads) {
  Scene scene(regulation_with("[[rule]]\nid = \"territory\"",
                              "[[rule]]\nid = \"drugs\"\nwhen = { categories = [\"drugs\"] }\nlead = \"cong-vi\"\n"
                              "support = \"none\"\n[rule.clause]\nvi = \"a\"\nen = \"b\"\n"
                              "[[rule]]\nid = \"territory\""));
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_nghia_do(), .category = "drugs"});
  EXPECT_EQ(scene.lead_of(id), "cong-vi");
  EXPECT_EQ(scene.lead(id).rule(), "drugs");
}

TEST(Confirming, TheLeadIsProvisionalUntilItsOfficerConfirms) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  EXPECT_TRUE(scene.lead(id).provisional());
  EXPECT_EQ(scene.refused(officer("nghia-do"), confirm(id)), v1::Rejection::NOT_LEAD);
  const auto events = scene.did(officer("quan-hoa"), confirm(id));
  EXPECT_FALSE(events[0].event().lead_confirmed().by_acting());
  EXPECT_FALSE(scene.lead(id).provisional());
  EXPECT_EQ(scene.refused(officer("quan-hoa"), confirm(id)), v1::Rejection::STALE_STATE);
}

TEST(Confirming, UnderTheStationsOwnCertificateIsMarkedUnattended) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(station("quan-hoa"), confirm(id));
  EXPECT_FALSE(scene.lead(id).provisional());
  EXPECT_TRUE(marked(scene.lead(id).marks(), "unattended"));
}

TEST(Confirming, ActingAsLeadConfirms) {
  const auto acts = [](const std::string& id) {
    return std::vector<v1::Command>{ask(id, {"nghia-do"}), offer(id, "nghia-do"), resolve(id), close(id),
                                    correct_severity(id, 4)};
  };
  for (const auto& act : acts("")) {
    Scene scene;
    const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_quan_hoa()});
    ASSERT_TRUE(scene.lead(id).provisional());
    for (const auto& command : acts(id)) {
      if (command.kind_case() != act.kind_case()) continue;
      const auto events = scene.did(officer("quan-hoa"), command);
      const auto* confirmed = find(events, v1::Event::kLeadConfirmed);
      ASSERT_NE(confirmed, nullptr) << command.ShortDebugString();
      EXPECT_TRUE(confirmed->event().lead_confirmed().by_acting());
    }
    EXPECT_FALSE(scene.lead(id).provisional());
  }
}

TEST(Confirming, MovingASupportOfItsOwnActsAsLead) {
  for (const bool phone : {true, false}) {
    Scene scene;
    const auto id = scene.reports(officer("quan-hoa"));
    scene.did(officer("quan-hoa"), phone ? phoned(id, "nghia-do", S::ACCEPTED) : cancel(id, "nghia-do"));
    EXPECT_FALSE(scene.lead(id).provisional());
  }
}

TEST(Confirming, AReportByAnOfficerOfTheLeadIsPresenceAndWantsNoConfirming) {
  Scene scene;
  const auto events = scene.did(officer("quan-hoa"), scene.report({}));
  const auto* event = &find(events, v1::Event::kLeadDecided)->event();
  EXPECT_TRUE(event->alarms().empty());
  EXPECT_TRUE(marked(event->lead_decided().marks(), "presence"));
  EXPECT_TRUE(marked(scene.lead(Scene::incident_of(events)).marks(), "presence"));
}

TEST(Confirming, AReportByTheStationAloneIsNoPresence) {
  Scene scene;
  const auto events = scene.did(station("quan-hoa"), scene.report({}));
  EXPECT_EQ(find(events, v1::Event::kLeadDecided)->event().alarms(0), "quan-hoa");
  EXPECT_FALSE(marked(scene.lead(Scene::incident_of(events)).marks(), "presence"));
}

TEST(Confirming, ALaterReportByAnOfficerOfTheLeadIsPresenceToo) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_nghia_do()});
  EXPECT_FALSE(marked(scene.lead(id).marks(), "presence"));
  EXPECT_EQ(scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()}), id);
  EXPECT_TRUE(marked(scene.lead(id).marks(), "presence"));
}

}  // namespace
}  // namespace wardlink::rules::testing
