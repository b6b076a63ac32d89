#include "hub/domain/regulation_limits.hpp"

#include <fmt/format.h>

#include <charconv>

#include "hub/base/limits.hpp"

namespace wardlink::domain {
namespace {

struct Number {
  std::string_view name;
  double Limits::* member;
  double min;
  double max;
};

constexpr double hour_s = 3600;
constexpr double day_s = 24 * hour_s;
constexpr double shortest_wait_s = 0.1;  // a timer of nothing would go off before anybody could answer

constexpr Number numbers[] = {
    {"neighbour_gap_m", &Limits::neighbour_gap_m, 0, 1000},
    {"neighbour_length_m", &Limits::neighbour_length_m, 1, 10'000},
    {"place_radius_max_m", &Limits::place_radius_max_m, 0, 1000},
    {"line_margin_m", &Limits::line_margin_m, 0, 1000},
    {"max_backdate_s", &Limits::max_backdate_s, 0, 7 * day_s},
    {"clock_tie_s", &Limits::clock_tie_s, 0, 60},
    {"link_distance_m", &Limits::link_distance_m, 0, 5000},
    {"link_window_s", &Limits::link_window_s, 0, day_s},
    {"arbitration_window_s", &Limits::arbitration_window_s, 0, hour_s},
    {"confirm_s", &Limits::confirm_s, shortest_wait_s, hour_s},
    {"unreachable_s", &Limits::unreachable_s, shortest_wait_s, day_s},
    {"handover_s", &Limits::handover_s, shortest_wait_s, hour_s},
    {"undelivered_s", &Limits::undelivered_s, shortest_wait_s, hour_s},
    {"unseen_s", &Limits::unseen_s, shortest_wait_s, hour_s},
    {"unanswered_s", &Limits::unanswered_s, shortest_wait_s, day_s},
    {"exhausted_s", &Limits::exhausted_s, shortest_wait_s, day_s},
    {"stalled_s", &Limits::stalled_s, shortest_wait_s, day_s},
    {"overdue_s", &Limits::overdue_s, shortest_wait_s, day_s},
    {"idle_s", &Limits::idle_s, shortest_wait_s, 7 * day_s},
    {"flight_spread_deg", &Limits::flight_spread_deg, 1, 180},
    {"flight_reach_s", &Limits::flight_reach_s, 1, hour_s},
    {"flight_ttl_s", &Limits::flight_ttl_s, shortest_wait_s, day_s},
    {"speed_foot_mps", &Limits::speed_foot_mps, 0.5, 100},
    {"speed_motorbike_mps", &Limits::speed_motorbike_mps, 0.5, 100},
    {"speed_car_mps", &Limits::speed_car_mps, 0.5, 100},
    {"patrol_max_s", &Limits::patrol_max_s, shortest_wait_s, 7 * day_s},
    {"exchange_range_m", &Limits::exchange_range_m, 0, 20'000},
    {"close_after_s", &Limits::close_after_s, shortest_wait_s, 365 * day_s},
    {"station_down_s", &Limits::station_down_s, shortest_wait_s, hour_s},
};

constexpr std::string_view auto_targets = "auto_targets";
constexpr std::string_view nearest_prefix = "nearest:";

bool is_auto_targets(std::string_view word) {
  if (word == "neighbours" || word == "cluster") return true;
  if (!word.starts_with(nearest_prefix)) return false;
  word.remove_prefix(nearest_prefix.size());
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), count);
  return error == std::errc{} && end == word.data() + word.size() && count >= 1 &&
         count <= base::limits::list_items_max;
}

}  // namespace

Limits read_limits(TomlReader& reader, const toml::table& limits) {
  std::vector<std::string_view> known{auto_targets};
  Limits read;
  for (const Number& number : numbers) {
    known.push_back(number.name);
    if (const auto value = reader.optional_number(limits, number.name, number.min, number.max)) {
      read.*number.member = *value;
    }
  }
  if (const std::string word = reader.optional_text(limits, auto_targets); !word.empty()) {
    if (!is_auto_targets(word)) {
      reader.blame(*limits.get(auto_targets),
                   fmt::format("'{}' must be neighbours, cluster or nearest:N with N from 1 to {}", auto_targets,
                               base::limits::list_items_max));
    }
    read.auto_targets = word;
  }
  reader.only(limits, known);
  return read;
}

}  // namespace wardlink::domain
