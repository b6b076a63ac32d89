// The regulation as data (RULES.md 2 and 10): categories, ordered rules with their clauses, numbers.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/base/clock.hpp"
#include "wardlink/v1/value.pb.h"

namespace wardlink::domain {

/// A file that does not hold together: where (a feature's id, or "line 12"; may be empty) and why.
struct FileFault {
  std::string where;
  std::string reason;
};

/// RULES.md 10, same names, same units, its defaults.
struct Limits {
  double neighbour_gap_m = 20;
  double neighbour_length_m = 50;
  double place_radius_max_m = 50;
  double line_margin_m = 30;
  double max_backdate_s = 900;
  double clock_tie_s = 2;
  double link_distance_m = 150;
  double link_window_s = 120;
  double arbitration_window_s = 120;
  double confirm_s = 30;
  double unreachable_s = 120;
  double handover_s = 90;
  double undelivered_s = 5;
  double unseen_s = 30;
  double unanswered_s = 120;
  double exhausted_s = 240;
  double stalled_s = 300;
  double overdue_s = 600;
  double idle_s = 3600;
  double flight_spread_deg = 45;
  double flight_reach_s = 300;
  double flight_ttl_s = 600;
  double speed_foot_mps = 3;
  double speed_motorbike_mps = 17;
  double speed_car_mps = 14;
  double patrol_max_s = 14400;
  double exchange_range_m = 300;
  double close_after_s = 86400;
  double station_down_s = 6;
  std::string auto_targets = "neighbours";  // "neighbours", "cluster" or "nearest:N"
};

struct Category {
  std::string id;
  v1::Text name;
  std::string call;              // an emergency number, where one applies
  bool describe_to_all = false;  // every ward is told by description only (RULES.md 7, missing_person)
};

/// Hours of the day at the cluster's offset, in minutes from midnight; `from` > `to` crosses midnight.
struct Hours {
  int from_minute = 0;
  int to_minute = 0;
};

/// Every condition that is present must hold.
struct When {
  std::optional<v1::Placement::Kind> place;
  std::vector<std::string> categories;
  std::optional<std::uint32_t> min_severity;
  std::optional<bool> sensitive;
  std::optional<Hours> hours;
};

enum class LeadBy { territory_ward, first_detector, nearest_ward, unassigned, named_ward };
enum class SupportBy { on_request, zone_wards, neighbours, cluster, none };

struct Rule {
  std::string id;
  v1::Text clause;
  When when;
  LeadBy lead = LeadBy::territory_ward;
  std::string lead_ward;  // for named_ward
  SupportBy support = SupportBy::on_request;
};

/// What a rule's `when` looks at.
struct Case {
  v1::Placement::Kind place = v1::Placement::KIND_UNSPECIFIED;
  std::string_view category;
  std::uint32_t severity = 1;
  bool sensitive = false;
  base::Time at;
  int utc_offset_minutes = 0;
};

/// Immutable once parsed; shared between threads.
class Regulation {
 public:
  [[nodiscard]] static std::expected<Regulation, FileFault> parse(std::string_view toml);

  /// The first rule whose `when` holds; there always is one (RULES.md 2).
  [[nodiscard]] const Rule& decide(const Case& on) const;
  [[nodiscard]] const Category* category(std::string_view id) const;

  std::uint32_t version = 0;
  std::string title;
  std::string adopted_on;  // local dates, YYYY-MM-DD; empty where open
  std::string valid_from;
  std::string valid_to;
  Limits limits;
  std::vector<Category> categories;
  std::vector<Rule> rules;
  // Clauses that are not a rule of their own: a border incident none of whose wards detected it (RULES.md 4), and
  // backup asked for by whoever stands there (RULES.md 5).
  v1::Text nearest_ward_clause;
  v1::Text assist_clause;
};

}  // namespace wardlink::domain
