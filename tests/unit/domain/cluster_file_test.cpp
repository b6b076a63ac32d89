// RULES.md 1: which cluster files are taken, and with which words the others are refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <functional>

#include "hub/base/limits.hpp"
#include "tests/support/clusters/cluster_files.hpp"

namespace wardlink::domain {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

json::object& feature(json::object& file, std::string_view id) {
  for (json::value& feature : file["features"].as_array()) {
    if (feature.at("id").as_string() == id) return feature.as_object();
  }
  throw std::runtime_error("no such feature");
}

json::object& properties(json::object& file, std::string_view id) {
  return feature(file, id)["properties"].as_object();
}

json::object& geometry(json::object& file, std::string_view id) { return feature(file, id)["geometry"].as_object(); }

void erase_feature(json::object& file, std::string_view id) {
  json::array& features = file["features"].as_array();
  const auto* found =
      std::ranges::find_if(features, [&](const json::value& f) { return f.at("id").as_string() == id; });
  features.erase(found);
}

/// West, south, east, north, in degrees.
json::value box(double west, double south, double east, double north) {
  return {{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}};
}

using Edit = std::function<void(json::object& file)>;

std::string edited(const Edit& edit) {
  json::object file = json::parse(test::grid_geojson()).as_object();
  edit(file);
  return json::serialize(file);
}

void expect_taken(const Edit& edit) {
  const auto parsed = Geography::parse(edited(edit), Limits{});
  EXPECT_TRUE(parsed) << parsed.error().where << ": " << parsed.error().reason;
}

void expect_refused(std::string_view where, std::string_view reason, const Edit& edit) {
  const auto parsed = Geography::parse(edited(edit), Limits{});
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().where, where);
  EXPECT_THAT(parsed.error().reason, HasSubstr(reason));
}

TEST(ClusterFile, IsTakenAsItStandsWithAllItSays) {
  const Geography cluster = test::geography(test::sample_geojson());
  EXPECT_EQ(cluster.id(), "hoa-do-phuc-vi");
  EXPECT_EQ(cluster.name(), "Cụm liên kết Hoa - Đô - Phúc - Vị");
  EXPECT_EQ(cluster.timezone(), "Asia/Ho_Chi_Minh");
  EXPECT_EQ(cluster.utc_offset_minutes(), 420);
  ASSERT_EQ(cluster.wards().size(), 4U);
  EXPECT_EQ(cluster.wards()[0].id, "cong-vi");
  EXPECT_EQ(cluster.wards()[3].id, "vinh-phuc");
  const Ward* ward = cluster.ward("nghia-do");
  ASSERT_NE(ward, nullptr);
  EXPECT_EQ(ward->name, "Nghĩa Đô");
  EXPECT_EQ(ward->district, "Cầu Giấy");
  EXPECT_EQ(ward->code, "00157");
  EXPECT_EQ(ward->duty_phone, "000-000-0002");
  EXPECT_EQ(ward->commander_phone, "000-001-0002");
  const Zone* zone = cluster.zone("t11");
  ASSERT_NE(zone, nullptr);
  EXPECT_EQ(zone->name, "Khu vực giáp ranh cầu T11");
  EXPECT_EQ(zone->wards, (std::vector<std::string>{"cong-vi", "nghia-do", "quan-hoa", "vinh-phuc"}));
  const Landmark* bridge = cluster.landmark("cau-t11");
  ASSERT_NE(bridge, nullptr);
  EXPECT_EQ(bridge->name, "Cầu T11");
  EXPECT_EQ(bridge->aliases, (std::vector<std::string>{"cầu T11", "T11"}));
  EXPECT_EQ(bridge->point.lat_e7(), 210'401'000);
  EXPECT_EQ(bridge->point.lon_e7(), 1'058'063'000);
}

TEST(ClusterFile, KnowsAUnitByItsFeatureIdOnly) {
  const Geography cluster = test::geography(test::sample_geojson());
  EXPECT_EQ(cluster.ward("00157"), nullptr);
  EXPECT_EQ(cluster.ward("t11"), nullptr);
  EXPECT_EQ(cluster.zone("quan-hoa"), nullptr);
  EXPECT_EQ(cluster.landmark("song-to-lich"), nullptr);
}

TEST(ClusterFile, KeepsTheSampleExactlyAsItWasDrawn) {
  EXPECT_THAT(test::sample_geojson(), HasSubstr("not a legal boundary"));
}

TEST(ClusterFile, RoundsCoordinatesHalfAwayFromZero) {
  const std::string file =
      edited([](json::object& f) { geometry(f, "cho-an-binh")["coordinates"] = {-106.00000005, 10.00000014}; });
  const Geography cluster = test::geography(file);
  EXPECT_EQ(cluster.landmark("cho-an-binh")->point.lon_e7(), -1'060'000'001);
  EXPECT_EQ(cluster.landmark("cho-an-binh")->point.lat_e7(), 100'000'001);
}

TEST(ClusterFile, MayTurnItsRingsEitherWay) {
  const std::string file = edited([](json::object& f) {
    json::array& ring = geometry(f, "binh-tay")["coordinates"].as_array()[0].as_array();
    std::reverse(ring.begin(), ring.end());
  });
  EXPECT_EQ(test::geography(file).to_ward_cm(test::point(10.005, 106.015), "binh-tay"), 0);
}

TEST(ClusterFile, MayGiveHeights) {
  expect_taken([](json::object& f) { geometry(f, "cho-an-binh")["coordinates"] = {106.0, 10.0, 7.5}; });
}

TEST(ClusterFile, MayHoldPropertiesNobodyAskedFor) {
  expect_taken([](json::object& f) { properties(f, "an-binh")["population"] = 20'000; });
}

TEST(ClusterFile, IsRefusedWhereItIsNotJson) {
  const auto parsed = Geography::parse("{\n \"type\":\n }", Limits{});
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().where, "line 3");
  EXPECT_THAT(parsed.error().reason, HasSubstr("not JSON"));
}

TEST(ClusterFile, IsRefusedWhereItBreaksOff) {
  const std::string whole = test::grid_geojson();
  for (std::size_t size = 0; size + 2 < whole.size(); size += 97) {
    EXPECT_FALSE(Geography::parse(std::string_view(whole).substr(0, size), Limits{})) << size;
  }
}

TEST(ClusterFile, IsRefusedWhereSomethingFollowsIt) {
  EXPECT_FALSE(Geography::parse(test::grid_geojson() + "{}", Limits{}));
}

TEST(ClusterFile, IsRefusedWhereItIsNestedTooDeeply) {
  const auto parsed = Geography::parse("{\"type\":" + std::string(1000, '['), Limits{});
  ASSERT_FALSE(parsed);
  EXPECT_THAT(parsed.error().reason, HasSubstr("too deep"));
}

TEST(ClusterFile, IsRefusedWhereItIsTooLong) {
  const std::string file = test::grid_geojson();
  const std::string padding(base::limits::cluster_file_bytes_max - file.size(), ' ');
  EXPECT_TRUE(Geography::parse(file + padding, Limits{}));
  const auto parsed = Geography::parse(file + padding + " ", Limits{});
  ASSERT_FALSE(parsed);
  EXPECT_THAT(parsed.error().reason, HasSubstr("bytes"));
}

TEST(ClusterFile, MustBeOneObject) {
  const auto parsed = Geography::parse("[]", Limits{});
  ASSERT_FALSE(parsed);
  EXPECT_THAT(parsed.error().reason, HasSubstr("object"));
}

TEST(ClusterFile, MustBeAFeatureCollection) {
  expect_refused("", "FeatureCollection", [](json::object& f) { f["type"] = "Feature"; });
}

TEST(ClusterFile, MustSayWhichClusterItIs) {
  expect_refused("cluster", "'cluster' is missing", [](json::object& f) { f.erase("cluster"); });
  for (const char* key : {"id", "name", "timezone", "utc_offset_minutes"}) {
    expect_refused("cluster", std::string("'") + key + "' is missing",
                   [&](json::object& f) { f["cluster"].as_object().erase(key); });
    expect_refused("cluster", std::string("'") + key + "' must be",
                   [&](json::object& f) { f["cluster"].as_object()[key] = false; });
  }
  expect_refused("cluster", "from -840 to 840",
                 [](json::object& f) { f["cluster"].as_object()["utc_offset_minutes"] = 841; });
}

TEST(ClusterFile, NeedsTwoWards) {
  const Edit one_ward = [](json::object& f) {
    for (const char* id : {"binh-tay", "cu-lao", "cau-bac", "ben-pha"}) erase_feature(f, id);
  };
  expect_refused("", "two wards", one_ward);
  expect_taken([](json::object& f) {
    for (const char* id : {"cu-lao", "ben-pha"}) erase_feature(f, id);
  });
}

TEST(ClusterFile, IsRefusedForAFeatureWithoutAnId) {
  expect_refused("feature 2", "'id' is missing", [](json::object& f) { feature(f, "binh-tay").erase("id"); });
  expect_refused("feature 2", "'id' must be", [](json::object& f) { feature(f, "binh-tay")["id"] = 7; });
}

TEST(ClusterFile, IsRefusedForAnIdThatCouldNotStandInACertificate) {
  for (const std::string& id : {std::string("-"), std::string("bình-tây"), std::string("a/b"), std::string("a b"),
                                std::string("-a"), std::string(65, 'a')}) {
    expect_refused("feature 2", "'id' must be", [&](json::object& f) { feature(f, "binh-tay")["id"] = id; });
  }
}

TEST(ClusterFile, IsRefusedForAnIdUsedTwiceWhateverItsKind) {
  expect_refused("an-binh", "used twice", [](json::object& f) { feature(f, "cho-an-binh")["id"] = "an-binh"; });
}

TEST(ClusterFile, IsRefusedForAnUnknownKind) {
  expect_refused("cau-bac", "unknown kind 'zone'", [](json::object& f) { properties(f, "cau-bac")["kind"] = "zone"; });
  expect_refused("cau-bac", "'kind' is missing", [](json::object& f) { properties(f, "cau-bac").erase("kind"); });
}

TEST(ClusterFile, IsRefusedForAFeatureThatIsNone) {
  expect_refused("cau-bac", "'type' must be Feature", [](json::object& f) { feature(f, "cau-bac")["type"] = "Ward"; });
  expect_refused("cau-bac", "'properties' is missing",
                 [](json::object& f) { feature(f, "cau-bac").erase("properties"); });
  expect_refused("cau-bac", "'geometry' must be an object",
                 [](json::object& f) { feature(f, "cau-bac")["geometry"] = nullptr; });
  expect_refused("feature 8", "must be an object", [](json::object& f) { f["features"].as_array().push_back(1); });
}

TEST(ClusterFile, IsRefusedForAMissingOrWrongProperty) {
  for (const char* key : {"name", "district", "code", "duty_phone", "commander_phone"}) {
    expect_refused("an-binh", std::string("'") + key + "' is missing",
                   [&](json::object& f) { properties(f, "an-binh").erase(key); });
    expect_refused("an-binh", std::string("'") + key + "' must be",
                   [&](json::object& f) { properties(f, "an-binh")[key] = 5; });
    expect_refused("an-binh", std::string("'") + key + "' must be",
                   [&](json::object& f) { properties(f, "an-binh")[key] = ""; });
  }
  expect_refused("cau-bac", "'wards' is missing", [](json::object& f) { properties(f, "cau-bac").erase("wards"); });
  expect_refused("cau-bac", "'wards' must hold texts",
                 [](json::object& f) { properties(f, "cau-bac")["wards"] = {"an-binh", 2}; });
  expect_refused("cau-bac", "'name' is missing", [](json::object& f) { properties(f, "cau-bac").erase("name"); });
  expect_refused("cho-an-binh", "'name' is missing",
                 [](json::object& f) { properties(f, "cho-an-binh").erase("name"); });
  expect_refused("cho-an-binh", "'aliases' must be an array",
                 [](json::object& f) { properties(f, "cho-an-binh")["aliases"] = "chợ"; });
  expect_refused("duong-ven-song", "'name' is missing",
                 [](json::object& f) { properties(f, "duong-ven-song").erase("name"); });
}

TEST(ClusterFile, IsRefusedForAZoneOfFewerThanTwoWards) {
  expect_refused("cau-bac", "two wards",
                 [](json::object& f) { properties(f, "cau-bac")["wards"] = json::array{"an-binh"}; });
  expect_refused("cau-bac", "'an-binh' twice",
                 [](json::object& f) { properties(f, "cau-bac")["wards"] = {"an-binh", "an-binh"}; });
}

TEST(ClusterFile, IsRefusedForAZoneNamingAnUnknownWard) {
  expect_refused("cau-bac", "unknown ward 'ben-pha'",
                 [](json::object& f) { properties(f, "cau-bac")["wards"] = {"an-binh", "ben-pha"}; });
}

TEST(ClusterFile, IsRefusedForNeighboursOrSuccessorsThatAreNoWards) {
  for (const char* key : {"neighbours", "successors"}) {
    expect_refused("an-binh", "unknown ward 'xa-la'",
                   [&](json::object& f) { properties(f, "an-binh")[key] = json::array{"xa-la"}; });
    expect_refused("an-binh", "the ward itself",
                   [&](json::object& f) { properties(f, "an-binh")[key] = json::array{"an-binh"}; });
    expect_refused("an-binh", "must be an array", [&](json::object& f) { properties(f, "an-binh")[key] = "cu-lao"; });
  }
}

TEST(ClusterFile, IsRefusedForADateThatIsNone) {
  for (const char* date :
       {"2025-02-29", "2025-7-1", "01/07/2025", "2025-13-01", "2025-00-10", "", "2025-07-011", "2025-1/-01"}) {
    expect_refused("an-binh", "'valid_from' must be",
                   [&](json::object& f) { properties(f, "an-binh")["valid_from"] = date; });
  }
  expect_refused("an-binh", "'valid_to' must be", [](json::object& f) { properties(f, "an-binh")["valid_to"] = 2025; });
  expect_taken([](json::object& f) { properties(f, "an-binh")["valid_from"] = "2024-02-29"; });
}

TEST(ClusterFile, IsRefusedForAWardThatEndsBeforeItBegins) {
  const auto valid = [](const char* from, const char* to) {
    return [from, to](json::object& f) {
      properties(f, "an-binh")["valid_from"] = from;
      properties(f, "an-binh")["valid_to"] = to;
    };
  };
  expect_refused("an-binh", "before 'valid_from'", valid("2025-07-02", "2025-07-01"));
  expect_taken(valid("2025-07-01", "2025-07-01"));
}

TEST(ClusterFile, IsRefusedForARingThatIsNotClosed) {
  expect_refused("binh-tay", "not closed", [](json::object& f) {
    geometry(f, "binh-tay")["coordinates"].as_array()[0].as_array().back() = {106.01, 10.0001};
  });
}

TEST(ClusterFile, IsRefusedForARingOfTooFewPositions) {
  expect_refused("binh-tay", "four positions", [](json::object& f) {
    geometry(f, "binh-tay")["coordinates"] = {{{106.01, 10.0}, {106.02, 10.0}, {106.01, 10.0}}};
  });
}

TEST(ClusterFile, IsRefusedForARingThatCrossesItself) {
  expect_refused("binh-tay", "crosses", [](json::object& f) {
    geometry(f, "binh-tay")["coordinates"] = {
        {{106.01, 10.0}, {106.02, 10.0}, {106.01, 10.01}, {106.02, 10.01}, {106.01, 10.0}}};
  });
  expect_refused("cau-bac", "crosses", [](json::object& f) {
    geometry(f, "cau-bac")["coordinates"] = {
        {{106.01, 10.0}, {106.02, 10.0}, {106.01, 10.01}, {106.03, 10.01}, {106.01, 10.0}}};
  });
}

TEST(ClusterFile, IsRefusedForARingThatEnclosesNothing) {
  const auto parsed = Geography::parse(
      edited([](json::object& f) {
        geometry(f, "binh-tay")["coordinates"] = {{{106.01, 10.0}, {106.02, 10.0}, {106.015, 10.0}, {106.01, 10.0}}};
      }),
      Limits{});
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().where, "binh-tay");
}

TEST(ClusterFile, IsRefusedForAHoleOutsideItsOutline) {
  expect_refused("binh-tay", "hole lies outside", [](json::object& f) {
    geometry(f, "binh-tay")["coordinates"].as_array().push_back(box(106.03, 10.003, 106.04, 10.005).as_array()[0]);
  });
}

TEST(ClusterFile, IsRefusedForPartsThatOverlapEachOther) {
  expect_refused("cu-lao", "parts overlap", [](json::object& f) {
    geometry(f, "cu-lao")["coordinates"].as_array().push_back(box(106.006, 9.986, 106.007, 9.987));
  });
}

TEST(ClusterFile, IsRefusedForAGeometryThatIsNotItsKinds) {
  expect_refused("binh-tay", "Polygon or a MultiPolygon",
                 [](json::object& f) { geometry(f, "binh-tay")["type"] = "Point"; });
  expect_refused("cho-an-binh", "must be a Point",
                 [](json::object& f) { geometry(f, "cho-an-binh")["type"] = "Polygon"; });
  expect_refused("duong-ven-song", "must be a LineString",
                 [](json::object& f) { geometry(f, "duong-ven-song")["type"] = "Polygon"; });
  expect_refused("duong-ven-song", "two positions",
                 [](json::object& f) { geometry(f, "duong-ven-song")["coordinates"] = {{106.0, 10.0}}; });
  expect_refused("binh-tay", "array of rings",
                 [](json::object& f) { geometry(f, "binh-tay")["coordinates"] = json::array(); });
  expect_refused("cu-lao", "at least one polygon",
                 [](json::object& f) { geometry(f, "cu-lao")["coordinates"] = json::array(); });
  expect_refused("binh-tay", "'coordinates' is missing",
                 [](json::object& f) { geometry(f, "binh-tay").erase("coordinates"); });
}

TEST(ClusterFile, IsRefusedForAPositionOutOfRange) {
  for (const json::value& position : {json::value{180.1, 10.0}, json::value{106.0, 90.1}, json::value{106.0, -90.1},
                                      json::value{"106", 10.0}, json::value{106.0, 1e300}}) {
    expect_refused("cho-an-binh", "±180",
                   [&](json::object& f) { geometry(f, "cho-an-binh")["coordinates"] = position; });
  }
  expect_refused("cho-an-binh", "[longitude, latitude]",
                 [](json::object& f) { geometry(f, "cho-an-binh")["coordinates"] = json::array{106.0}; });
}

TEST(ClusterFile, IsRefusedForWardsFurtherApartThanAPlaneCanMeasure) {
  const auto parsed = Geography::parse(
      edited([](json::object& f) { geometry(f, "binh-tay")["coordinates"] = box(110.0, 10.0, 110.01, 10.01); }),
      Limits{});
  ASSERT_FALSE(parsed);
  EXPECT_THAT(parsed.error().reason, HasSubstr("too far"));
}

TEST(ClusterFile, IsRefusedForWardsAtAPole) {
  expect_refused("", "pole", [](json::object& f) {
    geometry(f, "an-binh")["coordinates"] = box(106.0, 89.9, 106.01, 90);
    geometry(f, "binh-tay")["coordinates"] = box(106.01, 89.9, 106.02, 90);
    geometry(f, "cu-lao")["type"] = "Polygon";
    geometry(f, "cu-lao")["coordinates"] = box(106.02, 89.9, 106.03, 90);
  });
}

// A strip of 0.00001 degree of longitude by 0.01 of latitude is 1.0963 m by 1105.96 m there: 1212 m².
constexpr double strip_m2_a_degree = 1.0963e5 * 1105.96;

TEST(ClusterFile, IsRefusedWhereTwoWardsOverlapByMoreThanAHundredSquareMetres) {
  const auto overlap = [](double m2) {
    return [m2](json::object& f) {
      geometry(f, "binh-tay")["coordinates"] = box(106.01 - m2 / strip_m2_a_degree, 10.0, 106.02, 10.01);
    };
  };
  expect_refused("binh-tay", "overlaps an-binh by 10", overlap(105));
  expect_taken(overlap(95));
}

TEST(ClusterFile, IsRefusedForAnOverlapInAnyOfAWardsParts) {
  expect_refused("cu-lao", "overlaps an-binh", [](json::object& f) {
    geometry(f, "cu-lao")["coordinates"].as_array().push_back(box(106.001, 10.001, 106.002, 10.002));
  });
}

TEST(ClusterFile, MayHoldTheWardsBeforeAndAfterAReformOneOverTheOther) {
  const auto reformed = [](const char* old_ends, const char* new_begins) {
    return [=](json::object& f) {
      properties(f, "an-binh")["valid_to"] = old_ends;
      properties(f, "an-binh")["successors"] = json::array{"binh-tay"};
      properties(f, "binh-tay")["valid_from"] = new_begins;
      geometry(f, "binh-tay")["coordinates"] = box(106.006, 10.0, 106.02, 10.01);
    };
  };
  expect_taken(reformed("2025-06-30", "2025-07-01"));
  expect_refused("binh-tay", "overlaps an-binh", reformed("2025-07-01", "2025-07-01"));
}

}  // namespace
}  // namespace wardlink::domain
