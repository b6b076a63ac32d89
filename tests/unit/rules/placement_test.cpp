// RULES.md 3: where a report lies.
#include "hub/rules/placement.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/support/clusters/cluster_files.hpp"

namespace wardlink::rules {
namespace {

using namespace std::chrono_literals;
using domain::Geography;
using domain::Limits;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::Place;
using v1::Placement;

// On the grid, at latitude 10: how many degrees a metre is.
constexpr double lat_m = 1 / 110'608.0;
constexpr double lon_m = 1 / 109'640.0;

v1::Place at(double lat, double lon, std::uint32_t radius_m = 0) {
  v1::Place place;
  *place.mutable_point() = test::point(lat, lon);
  place.set_radius_m(radius_m);
  return place;
}

std::vector<std::string> wards(const Placement& placement) {
  return {placement.wards().begin(), placement.wards().end()};
}
std::vector<std::string> marks(const Placement& placement) {
  return {placement.marks().begin(), placement.marks().end()};
}
std::vector<std::string> weighed(const Placement& placement) {
  std::vector<std::string> ids;
  for (const v1::Distance& distance : placement.distances()) ids.push_back(distance.id());
  return ids;
}

class Placing : public testing::Test {
 protected:
  [[nodiscard]] Placement of(const v1::Place& place) const { return rules::place(grid, limits, place, "cu-lao"); }

  Geography grid = test::geography(test::grid_geojson());
  Limits limits;
};

TEST_F(Placing, APointInABorderZoneIsBorderWithTheZonesWards) {
  const Placement placement = of(at(10.0005, 106.0105));
  EXPECT_EQ(placement.kind(), Placement::BORDER);
  EXPECT_EQ(placement.zone(), "ben-pha");
  EXPECT_THAT(wards(placement), ElementsAre("an-binh", "binh-tay", "cu-lao"));
  EXPECT_EQ(placement.point().lat_e7(), 100'005'000);
  EXPECT_THAT(marks(placement), IsEmpty());
}

TEST_F(Placing, AZoneStandsBeforeTheWardThePointLiesIn) {
  EXPECT_EQ(of(at(10.005, 106.0091)).zone(), "cau-bac") << "100 m inside an-binh";
}

TEST_F(Placing, ADiscTouchesAZoneWhereItsEdgeDoes) {
  const double west_of_the_zone = 106.009 - 40 * lon_m;
  EXPECT_EQ(of(at(10.005, west_of_the_zone, 41)).zone(), "cau-bac");
  const Placement beside = of(at(10.005, west_of_the_zone, 39));
  EXPECT_EQ(beside.kind(), Placement::TERRITORY) << "the margin is the wards', not the zones'";
  EXPECT_EQ(beside.zone(), "");
  EXPECT_EQ(beside.radius_m(), 39U);
}

TEST_F(Placing, APointOnTheZonesEdgeTouchesIt) { EXPECT_EQ(of(at(10.0051, 106.009)).zone(), "cau-bac"); }

TEST_F(Placing, OfSeveralZonesTheNearestToThePointCounts) {
  // Between the two zones, 276 m apart.
  limits.place_radius_max_m = 500;
  const double nearer_to_the_north = 10.004 - 100 * lat_m;
  const double nearer_to_the_south = 10.0015 + 100 * lat_m;
  EXPECT_EQ(of(at(nearer_to_the_north, 106.0105, 300)).zone(), "cau-bac");
  EXPECT_EQ(of(at(nearer_to_the_south, 106.0105, 300)).zone(), "ben-pha");
}

TEST_F(Placing, OfZonesEquallyNearTheSmallerIdCounts) {
  const std::string copy_of = "\"id\": \"cau-bac\"";
  for (const char* twin : {"aa-twin", "zz-twin"}) {
    std::string both = test::grid_geojson();
    const std::size_t begin = both.rfind("  {\n", both.find(copy_of));
    const std::size_t end = both.find("  {\n   \"type\"", begin + 1);
    std::string zone = both.substr(begin, end - begin);
    zone.replace(zone.find("cau-bac"), 7, twin);
    both.insert(end, zone);
    const Geography cluster = test::geography(both);
    const Placement placement = rules::place(cluster, limits, at(10.005, 106.0105), "an-binh");
    EXPECT_EQ(placement.zone(), std::min<std::string>("cau-bac", twin));
  }
}

TEST_F(Placing, NearTwoWardsAndNoZoneIsBorderOnTheLine) {
  const Placement placement = of(at(10.008, 106.01 + 29 * lon_m));
  EXPECT_EQ(placement.kind(), Placement::BORDER);
  EXPECT_EQ(placement.zone(), "");
  EXPECT_THAT(wards(placement), ElementsAre("an-binh", "binh-tay"));
}

TEST_F(Placing, TheMarginGrowsTheDiscAndEndsThere) {
  EXPECT_EQ(of(at(10.008, 106.01 + 31 * lon_m)).kind(), Placement::TERRITORY);
  EXPECT_EQ(of(at(10.008, 106.01 + 31 * lon_m, 2)).kind(), Placement::BORDER);
  limits.line_margin_m = 32;
  EXPECT_EQ(of(at(10.008, 106.01 + 31 * lon_m)).kind(), Placement::BORDER);
}

TEST_F(Placing, APointOnTheLineTouchesBothWards) {
  limits.line_margin_m = 0;
  EXPECT_THAT(wards(of(at(10.008, 106.01))), ElementsAre("an-binh", "binh-tay"));
}

TEST_F(Placing, ThreeWardsMayMeetOnTheLine) {
  limits.line_margin_m = 120;
  EXPECT_THAT(wards(of(at(9.999, 106.01 - 250 * lon_m))), ElementsAre("an-binh", "cu-lao"));
  limits.line_margin_m = 300;
  EXPECT_THAT(wards(of(at(9.999, 106.01 - 250 * lon_m))), ElementsAre("an-binh", "binh-tay", "cu-lao"));
}

TEST_F(Placing, InsideOneWardIsItsTerritoryWhoeverReports) {
  for (const char* reporter : {"an-binh", "binh-tay", "cu-lao"}) {
    const Placement placement = rules::place(grid, limits, at(10.005, 106.015, 10), reporter);
    EXPECT_EQ(placement.kind(), Placement::TERRITORY);
    EXPECT_THAT(wards(placement), ElementsAre("binh-tay"));
    EXPECT_EQ(placement.radius_m(), 10U);
  }
}

TEST_F(Placing, JustOutsideOneWardIsStillItsTerritory) {
  EXPECT_THAT(wards(of(at(10.005, 106.02 + 29 * lon_m))), ElementsAre("binh-tay"));
  EXPECT_EQ(of(at(10.005, 106.02 + 29 * lon_m)).kind(), Placement::TERRITORY);
}

TEST_F(Placing, InAHoleThePointBelongsToTheWardThatFillsIt) {
  limits.line_margin_m = 0;
  EXPECT_THAT(wards(of(at(10.004, 106.004))), ElementsAre("cu-lao"));
}

TEST_F(Placing, FurtherOffIsOutsideAndTheNearestWardIsNamedFirst) {
  const Placement placement = of(at(10.005, 106.02 + 31 * lon_m));
  EXPECT_EQ(placement.kind(), Placement::OUTSIDE);
  EXPECT_THAT(wards(placement), IsEmpty());
  ASSERT_THAT(weighed(placement), ElementsAre("binh-tay"));
  EXPECT_NEAR(static_cast<double>(placement.distances(0).distance_cm()), 3100, 50);
}

TEST_F(Placing, ATooUnsurePointIsPlacedByThePointAloneAndMarkedVague) {
  // 40 m from the zone: a disc of 51 m would touch it.
  const double west_of_the_zone = 106.009 - 40 * lon_m;
  const Placement placement = of(at(10.005, west_of_the_zone, 51));
  EXPECT_EQ(placement.kind(), Placement::TERRITORY);
  EXPECT_THAT(marks(placement), ElementsAre("vague"));
  EXPECT_EQ(placement.radius_m(), 0U);
  EXPECT_EQ(of(at(10.005, west_of_the_zone, 50)).zone(), "cau-bac") << "50 m is sure enough";
}

TEST_F(Placing, AVaguePointInAZoneIsInTheZone) {
  const Placement placement = of(at(10.005, 106.0105, 5000));
  EXPECT_EQ(placement.zone(), "cau-bac");
  EXPECT_THAT(marks(placement), ElementsAre("vague"));
}

TEST_F(Placing, ALandmarkIsItsPointWhateverTheRadius) {
  v1::Place place;
  place.set_landmark("cho-an-binh");
  place.set_radius_m(5000);
  const Placement placement = of(place);
  EXPECT_EQ(placement.kind(), Placement::TERRITORY);
  EXPECT_THAT(wards(placement), ElementsAre("an-binh"));
  EXPECT_EQ(placement.point().lat_e7(), 100'085'000);
  EXPECT_EQ(placement.radius_m(), 0U);
  EXPECT_THAT(marks(placement), IsEmpty());
}

TEST_F(Placing, AZoneIsBorderOfThatZoneWithoutAPoint) {
  v1::Place place;
  place.set_zone("cau-bac");
  const Placement placement = of(place);
  EXPECT_EQ(placement.kind(), Placement::BORDER);
  EXPECT_EQ(placement.zone(), "cau-bac");
  EXPECT_THAT(wards(placement), ElementsAre("an-binh", "binh-tay"));
  EXPECT_FALSE(placement.has_point());
  EXPECT_THAT(weighed(placement), IsEmpty());
}

TEST_F(Placing, AWardIsItsTerritoryWithoutAPoint) {
  v1::Place place;
  place.set_ward("binh-tay");
  const Placement placement = of(place);
  EXPECT_EQ(placement.kind(), Placement::TERRITORY);
  EXPECT_THAT(wards(placement), ElementsAre("binh-tay"));
  EXPECT_FALSE(placement.has_point());
  EXPECT_THAT(marks(placement), IsEmpty());
}

TEST_F(Placing, TextAloneIsTheReportersTerritoryMarkedUnlocated) {
  const Placement placement = of({});
  EXPECT_EQ(placement.kind(), Placement::TERRITORY);
  EXPECT_THAT(wards(placement), ElementsAre("cu-lao"));
  EXPECT_THAT(marks(placement), ElementsAre("unlocated"));
  EXPECT_FALSE(placement.has_point());
}

TEST_F(Placing, NamesWhatItWeighedNearestFirst) {
  const Placement placement = of(at(10.005, 106.0095, 20));
  EXPECT_THAT(weighed(placement), ElementsAre("an-binh", "cau-bac")) << "binh-tay is 55 m away, beyond 20 + 30";
  EXPECT_THAT(weighed(of(at(10.005, 106.0098))), ElementsAre("an-binh", "cau-bac", "binh-tay"));
}

TEST(PlacingInTheSample, PutsTheBridgeInTheBorderAreaOfAllFourWards) {
  const Geography sample = test::geography(test::sample_geojson());
  v1::Place place;
  place.set_landmark("cau-t11");
  const Placement placement = rules::place(sample, Limits{}, place, "quan-hoa");
  EXPECT_EQ(placement.kind(), Placement::BORDER);
  EXPECT_EQ(placement.zone(), "t11");
  EXPECT_THAT(wards(placement), ElementsAre("cong-vi", "nghia-do", "quan-hoa", "vinh-phuc"));
}

TEST(PlacingInTheSample, PutsATheftDeepInsideNghiaDoThere) {
  const Geography sample = test::geography(test::sample_geojson());
  const Placement placement = rules::place(sample, Limits{}, at(21.0465, 105.8), "quan-hoa");
  EXPECT_EQ(placement.kind(), Placement::TERRITORY);
  EXPECT_THAT(wards(placement), ElementsAre("nghia-do"));
}

/// The grid with an-binh gone after June 2025 and binh-tay, from July on, over all of its land.
std::string reformed() {
  std::string file = test::grid_geojson();
  const auto insert = [&](std::string_view ward, std::string_view dates) {
    file.insert(file.find("\"kind\"", file.find(fmt::format("\"id\": \"{}\"", ward))), dates);
  };
  insert("an-binh", R"("valid_to": "2025-06-30", )");
  insert("binh-tay", R"("valid_from": "2025-07-01", )");
  const std::size_t ring = file.find("[106.01, 10.0]", file.find("\"id\": \"binh-tay\""));
  for (const char* corner : {"[106.01, 10.0]", "[106.01, 10.01]", "[106.01, 10.0]"}) {
    const std::size_t at = file.find(corner, ring);
    file.replace(at, 7, "[106.006");
  }
  return file;
}

const base::Time before_the_reform{std::chrono::sys_days{2025y / std::chrono::June / 1}};
const base::Time after_the_reform{std::chrono::sys_days{2025y / std::chrono::August / 1}};

TEST(PlacingInAReform, CountsOnlyTheWardsOfTheDay) {
  const Geography cluster = test::geography(reformed());
  const v1::Place once_an_binh = at(10.008, 106.008);
  EXPECT_THAT(wards(rules::place(cluster, Limits{}, once_an_binh, "cu-lao", before_the_reform)),
              ElementsAre("an-binh"));
  EXPECT_THAT(wards(rules::place(cluster, Limits{}, once_an_binh, "cu-lao", after_the_reform)),
              ElementsAre("binh-tay"));
  EXPECT_THAT(wards(rules::place(cluster, Limits{}, once_an_binh, "cu-lao")), ElementsAre("an-binh", "binh-tay"));
}

TEST(PlacingInAReform, CountsAZoneWhileTwoOfItsWardsStand) {
  const Geography cluster = test::geography(reformed());
  const Placement ferry = rules::place(cluster, Limits{}, at(10.0005, 106.0105), "cu-lao", after_the_reform);
  EXPECT_EQ(ferry.zone(), "ben-pha");
  EXPECT_THAT(wards(ferry), ElementsAre("binh-tay", "cu-lao"));
  const Placement bridge = rules::place(cluster, Limits{}, at(10.005, 106.0105), "cu-lao", after_the_reform);
  EXPECT_EQ(bridge.kind(), Placement::TERRITORY);
  EXPECT_THAT(weighed(bridge), ElementsAre("binh-tay"));
}

TEST(PlacingInAReform, TakesANamedPlaceThatIsGoneForTextAlone) {
  const Geography cluster = test::geography(reformed());
  v1::Place zone;
  zone.set_zone("cau-bac");
  v1::Place ward;
  ward.set_ward("an-binh");
  for (const v1::Place& gone : {zone, ward}) {
    const Placement placement = rules::place(cluster, Limits{}, gone, "cu-lao", after_the_reform);
    EXPECT_THAT(wards(placement), ElementsAre("cu-lao"));
    EXPECT_THAT(marks(placement), ElementsAre("unlocated"));
  }
  EXPECT_EQ(rules::place(cluster, Limits{}, zone, "cu-lao", before_the_reform).kind(), Placement::TERRITORY)
      << "binh-tay was not there yet";
}

/// What a person makes of the distances a placement names, RULES.md 3 in hand.
Placement by_hand(const Geography& cluster, const Limits& limits, const Placement& placed) {
  Placement again;
  const v1::Distance* zone = nullptr;
  std::set<std::string> near;
  for (const v1::Distance& d : placed.distances()) {
    const auto within = [&](double m) { return static_cast<double>(d.distance_cm()) <= m * 100; };
    if (cluster.zone(d.id()) != nullptr && within(placed.radius_m()) &&
        (zone == nullptr || d.distance_cm() < zone->distance_cm() ||
         (d.distance_cm() == zone->distance_cm() && d.id() < zone->id()))) {
      zone = &d;
    }
    if (cluster.ward(d.id()) != nullptr && within(placed.radius_m() + limits.line_margin_m)) near.insert(d.id());
  }
  if (zone != nullptr) {
    again.set_zone(zone->id());
    near = {cluster.zone(zone->id())->wards.begin(), cluster.zone(zone->id())->wards.end()};
  }
  again.set_kind(near.size() > 1 ? Placement::BORDER : near.size() == 1 ? Placement::TERRITORY : Placement::OUTSIDE);
  for (const std::string& ward : near) again.add_wards(ward);
  return again;
}

class AnyPoint : public testing::TestWithParam<std::string (*)()> {};

TEST_P(AnyPoint, HasOnePlacementThatCanBeDecidedAgainByHand) {
  const Geography cluster = test::geography(GetParam()());
  const Geography elsewhere = *Geography::parse(GetParam()(), Limits{}, cluster.plane());
  const Limits limits;
  const v1::Point middle = cluster.plane().origin;
  std::mt19937 random(20231115);
  std::set<Placement::Kind> kinds;
  for (int i = 0; i < 5000; ++i) {
    const auto off = [&] { return std::uniform_int_distribution<std::int32_t>(-250'000, 250'000)(random); };
    v1::Place place;
    place.mutable_point()->set_lat_e7(middle.lat_e7() + off());
    place.mutable_point()->set_lon_e7(middle.lon_e7() + off());
    place.set_radius_m(std::uniform_int_distribution<std::uint32_t>(0, 70)(random));
    const Placement placed = rules::place(cluster, limits, place, "cu-lao");
    SCOPED_TRACE(placed.ShortDebugString());

    const Placement again = by_hand(cluster, limits, placed);
    ASSERT_EQ(placed.kind(), again.kind());
    ASSERT_EQ(placed.zone(), again.zone());
    ASSERT_EQ(wards(placed), wards(again));
    ASSERT_EQ(!marks(placed).empty(), place.radius_m() > 50);
    ASSERT_GE(placed.distances_size(), 1);
    ASSERT_TRUE(std::ranges::is_sorted(placed.distances(), [](const v1::Distance& a, const v1::Distance& b) {
      return std::pair(a.distance_cm(), a.id()) < std::pair(b.distance_cm(), b.id());
    }));
    ASSERT_EQ(placed.SerializeAsString(), rules::place(elsewhere, limits, place, "quan-hoa").SerializeAsString());
    kinds.insert(placed.kind());
  }
  EXPECT_EQ(kinds.size(), 3U) << "the points did not try every kind";
}

INSTANTIATE_TEST_SUITE_P(OfTheSample, AnyPoint, testing::Values(&test::sample_geojson));
INSTANTIATE_TEST_SUITE_P(OfTheGrid, AnyPoint, testing::Values(&test::grid_geojson));

}  // namespace
}  // namespace wardlink::rules
