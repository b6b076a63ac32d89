// The cluster file as it is written (RFC 7946), before anything is measured. Inside hub/domain only.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/domain/geography_shape.hpp"

namespace wardlink::domain {

struct WardFeature {
  Ward ward;
  bool names_neighbours = false;  // then nothing is computed
  Outline outline;
};

struct ZoneFeature {
  Zone zone;
  Outline outline;
};

struct ClusterFile {
  std::string id;
  std::string name;
  std::string timezone;
  int utc_offset_minutes = 0;
  std::vector<WardFeature> wards;  // these three in the order of their ids
  std::vector<ZoneFeature> zones;
  std::vector<Landmark> landmarks;
};

/// Types, geometry and dates are right, ids are unique and those that are named exist.
[[nodiscard]] std::expected<ClusterFile, FileFault> read_cluster_file(std::string_view geojson);

/// Whether there is a day on which both are valid.
[[nodiscard]] bool valid_together(const Ward& a, const Ward& b);

}  // namespace wardlink::domain
