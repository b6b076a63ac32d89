// The cluster and regulation files the tests decide over.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

#include "hub/domain/geography.hpp"
#include "hub/domain/regulation.hpp"

namespace wardlink::test {

inline std::string read_file(const std::string& path) {
  std::ifstream file(std::string(WARDLINK_SOURCE_DIR "/") + path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The four wards round the T11 bridge.
inline std::string sample_geojson() { return read_file("hub/clusters/hoa-do-phuc-vi.geojson"); }
inline std::string sample_toml() { return read_file("hub/clusters/hoa-do-phuc-vi.toml"); }
/// Three invented wards on a grid: an enclave, a hole, two zones.
inline std::string grid_geojson() { return read_file("tests/support/clusters/ba-song.geojson"); }

inline domain::Geography geography(const std::string& geojson, const domain::Limits& limits = {}) {
  auto parsed = domain::Geography::parse(geojson, limits);
  if (!parsed) throw std::runtime_error(parsed.error().where + ": " + parsed.error().reason);
  return *std::move(parsed);
}

inline v1::Point point(double lat, double lon) {
  v1::Point point;
  point.set_lat_e7(static_cast<std::int32_t>(std::llround(lat * 1e7)));
  point.set_lon_e7(static_cast<std::int32_t>(std::llround(lon * 1e7)));
  return point;
}

}  // namespace wardlink::test
