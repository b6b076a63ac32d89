#include "hub/domain/regulation_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace wardlink::domain {
namespace {

using Kind = v1::Placement::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 3> places{
    {{"border", v1::Placement::BORDER}, {"territory", v1::Placement::TERRITORY}, {"outside", v1::Placement::OUTSIDE}}};

constexpr std::array<std::pair<std::string_view, LeadBy>, 4> leads{{{"territory-ward", LeadBy::territory_ward},
                                                                    {"first-detector", LeadBy::first_detector},
                                                                    {"nearest-ward", LeadBy::nearest_ward},
                                                                    {"unassigned", LeadBy::unassigned}}};
constexpr std::string_view ward_prefix = "ward:";

constexpr std::array<std::pair<std::string_view, SupportBy>, 5> supports{{{"on-request", SupportBy::on_request},
                                                                          {"zone-wards", SupportBy::zone_wards},
                                                                          {"neighbours", SupportBy::neighbours},
                                                                          {"cluster", SupportBy::cluster},
                                                                          {"none", SupportBy::none}}};

// A decision that no rule made bears one of these names instead (RULES.md 4 and 5).
constexpr std::array<std::string_view, 2> reserved_ids{"nearest-ward", "assist"};

constexpr std::uint32_t severity_max = 5;
constexpr int minutes_a_day = 24 * 60;

template <typename Value, std::size_t n>
std::optional<Value> meaning(const std::array<std::pair<std::string_view, Value>, n>& words, std::string_view word) {
  const auto found = std::ranges::find(words, word, [](const auto& pair) { return pair.first; });
  return found == words.end() ? std::nullopt : std::optional(found->second);
}

template <typename Value, std::size_t n>
std::string listed(const std::array<std::pair<std::string_view, Value>, n>& words) {
  std::string list;
  for (const auto& [word, value] : words) list += fmt::format("{}{}", list.empty() ? "" : ", ", word);
  return list;
}

/// HH:MM as minutes from midnight.
std::optional<int> minute_of_day(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > minutes_a_day) return std::nullopt;
  return hour * 60 + minute;
}

std::optional<Hours> hours_of(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto from = minute_of_day(text.substr(0, 5));
  const auto to = minute_of_day(text.substr(6));
  if (!from || !to || *from == *to) return std::nullopt;
  return Hours{*from, *to};
}

When read_when(TomlReader& reader, const toml::table& table, const std::vector<Category>& categories) {
  reader.only(table, {"place", "categories", "min_severity", "sensitive", "hours"});
  When when;
  if (const std::string place = reader.optional_text(table, "place"); !place.empty()) {
    when.place = meaning(places, place);
    if (!when.place) reader.blame(*table.get("place"), fmt::format("'place' must be one of {}", listed(places)));
  }
  when.categories = reader.optional_texts(table, "categories");
  for (const std::string& id : when.categories) {
    if (std::ranges::find(categories, id, &Category::id) == categories.end()) {
      reader.blame(*table.get("categories"), fmt::format("unknown category '{}'", id));
    }
  }
  if (table.contains("min_severity")) when.min_severity = reader.integer(table, "min_severity", 1, severity_max);
  when.sensitive = reader.optional_flag(table, "sensitive");
  if (const std::string hours = reader.optional_text(table, "hours"); !hours.empty()) {
    when.hours = hours_of(hours);
    if (!when.hours) {
      reader.blame(*table.get("hours"), "'hours' must be written like 22:00-05:00, and not be an empty stretch");
    }
  }
  return when;
}

void read_lead(TomlReader& reader, const toml::table& table, Rule& rule) {
  std::string_view word;
  const std::string lead = reader.text(table, "lead");
  word = lead;
  if (const auto by = meaning(leads, word)) {
    rule.lead = *by;
    return;
  }
  if (word.starts_with(ward_prefix)) word.remove_prefix(ward_prefix.size());
  if (word.empty() && !lead.empty()) reader.blame(*table.get("lead"), "'lead' names no ward");
  rule.lead = LeadBy::named_ward;
  rule.lead_ward = word;
}

Rule read_rule(TomlReader& reader, const toml::table& table, const std::vector<Category>& categories) {
  reader.only(table, {"id", "clause", "when", "lead", "support"});
  Rule rule;
  rule.id = reader.text(table, "id");
  if (std::ranges::find(reserved_ids, rule.id) != reserved_ids.end()) {
    reader.blame(table, fmt::format("'{}' is the name of a clause of its own, not of a rule", rule.id));
  }
  rule.clause = reader.both_languages(table, "clause");
  if (const toml::table* when = reader.optional_table(table, "when")) {
    rule.when = read_when(reader, *when, categories);
  }
  read_lead(reader, table, rule);
  if (const std::string word = reader.text(table, "support"); !word.empty()) {
    const auto support = meaning(supports, word);
    if (!support) reader.blame(*table.get("support"), fmt::format("'support' must be one of {}", listed(supports)));
    rule.support = support.value_or(SupportBy::none);
  }
  return rule;
}

bool looks_at_place_only(const When& when) {
  return when.categories.empty() && !when.min_severity && !when.sensitive && !when.hours;
}

/// Whether a placement of this kind has such a lead at all (RULES.md 4).
bool has_lead(Kind place, LeadBy lead) {
  switch (lead) {
    case LeadBy::territory_ward:
      return place == v1::Placement::TERRITORY;
    case LeadBy::first_detector:
      return place == v1::Placement::BORDER;
    case LeadBy::unassigned:
      return place == v1::Placement::OUTSIDE;
    case LeadBy::nearest_ward:
    case LeadBy::named_ward:
      return true;
  }
  return false;
}

/// A rule answers for a place unless an earlier rule always does.
void check_leads(TomlReader& reader, const std::vector<const toml::table*>& tables, const std::vector<Rule>& rules) {
  std::set<Kind> decided;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules[i];
    for (const auto& [word, place] : places) {
      if (decided.contains(place) || (rule.when.place && *rule.when.place != place)) continue;
      if (!has_lead(place, rule.lead)) {
        reader.blame(*tables[i], fmt::format("rule '{}' may be asked who leads at place '{}', where its lead makes "
                                             "no sense: limit its 'when.place'",
                                             rule.id, word));
      }
      if (looks_at_place_only(rule.when)) decided.insert(place);
    }
  }
}

bool within(const Hours& hours, int minute) {
  if (hours.from_minute < hours.to_minute) return hours.from_minute <= minute && minute < hours.to_minute;
  return hours.from_minute <= minute || minute < hours.to_minute;
}

int local_minute(base::Time at, int utc_offset_minutes) {
  const auto local = at + std::chrono::minutes{utc_offset_minutes};
  return static_cast<int>(
      std::chrono::floor<std::chrono::minutes>(local - std::chrono::floor<std::chrono::days>(local)).count());
}

}  // namespace

std::vector<Rule> read_rules(TomlReader& reader, const toml::table& file, const std::vector<Category>& categories) {
  const auto tables = reader.tables(file, "rule");
  std::vector<Rule> rules;
  std::set<std::string_view> ids;
  for (const toml::table* table : tables) rules.push_back(read_rule(reader, *table, categories));
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!ids.insert(rules[i].id).second) reader.blame(*tables[i], fmt::format("rule '{}' is there twice", rules[i].id));
  }
  if (!rules.empty() && (rules.back().when.place || !looks_at_place_only(rules.back().when))) {
    reader.blame(*tables.back(),
                 fmt::format("the last rule, '{}', must hold for everything: it can have no 'when'", rules.back().id));
  }
  check_leads(reader, tables, rules);
  return rules;
}

bool holds(const When& when, const Case& on) {
  if (when.place && *when.place != on.place) return false;
  if (!when.categories.empty() && std::ranges::find(when.categories, on.category) == when.categories.end()) {
    return false;
  }
  if (when.min_severity && on.severity < *when.min_severity) return false;
  if (when.sensitive && *when.sensitive != on.sensitive) return false;
  return !when.hours || within(*when.hours, local_minute(on.at, on.utc_offset_minutes));
}

}  // namespace wardlink::domain
