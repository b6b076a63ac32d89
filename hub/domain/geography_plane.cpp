#include "hub/domain/geography_plane.hpp"

#include <cmath>
#include <numbers>

#include "hub/base/panic.hpp"

namespace wardlink::domain {
namespace {

constexpr double radians_per_e7 = std::numbers::pi / 180 / 1e7;

// WGS 84.
constexpr double equatorial_radius_m = 6378137.0;
constexpr double flattening = 1 / 298.257223563;
constexpr double eccentricity_squared = flattening * (2 - flattening);

/// Off by less than 1e-7 for any latitude, and the same on every machine.
double sine(double x) {
  double term = x;
  double sum = x;
  for (int n = 2; n <= 12; n += 2) {
    term *= -x * x / (n * (n + 1));
    sum += term;
  }
  return sum;
}

/// To the micrometre a degree: the last bits of a library's cosine do not matter then.
double per_e7(double metres_per_radian) {
  return std::round(metres_per_radian * std::numbers::pi / 180 * 1e6) / 1e6 / 1e7;
}

}  // namespace

Plane plane_at(const LatLon& origin) {
  const double cosine = std::cos(origin.lat_e7 * radians_per_e7);
  const double w2 = 1 - eccentricity_squared * (1 - cosine * cosine);
  const double w = std::sqrt(w2);
  Plane plane;
  plane.origin.set_lat_e7(origin.lat_e7);
  plane.origin.set_lon_e7(origin.lon_e7);
  plane.metres_per_lat_e7 = per_e7(equatorial_radius_m * (1 - eccentricity_squared) / (w2 * w));
  plane.metres_per_lon_e7 = per_e7(equatorial_radius_m / w * cosine);
  return plane;
}

Projection::Projection(const Plane& plane)
    : origin_{plane.origin.lat_e7(), plane.origin.lon_e7()},
      metres_per_lat_(plane.metres_per_lat_e7),
      metres_per_lon_(plane.metres_per_lon_e7) {
  base::check(metres_per_lat_ > 0 && metres_per_lon_ > 0, "a local plane without factors");
  const double turning = sine(origin_.lat_e7 * radians_per_e7) * radians_per_e7;
  narrowing_ = metres_per_lat_ * turning;
  bending_ = metres_per_lon_ * turning / 2;
}

Metres Projection::operator()(const LatLon& at) const {
  const double lat = static_cast<double>(at.lat_e7) - origin_.lat_e7;
  const double lon = static_cast<double>(at.lon_e7) - origin_.lon_e7;
  return {lon * (metres_per_lon_ - narrowing_ * lat), lat * metres_per_lat_ + lon * lon * bending_};
}

LatLon Projection::back(const Metres& at) const {
  // Each round makes the error some hundred times smaller; a few leave nothing of it.
  constexpr int rounds = 8;
  double lat = at.y / metres_per_lat_;
  double lon = at.x / metres_per_lon_;
  for (int round = 0; round < rounds; ++round) {
    lon = at.x / (metres_per_lon_ - narrowing_ * lat);
    lat = (at.y - lon * lon * bending_) / metres_per_lat_;
  }
  return {static_cast<std::int32_t>(std::llround(lat) + origin_.lat_e7),
          static_cast<std::int32_t>(std::llround(lon) + origin_.lon_e7)};
}

}  // namespace wardlink::domain
