#include "hub/domain/geography.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/geometry/core/exception.hpp>
#include <cmath>
#include <cstdlib>

#include "hub/base/panic.hpp"
#include "hub/domain/geography_file.hpp"
#include "hub/domain/local_date.hpp"

namespace wardlink::domain {
namespace {

constexpr double overlap_m2_max = 100;
constexpr std::int32_t latitude_e7_max = 850'000'000;  // nearer to a pole there is no east to speak of
constexpr double span_m_max = 100'000;                 // beyond, a flat plane is no longer right to 0.5 m

std::int64_t centimetres(double metres) { return std::llround(metres * 100); }

double between_m(const Metres& a, const Metres& b) {
  const double x = a.x - b.x;
  const double y = a.y - b.y;
  return std::sqrt(x * x + y * y);
}

/// The middle of the smallest box of degrees round all wards.
LatLon middle(const std::vector<WardFeature>& wards) {
  LatLon low = wards.front().outline.front().front().front();
  LatLon high = low;
  for (const WardFeature& ward : wards) {
    for (const auto& polygon : ward.outline) {
      for (const LatLon& at : polygon.front()) {
        low = {std::min(low.lat_e7, at.lat_e7), std::min(low.lon_e7, at.lon_e7)};
        high = {std::max(high.lat_e7, at.lat_e7), std::max(high.lon_e7, at.lon_e7)};
      }
    }
  }
  const auto half = [](std::int64_t a, std::int64_t b) { return static_cast<std::int32_t>((a + b) / 2); };
  return {half(low.lat_e7, high.lat_e7), half(low.lon_e7, high.lon_e7)};
}

std::optional<FileFault> fault_of_outlines(const ClusterFile& file) {
  for (const WardFeature& feature : file.wards) {
    if (const auto reason = outline_fault(feature.outline)) return FileFault{feature.ward.id, *reason};
  }
  for (const ZoneFeature& feature : file.zones) {
    if (const auto reason = outline_fault(feature.outline)) return FileFault{feature.zone.id, *reason};
  }
  return std::nullopt;
}

template <typename Item>
const Item* find_by_id(const std::vector<Item>& sorted_by_id, std::string_view id) {
  const auto found = std::ranges::lower_bound(sorted_by_id, id, std::less<>{}, &Item::id);
  return found != sorted_by_id.end() && found->id == id ? &*found : nullptr;
}

}  // namespace

struct Geography::Data {
  std::string id;
  std::string name;
  std::string timezone;
  int utc_offset_minutes;
  std::string geojson;
  Plane plane;
  Projection projection;
  std::vector<Ward> wards;
  std::vector<Shape> ward_shapes;  // as wards
  std::vector<Zone> zones;
  std::vector<Shape> zone_shapes;              // as zones
  std::vector<std::int64_t> between_wards_cm;  // ward by ward, as wards
  std::vector<Landmark> landmarks;

  Data(const ClusterFile& file, const Plane& fixed)
      : id(file.id),
        name(file.name),
        timezone(file.timezone),
        utc_offset_minutes(file.utc_offset_minutes),
        plane(fixed),
        projection(fixed),
        landmarks(file.landmarks) {
    for (const WardFeature& feature : file.wards) {
      wards.push_back(feature.ward);
      ward_shapes.emplace_back(feature.outline, projection);
    }
    for (const ZoneFeature& feature : file.zones) {
      zones.push_back(feature.zone);
      zone_shapes.emplace_back(feature.outline, projection);
    }
  }

  [[nodiscard]] std::optional<FileFault> fault_of_distances() const {
    for (std::size_t i = 0; i < wards.size(); ++i) {
      if (ward_shapes[i].distance_m(Metres{}) > span_m_max) {
        return FileFault{
            wards[i].id,
            fmt::format("lies over {:.0f} km from the middle of all wards: too far to measure", span_m_max / 1000)};
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<FileFault> fault_of_overlaps() const {
    for (std::size_t a = 0; a < wards.size(); ++a) {
      for (std::size_t b = a + 1; b < wards.size(); ++b) {
        if (!valid_together(wards[a], wards[b])) continue;
        const double overlap_m2 = ward_shapes[a].overlap_m2(ward_shapes[b]);
        if (overlap_m2 > overlap_m2_max) {
          return FileFault{wards[b].id, fmt::format("overlaps {} by {:.0f} m²; at most {:.0f} m² is allowed",
                                                    wards[a].id, overlap_m2, overlap_m2_max)};
        }
      }
    }
    return std::nullopt;
  }

  void measure(const ClusterFile& file, const Limits& limits) {
    between_wards_cm.assign(wards.size() * wards.size(), 0);
    for (std::size_t a = 0; a < wards.size(); ++a) {
      for (std::size_t b = a + 1; b < wards.size(); ++b) {
        const double distance_m = ward_shapes[a].distance_m(ward_shapes[b]);
        between_wards_cm[a * wards.size() + b] = between_wards_cm[b * wards.size() + a] = centimetres(distance_m);
        if (distance_m > limits.neighbour_gap_m || !valid_together(wards[a], wards[b]) ||
            !ward_shapes[a].runs_along(ward_shapes[b], limits.neighbour_gap_m, limits.neighbour_length_m)) {
          continue;
        }
        if (!file.wards[a].names_neighbours) wards[a].neighbours.push_back(wards[b].id);
        if (!file.wards[b].names_neighbours) wards[b].neighbours.push_back(wards[a].id);
      }
    }
    for (Ward& ward : wards) std::ranges::sort(ward.neighbours);
  }

  [[nodiscard]] Metres metres(const v1::Point& point) const { return projection({point.lat_e7(), point.lon_e7()}); }

  [[nodiscard]] std::size_t ward_index(std::string_view ward) const {
    const Ward* found = find_by_id(wards, ward);
    base::check(found != nullptr, "a distance to an unknown ward");
    return static_cast<std::size_t>(found - wards.data());
  }
};

std::expected<Geography, FileFault> Geography::parse(std::string_view geojson, const Limits& limits,
                                                     const std::optional<Plane>& plane) {
  const auto file = read_cluster_file(geojson);
  if (!file) return std::unexpected(file.error());
  try {
    if (const auto fault = fault_of_outlines(*file)) return std::unexpected(*fault);
    const LatLon origin = middle(file->wards);
    if (std::abs(origin.lat_e7) > latitude_e7_max) return std::unexpected(FileFault{"", "too near a pole to measure"});
    auto data = std::make_unique<Data>(*file, plane ? *plane : plane_at(origin));
    if (const auto fault = data->fault_of_distances()) return std::unexpected(*fault);
    if (const auto fault = data->fault_of_overlaps()) return std::unexpected(*fault);
    data->measure(*file, limits);
    data->geojson = geojson;
    return Geography(std::move(data));
  } catch (const boost::geometry::exception& failure) {
    return std::unexpected(FileFault{"", fmt::format("the outlines cannot be compared: {}", failure.what())});
  }
}

Geography::Geography(std::unique_ptr<const Data> data) : data_(std::move(data)) {}
Geography::Geography(Geography&&) noexcept = default;
Geography& Geography::operator=(Geography&&) noexcept = default;
Geography::~Geography() = default;

const std::string& Geography::id() const { return data_->id; }
const std::string& Geography::name() const { return data_->name; }
const std::string& Geography::timezone() const { return data_->timezone; }
int Geography::utc_offset_minutes() const { return data_->utc_offset_minutes; }
const Plane& Geography::plane() const { return data_->plane; }
const std::string& Geography::geojson() const { return data_->geojson; }

const std::vector<Ward>& Geography::wards() const { return data_->wards; }
const std::vector<Zone>& Geography::zones() const { return data_->zones; }
const std::vector<Landmark>& Geography::landmarks() const { return data_->landmarks; }
const Ward* Geography::ward(std::string_view id) const { return find_by_id(data_->wards, id); }
const Zone* Geography::zone(std::string_view id) const { return find_by_id(data_->zones, id); }
const Landmark* Geography::landmark(std::string_view id) const { return find_by_id(data_->landmarks, id); }

bool Geography::valid(const Ward& ward, base::Time at) const {
  const std::string today = local_date(at, data_->utc_offset_minutes);
  return (ward.valid_from.empty() || ward.valid_from <= today) && (ward.valid_to.empty() || today <= ward.valid_to);
}

std::int64_t Geography::distance_cm(const v1::Point& from, const v1::Point& to) const {
  return centimetres(between_m(data_->metres(from), data_->metres(to)));
}

std::int64_t Geography::to_ward_cm(const v1::Point& from, std::string_view ward) const {
  return centimetres(data_->ward_shapes[data_->ward_index(ward)].distance_m(data_->metres(from)));
}

std::int64_t Geography::to_zone_cm(const v1::Point& from, std::string_view zone) const {
  const Zone* found = find_by_id(data_->zones, zone);
  base::check(found != nullptr, "a distance to an unknown zone");
  const auto index = static_cast<std::size_t>(found - data_->zones.data());
  return centimetres(data_->zone_shapes[index].distance_m(data_->metres(from)));
}

std::int64_t Geography::between_wards_cm(std::string_view a, std::string_view b) const {
  return data_->between_wards_cm[data_->ward_index(a) * data_->wards.size() + data_->ward_index(b)];
}

std::int64_t Geography::to_cluster_cm(const v1::Point& from) const {
  const Metres at = data_->metres(from);
  double nearest_m = data_->ward_shapes.front().distance_m(at);
  for (const Shape& shape : data_->ward_shapes) nearest_m = std::min(nearest_m, shape.distance_m(at));
  return centimetres(nearest_m);
}

const Projection& Geography::projection() const { return data_->projection; }
const Shape& Geography::shape(std::string_view ward) const { return data_->ward_shapes[data_->ward_index(ward)]; }

std::expected<void, FileFault> check_together(const Geography& geography, const Regulation& regulation) {
  for (const Rule& rule : regulation.rules) {
    if (rule.lead != LeadBy::named_ward || geography.ward(rule.lead_ward) != nullptr) continue;
    return std::unexpected(FileFault{rule.id, fmt::format("its lead is '{}', which is neither a ward of {} nor one of "
                                                          "territory-ward, first-detector, nearest-ward, unassigned",
                                                          rule.lead_ward, geography.id())});
  }
  return {};
}

}  // namespace wardlink::domain
