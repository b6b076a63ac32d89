// The cluster file as data (RULES.md 1): wards, border zones, landmarks, and distances between them.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/base/clock.hpp"
#include "hub/domain/regulation.hpp"
#include "wardlink/v1/value.pb.h"

namespace wardlink::domain {

/// The local plane, fixed when a file is adopted so that every build measures alike.
struct Plane {
  v1::Point origin;
  double metres_per_lat_e7 = 0;
  double metres_per_lon_e7 = 0;
};

struct Ward {
  std::string id;
  std::string name;
  std::string district;
  std::string code;
  std::string duty_phone;
  std::string commander_phone;
  std::string valid_from;  // local dates, YYYY-MM-DD, inclusive; empty where open
  std::string valid_to;
  std::vector<std::string> successors;
  std::vector<std::string> neighbours;  // by id; computed unless the file says otherwise
};

struct Zone {
  std::string id;
  std::string name;
  std::vector<std::string> wards;  // by id
};

struct Landmark {
  std::string id;
  std::string name;
  std::vector<std::string> aliases;
  v1::Point point;
};

class Projection;  // inside hub/domain only, both
class Shape;

/// Immutable once loaded; shared between threads. Distances are in whole centimetres, 0 where the point lies in or on
/// the outline (a ward is a closed set). Ids asked for must exist.
class Geography {
 public:
  /// Checks everything RULES.md 1 names. `limits` decides who is a neighbour. `plane` is given when a journal fixed it.
  [[nodiscard]] static std::expected<Geography, FileFault> parse(std::string_view geojson, const Limits& limits,
                                                                 const std::optional<Plane>& plane = std::nullopt);
  Geography(Geography&&) noexcept;
  Geography& operator=(Geography&&) noexcept;
  ~Geography();

  [[nodiscard]] const std::string& id() const;
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const std::string& timezone() const;
  [[nodiscard]] int utc_offset_minutes() const;
  [[nodiscard]] const Plane& plane() const;
  /// The cluster file as it was parsed.
  [[nodiscard]] const std::string& geojson() const;

  [[nodiscard]] const std::vector<Ward>& wards() const;  // by id
  [[nodiscard]] const std::vector<Zone>& zones() const;  // by id
  [[nodiscard]] const std::vector<Landmark>& landmarks() const;
  [[nodiscard]] const Ward* ward(std::string_view id) const;  // null where unknown
  [[nodiscard]] const Zone* zone(std::string_view id) const;
  [[nodiscard]] const Landmark* landmark(std::string_view id) const;

  /// Whether the ward is valid on the local date of `at`.
  [[nodiscard]] bool valid(const Ward& ward, base::Time at) const;

  [[nodiscard]] std::int64_t distance_cm(const v1::Point& from, const v1::Point& to) const;
  [[nodiscard]] std::int64_t to_ward_cm(const v1::Point& from, std::string_view ward) const;
  [[nodiscard]] std::int64_t to_zone_cm(const v1::Point& from, std::string_view zone) const;
  [[nodiscard]] std::int64_t between_wards_cm(std::string_view a, std::string_view b) const;
  /// To the nearest ward outline; for the check that a point is near the cluster at all.
  [[nodiscard]] std::int64_t to_cluster_cm(const v1::Point& from) const;

  /// For what else hub/domain measures.
  [[nodiscard]] const Projection& projection() const;
  [[nodiscard]] const Shape& shape(std::string_view ward) const;

 private:
  struct Data;
  explicit Geography(std::unique_ptr<const Data> data);
  std::unique_ptr<const Data> data_;
};

/// What neither file shows by itself: every ward the regulation's rules name is one of the cluster's. Blames the rule.
[[nodiscard]] std::expected<void, FileFault> check_together(const Geography& geography, const Regulation& regulation);

}  // namespace wardlink::domain
