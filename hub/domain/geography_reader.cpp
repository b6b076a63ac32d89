#include "hub/domain/geography_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <cmath>

#include "hub/base/limits.hpp"
#include "hub/domain/local_date.hpp"

namespace wardlink::domain {
namespace {

namespace json = boost::json;

constexpr std::size_t ring_positions_min = 4;

/// An id becomes part of a certificate's URI, where "-" alone stands for no ward.
bool is_id(std::string_view text) {
  const auto letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !text.empty() && text.size() <= base::limits::id_bytes_max && letter_or_digit(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return letter_or_digit(c) || c == '-' || c == '_' || c == '.'; });
}

/// In 1e-7 degree, rounded half away from zero.
std::optional<std::int32_t> degrees_e7(const json::value& from, double max) {
  if (!from.is_number()) return std::nullopt;
  const double degrees = from.to_number<double>();
  if (!(std::abs(degrees) <= max)) return std::nullopt;
  return static_cast<std::int32_t>(std::llround(degrees * 1e7));
}

}  // namespace

void GeoJsonReader::blame(std::string reason) {
  if (!fault_) fault_ = FileFault{where_, std::move(reason)};
}

const json::value* GeoJsonReader::required(const json::object& from, std::string_view key) {
  const json::value* value = from.if_contains(key);
  if (value == nullptr) blame(fmt::format("'{}' is missing", key));
  return value;
}

const json::object& GeoJsonReader::object(const json::object& from, std::string_view key) {
  static const json::object none;
  const json::value* value = required(from, key);
  if (value == nullptr) return none;
  if (value->is_object()) return value->get_object();
  blame(fmt::format("'{}' must be an object", key));
  return none;
}

const json::array& GeoJsonReader::array(const json::object& from, std::string_view key) {
  static const json::array none;
  const json::value* value = required(from, key);
  if (value == nullptr) return none;
  if (value->is_array()) return value->get_array();
  blame(fmt::format("'{}' must be an array", key));
  return none;
}

std::string GeoJsonReader::text(const json::object& from, std::string_view key) {
  const json::value* value = required(from, key);
  if (value == nullptr) return {};
  if (value->is_string() && !value->get_string().empty()) return std::string(std::string_view(value->get_string()));
  blame(fmt::format("'{}' must be a text that is not empty", key));
  return {};
}

std::string GeoJsonReader::id(const json::object& from, std::string_view key) {
  std::string id = text(from, key);
  if (!fault_ && !is_id(id)) {
    blame(fmt::format("'{}' must be at most {} letters a-z, digits, '-', '_' and '.', beginning with a letter or digit",
                      key, base::limits::id_bytes_max));
  }
  return id;
}

std::vector<std::string> GeoJsonReader::texts(const json::object& from, std::string_view key) {
  std::vector<std::string> all;
  for (const json::value& value : array(from, key)) {
    if (!value.is_string() || value.get_string().empty()) {
      blame(fmt::format("'{}' must hold texts that are not empty", key));
      return all;
    }
    all.emplace_back(std::string_view(value.get_string()));
  }
  return all;
}

std::string GeoJsonReader::optional_date(const json::object& from, std::string_view key) {
  if (!from.contains(key)) return {};
  std::string date = text(from, key);
  if (!date.empty() && !is_local_date(date)) {
    blame(fmt::format("'{}' must be a date written YYYY-MM-DD, not '{}'", key, date));
  }
  return date;
}

int GeoJsonReader::integer(const json::object& from, std::string_view key, int min, int max) {
  const json::value* value = required(from, key);
  if (value == nullptr) return 0;
  if (value->is_int64() && value->get_int64() >= min && value->get_int64() <= max) {
    return static_cast<int>(value->get_int64());
  }
  blame(fmt::format("'{}' must be a whole number from {} to {}", key, min, max));
  return 0;
}

LatLon GeoJsonReader::position(const json::value& from) {
  const json::array* pair = from.if_array();
  if (pair == nullptr || pair->size() < 2 || pair->size() > 3) {
    blame("a position must be [longitude, latitude]");
    return {};
  }
  const auto lon = degrees_e7((*pair)[0], 180);
  const auto lat = degrees_e7((*pair)[1], 90);
  if (!lon || !lat) {
    blame("a position must be [longitude, latitude] in degrees, within ±180 and ±90");
    return {};
  }
  return {*lat, *lon};
}

Ring GeoJsonReader::ring(const json::value& from) {
  const json::array* positions = from.if_array();
  if (positions == nullptr || positions->size() < ring_positions_min) {
    blame("a ring must be an array of at least four positions");
    return {};
  }
  Ring ring;
  for (const json::value& at : *positions) ring.push_back(position(at));
  if (ring.front() != ring.back()) blame("a ring is not closed: its last position must be its first");
  return ring;
}

std::vector<Ring> GeoJsonReader::polygon(const json::value& from) {
  const json::array* parts = from.if_array();
  if (parts == nullptr || parts->empty()) {
    blame("a polygon must be an array of rings");
    return {};
  }
  std::vector<Ring> rings;
  for (const json::value& part : *parts) rings.push_back(ring(part));
  return rings;
}

LatLon GeoJsonReader::point(const json::object& geometry) {
  if (text(geometry, "type") != "Point") blame("its geometry must be a Point");
  const json::value* at = required(geometry, "coordinates");
  return at == nullptr ? LatLon{} : position(*at);
}

void GeoJsonReader::line(const json::object& geometry) {
  if (text(geometry, "type") != "LineString") blame("its geometry must be a LineString");
  const json::array& positions = array(geometry, "coordinates");
  if (positions.size() < 2) blame("a line must have at least two positions");
  for (const json::value& at : positions) static_cast<void>(position(at));
}

Outline GeoJsonReader::outline(const json::object& geometry) {
  const std::string type = text(geometry, "type");
  if (type != "Polygon" && type != "MultiPolygon") blame("its geometry must be a Polygon or a MultiPolygon");
  if (fault_) return {};
  if (type == "Polygon") {
    const json::value* rings = required(geometry, "coordinates");
    return rings == nullptr ? Outline{} : Outline{polygon(*rings)};
  }
  Outline outline;
  for (const json::value& part : array(geometry, "coordinates")) outline.push_back(polygon(part));
  if (outline.empty()) blame("a MultiPolygon must have at least one polygon");
  return outline;
}

}  // namespace wardlink::domain
