#include "hub/domain/geography_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parser.hpp>
#include <set>

#include "hub/base/limits.hpp"
#include "hub/domain/geography_reader.hpp"

namespace wardlink::domain {
namespace {

namespace json = boost::json;
using Ids = std::set<std::string, std::less<>>;

constexpr std::size_t json_depth_max = 16;  // a MultiPolygon's numbers lie nine deep
constexpr int utc_offset_minutes_max = 14 * 60;

std::expected<json::value, FileFault> parse_json(std::string_view text) {
  if (text.size() > base::limits::cluster_file_bytes_max) {
    return std::unexpected(
        FileFault{"", fmt::format("the file is over {} bytes", base::limits::cluster_file_bytes_max)});
  }
  json::parse_options options;
  options.max_depth = json_depth_max;
  json::parser parser({}, options);
  json::error_code error;
  const std::size_t read = parser.write_some(text, error);
  if (!error && text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) error = json::error::extra_data;
  if (error) {
    return std::unexpected(FileFault{fmt::format("line {}", 1 + std::ranges::count(text.substr(0, read), '\n')),
                                     "not JSON: " + error.message()});
  }
  return parser.release();
}

std::vector<std::string> sorted(std::vector<std::string> ids) {
  std::ranges::sort(ids);
  return ids;
}

class ClusterReader {
 public:
  std::expected<ClusterFile, FileFault> read(const json::object& file) {
    if (reader_.text(file, "type") != "FeatureCollection") reader_.blame("'type' must be FeatureCollection");
    reader_.at("cluster");
    read_cluster(reader_.object(file, "cluster"));
    reader_.at("");
    const json::array& features = reader_.array(file, "features");
    for (std::size_t i = 0; i < features.size() && !reader_.fault(); ++i) {
      reader_.at(fmt::format("feature {}", i + 1));
      if (features[i].is_object()) {
        read_feature(features[i].get_object());
      } else {
        reader_.blame("a feature must be an object");
      }
    }
    if (!reader_.fault()) check_references();
    if (reader_.fault()) return std::unexpected(*reader_.fault());
    std::ranges::sort(file_.wards, {}, [](const WardFeature& f) { return f.ward.id; });
    std::ranges::sort(file_.zones, {}, [](const ZoneFeature& f) { return f.zone.id; });
    std::ranges::sort(file_.landmarks, {}, &Landmark::id);
    return std::move(file_);
  }

 private:
  void read_cluster(const json::object& cluster) {
    file_.id = reader_.id(cluster, "id");
    file_.name = reader_.text(cluster, "name");
    file_.timezone = reader_.text(cluster, "timezone");
    file_.utc_offset_minutes =
        reader_.integer(cluster, "utc_offset_minutes", -utc_offset_minutes_max, utc_offset_minutes_max);
  }

  void read_feature(const json::object& feature) {
    const std::string id = reader_.id(feature, "id");
    if (reader_.fault()) return;
    reader_.at(id);
    if (!ids_.insert(id).second) reader_.blame("the id is used twice");
    if (reader_.text(feature, "type") != "Feature") reader_.blame("'type' must be Feature");
    const json::object& properties = reader_.object(feature, "properties");
    const json::object& geometry = reader_.object(feature, "geometry");
    const std::string kind = reader_.text(properties, "kind");
    if (kind == "ward") {
      read_ward(id, properties, geometry);
    } else if (kind == "border_zone") {
      file_.zones.push_back({{id, reader_.text(properties, "name"), sorted(reader_.texts(properties, "wards"))},
                             reader_.outline(geometry)});
    } else if (kind == "landmark") {
      read_landmark(id, properties, geometry);
    } else if (kind == "waterway" || kind == "road") {
      static_cast<void>(reader_.text(properties, "name"));
      reader_.line(geometry);
    } else {
      reader_.blame(fmt::format("unknown kind '{}': it must be ward, border_zone, landmark, waterway or road", kind));
    }
  }

  void read_ward(const std::string& id, const json::object& properties, const json::object& geometry) {
    WardFeature feature;
    Ward& ward = feature.ward;
    ward.id = id;
    ward.name = reader_.text(properties, "name");
    ward.district = reader_.text(properties, "district");
    ward.code = reader_.text(properties, "code");
    ward.duty_phone = reader_.text(properties, "duty_phone");
    ward.commander_phone = reader_.text(properties, "commander_phone");
    ward.valid_from = reader_.optional_date(properties, "valid_from");
    ward.valid_to = reader_.optional_date(properties, "valid_to");
    if (!ward.valid_from.empty() && !ward.valid_to.empty() && ward.valid_to < ward.valid_from) {
      reader_.blame("'valid_to' is before 'valid_from'");
    }
    if (properties.contains("successors")) ward.successors = sorted(reader_.texts(properties, "successors"));
    feature.names_neighbours = properties.contains("neighbours");
    if (feature.names_neighbours) ward.neighbours = sorted(reader_.texts(properties, "neighbours"));
    feature.outline = reader_.outline(geometry);
    wards_.insert(id);
    file_.wards.push_back(std::move(feature));
  }

  void read_landmark(const std::string& id, const json::object& properties, const json::object& geometry) {
    Landmark landmark;
    landmark.id = id;
    landmark.name = reader_.text(properties, "name");
    if (properties.contains("aliases")) landmark.aliases = reader_.texts(properties, "aliases");
    const LatLon at = reader_.point(geometry);
    landmark.point.set_lat_e7(at.lat_e7);
    landmark.point.set_lon_e7(at.lon_e7);
    file_.landmarks.push_back(std::move(landmark));
  }

  void check_references() {
    for (const WardFeature& feature : file_.wards) {
      check_wards(feature.ward.id, "successors", feature.ward.successors);
      check_wards(feature.ward.id, "neighbours", feature.ward.neighbours);
    }
    for (const ZoneFeature& feature : file_.zones) {
      check_wards(feature.zone.id, "wards", feature.zone.wards);
      if (feature.zone.wards.size() < 2) reader_.blame("'wards' must name two wards or more");
    }
    reader_.at("");
    if (file_.wards.size() < 2) reader_.blame("a cluster has two wards or more");
  }

  void check_wards(const std::string& feature, std::string_view key, const std::vector<std::string>& named) {
    reader_.at(feature);
    for (const std::string& ward : named) {
      if (!wards_.contains(ward)) reader_.blame(fmt::format("'{}' names an unknown ward '{}'", key, ward));
      if (ward == feature) reader_.blame(fmt::format("'{}' names the ward itself", key));
    }
    if (const auto twice = std::ranges::adjacent_find(named); twice != named.end()) {
      reader_.blame(fmt::format("'{}' names '{}' twice", key, *twice));
    }
  }

  GeoJsonReader reader_;
  ClusterFile file_;
  Ids ids_;
  Ids wards_;
};

}  // namespace

std::expected<ClusterFile, FileFault> read_cluster_file(std::string_view geojson) {
  const auto value = parse_json(geojson);
  if (!value) return std::unexpected(value.error());
  if (!value->is_object()) return std::unexpected(FileFault{"", "the file must be one JSON object"});
  return ClusterReader().read(value->get_object());
}

bool valid_together(const Ward& a, const Ward& b) {
  const auto ends_before = [](const Ward& one, const Ward& other) {
    return !one.valid_to.empty() && !other.valid_from.empty() && one.valid_to < other.valid_from;
  };
  return !ends_before(a, b) && !ends_before(b, a);
}

}  // namespace wardlink::domain
