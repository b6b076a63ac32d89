// RULES.md 6 and 7: sightings and hot spots.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

struct Told {
  std::string name;
  std::string reporter;
  v1::Place place;
  std::vector<std::string> share_with;
  Set wards;
};

class Exchange : public ::testing::TestWithParam<Told> {};

TEST_P(Exchange, ASightingReachesExactlyTheseWards) {
  Scene scene;
  const auto events = scene.did(officer(GetParam().reporter), sighting(GetParam().place, "", GetParam().share_with));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(receivers(events[0]), GetParam().wards);
}

TEST_P(Exchange, AHotspotReachesExactlyTheseWards) {
  Scene scene;
  const auto events = scene.did(officer(GetParam().reporter), hotspot(GetParam().place, GetParam().share_with));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(receivers(events[0]), GetParam().wards);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Exchange,
    ::testing::Values(
        Told{"TheTerritorysAndTheReporters", "cong-vi", deep_in_nghia_do(), {}, {"cong-vi", "nghia-do"}},
        Told{"ExplicitShares", "nghia-do", deep_in_nghia_do(), {"vinh-phuc"}, {"nghia-do", "vinh-phuc"}},
        Told{"EveryWardOfATouchedZone", "quan-hoa", on_the_bridge(), {}, all_wards},
        // South of the zone, in Cống Vị; only Quan Hoa's outline is within 300 m besides.
        Told{"EveryWardWithinTheExchangeRange", "cong-vi", at(21.0335, 105.8065), {}, {"cong-vi", "quan-hoa"}},
        Told{"AZoneNamed", "quan-hoa", in_zone("t11"), {}, all_wards},
        Told{"AWardNamed", "quan-hoa", in_ward("cong-vi"), {}, {"cong-vi", "quan-hoa"}},
        Told{"TextAlone", "vinh-phuc", v1::Place{}, {}, {"vinh-phuc"}},
        Told{"OutsideNearCongVi", "nghia-do", at(21.0345, 105.8160), {}, {"cong-vi", "nghia-do"}}),
    [](const auto& test) { return test.param.name; });

TEST(Sighting, NamingAnIncidentReachesItsAudienceToo) {
  Scene scene;
  const auto id = scene.reports(officer("vinh-phuc"), {.place = deep_in_nghia_do()});
  const auto events = scene.did(officer("vinh-phuc"), sighting(deep_in_quan_hoa(), id));
  EXPECT_EQ(receivers(events[0]), (Set{"nghia-do", "quan-hoa", "vinh-phuc"}));
  EXPECT_EQ(events[0].event().incident(), id);
}

TEST(Sighting, NamingAnIncidentTheReporterMayNotKnowIsAnUnknownId) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  EXPECT_EQ(scene.refused(officer("cong-vi"), sighting(on_the_bridge(), id)), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(scene.refused(officer("cong-vi"), sighting(on_the_bridge(), "no-such-id")), v1::Rejection::UNKNOWN_ID);
}

TEST(Sighting, NamingAMergedIncidentMeansTheSurvivor) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"));
  const auto two = scene.reports(officer("quan-hoa"), {.category = "theft"});
  scene.did(officer("quan-hoa"), merge(two, one));
  EXPECT_EQ(Scene::incident_of(scene.did(officer("quan-hoa"), sighting(on_the_bridge(), two))), one);
}

TEST(Sighting, CarriesTheTimeAsItCountsAndItsMarks) {
  Scene scene;
  auto command = sighting(at(21.0401, 105.8063, 200));
  *command.mutable_report_sighting()->mutable_detected_at()->mutable_time() = base::to_proto(scene.now - 20min);
  command.mutable_report_sighting()->mutable_detected_at()->set_source(v1::TYPED);
  const auto events = scene.did(station("quan-hoa"), command);
  const auto& body = events[0].event().sighting_recorded();
  EXPECT_EQ(base::from_proto(body.credible_at()), scene.now);
  EXPECT_TRUE(marked(body.marks(), "stale"));
  EXPECT_TRUE(marked(body.marks(), "typed"));
  EXPECT_TRUE(marked(body.marks(), "vague"));
  EXPECT_TRUE(body.officer().empty());
  EXPECT_EQ(events[0].event().content().text(), "áo đỏ, đi bộ");
}

TEST(Hotspot, SensitiveIsAFlagAndTheContentIsKept) {
  Scene scene;
  auto command = hotspot(on_the_bridge());
  command.mutable_report_hotspot()->set_sensitive(true);
  const auto events = scene.did(officer("quan-hoa"), command);
  EXPECT_TRUE(events[0].event().hotspot_recorded().sensitive());
  EXPECT_EQ(events[0].event().hotspot_recorded().category(), "drugs");
  EXPECT_EQ(events[0].event().hotspot_recorded().officer(), "an");
  EXPECT_EQ(events[0].event().urgency(), v1::ROUTINE);
}

}  // namespace
}  // namespace wardlink::rules::testing
