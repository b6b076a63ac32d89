// Cluster files of plain rectangles near the equator, for what is worked out by hand.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace wardlink::domain {

/// A file of plain wards, each one ring of positions.
inline std::string drawn(const std::vector<std::pair<std::string, std::vector<std::pair<double, double>>>>& wards,
                         const std::string& properties = "") {
  std::string features;
  for (const auto& [id, ring] : wards) {
    std::string positions;
    for (const auto& [lon, lat] : ring) positions += fmt::format("[{:.7f},{:.7f}],", lon, lat);
    positions += fmt::format("[{:.7f},{:.7f}]", ring.front().first, ring.front().second);
    features += fmt::format(
        R"({}{{"type":"Feature","id":"{}","properties":{{"kind":"ward","name":"n","district":"d","code":"c",)"
        R"("duty_phone":"1","commander_phone":"2"{}}},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}})",
        features.empty() ? "" : ",", id, properties, positions);
  }
  return fmt::format(R"({{"type":"FeatureCollection","cluster":{{"id":"c","name":"n","timezone":"Asia/Ho_Chi_Minh",)"
                     R"("utc_offset_minutes":420}},"features":[{}]}})",
                     features);
}

inline constexpr double metres_a_degree_at_the_equator = 111'319.49;  // east; 110'574.3 north
inline constexpr double metres_a_degree_north = 110'574.3;

/// A rectangle near the equator, in metres.
inline std::pair<std::string, std::vector<std::pair<double, double>>> rectangle(const std::string& id, double west,
                                                                                double south, double east,
                                                                                double north) {
  west /= metres_a_degree_at_the_equator;
  east /= metres_a_degree_at_the_equator;
  south /= metres_a_degree_north;
  north /= metres_a_degree_north;
  return {id, {{west, south}, {east, south}, {east, north}, {west, north}}};
}

}  // namespace wardlink::domain
