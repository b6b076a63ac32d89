// RULES.md 6, Flight: whom a sector meets, where, and whether it leaves the cluster.
#include "hub/domain/sector.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "tests/support/clusters/cluster_files.hpp"
#include "tests/unit/domain/drawn.hpp"

namespace wardlink::domain {
namespace {

v1::Point at_m(double east, double north) {
  return test::point(north / metres_a_degree_north, east / metres_a_degree_at_the_equator);
}

/// West a square kilometre, east of it a strip that begins 200 m further on.
const Geography& two_wards() {
  static const Geography cluster =
      test::geography(drawn({rectangle("a", 0, 0, 1000, 1000), rectangle("b", 1200, 0, 2000, 1000)}));
  return cluster;
}

struct Row {
  std::string what;
  std::optional<std::uint32_t> heading;
  double spread_deg;
  double reach_m;
  std::optional<std::pair<double, double>> crossing;  // of ward b, from 300 m west of it, metres east and north
};

class SectorMeets : public ::testing::TestWithParam<Row> {};

// Standing at (900, 500); the nearest point of b is (1200, 500). A direction of d degrees meets its western edge
// 300 / tan d further north.
TEST_P(SectorMeets, WhereItIsNearest) {
  const Row& row = GetParam();
  const auto found = crossing(
      two_wards(),
      {.from = at_m(900, 500), .heading_degrees = row.heading, .spread_deg = row.spread_deg, .reach_m = row.reach_m},
      "b");
  ASSERT_EQ(found.has_value(), row.crossing.has_value());
  if (!found) return;
  const auto [east, north] = *row.crossing;
  EXPECT_LE(two_wards().distance_cm(found->at, at_m(east, north)), 20);
  EXPECT_NEAR(static_cast<double>(found->distance_cm), 100 * std::hypot(east - 900, north - 500), 20);
}

INSTANTIATE_TEST_SUITE_P(
    Sector, SectorMeets,
    ::testing::Values(Row{"AnyDirection", std::nullopt, 45, 900, {{1200, 500}}},
                      Row{"StraightAhead", 90, 45, 900, {{1200, 500}}},
                      Row{"WithinTheSpread", 60, 45, 900, {{1200, 500}}},
                      Row{"AtTheEdgeOfTheSpread", 30, 45, 900, {{1200, 580.38}}},  // tan 75 = 3.732
                      Row{"NorthWestern", 0, 45, 900, {{1200, 800}}},              // tan 45 = 1
                      Row{"PastTheCorner", 330, 45, 9000, std::nullopt},           // at 15 degrees: 1620 north
                      Row{"Southern", 180, 45, 900, {{1200, 200}}},
                      Row{"OverNorth", 350, 45, 900, {{1200, 928.44}}},  // to 35 degrees: 300 / 0.7002
                      Row{"Behind", 270, 45, 9000, std::nullopt},
                      Row{"BehindAndWide", 280, 150, 900, {{1200, 609.19}}},  // to 70 degrees: 300 / 2.7475
                      Row{"BehindAndAllRound", 270, 180, 900, {{1200, 500}}},
                      Row{"JustReached", 90, 45, 300.05, {{1200, 500}}}, Row{"NotReached", 90, 45, 299, std::nullopt},
                      Row{"ReachedStraightOnly", 0, 45, 420, std::nullopt}),  // the edge is 424 m away
    [](const auto& row) { return row.param.what; });

TEST(Sector, TheWardItIsInIsMetAtOnce) {
  for (const std::uint32_t heading : {0U, 90U, 270U}) {
    const auto found = crossing(
        two_wards(), {.from = at_m(900, 500), .heading_degrees = heading, .spread_deg = 45, .reach_m = 1}, "a");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->distance_cm, 0);
    EXPECT_EQ(found->at.lat_e7(), at_m(900, 500).lat_e7());
  }
}

TEST(Sector, OnTheLineBothWardsAreMetAtOnce) {
  const auto cluster = test::geography(drawn({rectangle("a", 0, 0, 1000, 1000), rectangle("b", 1000, 0, 2000, 1000)}));
  const Sector away{.from = at_m(1000, 500), .heading_degrees = 270, .spread_deg = 45, .reach_m = 10};
  EXPECT_EQ(crossing(cluster, away, "a")->distance_cm, 0);
  EXPECT_EQ(crossing(cluster, away, "b")->distance_cm, 0);
}

TEST(Sector, AllRoundItIsTheWardsNearestPoint) {
  // With an enclave and a hole in it.
  const auto cluster = test::geography(test::grid_geojson());
  const auto& middle = cluster.plane().origin;
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    v1::Point from = middle;
    from.set_lat_e7(from.lat_e7() + static_cast<int>(random() % 400'000) - 200'000);
    from.set_lon_e7(from.lon_e7() + static_cast<int>(random() % 400'000) - 200'000);
    for (const Ward& ward : cluster.wards()) {
      const Sector all_round{.from = from, .heading_degrees = {}, .spread_deg = 45, .reach_m = 50'000};
      const auto found = crossing(cluster, all_round, ward.id);
      ASSERT_TRUE(found);
      EXPECT_EQ(found->distance_cm, cluster.to_ward_cm(from, ward.id)) << ward.id;
    }
  }
}

TEST(Sector, ReachesBeyondAllWards) {
  const std::vector<std::string> both{"a", "b"};
  constexpr double margin_m = 30;
  const auto beyond = [&](std::optional<std::uint32_t> heading, double reach_m) {
    return reaches_beyond(two_wards(),
                          {.from = at_m(500, 500), .heading_degrees = heading, .spread_deg = 45, .reach_m = reach_m},
                          both, margin_m);
  };
  EXPECT_FALSE(beyond({}, 400));
  EXPECT_FALSE(beyond({}, 525)) << "outlines are not surveyed to the metre";
  EXPECT_TRUE(beyond({}, 535));
  EXPECT_TRUE(beyond(0, 600));
  EXPECT_TRUE(beyond(90, 600)) << "the gap between them is nobody's";
  EXPECT_FALSE(reaches_beyond(two_wards(),
                              {.from = at_m(1600, 500), .heading_degrees = 270, .spread_deg = 20, .reach_m = 420},
                              std::vector<std::string>{"b"}, margin_m));
  EXPECT_TRUE(reaches_beyond(two_wards(),
                             {.from = at_m(500, 500), .heading_degrees = 270, .spread_deg = 20, .reach_m = 300},
                             std::vector<std::string>{"b"}, margin_m))
      << "a ward that does not count covers nothing";
}

TEST(Sector, TheHeadingTowardsAWardIsThatOfItsNearestPoint) {
  EXPECT_EQ(heading_towards(two_wards(), at_m(900, 500), "b"), 90U);
  EXPECT_EQ(heading_towards(two_wards(), at_m(1100, 500), "a"), 270U);
  EXPECT_EQ(heading_towards(two_wards(), at_m(1500, 1700), "b"), 180U);
  EXPECT_EQ(heading_towards(two_wards(), at_m(500, -300), "a"), 0U);
  EXPECT_EQ(heading_towards(two_wards(), at_m(1100, 1500), "b"), 169U);  // 100 east, 500 south: 168.7
  EXPECT_EQ(heading_towards(two_wards(), at_m(900, 500), "a"), std::nullopt) << "it is there";
}

// Independently: by trying many directions and distances, with the library's own sine.
class BruteForce {
 public:
  BruteForce(const Geography& cluster, const Sector& sector) : cluster_(cluster), sector_(sector) {}

  /// Of the tried positions that lie in the ward the nearest, centimetres; none: nothing.
  [[nodiscard]] std::optional<double> nearest_cm(const std::string& ward) const {
    std::optional<double> nearest;
    const double spread = sector_.heading_degrees ? sector_.spread_deg : 180;
    for (double off = -spread; off <= spread; off += spread / 60) {
      const double angle = (sector_.heading_degrees.value_or(0) + off) * std::numbers::pi / 180;
      for (int step = 1; step <= 60; ++step) {
        const double m = sector_.reach_m * step / 60;
        if (nearest && m * 100 >= *nearest) break;
        if (cluster_.to_ward_cm(away(m * std::sin(angle), m * std::cos(angle)), ward) == 0) nearest = m * 100;
      }
    }
    return nearest;
  }

 private:
  [[nodiscard]] v1::Point away(double east, double north) const {
    const auto& plane = cluster_.plane();
    v1::Point point = sector_.from;
    point.set_lat_e7(point.lat_e7() + static_cast<int>(std::lround(north / plane.metres_per_lat_e7)));
    point.set_lon_e7(point.lon_e7() + static_cast<int>(std::lround(east / plane.metres_per_lon_e7)));
    return point;
  }
  const Geography& cluster_;
  const Sector& sector_;
};

TEST(Sector, AgreesWithTryingEverywhere) {
  const auto cluster = test::geography(test::sample_geojson());
  std::mt19937 random(1);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  int met = 0;
  for (int round = 0; round < 300; ++round) {
    Sector sector{.from = test::point(21.026 + 1e-6 * below(32'000), 105.792 + 1e-6 * below(26'000)),
                  .heading_degrees = {},
                  .spread_deg = 1.0 + below(170),
                  .reach_m = 100.0 + below(2'500)};
    if (below(5) > 0) sector.heading_degrees = below(360);
    for (const Ward& ward : cluster.wards()) {
      SCOPED_TRACE(::testing::Message() << "round " << round << " " << ward.id);
      const auto found = crossing(cluster, sector, ward.id);
      const auto tried_cm = BruteForce(cluster, sector).nearest_cm(ward.id);
      // The plane bends by less than this over the reach.
      constexpr double off_cm = 60;
      if (!found) {
        EXPECT_FALSE(tried_cm && *tried_cm < sector.reach_m * 100 - off_cm) << *tried_cm;
        continue;
      }
      ++met;
      if (tried_cm) {
        EXPECT_GE(*tried_cm, static_cast<double>(found->distance_cm) - off_cm);
      }
      EXPECT_LE(cluster.to_ward_cm(found->at, ward.id), 2) << "the crossing belongs to the ward";
      EXPECT_NEAR(static_cast<double>(cluster.distance_cm(sector.from, found->at)),
                  static_cast<double>(found->distance_cm), 3);
      EXPECT_LE(static_cast<double>(found->distance_cm), sector.reach_m * 100 + 1);
      if (!sector.heading_degrees || found->distance_cm < 1000) continue;
      const auto& plane = cluster.plane();
      const double east = (found->at.lon_e7() - sector.from.lon_e7()) * plane.metres_per_lon_e7;
      const double north = (found->at.lat_e7() - sector.from.lat_e7()) * plane.metres_per_lat_e7;
      double off = std::atan2(east, north) * 180 / std::numbers::pi - *sector.heading_degrees;
      while (off > 180) off -= 360;
      while (off < -180) off += 360;
      EXPECT_LE(std::abs(off), sector.spread_deg + 0.2) << "the crossing lies in the sector";
    }
  }
  EXPECT_GT(met, 200) << "rounds that meet nothing prove little";
}

}  // namespace
}  // namespace wardlink::domain
