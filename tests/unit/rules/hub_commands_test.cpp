// What the hub does unasked: founding, delivery, stations coming and going.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

v1::HubCommand founding(const domain::State& state) {
  v1::HubCommand command;
  auto& found = *command.mutable_found();
  found.set_geojson(sample("geojson"));
  found.set_regulation_toml(sample("toml"));
  const auto plane = state.geography->plane();
  *found.mutable_origin() = plane.origin;
  found.set_metres_per_lat_e7(plane.metres_per_lat_e7);
  found.set_metres_per_lon_e7(plane.metres_per_lon_e7);
  return command;
}

TEST(Found, TheFilesAreInTheJournalAndTellEveryWard) {
  const Scene scene;
  ASSERT_EQ(scene.journal.size(), 1U);
  const auto& events = scene.journal[0].events();
  ASSERT_EQ(events.size(), 2);
  EXPECT_EQ(events[0].event().regulation_adopted().toml(), sample("toml"));
  EXPECT_EQ(events[0].event().regulation_adopted().version(), 1U);
  EXPECT_EQ(events[1].event().cluster_adopted().geojson(), sample("geojson"));
  EXPECT_EQ(events[1].event().cluster_adopted().name(), scene.state.geography->name());
  for (const auto& stored : events) EXPECT_EQ(receivers(stored), all_wards);
}

TEST(Found, OnlyWhereTheJournalIsEmpty) {
  Scene scene;
  EXPECT_TRUE(scene.unasked(founding(scene.state)).empty());
}

TEST(Found, TheFactorsOfThePlaneAreThoseOfTheFounding) {
  Scene scene;
  auto command = founding(scene.state);
  command.mutable_found()->set_metres_per_lon_e7(command.found().metres_per_lon_e7() * 2);
  scene.state = {};
  scene.unasked(command);
  ASSERT_TRUE(scene.state.founded());
  EXPECT_EQ(scene.state.geography->plane().metres_per_lon_e7, command.found().metres_per_lon_e7());
}

class Delivery : public ::testing::Test {
 protected:
  Delivery() : id(scene.reports(officer("quan-hoa"))) {}
  Events acknowledged(const std::string& ward, std::uint64_t up_to_seq) {
    v1::HubCommand command;
    command.mutable_mark_delivered()->set_ward(ward);
    command.mutable_mark_delivered()->set_up_to_seq(up_to_seq);
    return scene.unasked(command);
  }
  Scene scene;
  std::string id;
};

TEST_F(Delivery, IsOfTheWardThatAcknowledgedOnly) {
  const auto events = scene.delivered("nghia-do");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event().support_moved().to(), S::DELIVERED);
  EXPECT_EQ(events[0].event().support_moved().ward(), "nghia-do");
  EXPECT_EQ(events[0].event().actor().role(), v1::HUB);
  EXPECT_EQ(scene.support(id, "nghia-do"), S::DELIVERED);
  EXPECT_EQ(scene.support(id, "cong-vi"), S::SENT);
}

TEST_F(Delivery, IsSetOnce) {
  scene.delivered("nghia-do");
  EXPECT_TRUE(scene.delivered("nghia-do").empty());
}

TEST_F(Delivery, CoversOnlyWhatWasAcknowledged) {
  const auto seq = scene.incident(id).support_of("nghia-do")->opened_seq();
  EXPECT_TRUE(acknowledged("nghia-do", seq - 1).empty());
  EXPECT_EQ(acknowledged("nghia-do", seq).size(), 1U);
}

TEST_F(Delivery, CoversEverySupportOfTheWard) {
  const auto other = scene.reports(officer("cong-vi"), {.category = "theft"});
  EXPECT_EQ(scene.delivered("nghia-do").size(), 2U);
  EXPECT_EQ(scene.support(other, "nghia-do"), S::DELIVERED);
}

TEST_F(Delivery, NeverTakesAStepBack) {
  scene.did(officer("nghia-do"), answer(id, S::ACCEPTED));
  EXPECT_TRUE(scene.delivered("nghia-do").empty());
  scene.did(officer("quan-hoa"), cancel(id, "cong-vi"));
  EXPECT_TRUE(scene.delivered("cong-vi").empty());
}

TEST(Presence, EveryWardIsToldOfAStationThatComesOrGoes) {
  Scene scene;
  const auto up = scene.station_up("cong-vi", true);
  ASSERT_EQ(up.size(), 1U);
  EXPECT_EQ(up[0].event().station_up().ward(), "cong-vi");
  EXPECT_EQ(receivers(up[0]), all_wards);
  EXPECT_TRUE(scene.state.stations.at("cong-vi").up);
  scene.pass(10s);
  const auto down = scene.station_up("cong-vi", false);
  EXPECT_EQ(down[0].event().station_down().ward(), "cong-vi");
  EXPECT_EQ(down[0].event().urgency(), v1::URGENT);
  EXPECT_EQ(receivers(down[0]), all_wards);
  EXPECT_EQ(scene.state.stations.at("cong-vi").since, scene.now);
}

TEST(Presence, NoChangeIsNoEvent) {
  Scene scene;
  scene.station_up("cong-vi", true);
  EXPECT_TRUE(scene.station_up("cong-vi", true).empty());
}

}  // namespace
}  // namespace wardlink::rules::testing
