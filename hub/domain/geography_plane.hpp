// From integer degrees to metres on the cluster's local plane. Inside hub/domain only.
#pragma once

#include <cstdint>

#include "hub/domain/geography.hpp"

namespace wardlink::domain {

/// East and north of the plane's origin.
struct Metres {
  double x = 0;
  double y = 0;
};

struct LatLon {
  std::int32_t lat_e7 = 0;
  std::int32_t lon_e7 = 0;
  [[nodiscard]] bool operator==(const LatLon&) const = default;
};

/// The factors of WGS 84 at `origin`. The only use of a library cosine; the journal keeps the result.
[[nodiscard]] Plane plane_at(const LatLon& origin);

/// Only + − × ÷ from here on, so that every build measures alike. Besides the plane's two factors it allows for the
/// meridians drawing together with latitude, which keeps the error under 0.1 m across a city of 20 km.
class Projection {
 public:
  explicit Projection(const Plane& plane);
  [[nodiscard]] Metres operator()(const LatLon& at) const;
  /// The nearest position of whole units: within a centimetre.
  [[nodiscard]] LatLon back(const Metres& at) const;

 private:
  LatLon origin_;
  double metres_per_lat_;
  double metres_per_lon_;
  double narrowing_;  // of a unit of longitude, for each unit of latitude further north, metres
  double bending_;    // of a parallel away from the straight line, metres a squared unit of longitude
};

}  // namespace wardlink::domain
