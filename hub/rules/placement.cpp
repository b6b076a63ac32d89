#include "hub/rules/placement.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "hub/base/panic.hpp"

namespace wardlink::rules {
namespace {

using domain::Geography;
using domain::Limits;
using v1::Place;
using v1::Placement;

std::int64_t centimetres(double metres) { return std::llround(metres * 100); }

/// What is decided over: the parts of the cluster as they are on one day.
class Placing {
 public:
  Placing(const Geography& geography, const Limits& limits, std::optional<base::Time> at)
      : geography_(geography), limits_(limits), at_(at) {}

  [[nodiscard]] bool stands(std::string_view ward) const {
    const domain::Ward* known = geography_.ward(ward);
    base::check(known != nullptr, "a place or zone names an unknown ward");
    return !at_ || geography_.valid(*known, *at_);
  }

  /// By id; a zone needs two of them.
  [[nodiscard]] std::vector<std::string> standing_wards(const domain::Zone& zone) const {
    std::vector<std::string> wards;
    std::ranges::copy_if(zone.wards, std::back_inserter(wards), [&](const auto& ward) { return stands(ward); });
    return wards;
  }
  [[nodiscard]] bool stands(const domain::Zone& zone) const { return standing_wards(zone).size() >= 2; }

  [[nodiscard]] Placement border_zone(const domain::Zone& zone) const {
    Placement placement;
    placement.set_kind(Placement::BORDER);
    placement.set_zone(zone.id);
    for (const std::string& ward : standing_wards(zone)) placement.add_wards(ward);
    return placement;
  }

  [[nodiscard]] Placement of_point(const v1::Point& point, std::uint32_t radius_m) const {
    const bool vague = radius_m > limits_.place_radius_max_m;
    const double used_m = vague ? 0 : radius_m;
    const auto zones = zones_by_distance(point);
    const auto wards = wards_by_distance(point);
    const std::int64_t disc_cm = centimetres(used_m);
    const std::int64_t grown_cm = centimetres(used_m + limits_.line_margin_m);

    Placement placement;
    if (!zones.empty() && zones.front().distance_cm() <= disc_cm) {
      placement = border_zone(*geography_.zone(zones.front().id()));
    } else {
      for (const v1::Distance& ward : wards) {
        if (ward.distance_cm() <= grown_cm) placement.add_wards(ward.id());
      }
      std::ranges::sort(*placement.mutable_wards());
      placement.set_kind(placement.wards_size() >= 2   ? Placement::BORDER
                         : placement.wards_size() == 1 ? Placement::TERRITORY
                                                       : Placement::OUTSIDE);
    }
    *placement.mutable_point() = point;
    placement.set_radius_m(vague ? 0 : radius_m);
    if (vague) placement.add_marks("vague");
    add_distances(placement, wards, zones, grown_cm);
    return placement;
  }

 private:
  static bool nearer(const v1::Distance& a, const v1::Distance& b) {
    return a.distance_cm() != b.distance_cm() ? a.distance_cm() < b.distance_cm() : a.id() < b.id();
  }

  static v1::Distance distance(const std::string& id, std::int64_t distance_cm) {
    v1::Distance distance;
    distance.set_id(id);
    distance.set_distance_cm(distance_cm);
    return distance;
  }

  [[nodiscard]] std::vector<v1::Distance> wards_by_distance(const v1::Point& point) const {
    std::vector<v1::Distance> wards;
    for (const domain::Ward& ward : geography_.wards()) {
      if (stands(ward.id)) wards.push_back(distance(ward.id, geography_.to_ward_cm(point, ward.id)));
    }
    std::ranges::sort(wards, nearer);
    return wards;
  }

  [[nodiscard]] std::vector<v1::Distance> zones_by_distance(const v1::Point& point) const {
    std::vector<v1::Distance> zones;
    for (const domain::Zone& zone : geography_.zones()) {
      if (stands(zone)) zones.push_back(distance(zone.id, geography_.to_zone_cm(point, zone.id)));
    }
    std::ranges::sort(zones, nearer);
    return zones;
  }

  /// What the decision hung on, and the nearest ward whatever it hung on.
  static void add_distances(Placement& placement, const std::vector<v1::Distance>& wards,
                            const std::vector<v1::Distance>& zones, std::int64_t within_cm) {
    for (const v1::Distance& ward : wards) {
      if (ward.distance_cm() <= within_cm || &ward == &wards.front()) *placement.add_distances() = ward;
    }
    for (const v1::Distance& zone : zones) {
      if (zone.distance_cm() <= within_cm) *placement.add_distances() = zone;
    }
    std::ranges::sort(*placement.mutable_distances(), nearer);
  }

  const Geography& geography_;
  const Limits& limits_;
  std::optional<base::Time> at_;
};

Placement territory(std::string_view ward) {
  Placement placement;
  placement.set_kind(Placement::TERRITORY);
  placement.add_wards(std::string(ward));
  return placement;
}

Placement unlocated(std::string_view reporter_ward) {
  Placement placement = territory(reporter_ward);
  placement.add_marks("unlocated");
  return placement;
}

}  // namespace

Placement place(const Geography& geography, const Limits& limits, const Place& place, std::string_view reporter_ward,
                std::optional<base::Time> at) {
  const Placing placing(geography, limits, at);
  switch (place.at_case()) {
    case Place::kPoint:
      return placing.of_point(place.point(), place.radius_m());
    case Place::kLandmark: {
      const domain::Landmark* landmark = geography.landmark(place.landmark());
      base::check(landmark != nullptr, "a place names an unknown landmark");
      return placing.of_point(landmark->point, 0);
    }
    case Place::kZone: {
      const domain::Zone* zone = geography.zone(place.zone());
      base::check(zone != nullptr, "a place names an unknown zone");
      return placing.stands(*zone) ? placing.border_zone(*zone) : unlocated(reporter_ward);
    }
    case Place::kWard:
      return placing.stands(place.ward()) ? territory(place.ward()) : unlocated(reporter_ward);
    case Place::AT_NOT_SET:
      break;
  }
  return unlocated(reporter_ward);
}

}  // namespace wardlink::rules
