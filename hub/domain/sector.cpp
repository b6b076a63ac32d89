#include "hub/domain/sector.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "hub/domain/geography_shape.hpp"

namespace wardlink::domain {
namespace {

constexpr int circle_deg = 360;
constexpr int reach_steps = 10;

// Everything below is relative to the sector's apex: x east, y north, metres.

Metres operator-(const Metres& a, const Metres& b) { return {a.x - b.x, a.y - b.y}; }
Metres operator+(const Metres& a, const Metres& b) { return {a.x + b.x, a.y + b.y}; }
Metres operator*(const Metres& a, double by) { return {a.x * by, a.y * by}; }
double dot(const Metres& a, const Metres& b) { return a.x * b.x + a.y * b.y; }
double length_m(const Metres& a) { return std::sqrt(dot(a, a)); }
std::int64_t centimetres(double metres) { return std::llround(metres * 100); }

/// Taylor's, for 0 to 45 degrees: right to 1e-11, and the same everywhere.
double sine_of_small(double degrees) {
  const double x = degrees * (std::numbers::pi / 180);
  const double x2 = x * x;
  return x * (1 - x2 / 6 * (1 - x2 / 20 * (1 - x2 / 42 * (1 - x2 / 72 * (1 - x2 / 110)))));
}
double cosine_of_small(double degrees) {
  const double x = degrees * (std::numbers::pi / 180);
  const double x2 = x * x;
  return 1 - x2 / 2 * (1 - x2 / 12 * (1 - x2 / 30 * (1 - x2 / 56 * (1 - x2 / 90 * (1 - x2 / 132)))));
}

/// The step of one metre in a direction clockwise from north, within two turns of it.
Metres towards(double degrees) {
  while (degrees < 0) degrees += circle_deg;
  while (degrees >= circle_deg) degrees -= circle_deg;
  const int quarter = static_cast<int>(degrees / 90);
  const double rest = degrees - 90 * quarter;
  const bool past_half = rest > 45;
  const double right = past_half ? cosine_of_small(90 - rest) : sine_of_small(rest);
  const double ahead = past_half ? sine_of_small(90 - rest) : cosine_of_small(rest);
  switch (quarter) {
    case 0:
      return {right, ahead};
    case 1:
      return {ahead, -right};
    case 2:
      return {-right, -ahead};
    default:
      return {-ahead, right};
  }
}

using Stretch = std::pair<Metres, Metres>;

/// What of a stretch lies on the side of the line through the apex that `side` points to.
std::optional<Stretch> on_side(const Stretch& stretch, const Metres& side) {
  const auto& [a, b] = stretch;
  const double of_a = dot(side, a);
  const double of_b = dot(side, b);
  if (of_a < 0 && of_b < 0) return std::nullopt;
  if (of_a >= 0 && of_b >= 0) return stretch;
  const Metres cut = a + (b - a) * (of_a / (of_a - of_b));
  return of_a < 0 ? Stretch{cut, b} : Stretch{a, cut};
}

Metres nearest_of(const Stretch& stretch) {
  const auto& [a, b] = stretch;
  const Metres along = b - a;
  const double squared = dot(along, along);
  if (squared <= 0) return a;
  return a + along * std::clamp(-dot(a, along) / squared, 0.0, 1.0);
}

/// The part of the plane clockwise from one direction to another, less than half a turn on: where two half planes meet.
struct Wedge {
  Metres right_of;
  Metres left_of;

  Wedge(double from_degrees, double to_degrees) {
    const Metres from = towards(from_degrees);
    const Metres to = towards(to_degrees);
    right_of = {from.y, -from.x};
    left_of = {-to.y, to.x};
  }
  [[nodiscard]] std::optional<Stretch> part_of(const Stretch& stretch) const {
    const auto part = on_side(stretch, right_of);
    return part ? on_side(*part, left_of) : std::nullopt;
  }
};

/// A sector is two of them, one on each side of the heading; none: the whole plane.
std::vector<Wedge> wedges(const Sector& sector) {
  if (!sector.heading_degrees || sector.spread_deg >= 180) return {};
  const double heading = *sector.heading_degrees;
  return {{heading - sector.spread_deg, heading}, {heading, heading + sector.spread_deg}};
}

std::vector<double> probed_degrees(const Sector& sector) {
  std::vector<double> degrees;
  if (!sector.heading_degrees || sector.spread_deg >= 180) {
    for (int degree = 0; degree < circle_deg; ++degree) degrees.push_back(degree);
    return degrees;
  }
  const double heading = *sector.heading_degrees;
  const int whole = static_cast<int>(sector.spread_deg);
  for (int off = -whole; off <= whole; ++off) degrees.push_back(heading + off);
  degrees.push_back(heading - sector.spread_deg);
  degrees.push_back(heading + sector.spread_deg);
  return degrees;
}

Metres apex_of(const Geography& geography, const v1::Point& point) {
  return geography.projection()({point.lat_e7(), point.lon_e7()});
}

std::vector<Stretch> outline_from(const Geography& geography, const Metres& apex, std::string_view ward) {
  auto edges = geography.shape(ward).edges();
  for (auto& [a, b] : edges) {
    a = a - apex;
    b = b - apex;
  }
  return edges;
}

}  // namespace

std::optional<Crossing> crossing(const Geography& geography, const Sector& sector, std::string_view ward) {
  if (geography.to_ward_cm(sector.from, ward) == 0) return Crossing{.at = sector.from};
  // From outside, whatever of the ward lies in the sector is nearest on its outline: the straight way there is in the
  // sector, too.
  const Metres apex = apex_of(geography, sector.from);
  const auto parts = wedges(sector);
  std::optional<Metres> nearest;
  const auto take = [&](const Stretch& stretch) {
    const Metres at = nearest_of(stretch);
    if (!nearest || dot(at, at) < dot(*nearest, *nearest)) nearest = at;
  };
  for (const Stretch& edge : outline_from(geography, apex, ward)) {
    if (parts.empty()) take(edge);
    for (const Wedge& wedge : parts) {
      if (const auto part = wedge.part_of(edge)) take(*part);
    }
  }
  if (!nearest || centimetres(length_m(*nearest)) > centimetres(sector.reach_m)) return std::nullopt;
  const LatLon at = geography.projection().back(apex + *nearest);
  Crossing crossing;
  crossing.at.set_lat_e7(at.lat_e7);
  crossing.at.set_lon_e7(at.lon_e7);
  crossing.distance_cm = centimetres(length_m(*nearest));
  return crossing;
}

bool reaches_beyond(const Geography& geography, const Sector& sector, std::span<const std::string> wards,
                    double margin_m) {
  const Metres apex = apex_of(geography, sector.from);
  std::vector<const Shape*> shapes;
  for (const std::string& ward : wards) shapes.push_back(&geography.shape(ward));
  const auto degrees = probed_degrees(sector);
  // The farthest first: that is where a sector mostly gets out.
  for (int step = reach_steps; step > 0; --step) {
    for (const double degree : degrees) {
      const Metres at = apex + towards(degree) * (sector.reach_m * step / reach_steps);
      if (std::ranges::none_of(shapes, [&](const Shape* shape) { return shape->within(at, margin_m); })) return true;
    }
  }
  return false;
}

std::optional<std::uint32_t> heading_towards(const Geography& geography, const v1::Point& from, std::string_view ward) {
  if (geography.to_ward_cm(from, ward) == 0) return std::nullopt;
  std::optional<Metres> nearest;
  for (const Stretch& edge : outline_from(geography, apex_of(geography, from), ward)) {
    const Metres at = nearest_of(edge);
    if (!nearest || dot(at, at) < dot(*nearest, *nearest)) nearest = at;
  }
  std::uint32_t best = 0;
  for (std::uint32_t degree = 1; degree < circle_deg; ++degree) {
    if (dot(towards(degree), *nearest) > dot(towards(best), *nearest)) best = degree;
  }
  return best;
}

}  // namespace wardlink::domain
