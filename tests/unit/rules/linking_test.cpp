// RULES.md 4, "Linking: two reports of one thing", and what is near but not the same.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

constexpr auto unlinked = v1::Event::kIncidentOpened;
constexpr auto linked = v1::Event::kReportLinked;

struct Pair {
  std::string name;
  Seen first;
  base::Duration between = 0s;
  Seen second;
  bool links = true;
};

class Linking : public ::testing::TestWithParam<Pair> {};

TEST_P(Linking, HappensAsTheTableSays) {
  const auto& c = GetParam();
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), c.first);
  scene.pass(c.between);
  const auto events = scene.did(officer("vinh-phuc"), scene.report(c.second));
  EXPECT_EQ(events.front().event().body_case(), c.links ? linked : unlinked);
  EXPECT_EQ(Scene::incident_of(events) == id, c.links);
}

v1::Place on_the_line() { return at(21.0380, 105.8120); }  // of Cống Vị and Vĩnh Phúc, outside the zone

INSTANTIATE_TEST_SUITE_P(
    Table, Linking,
    ::testing::Values(
        Pair{.name = "SamePlaceAndTime", .first = {}, .second = {}},
        Pair{.name = "OtherMode", .first = {}, .second = {.mode = v1::EXERCISE}, .links = false},
        Pair{.name = "OtherCategory", .first = {}, .second = {.category = "theft"}, .links = false},
        Pair{.name = "AtTheEndOfTheWindow", .first = {}, .between = 120s, .second = {}},
        Pair{.name = "BeyondTheWindow", .first = {}, .between = 120s + 1us, .second = {}, .links = false},
        Pair{.name = "CredibleTimesCountNotReceipts", .first = {}, .between = 300s, .second = {.ago = 299s}},
        Pair{.name = "EarlierByTheWindow", .first = {}, .second = {.ago = 120s}},
        Pair{.name = "EarlierBeyondTheWindow", .first = {}, .second = {.ago = 121s}, .links = false},
        Pair{.name = "WithinTheDistance", .first = {}, .second = {.place = north_of(on_the_bridge(), 149)}},
        Pair{.name = "BeyondTheDistance",
             .first = {},
             .second = {.place = north_of(on_the_bridge(), 152)},
             .links = false},
        Pair{.name = "CappedDiscsDoNotReachFurther",
             .first = {.place = at(21.0401, 105.8063, 200)},
             .second = {.place = north_of(at(21.0401, 105.8063, 200), 160)},
             .links = false},
        Pair{.name = "ThePointAndTheZoneNamed", .first = {}, .second = {.place = in_zone("t11")}},
        Pair{.name = "TheZoneNamedTwice", .first = {.place = in_zone("t11")}, .second = {.place = in_zone("t11")}},
        Pair{.name = "TheTerritoryNamedTwice",
             .first = {.place = in_ward("nghia-do")},
             .second = {.place = in_ward("nghia-do")}},
        Pair{.name = "AnotherTerritory",
             .first = {.place = in_ward("nghia-do")},
             .second = {.place = in_ward("quan-hoa")},
             .links = false},
        Pair{.name = "TerritoryAndBorder", .first = {.place = in_ward("nghia-do")}, .second = {}, .links = false},
        Pair{.name = "OnTheLineOfTheSameWards", .first = {.place = on_the_line()}, .second = {.place = on_the_line()}},
        Pair{.name = "OnTheLineAndInTheZone",
             .first = {.place = on_the_line()},
             .second = {.place = in_zone("t11")},
             .links = false},
        Pair{.name = "OutsideNeverLinks",
             .first = {.place = outside_the_cluster()},
             .second = {.place = outside_the_cluster()},
             .links = false},
        Pair{.name = "StaleNeverLinksByItself", .first = {}, .second = {.ago = 901s}, .links = false},
        Pair{.name = "FutureNeverLinksByItself", .first = {}, .second = {.ago = -10s}, .links = false},
        Pair{.name = "TypedLinks", .first = {}, .second = {.ago = 30s, .time_source = v1::TYPED}}),
    [](const auto& test) { return test.param.name; });

// Every report of the bridge's surroundings that is 50 m sure: two discs that overlap are one thing.
TEST(LinkingDiscs, OverlappingDiscsLinkBeyondTheDistance) {
  Scene scene(regulation_with("link_distance_m = 150", "link_distance_m = 50"));
  const auto place = at(21.0401, 105.8063, 50);
  const auto id = scene.reports(officer("quan-hoa"), {.place = place});
  EXPECT_EQ(scene.reports(officer("vinh-phuc"), {.place = north_of(place, 99)}), id);
  EXPECT_NE(scene.reports(officer("vinh-phuc"), {.place = north_of(place, 102)}), id);
}

TEST(LinkingOpen, OnlyToAnOpenIncident) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("quan-hoa"), resolve(id));
  EXPECT_NE(scene.reports(officer("vinh-phuc")), id);
}

TEST(LinkingOpen, ComparedWithTheFirstReportSoThatItCannotCreep) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  EXPECT_EQ(scene.reports(officer("vinh-phuc"), {.place = north_of(on_the_bridge(), 140)}), id);
  EXPECT_NE(scene.reports(officer("cong-vi"), {.place = north_of(on_the_bridge(), 200)}), id);
}

TEST(LinkingOpen, OfSeveralCandidatesTheEarliestOpened) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"), {.place = north_of(on_the_bridge(), -100)});
  const auto two = scene.reports(officer("nghia-do"), {.place = north_of(on_the_bridge(), 100)});
  ASSERT_NE(one, two);
  EXPECT_EQ(scene.reports(officer("vinh-phuc")), one);
}

TEST(LinkedReport, IsKeptWholeAndShown) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  const auto events = scene.did(officer("vinh-phuc"), scene.report({.severity = 2, .text = "thấy từ phía bắc"}));
  EXPECT_EQ(events[0].event().content().text(), "thấy từ phía bắc");
  const auto& reports = scene.incident(id).view.reports();
  ASSERT_EQ(reports.size(), 2);
  EXPECT_EQ(reports[1].severity(), 2U);
  EXPECT_EQ(reports[1].recorded_seq(), events[0].event().seq());
  EXPECT_FALSE(events[0].event().report_linked().by_hand());
}

TEST(LinkedReport, CanRaiseSeverityAndSensitiveNeverLowerThem) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), {.severity = 2});
  scene.reports(officer("vinh-phuc"), {.severity = 4, .sensitive = true});
  EXPECT_EQ(scene.incident(id).view.severity(), 4U);
  EXPECT_TRUE(scene.incident(id).view.sensitive());
  const auto events = scene.did(officer("cong-vi"), scene.report({.severity = 1}));
  EXPECT_EQ(scene.incident(id).view.severity(), 4U);
  EXPECT_TRUE(scene.incident(id).view.sensitive());
  EXPECT_FALSE(events[0].event().report_linked().raised());
}

TEST(LinkedReport, ARaisedSeverityAlertsAgainWhoeverHasNotAnswered) {
  Scene scene;
  const auto id = scene.reports(station("quan-hoa"), {.severity = 2});
  scene.did(officer("cong-vi"), answer(id, S::ACCEPTED));
  const auto events = scene.did(officer("quan-hoa"), scene.report({.severity = 4}));
  EXPECT_TRUE(events[0].event().report_linked().raised());
  EXPECT_EQ(events[0].event().urgency(), v1::FLASH);
  const auto alarms = alarmed(events);
  EXPECT_TRUE(alarms.contains("nghia-do"));
  EXPECT_TRUE(alarms.contains("vinh-phuc"));
  EXPECT_FALSE(alarms.contains("cong-vi"));
}

TEST(SameAs, CrossesCategoryPlaceAndTime) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.pass(30min);
  const auto events =
      scene.did(officer("nghia-do"), scene.report({.place = deep_in_nghia_do(), .category = "robbery", .same_as = id}));
  EXPECT_EQ(Scene::incident_of(events), id);
  EXPECT_TRUE(events[0].event().report_linked().by_hand());
  EXPECT_EQ(scene.incident(id).view.category(), "disorder");
}

TEST(SameAs, LinksAStaleReport) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  EXPECT_EQ(scene.reports(officer("vinh-phuc"), {.ago = 2h, .same_as = id}), id);
}

TEST(SameAs, NeverCrossesTheMode) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  EXPECT_EQ(scene.refused(officer("vinh-phuc"), scene.report({.mode = v1::TEST, .same_as = id})),
            v1::Rejection::WRONG_MODE);
}

TEST(SameAs, OfAnIncidentTheReporterMayNotKnowIsAnUnknownId) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  EXPECT_EQ(scene.refused(officer("cong-vi"), scene.report({.same_as = id})), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(scene.refused(officer("cong-vi"), scene.report({.same_as = "no-such-id"})), v1::Rejection::UNKNOWN_ID);
}

TEST(SameAs, OfAnIncidentThatIsOverIsClosed) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("quan-hoa"), resolve(id));
  EXPECT_EQ(scene.refused(officer("vinh-phuc"), scene.report({.same_as = id})), v1::Rejection::CLOSED);
}

TEST(SameAs, OfAMergedIncidentMeansTheSurvivor) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"));
  const auto two = scene.reports(officer("quan-hoa"), {.category = "theft"});
  scene.did(officer("quan-hoa"), merge(two, one));
  EXPECT_EQ(scene.reports(officer("vinh-phuc"), {.same_as = two}), one);
}

TEST(PossibleDuplicate, NearInPlaceAndTimeButOfAnotherCategoryIsToldToBothLeadsAndMovesNothing) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"));
  const auto events = scene.did(officer("vinh-phuc"), scene.report({.category = "robbery"}));
  const auto* told = find(events, v1::Event::kPossibleDuplicate);
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->event().possible_duplicate().other(), one);
  EXPECT_EQ(receivers(*told), (Set{"quan-hoa", "vinh-phuc"}));
  EXPECT_EQ(scene.lead_of(one), "quan-hoa");
  EXPECT_EQ(scene.lead_of(Scene::incident_of(events)), "vinh-phuc");
}

TEST(PossibleDuplicate, NearInPlaceAndTimeButOfAnotherPlacement) {
  Scene scene;
  // Either side of the zone's edge, 60 m apart: Quan Hoa's territory and the border area.
  const auto inside = scene.reports(officer("vinh-phuc"), {.place = at(21.0385, 105.8049)});
  const auto events = scene.did(officer("quan-hoa"), scene.report({.place = at(21.0385, 105.8042)}));
  ASSERT_TRUE(scene.incident(inside).border());
  ASSERT_FALSE(scene.incident(Scene::incident_of(events)).border());
  EXPECT_EQ(count(events, v1::Event::kPossibleDuplicate), 1);
}

TEST(PossibleDuplicate, IsNothingFarAwayLongAgoOrOfAnotherMode) {
  Scene scene;
  scene.reports(officer("quan-hoa"));
  const auto told = [&](const Seen& what) {
    return count(scene.did(officer("vinh-phuc"), scene.report(what)), v1::Event::kPossibleDuplicate);
  };
  EXPECT_EQ(told({.place = north_of(on_the_bridge(), 152), .category = "theft"}), 0);
  EXPECT_EQ(told({.category = "drugs", .mode = v1::TEST}), 0);
  scene.pass(5min);
  EXPECT_EQ(told({.category = "accident"}), 0);
}

}  // namespace
}  // namespace wardlink::rules::testing
