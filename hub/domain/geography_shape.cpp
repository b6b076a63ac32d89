#include "hub/domain/geography_shape.hpp"

#include <algorithm>
#include <boost/geometry/algorithms/append.hpp>
#include <boost/geometry/algorithms/area.hpp>
#include <boost/geometry/algorithms/buffer.hpp>
#include <boost/geometry/algorithms/comparable_distance.hpp>
#include <boost/geometry/algorithms/correct.hpp>
#include <boost/geometry/algorithms/distance.hpp>
#include <boost/geometry/algorithms/envelope.hpp>
#include <boost/geometry/algorithms/intersection.hpp>
#include <boost/geometry/algorithms/intersects.hpp>
#include <boost/geometry/algorithms/is_valid.hpp>
#include <boost/geometry/algorithms/perimeter.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/ring.hpp>
#include <boost/geometry/geometries/segment.hpp>
#include <boost/geometry/strategies/strategies.hpp>
#include <cmath>

namespace wardlink::domain {
namespace {

namespace bg = boost::geometry;
using Segment = bg::model::segment<Metres>;
using Box = bg::model::box<Metres>;
using Polygon = bg::model::polygon<Metres>;
using Area = bg::model::multi_polygon<Polygon>;
using PlaneRing = Polygon::ring_type;

constexpr double step_m = 1;  // of the walk along an outline

template <typename Position>
Area drawn(const Outline& outline, const Position& position) {
  const auto ring = [&](const Ring& of) {
    PlaneRing drawn;
    std::ranges::transform(of, std::back_inserter(drawn), position);
    return drawn;
  };
  Area area;
  for (const std::vector<Ring>& rings : outline) {
    Polygon polygon;
    polygon.outer() = ring(rings.front());
    std::transform(rings.begin() + 1, rings.end(), std::back_inserter(polygon.inners()), ring);
    area.push_back(std::move(polygon));
  }
  bg::correct(area);  // a file may turn its rings either way (RFC 7946, 3.1.6)
  return area;
}

std::vector<const PlaneRing*> rings(const Area& area) {
  std::vector<const PlaneRing*> all;
  for (const Polygon& polygon : area) {
    all.push_back(&polygon.outer());
    for (const PlaneRing& hole : polygon.inners()) all.push_back(&hole);
  }
  return all;
}

std::vector<Segment> edges(const PlaneRing& ring) {
  std::vector<Segment> all;
  for (std::size_t i = 1; i < ring.size(); ++i) all.emplace_back(ring[i - 1], ring[i]);
  return all;
}

/// Those of `all` that may come within `gap_m` of `edge`.
std::vector<Segment> close_by(const Segment& edge, const std::vector<Segment>& all, double gap_m) {
  const auto reach = bg::return_buffer<Box>(bg::return_envelope<Box>(edge), gap_m);
  std::vector<Segment> close;
  std::ranges::copy_if(all, std::back_inserter(close),
                       [&](const Segment& s) { return bg::intersects(bg::return_envelope<Box>(s), reach); });
  return close;
}

/// Goes twice round, so that a stretch over the ring's first point is one stretch.
bool follows(const PlaneRing& ring, const std::vector<Segment>& other, double gap_m, double length_m) {
  if (bg::perimeter(ring) < length_m) return false;
  const auto near = [&](const Metres& at, const std::vector<Segment>& close) {
    return std::ranges::any_of(close,
                               [&](const Segment& s) { return bg::comparable_distance(at, s) <= gap_m * gap_m; });
  };
  double stretch_m = 0;
  for (int round = 0; round < 2; ++round) {
    for (const Segment& edge : edges(ring)) {
      const auto close = close_by(edge, other, gap_m);
      const double edge_m = bg::distance(edge.first, edge.second);
      const double steps = std::max(1.0, std::ceil(edge_m / step_m));
      bool was_near = near(edge.first, close);
      for (double step = 1; step <= steps; ++step) {
        const double share = step / steps;
        const bool is_near = near({edge.first.x + (edge.second.x - edge.first.x) * share,
                                   edge.first.y + (edge.second.y - edge.first.y) * share},
                                  close);
        stretch_m = was_near && is_near ? stretch_m + edge_m / steps : 0;
        if (stretch_m >= length_m) return true;
        was_near = is_near;
      }
    }
  }
  return false;
}

bool follows(const Area& area, const Area& other, double gap_m, double length_m) {
  std::vector<Segment> across;
  for (const PlaneRing* ring : rings(other)) std::ranges::copy(edges(*ring), std::back_inserter(across));
  return std::ranges::any_of(rings(area),
                             [&](const PlaneRing* ring) { return follows(*ring, across, gap_m, length_m); });
}

}  // namespace

std::optional<std::string> outline_fault(const Outline& outline) {
  const LatLon first = outline.front().front().front();
  const auto degrees = [&](const LatLon& at) {
    return Metres{static_cast<double>(at.lon_e7) - first.lon_e7, static_cast<double>(at.lat_e7) - first.lat_e7};
  };
  bg::validity_failure_type failure{};
  if (bg::is_valid(drawn(outline, degrees), failure)) return std::nullopt;
  switch (failure) {
    case bg::failure_wrong_orientation:  // put right by drawn(), so that only a ring like an 8 is left
    case bg::failure_self_intersections:
      return "its outline crosses or touches itself";
    case bg::failure_spikes:
      return "its outline has a spike: it goes back the way it came";
    case bg::failure_few_points:
    case bg::failure_wrong_topological_dimension:
      return "its outline encloses nothing";
    case bg::failure_interior_rings_outside:
      return "a hole lies outside its outline";
    case bg::failure_nested_interior_rings:
      return "a hole lies inside another hole";
    case bg::failure_disconnected_interior:
      return "its holes cut it into pieces";
    case bg::failure_intersecting_interiors:
      return "its parts overlap";
    default:
      return std::string("its outline is not valid: ") + bg::validity_failure_type_message(failure);
  }
}

Shape::Shape(const Outline& outline, const Projection& projection)
    : area_(drawn(outline, projection)), box_(bg::return_envelope<Box>(area_)) {}

double Shape::distance_m(const Metres& from) const { return bg::distance(from, area_); }

double Shape::distance_m(const Shape& other) const { return bg::distance(area_, other.area_); }

double Shape::overlap_m2(const Shape& other) const {
  Area common;
  bg::intersection(area_, other.area_, common);
  return bg::area(common);
}

bool Shape::within(const Metres& from, double gap_m) const {
  const bool far = from.x < box_.min_corner().x - gap_m || from.x > box_.max_corner().x + gap_m ||
                   from.y < box_.min_corner().y - gap_m || from.y > box_.max_corner().y + gap_m;
  return !far && std::llround(distance_m(from) * 100) <= std::llround(gap_m * 100);
}

std::vector<std::pair<Metres, Metres>> Shape::edges() const {
  std::vector<std::pair<Metres, Metres>> all;
  for (const PlaneRing* ring : rings(area_)) {
    for (std::size_t i = 1; i < ring->size(); ++i) all.emplace_back((*ring)[i - 1], (*ring)[i]);
  }
  return all;
}

bool Shape::runs_along(const Shape& other, double gap_m, double length_m) const {
  return follows(area_, other.area_, gap_m, length_m) || follows(other.area_, area_, gap_m, length_m);
}

}  // namespace wardlink::domain
