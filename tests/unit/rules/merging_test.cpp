// RULES.md 4: "merge" and "unlink".
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

TEST(Merge, TheEarlierIncidentSurvivesWhicheverIsNamedFirst) {
  for (const bool forwards : {true, false}) {
    Scene scene;
    const auto one = scene.reports(officer("quan-hoa"));
    const auto two = scene.reports(officer("quan-hoa"), {.category = "theft"});
    scene.did(officer("quan-hoa"), forwards ? merge(two, one) : merge(one, two));
    EXPECT_TRUE(scene.incident(one).open());
    EXPECT_EQ(scene.incident(two).view.state(), v1::Incident::MERGED);
    EXPECT_EQ(scene.incident(two).view.merged_into(), one);
    EXPECT_EQ(scene.incident(one).view.reports_size(), 2);
  }
}

TEST(Merge, ByAnOfficerOfEitherLeadOrReporter) {
  for (const auto& [ward, code] : std::vector<std::pair<std::string, v1::Rejection::Code>>{
           {"quan-hoa", v1::Rejection::CODE_UNSPECIFIED},   // leads the first
           {"vinh-phuc", v1::Rejection::CODE_UNSPECIFIED},  // leads the second
           {"nghia-do", v1::Rejection::CODE_UNSPECIFIED},   // reported the first too
           {"cong-vi", v1::Rejection::NOT_ALLOWED}}) {      // only supports
    Scene scene;
    const auto one = scene.reports(officer("quan-hoa"));
    scene.reports(officer("nghia-do"));
    const auto two = scene.reports(officer("vinh-phuc"), {.category = "theft"});
    EXPECT_EQ(scene.refused(officer(ward), merge(two, one)), code) << ward;
  }
}

TEST(Merge, PlacedAfreshBorderIfAnyReportIs) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"), {.place = deep_in_quan_hoa()});
  const auto two = scene.reports(officer("quan-hoa"));
  scene.did(officer("quan-hoa"), merge(two, one));
  const auto& placement = scene.incident(one).view.placement();
  EXPECT_EQ(placement.kind(), v1::Placement::BORDER);
  EXPECT_EQ(placement.zone(), "t11");
  for (const auto* ward : {"cong-vi", "nghia-do", "vinh-phuc"}) {
    EXPECT_TRUE(domain::active(scene.support(one, ward))) << ward;
  }
}

TEST(Merge, AnIncidentOutsideMergedWithOneInsideIsPlacedAndLedInside) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"), {.place = outside_the_cluster()});
  const auto two = scene.reports(officer("quan-hoa"), {.place = deep_in_nghia_do()});
  scene.did(officer("quan-hoa"), merge(two, one));
  EXPECT_EQ(scene.incident(one).view.placement().kind(), v1::Placement::TERRITORY);
  EXPECT_EQ(scene.lead_of(one), "nghia-do");

  const auto border = scene.reports(officer("vinh-phuc"));
  const auto outside = scene.reports(officer("quan-hoa"), {.place = outside_the_cluster()});
  scene.did(officer("quan-hoa"), merge(outside, border));
  EXPECT_EQ(scene.lead_of(border), "vinh-phuc");
}

TEST(Merge, AnUnassignedSurvivorGetsALead) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"), {.place = outside_the_cluster()});
  const auto two = scene.reports(officer("quan-hoa"));
  scene.did(officer("quan-hoa"), merge(two, one));
  EXPECT_TRUE(scene.incident(one).border());
  EXPECT_EQ(scene.lead_of(one), "quan-hoa");
}

TEST(Merge, TwoUnassignedOnesOfWhichAReportLiesInTheBorderAreDecidedByTheRules) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"), {.place = outside_the_cluster()});
  const auto two = scene.reports(officer("cong-vi"), {.place = outside_the_cluster(), .category = "theft"});
  scene.reports(officer("vinh-phuc"), {.same_as = two});
  scene.did(officer("cong-vi"), merge(two, one));
  EXPECT_TRUE(scene.incident(one).border());
  EXPECT_EQ(scene.lead_of(one), "quan-hoa");
}

TEST(Merge, ItsSupportsLiveOnAndOfTwoOfOneWardTheOneFurtherOn) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"));
  const auto two = scene.reports(officer("quan-hoa"), {.category = "theft"});
  scene.did(officer("nghia-do"), answer(two, S::EN_ROUTE));
  scene.did(officer("cong-vi"), answer(one, S::ACCEPTED));
  scene.did(officer("quan-hoa"), merge(two, one));
  EXPECT_EQ(scene.support(one, "nghia-do"), S::EN_ROUTE);
  EXPECT_EQ(scene.support(one, "cong-vi"), S::ACCEPTED);
  for (const auto* ward : {"cong-vi", "nghia-do", "vinh-phuc"}) {
    EXPECT_EQ(std::ranges::count_if(scene.incident(one).view.supports(),
                                    [&](const S& s) { return s.ward() == ward && domain::active(s.state()); }),
              1)
        << ward;
  }
  scene.did(officer("nghia-do"), answer(one, S::ON_SCENE));
  EXPECT_EQ(scene.support(one, "nghia-do"), S::ON_SCENE);
}

TEST(Merge, AMovedSupportIsStillDelivered) {
  Scene scene;
  const auto one = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  const auto two = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do(), .category = "theft"});
  scene.did(officer("nghia-do"), ask(two, {"vinh-phuc"}));
  scene.did(officer("nghia-do"), merge(two, one));
  EXPECT_EQ(scene.support(one, "vinh-phuc"), S::SENT);
  scene.delivered("vinh-phuc");
  EXPECT_EQ(scene.support(one, "vinh-phuc"), S::DELIVERED);
}

TEST(Merge, TheLeadIsNoTargetOfWhatItTookOver) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"));
  const auto two = scene.reports(officer("vinh-phuc"), {.category = "theft"});
  ASSERT_EQ(scene.support(two, "quan-hoa"), S::SENT);
  scene.did(officer("quan-hoa"), merge(two, one));
  EXPECT_EQ(scene.lead_of(one), "quan-hoa");
  EXPECT_FALSE(domain::active(scene.support(one, "quan-hoa")));
}

TEST(Merge, WithinTheWindowAnEarlierDetectionOfTheOtherMovesAProvisionalLead) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"));
  scene.reports(officer("vinh-phuc"), {.category = "theft", .ago = 60s});
  const auto two = scene.incident(one).view.possible_duplicates(0);
  const auto events = scene.did(officer("vinh-phuc"), merge(two, one));
  EXPECT_EQ(scene.lead_of(one), "vinh-phuc");
  EXPECT_EQ(find(events, v1::Event::kLeadMoved)->event().lead_moved().reason(), v1::LeadMoved::MERGE);
}

TEST(Merge, AConfirmedLeadStays) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"));
  scene.did(officer("quan-hoa"), confirm(one));
  const auto two = scene.reports(officer("vinh-phuc"), {.category = "theft", .ago = 60s});
  scene.did(officer("vinh-phuc"), merge(two, one));
  EXPECT_EQ(scene.lead_of(one), "quan-hoa");
}

TEST(Merge, RaisesSeverityAndSensitiveNeverLowersThem) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"), {.severity = 2, .sensitive = true});
  const auto two = scene.reports(officer("quan-hoa"), {.category = "theft", .severity = 4});
  scene.did(officer("quan-hoa"), merge(two, one));
  EXPECT_EQ(scene.incident(one).view.severity(), 4U);
  EXPECT_TRUE(scene.incident(one).view.sensitive());
}

TEST(Merge, TheCallOfAFireStandsOnTheSurvivor) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"));
  const auto two = scene.reports(officer("quan-hoa"), {.category = "fire"});
  scene.did(officer("quan-hoa"), merge(two, one));
  EXPECT_EQ(scene.incident(one).view.call(), "114");
}

TEST(Merge, NeedsTwoOpenIncidentsOfOneMode) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"));
  const auto exercise = scene.reports(officer("quan-hoa"), {.mode = v1::EXERCISE});
  EXPECT_EQ(scene.refused(officer("quan-hoa"), merge(exercise, one)), v1::Rejection::WRONG_MODE);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), merge(one, one)), v1::Rejection::INVALID);
  const auto two = scene.reports(officer("quan-hoa"), {.category = "theft"});
  scene.did(officer("quan-hoa"), resolve(two));
  EXPECT_EQ(scene.refused(officer("quan-hoa"), merge(two, one)), v1::Rejection::CLOSED);
}

TEST(Merge, AnIncidentTheSenderMayNotKnowIsAnUnknownId) {
  Scene scene;
  const auto one = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  const auto two = scene.reports(officer("cong-vi"));
  EXPECT_EQ(scene.refused(officer("cong-vi"), merge(two, one)), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(scene.refused(officer("cong-vi"), merge(one, two)), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(scene.refused(officer("cong-vi"), merge(two, "no-such-id")), v1::Rejection::UNKNOWN_ID);
}

TEST(Merge, ALeadToldOfAPossibleDuplicateMayMergeWhatItCannotSee) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"), {.place = at(21.0385, 105.8042)});  // beside the zone
  ASSERT_FALSE(scene.incident(one).border());
  const auto two = scene.reports(officer("vinh-phuc"), {.place = at(21.0385, 105.8049)});
  ASSERT_FALSE(scene.audience_of(one).contains("vinh-phuc"));
  scene.did(officer("vinh-phuc"), merge(two, one));
  EXPECT_EQ(scene.incident(two).view.merged_into(), one);
}

TEST(Merge, WhoeverWasInEitherAudienceStays) {
  Scene scene;
  const auto one = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  const auto two = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do(), .category = "theft"});
  scene.did(officer("nghia-do"), ask(two, {"vinh-phuc", "cong-vi"}));
  scene.did(officer("vinh-phuc"), answer(two, S::ON_SCENE));
  scene.did(officer("nghia-do"), release(two, "vinh-phuc"));
  scene.did(officer("cong-vi"), answer(two, S::DECLINED, "bận"));
  const auto events = scene.did(officer("nghia-do"), merge(two, one));
  EXPECT_EQ(receivers(*find(events, v1::Event::kIncidentMerged)), all_but("cong-vi"));
  EXPECT_EQ(scene.audience_of(one), all_but("cong-vi"));
}

TEST(Merge, EachSideHearsTheStoryOfTheOther) {
  Scene scene;
  const auto one = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  const auto two = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do(), .category = "theft"});
  scene.did(officer("nghia-do"), ask(one, {"vinh-phuc"}));
  scene.did(officer("nghia-do"), ask(two, {"quan-hoa"}));
  const auto events = scene.did(officer("nghia-do"), merge(two, one));
  EXPECT_EQ(stories(events, "vinh-phuc"), Set{two});
  EXPECT_EQ(stories(events, "quan-hoa"), Set{one});
  EXPECT_TRUE(stories(events, "nghia-do").empty());
}

TEST(Merge, WhoJoinsTheSurvivorLaterKnowsTheAbsorbedOneToo) {
  Scene scene;
  const auto one = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  const auto two = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do(), .category = "theft"});
  scene.did(officer("nghia-do"), merge(two, one));
  const auto events = scene.did(officer("nghia-do"), ask(one, {"vinh-phuc"}));
  EXPECT_EQ(stories(events, "vinh-phuc"), (Set{one, two}));
  EXPECT_EQ(sight(scene.state, scene.incident(two), "vinh-phuc"), Sight::full);
  EXPECT_EQ(sight(scene.state, scene.incident(two), "cong-vi"), Sight::none);
}

class Unlink : public ::testing::Test {
 protected:
  Unlink() : id(scene.reports(officer("quan-hoa"))) {
    scene.pass(2s);
    scene.reports(officer("vinh-phuc"), {.ago = 30s});
  }
  std::string report(int nth) { return scene.incident(id).view.reports(nth).id(); }
  Scene scene;
  std::string id;
};

TEST_F(Unlink, TheReportBecomesItsOwnIncidentDecidedAfresh) {
  const auto taken = report(1);
  const auto events = scene.did(officer("quan-hoa"), unlink(id, taken));
  const auto own = find(events, v1::Event::kReportUnlinked)->event().report_unlinked().into();
  ASSERT_TRUE(scene.state.incidents.contains(own));
  EXPECT_EQ(scene.incident(own).view.reports(0).id(), taken);
  EXPECT_EQ(scene.lead_of(own), "vinh-phuc");
  EXPECT_EQ(scene.support(own, "cong-vi"), S::SENT);
  const auto& opened = find(events, v1::Event::kIncidentOpened)->event();
  EXPECT_EQ(opened.incident_opened().unlinked_from(), id);
  EXPECT_EQ(opened.content_seq(), scene.incident(own).view.reports(0).recorded_seq());
}

TEST_F(Unlink, AProvisionalLeadIsDecidedAnew) {
  ASSERT_EQ(scene.lead_of(id), "vinh-phuc");
  scene.did(officer("vinh-phuc"), unlink(id, report(1)));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_EQ(scene.incident(id).view.reports_size(), 1);
}

TEST_F(Unlink, AConfirmedLeadStays) {
  scene.did(officer("vinh-phuc"), confirm(id));
  scene.did(officer("vinh-phuc"), unlink(id, report(1)));
  EXPECT_EQ(scene.lead_of(id), "vinh-phuc");
}

TEST_F(Unlink, ItIsNeverLinkedByItselfAgain) {
  const auto events = scene.did(officer("quan-hoa"), unlink(id, report(1)));
  EXPECT_EQ(count(events, v1::Event::kReportLinked), 0);
  EXPECT_EQ(scene.state.open.size(), 2U);
}

TEST_F(Unlink, ByAnOfficerOfAReportingWardOrTheLeadOnly) {
  EXPECT_EQ(scene.refused(officer("cong-vi"), unlink(id, report(1))), v1::Rejection::NOT_ALLOWED);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), unlink(id, report(1))), v1::Rejection::CODE_UNSPECIFIED);
}

TEST_F(Unlink, TheFirstReportCannotBeUnlinked) {
  EXPECT_EQ(scene.refused(officer("quan-hoa"), unlink(id, report(0))), v1::Rejection::INVALID);
}

TEST_F(Unlink, AReportOfAnotherIncidentIsAnUnknownId) {
  EXPECT_EQ(scene.refused(officer("quan-hoa"), unlink(id, "no-such-report")), v1::Rejection::UNKNOWN_ID);
}

}  // namespace
}  // namespace wardlink::rules::testing
