// What lies on the local plane: outlines in metres, and what is measured between them. Inside hub/domain only.
#pragma once

#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/multi_polygon.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <boost/geometry/geometries/register/point.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hub/domain/geography_plane.hpp"

BOOST_GEOMETRY_REGISTER_POINT_2D(wardlink::domain::Metres, double, boost::geometry::cs::cartesian, x, y)

namespace wardlink::domain {

using Ring = std::vector<LatLon>;                // closed: the first position again at the end
using Outline = std::vector<std::vector<Ring>>;  // polygons, each its outer ring and then its holes

/// Why this is no area at all (it crosses itself, a hole lies outside …), where it is none. Looked at in degrees: on
/// the plane a straight parallel is bent by some millimetres.
[[nodiscard]] std::optional<std::string> outline_fault(const Outline& outline);

/// A closed set: its outline belongs to it.
class Shape {
 public:
  Shape(const Outline& outline, const Projection& projection);

  [[nodiscard]] double distance_m(const Metres& from) const;
  [[nodiscard]] double distance_m(const Shape& other) const;
  [[nodiscard]] double overlap_m2(const Shape& other) const;
  /// Whether distance_m() is at most gap_m, in centimetres; soon said of what is far away.
  [[nodiscard]] bool within(const Metres& from, double gap_m) const;

  /// Of all its rings, in the file's order.
  [[nodiscard]] std::vector<std::pair<Metres, Metres>> edges() const;

  /// Whether somewhere one of the two outlines, without a break, stays within `gap_m` of the other for `length_m`.
  [[nodiscard]] bool runs_along(const Shape& other, double gap_m, double length_m) const;

 private:
  using Polygon = boost::geometry::model::polygon<Metres>;
  boost::geometry::model::multi_polygon<Polygon> area_;
  boost::geometry::model::box<Metres> box_;
};

}  // namespace wardlink::domain
