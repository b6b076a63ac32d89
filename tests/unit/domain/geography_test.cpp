// RULES.md 1: who is whose neighbour, what is how far, and that every build measures alike.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/geometry/algorithms/distance.hpp>
#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/strategies/geographic/distance_vincenty.hpp>
#include <boost/geometry/strategies/strategies.hpp>
#include <numbers>
#include <random>

#include "tests/support/clusters/cluster_files.hpp"
#include "tests/unit/domain/drawn.hpp"

namespace wardlink::domain {
namespace {

using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

/// The reference: Vincenty's geodesic on the WGS 84 ellipsoid, nothing flat about it.
double geodesic_m(const v1::Point& a, const v1::Point& b) {
  namespace bg = boost::geometry;
  using Degrees = bg::model::point<double, 2, bg::cs::geographic<bg::degree>>;
  return bg::distance(Degrees(a.lon_e7() / 1e7, a.lat_e7() / 1e7), Degrees(b.lon_e7() / 1e7, b.lat_e7() / 1e7),
                      bg::strategy::distance::vincenty<>());
}

/// To the nearest point of a straight edge of the drawing, by narrowing down.
double geodesic_to_edge_m(const v1::Point& from, const v1::Point& a, const v1::Point& b) {
  const auto at = [&](double share) {
    return test::point((a.lat_e7() + share * (b.lat_e7() - a.lat_e7())) / 1e7,
                       (a.lon_e7() + share * (b.lon_e7() - a.lon_e7())) / 1e7);
  };
  double low = 0;
  double high = 1;
  for (int i = 0; i < 40; ++i) {
    const double third = (high - low) / 3;
    if (geodesic_m(from, at(low + third)) < geodesic_m(from, at(high - third))) {
      high -= third;
    } else {
      low += third;
    }
  }
  return geodesic_m(from, at(low));
}

double metres(std::int64_t cm) { return static_cast<double>(cm) / 100; }

v1::Point random_point(std::mt19937& random, double lat, double lon, double spread) {
  std::uniform_real_distribution<double> off(-spread, spread);
  const double north = off(random);
  return test::point(lat + north, lon + off(random));
}

bool neighbours(const std::string& file, const Limits& limits = {}) {
  const Geography cluster = test::geography(file, limits);
  EXPECT_EQ(cluster.wards()[0].neighbours.size(), cluster.wards()[1].neighbours.size()) << "not the same both ways";
  return !cluster.wards()[0].neighbours.empty();
}

TEST(Neighbours, InTheSampleShareABoundaryNotMerelyAZone) {
  const Geography cluster = test::geography(test::sample_geojson());
  EXPECT_EQ(cluster.ward("quan-hoa")->neighbours, (Strings{"cong-vi", "nghia-do", "vinh-phuc"}));
  EXPECT_EQ(cluster.ward("vinh-phuc")->neighbours, (Strings{"cong-vi", "nghia-do", "quan-hoa"}));
  EXPECT_EQ(cluster.ward("nghia-do")->neighbours, (Strings{"quan-hoa", "vinh-phuc"}));
  EXPECT_EQ(cluster.ward("cong-vi")->neighbours, (Strings{"quan-hoa", "vinh-phuc"}));
}

TEST(Neighbours, AreFoundRoundAnEnclaveToo) {
  const Geography cluster = test::geography(test::grid_geojson());
  EXPECT_EQ(cluster.ward("an-binh")->neighbours, (Strings{"binh-tay", "cu-lao"}));
  EXPECT_EQ(cluster.ward("binh-tay")->neighbours, (Strings{"an-binh"}));
  EXPECT_EQ(cluster.ward("cu-lao")->neighbours, (Strings{"an-binh"}));
}

TEST(Neighbours, MayBeApartByTheGapAndNoMore) {
  const auto apart = [](double gap_m) {
    return drawn({rectangle("a", 0, 0, 1000, 1000), rectangle("b", 1000 + gap_m, 0, 2000, 1000)});
  };
  EXPECT_TRUE(neighbours(apart(19.9)));
  EXPECT_FALSE(neighbours(apart(20.1)));
}

TEST(Neighbours, KeepTogetherForTheWholeLength) {
  // Side by side for `along`, no gap: where the sides end, corners stay within 20 m for another 20 m at either end.
  const auto beside = [](double along_m) {
    return drawn({rectangle("a", 0, 0, 1000, 1000), rectangle("b", 1000, 1000 - along_m, 2000, 2000)});
  };
  EXPECT_TRUE(neighbours(beside(32)));
  EXPECT_FALSE(neighbours(beside(8)));
}

TEST(Neighbours, MustKeepWithinTheGapAllAlong) {
  // b touches a with a step 2 m wide and runs on beside it for half a kilometre, a little too far off; all of it turned
  // by 45 degrees, so that no box round anything helps.
  const auto turned = [](double x, double y) {
    return std::pair((x - y) / std::numbers::sqrt2 / metres_a_degree_at_the_equator,
                     (x + y) / std::numbers::sqrt2 / metres_a_degree_north);
  };
  const auto beside = [&](double gap_m) {
    return drawn({{"a", {turned(0, -200), turned(1000, -200), turned(1000, 600), turned(0, 600)}},
                  {"b",
                   {turned(1000, 0), turned(2000, 0), turned(2000, 500), turned(1000 + gap_m, 500),
                    turned(1000 + gap_m, 2), turned(1000, 2)}}});
  };
  EXPECT_FALSE(neighbours(beside(20.2)));
  EXPECT_TRUE(neighbours(beside(19.8)));
}

TEST(Neighbours, DoNotAddUpTwoShortStretches) {
  // b reaches for a with two arms 30 m wide and 300 m apart: 70 m each within the gap.
  const double e = metres_a_degree_at_the_equator;
  const double n = metres_a_degree_north;
  const std::vector<std::pair<double, double>> arms{{1000 / e, 0},       {1200 / e, 0},       {1200 / e, 360 / n},
                                                    {1000 / e, 360 / n}, {1000 / e, 330 / n}, {1100 / e, 330 / n},
                                                    {1100 / e, 30 / n},  {1000 / e, 30 / n}};
  const std::string file = drawn({rectangle("a", 0, -200, 1000, 600), {"b", arms}});
  Limits limits;
  limits.neighbour_length_m = 60;
  EXPECT_TRUE(neighbours(file, limits));
  limits.neighbour_length_m = 90;
  EXPECT_FALSE(neighbours(file, limits));
}

TEST(Neighbours, AreFoundWhereTheStretchRunsOverTheFirstPointOfARing) {
  // b's ring begins in the middle of the side it shares with a, which is 60 m long.
  const double e = metres_a_degree_at_the_equator;
  const double n = metres_a_degree_north;
  const std::string file = drawn({{"a", {{0, 30 / n}, {0, 60 / n}, {-500 / e, 60 / n}, {-500 / e, 0}, {0, 0}}},
                                  {"b", {{0, 30 / n}, {0, 0}, {500 / e, 0}, {500 / e, 60 / n}, {0, 60 / n}}}});
  Limits limits;
  limits.neighbour_gap_m = 1;
  limits.neighbour_length_m = 59;
  EXPECT_TRUE(neighbours(file, limits));
}

TEST(Neighbours, AreThoseTheFileNamesWhereItNamesAny) {
  const std::string named =
      drawn({rectangle("a", 0, 0, 1000, 1000), rectangle("b", 1000, 0, 2000, 1000)}, R"(,"neighbours":[])");
  EXPECT_FALSE(neighbours(named));
  EXPECT_TRUE(neighbours(drawn({rectangle("a", 0, 0, 1000, 1000), rectangle("b", 1000, 0, 2000, 1000)})));
}

TEST(Neighbours, MustLiveAtTheSameTime) {
  std::string file = test::grid_geojson();
  const auto with = [&](std::string_view ward, std::string_view date) {
    const std::size_t at = file.find("\"kind\"", file.find(fmt::format("\"id\": \"{}\"", ward)));
    file.insert(at, fmt::format("{}, ", date));
  };
  with("an-binh", R"("valid_to": "2025-06-30")");
  with("binh-tay", R"("valid_from": "2025-07-01")");
  EXPECT_EQ(test::geography(file).ward("binh-tay")->neighbours, Strings{});
  EXPECT_EQ(test::geography(file).ward("an-binh")->neighbours, Strings{"cu-lao"});
}

TEST(Wards, OfAWholeCityFitTogetherAndKnowTheirNeighbours) {
  // A grid of five by five with shaken corners: every ward shares its sides exactly with those next to it.
  constexpr int side = 5;
  std::mt19937 random(20230711);
  std::uniform_real_distribution<double> shake(-0.002, 0.002);
  for (int round = 0; round < 20; ++round) {
    std::pair<double, double> corner[side + 1][side + 1];
    for (int x = 0; x <= side; ++x) {
      for (int y = 0; y <= side; ++y)
        corner[x][y] = {105.7 + 0.01 * x + shake(random), 21.0 + 0.01 * y + shake(random)};
    }
    std::vector<std::pair<std::string, std::vector<std::pair<double, double>>>> wards;
    for (int x = 0; x < side; ++x) {
      for (int y = 0; y < side; ++y) {
        wards.push_back(
            {fmt::format("w{}{}", x, y), {corner[x][y], corner[x + 1][y], corner[x + 1][y + 1], corner[x][y + 1]}});
      }
    }
    const Geography cluster = test::geography(drawn(wards));
    for (int x = 0; x < side; ++x) {
      for (int y = 0; y < side; ++y) {
        Strings next;
        if (x > 0) next.push_back(fmt::format("w{}{}", x - 1, y));
        if (y > 0) next.push_back(fmt::format("w{}{}", x, y - 1));
        if (y + 1 < side) next.push_back(fmt::format("w{}{}", x, y + 1));
        if (x + 1 < side) next.push_back(fmt::format("w{}{}", x + 1, y));
        for (const std::string& ward : next) {
          EXPECT_EQ(std::ranges::count(cluster.ward(fmt::format("w{}{}", x, y))->neighbours, ward), 1)
              << "round " << round << ": " << x << y << " and " << ward;
        }
      }
    }
  }
}

TEST(Distance, BetweenPointsIsRightToHalfAMetreAcrossACity) {
  const Geography cluster = test::geography(test::sample_geojson());
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    const v1::Point a = random_point(random, 21.04, 105.8, 0.1);
    const v1::Point b = random_point(random, 21.04, 105.8, 0.1);
    EXPECT_NEAR(metres(cluster.distance_cm(a, b)), geodesic_m(a, b), 0.5);
  }
}

TEST(Distance, IsRightToHalfAMetreAtOtherLatitudesToo) {
  for (const double lat : {-52.0, -10.0, 0.0, 10.0, 45.0, 65.0}) {
    const double d = 0.01;
    const Geography cluster =
        test::geography(drawn({{"a", {{20, lat}, {20 + d, lat}, {20 + d, lat + d}, {20, lat + d}}},
                               {"b", {{20 + d, lat}, {20 + 2 * d, lat}, {20 + 2 * d, lat + d}, {20 + d, lat + d}}}}));
    std::mt19937 random(2);
    for (int i = 0; i < 300; ++i) {
      const v1::Point a = random_point(random, lat, 20, 0.07);
      const v1::Point b = random_point(random, lat, 20, 0.07);
      EXPECT_NEAR(metres(cluster.distance_cm(a, b)), geodesic_m(a, b), 0.5) << lat;
    }
  }
}

TEST(Distance, FromAPointToAWardIsThatToItsNearestEdge) {
  const Geography cluster = test::geography(test::grid_geojson());
  // The rectangle of bình tây, whose inside the points keep out of.
  const v1::Point corners[] = {test::point(10.0, 106.01), test::point(10.0, 106.02), test::point(10.01, 106.02),
                               test::point(10.01, 106.01), test::point(10.0, 106.01)};
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) {
    const v1::Point from = random_point(random, 10.005, 106.015, 0.05);
    const bool inside = from.lat_e7() >= 100'000'000 && from.lat_e7() <= 100'100'000 &&
                        from.lon_e7() >= 1'060'100'000 && from.lon_e7() <= 1'060'200'000;
    double expected = inside ? 0 : 1e9;
    for (int edge = 0; edge < 4 && !inside; ++edge) {
      expected = std::min(expected, geodesic_to_edge_m(from, corners[edge], corners[edge + 1]));
    }
    EXPECT_NEAR(metres(cluster.to_ward_cm(from, "binh-tay")), expected, 0.5);
  }
}

TEST(Distance, IsNoughtOnTheLineBecauseAWardIsAClosedSet) {
  const Geography cluster = test::geography(test::grid_geojson());
  const v1::Point on_the_line = test::point(10.0072, 106.01);
  EXPECT_EQ(cluster.to_ward_cm(on_the_line, "an-binh"), 0);
  EXPECT_EQ(cluster.to_ward_cm(on_the_line, "binh-tay"), 0);
  const v1::Point corner_of_the_zone = test::point(10.0015, 106.012);
  EXPECT_EQ(cluster.to_zone_cm(corner_of_the_zone, "ben-pha"), 0);
}

TEST(Distance, FromInsideAHoleIsThatToTheHolesEdge) {
  const Geography cluster = test::geography(test::grid_geojson());
  const v1::Point in_the_hole = test::point(10.004, 106.0041);
  EXPECT_EQ(cluster.to_ward_cm(in_the_hole, "cu-lao"), 0);
  EXPECT_NEAR(metres(cluster.to_ward_cm(in_the_hole, "an-binh")), geodesic_m(in_the_hole, test::point(10.004, 106.005)),
              0.5);
}

TEST(Distance, BetweenWardsIsThatOfTheirNearestParts) {
  const Geography cluster = test::geography(test::grid_geojson());
  EXPECT_EQ(cluster.between_wards_cm("an-binh", "binh-tay"), 0);
  EXPECT_EQ(cluster.between_wards_cm("an-binh", "cu-lao"), 0) << "the enclave touches";
  const double over_the_water = geodesic_m(test::point(10.0, 106.012), test::point(9.9985, 106.012));
  EXPECT_NEAR(metres(cluster.between_wards_cm("binh-tay", "cu-lao")), over_the_water, 0.5);
  EXPECT_EQ(cluster.between_wards_cm("cu-lao", "binh-tay"), cluster.between_wards_cm("binh-tay", "cu-lao"));
  EXPECT_EQ(cluster.between_wards_cm("cu-lao", "cu-lao"), 0);
}

TEST(Distance, ToTheClusterIsThatToItsNearestWard) {
  const Geography cluster = test::geography(test::grid_geojson());
  EXPECT_EQ(cluster.to_cluster_cm(test::point(9.99, 106.01)), 0);
  const v1::Point east = test::point(10.005, 106.03);
  EXPECT_EQ(cluster.to_cluster_cm(east), cluster.to_ward_cm(east, "binh-tay"));
  EXPECT_GT(cluster.to_cluster_cm(test::point(-89.0, -179.0)), 1'000'000'000);
}

TEST(Distance, IsTheSameNumberOfCentimetresOnEveryBuild) {
  const Geography cluster = test::geography(test::sample_geojson());
  const v1::Point by_the_water = test::point(21.0463211, 105.8151234);
  EXPECT_EQ(cluster.to_ward_cm(by_the_water, "vinh-phuc"), 29'891);
  EXPECT_EQ(cluster.to_ward_cm(by_the_water, "cong-vi"), 93'662);
  EXPECT_EQ(cluster.to_zone_cm(by_the_water, "t11"), 87'269);
  EXPECT_EQ(cluster.distance_cm(by_the_water, cluster.landmark("cau-t11")->point), 114'696);
  EXPECT_EQ(cluster.between_wards_cm("cong-vi", "nghia-do"), 26'496);
}

TEST(Plane, IsThatOfWgs84AtTheMiddleOfTheWards) {
  const Geography cluster = test::geography(test::grid_geojson());
  EXPECT_EQ(cluster.plane().origin.lat_e7(), 99'975'000);
  EXPECT_EQ(cluster.plane().origin.lon_e7(), 1'060'100'000);
  // Published lengths of a degree at latitude 10: 110 608 m and 109 640 m; here at 9.9975.
  EXPECT_NEAR(cluster.plane().metres_per_lat_e7 * 1e7, 110'608, 1);
  EXPECT_NEAR(cluster.plane().metres_per_lon_e7 * 1e7, 109'640, 2);
}

TEST(Plane, IsTakenFromTheJournalWhereItWasFixedThere) {
  const Geography founded = test::geography(test::grid_geojson());
  const auto again = Geography::parse(test::grid_geojson(), Limits{}, founded.plane());
  ASSERT_TRUE(again);
  const v1::Point from = test::point(10.02, 106.03);
  EXPECT_EQ(again->to_ward_cm(from, "an-binh"), founded.to_ward_cm(from, "an-binh"));

  Plane stretched = founded.plane();
  stretched.metres_per_lat_e7 *= 2;
  const auto other = Geography::parse(test::grid_geojson(), Limits{}, stretched);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->plane().metres_per_lat_e7, stretched.metres_per_lat_e7);
  EXPECT_GT(other->to_ward_cm(test::point(10.02, 106.005), "an-binh"),
            founded.to_ward_cm(test::point(10.02, 106.005), "an-binh") * 19 / 10);
}

TEST(Validity, RunsFromTheFirstToTheLastLocalDayBothIncluded) {
  std::string file = test::grid_geojson();
  file.insert(file.find("\"kind\""), R"("valid_from": "2023-07-11", "valid_to": "2025-06-30", )");
  const Geography cluster = test::geography(file);
  const Ward& ward = *cluster.ward("an-binh");
  const auto local = [](std::chrono::sys_days day, auto time) { return base::Time{day} + time - 7h; };
  using std::chrono::July;
  using std::chrono::June;
  EXPECT_FALSE(cluster.valid(ward, local(std::chrono::sys_days{2023y / July / 10}, 23h + 59min + 59s)));
  EXPECT_TRUE(cluster.valid(ward, local(std::chrono::sys_days{2023y / July / 11}, 0s)));
  EXPECT_TRUE(cluster.valid(ward, local(std::chrono::sys_days{2025y / June / 30}, 23h + 59min + 59s)));
  EXPECT_FALSE(cluster.valid(ward, local(std::chrono::sys_days{2025y / July / 1}, 0s)));
  EXPECT_TRUE(cluster.valid(*cluster.ward("cu-lao"), base::Time{}));
}

}  // namespace
}  // namespace wardlink::domain
