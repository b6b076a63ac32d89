// RULES.md 2 and 10: which regulation files are taken, with which words the others are refused, and which rule decides.
#include "hub/domain/regulation.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "hub/base/limits.hpp"
#include "tests/support/clusters/cluster_files.hpp"

namespace wardlink::domain {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using v1::Placement;

constexpr std::string_view head = R"(version = 3
title = "Quy chế"
)";
constexpr std::string_view categories = R"([[category]]
id = "theft"
name = { vi = "Trộm cắp", en = "Theft" }
[[category]]
id = "fire"
name = { vi = "Cháy", en = "Fire" }
call = "114"
)";
constexpr std::string_view clauses = R"([clauses]
nearest-ward = { vi = "gần nhất", en = "nearest" }
assist = { vi = "chi viện", en = "assist" }
)";
const std::string border =
    R"({ id = "border", clause = { vi = "v", en = "e" }, when = { place = "border" }, lead = "first-detector", support = "zone-wards" })";
const std::string territory =
    R"({ id = "territory", clause = { vi = "v", en = "e" }, when = { place = "territory" }, lead = "territory-ward", support = "on-request" })";
const std::string outside =
    R"({ id = "outside", clause = { vi = "v", en = "e" }, lead = "unassigned", support = "none" })";

/// The rules are on line 3.
std::string with_rules(const std::string& rules) {
  return fmt::format("{}rule = [{}]\n{}{}", head, rules, categories, clauses);
}
std::string plain() { return with_rules(border + ", " + territory + ", " + outside); }

std::string replaced(std::string in, std::string_view what, std::string_view by) {
  const std::size_t at = in.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? in : in.replace(at, what.size(), by);
}

Regulation taken(const std::string& toml) {
  auto parsed = Regulation::parse(toml);
  if (!parsed) throw std::runtime_error(parsed.error().where + ": " + parsed.error().reason);
  return *std::move(parsed);
}

void expect_refused(std::string_view where, std::string_view reason, const std::string& toml) {
  const auto parsed = Regulation::parse(toml);
  ASSERT_FALSE(parsed) << reason;
  EXPECT_EQ(parsed.error().where, where) << parsed.error().reason;
  EXPECT_THAT(parsed.error().reason, HasSubstr(reason));
}

/// A rule before the three ordinary ones.
std::string first_rule(std::string_view when, std::string_view lead = "nearest-ward") {
  return with_rules(
      fmt::format(
          R"({{ id = "x", clause = {{ vi = "v", en = "e" }}, when = {{ {} }}, lead = "{}", support = "none" }}, )",
          when, lead) +
      border + ", " + territory + ", " + outside);
}

base::Time local(int hour, int minute) {
  return base::Time{std::chrono::sys_days{2023y / std::chrono::July / 11}} + std::chrono::hours{hour} +
         std::chrono::minutes{minute} - 7h;
}

Case theft_at(Placement::Kind place) { return {place, "theft", 2, false, local(12, 0), 420}; }

TEST(DefaultRegulation, HasTheThreeRulesInTheirOrder) {
  const Regulation regulation = taken(test::sample_toml());
  ASSERT_EQ(regulation.rules.size(), 3U);
  EXPECT_EQ(regulation.rules[0].id, "border-first-detector");
  EXPECT_EQ(regulation.rules[0].lead, LeadBy::first_detector);
  EXPECT_EQ(regulation.rules[0].support, SupportBy::zone_wards);
  EXPECT_EQ(regulation.rules[1].id, "territory");
  EXPECT_EQ(regulation.rules[1].lead, LeadBy::territory_ward);
  EXPECT_EQ(regulation.rules[1].support, SupportBy::on_request);
  EXPECT_EQ(regulation.rules[2].id, "outside");
  EXPECT_EQ(regulation.rules[2].lead, LeadBy::unassigned);
}

TEST(DefaultRegulation, DecidesEachPlaceByItsRule) {
  const Regulation regulation = taken(test::sample_toml());
  EXPECT_EQ(regulation.decide(theft_at(Placement::BORDER)).id, "border-first-detector");
  EXPECT_EQ(regulation.decide(theft_at(Placement::TERRITORY)).id, "territory");
  EXPECT_EQ(regulation.decide(theft_at(Placement::OUTSIDE)).id, "outside");
}

TEST(DefaultRegulation, NamesEveryCategoryOfTheBridge) {
  const Regulation regulation = taken(test::sample_toml());
  std::set<std::string> ids;
  for (const Category& category : regulation.categories) ids.insert(category.id);
  EXPECT_EQ(
      ids, (std::set<std::string>{"drugs", "prostitution", "theft", "robbery", "disorder", "encroachment", "sanitation",
                                  "licensed_business", "fire_safety", "fire", "accident", "missing_person", "other"}));
  ASSERT_EQ(ids.size(), regulation.categories.size());
  EXPECT_EQ(regulation.category("fire")->call, "114");
  EXPECT_EQ(regulation.category("accident")->call, "115");
  EXPECT_EQ(regulation.category("theft")->call, "");
  EXPECT_EQ(regulation.category("theft")->name.vi(), "Trộm cắp");
  EXPECT_EQ(regulation.category("arson"), nullptr);
}

struct Limit {
  std::string_view name;
  double Limits::* member;
  double wanted;
};

// RULES.md 10, word for word.
constexpr Limit rules_10[] = {
    {"neighbour_gap_m", &Limits::neighbour_gap_m, 20},
    {"neighbour_length_m", &Limits::neighbour_length_m, 50},
    {"place_radius_max_m", &Limits::place_radius_max_m, 50},
    {"line_margin_m", &Limits::line_margin_m, 30},
    {"max_backdate_s", &Limits::max_backdate_s, 900},
    {"clock_tie_s", &Limits::clock_tie_s, 2},
    {"link_distance_m", &Limits::link_distance_m, 150},
    {"link_window_s", &Limits::link_window_s, 120},
    {"arbitration_window_s", &Limits::arbitration_window_s, 120},
    {"confirm_s", &Limits::confirm_s, 30},
    {"unreachable_s", &Limits::unreachable_s, 120},
    {"handover_s", &Limits::handover_s, 90},
    {"undelivered_s", &Limits::undelivered_s, 5},
    {"unseen_s", &Limits::unseen_s, 30},
    {"unanswered_s", &Limits::unanswered_s, 120},
    {"exhausted_s", &Limits::exhausted_s, 240},
    {"stalled_s", &Limits::stalled_s, 300},
    {"overdue_s", &Limits::overdue_s, 600},
    {"idle_s", &Limits::idle_s, 3600},
    {"flight_spread_deg", &Limits::flight_spread_deg, 45},
    {"flight_reach_s", &Limits::flight_reach_s, 300},
    {"flight_ttl_s", &Limits::flight_ttl_s, 600},
    {"speed_foot_mps", &Limits::speed_foot_mps, 3},
    {"speed_motorbike_mps", &Limits::speed_motorbike_mps, 17},
    {"speed_car_mps", &Limits::speed_car_mps, 14},
    {"patrol_max_s", &Limits::patrol_max_s, 14400},
    {"exchange_range_m", &Limits::exchange_range_m, 300},
    {"close_after_s", &Limits::close_after_s, 86400},
    {"station_down_s", &Limits::station_down_s, 6},
};

TEST(DefaultRegulation, WritesOutTheLimitsOfTheRules) {
  const std::string file = test::sample_toml();
  const std::string_view section = std::string_view(file).substr(file.find("[limits]"));
  const Regulation regulation = taken(file);
  for (const Limit& limit : rules_10) {
    EXPECT_EQ(regulation.limits.*limit.member, limit.wanted) << limit.name;
    EXPECT_THAT(section, HasSubstr(fmt::format("\n{} = {}", limit.name, limit.wanted)));
  }
  EXPECT_EQ(regulation.limits.auto_targets, "neighbours");
  EXPECT_THAT(section, HasSubstr("\nauto_targets = \"neighbours\""));
}

TEST(DefaultRegulation, HasAClauseInBothLanguagesForEveryDecision) {
  const Regulation regulation = taken(test::sample_toml());
  std::vector<v1::Text> texts{regulation.nearest_ward_clause, regulation.assist_clause};
  for (const Rule& rule : regulation.rules) texts.push_back(rule.clause);
  std::set<std::string> different;
  for (const v1::Text& text : texts) {
    EXPECT_GT(text.vi().size(), 40U);
    EXPECT_GT(text.en().size(), 40U);
    different.insert({text.vi(), text.en()});
  }
  EXPECT_EQ(different.size(), 2 * texts.size());
}

TEST(RegulationFile, IsTakenWithWhatItSays) {
  const Regulation regulation = taken(replaced(plain(), "title", R"(adopted_on = 2023-07-11
valid_from = "2023-08-01"
valid_to = 2025-06-30
title)"));
  EXPECT_EQ(regulation.version, 3U);
  EXPECT_EQ(regulation.title, "Quy chế");
  EXPECT_EQ(regulation.adopted_on, "2023-07-11");
  EXPECT_EQ(regulation.valid_from, "2023-08-01");
  EXPECT_EQ(regulation.valid_to, "2025-06-30");
  EXPECT_EQ(regulation.nearest_ward_clause.vi(), "gần nhất");
  EXPECT_EQ(regulation.assist_clause.en(), "assist");
}

TEST(RegulationFile, NeedsNoDates) { EXPECT_EQ(taken(plain()).adopted_on, ""); }

TEST(RegulationFile, IsRefusedWhereItIsNotToml) {
  expect_refused("line 2", "not TOML", replaced(plain(), "title", "title title"));
}

TEST(RegulationFile, IsRefusedWhereItIsTooLong) {
  const std::string padding(base::limits::regulation_file_bytes_max - plain().size(), '\n');
  EXPECT_TRUE(Regulation::parse(plain() + padding));
  expect_refused("", "bytes", plain() + padding + "\n");
}

TEST(RegulationFile, IsRefusedWithoutAProperVersion) {
  expect_refused("line 1", "'version' is missing", replaced(plain(), "version = 3", ""));
  for (const char* version : {"0", "-1", "1.5", "\"1\"", "4294967296"}) {
    expect_refused("line 1", "'version' must be",
                   replaced(plain(), "version = 3", fmt::format("version = {}", version)));
  }
}

TEST(RegulationFile, IsRefusedWithoutATitle) {
  expect_refused("line 1", "'title' is missing", replaced(plain(), "title = \"Quy chế\"", ""));
  expect_refused("line 2", "'title' must be", replaced(plain(), "\"Quy chế\"", "7"));
  expect_refused("line 2", "'title' must be", replaced(plain(), "\"Quy chế\"", "\"\""));
}

TEST(RegulationFile, IsRefusedForADateThatIsNone) {
  for (const char* date : {"\"2023-02-30\"", "2023", "\"11/07/2023\"", "2023-07-11T00:00:00Z"}) {
    expect_refused("line 1", "'adopted_on' must be", fmt::format("adopted_on = {}\n{}", date, plain()));
  }
  expect_refused("line 2", "before 'valid_from'",
                 fmt::format("valid_from = 2025-07-02\nvalid_to = 2025-07-01\n{}", plain()));
}

TEST(RegulationFile, IsRefusedForAnUnknownKeyAndNamesTheNearest) {
  expect_refused("line 2", "unknown key 'titel'; the nearest known one is 'title'",
                 replaced(plain(), "title =", "titel ="));
  expect_refused("line 3", "unknown key 'suport'; the nearest known one is 'support'",
                 replaced(plain(), "support", "suport"));
  expect_refused("line 3", "unknown key 'min_severty'; the nearest known one is 'min_severity'",
                 first_rule("min_severty = 2"));
  expect_refused("line 5", "unknown key 'nam'; the nearest known one is 'name'",
                 replaced(plain(), "id = \"theft\"\nname", "nam"));
  expect_refused("line 3", "unknown key 'fr'", replaced(plain(), "en = \"e\"", "en = \"e\", fr = \"f\""));
  expect_refused("line 14", "unknown key 'other'", plain() + "other = 1\n");
  expect_refused("line 15", "unknown key 'confirms_s'; the nearest known one is 'confirm_s'",
                 plain() + "[limits]\nconfirms_s = 30\n");
}

TEST(RegulationLimits, AreThoseOfTheFileAndElseTheDefaults) {
  const Limits limits = taken(plain() + "[limits]\nconfirm_s = 12.5\nauto_targets = \"nearest:3\"\n").limits;
  EXPECT_EQ(limits.confirm_s, 12.5);
  EXPECT_EQ(limits.auto_targets, "nearest:3");
  EXPECT_EQ(limits.unseen_s, 30);
}

TEST(RegulationLimits, AreThoseOfTheRulesWhereTheFileGivesNone) {
  const Limits limits = taken(plain()).limits;
  for (const Limit& limit : rules_10) EXPECT_EQ(limits.*limit.member, limit.wanted) << limit.name;
  EXPECT_EQ(limits.auto_targets, "neighbours");
}

TEST(RegulationLimits, EachSetItsOwnNumberOnly) {
  for (const Limit& set : rules_10) {
    const Limits limits = taken(plain() + fmt::format("[limits]\n{} = {}\n", set.name, set.wanted + 0.5)).limits;
    for (const Limit& limit : rules_10) {
      EXPECT_EQ(limits.*limit.member, limit.wanted + (limit.name == set.name ? 0.5 : 0))
          << set.name << ", " << limit.name;
    }
  }
}

TEST(RegulationLimits, OutOfRangeAreRefused) {
  for (const char* line : {"confirm_s = 0", "confirm_s = -1", "confirm_s = nan", "confirm_s = inf",
                           "confirm_s = \"30\"", "confirm_s = 3601", "line_margin_m = -0.1", "flight_spread_deg = 181",
                           "neighbour_length_m = 0", "speed_foot_mps = 0"}) {
    expect_refused("line 15", "must be a number from", plain() + "[limits]\n" + line + "\n");
  }
  EXPECT_TRUE(Regulation::parse(plain() + "[limits]\nline_margin_m = 0\nflight_spread_deg = 180\nconfirm_s = 3600\n"));
}

TEST(RegulationLimits, KnowWhomAutoMayAsk) {
  for (const char* word : {"neighbours", "cluster", "nearest:1", "nearest:64"}) {
    EXPECT_EQ(taken(plain() + fmt::format("[limits]\nauto_targets = \"{}\"\n", word)).limits.auto_targets, word);
  }
  for (const char* word :
       {"neighbors", "nearest", "nearest:", "nearest:0", "nearest:65", "nearest:-1", "nearest:2x", "nearest: 2"}) {
    expect_refused("line 15", "'auto_targets' must be",
                   plain() + fmt::format("[limits]\nauto_targets = \"{}\"\n", word));
  }
}

TEST(RegulationCategories, MustBeThereOnceEachWithANameAndADialableCall) {
  expect_refused("line 7", "category 'theft' is there twice", replaced(plain(), "\"fire\"", "\"theft\""));
  expect_refused("line 6", "'en' is missing", replaced(plain(), ", en = \"Theft\"", ""));
  expect_refused("line 7", "'call' must be a telephone number", replaced(plain(), "\"114\"", "\"GỌI 114\""));
  const std::string none = fmt::format("{}category = []\nrule = [{}]\n{}", head, outside, clauses);
  expect_refused("line 3", "'category' must be one table or more", none);
  expect_refused("line 1", "'category' is missing", replaced(none, "category = []", ""));
}

TEST(RegulationCategories, MayBeDescribedToEveryWard) {
  const Regulation regulation = taken(test::sample_toml());
  EXPECT_TRUE(regulation.category("missing_person")->describe_to_all);
  EXPECT_FALSE(regulation.category("theft")->describe_to_all);
}

TEST(RegulationClauses, MustBeThereInBothLanguages) {
  expect_refused("line 1", "'clauses' is missing", replaced(plain(), clauses, ""));
  expect_refused("line 11", "'assist' is missing",
                 replaced(plain(), "assist = { vi = \"chi viện\", en = \"assist\" }", ""));
  expect_refused("line 12", "'vi' is missing", replaced(plain(), "vi = \"gần nhất\", ", ""));
  expect_refused("line 3", "'clause' is missing", replaced(plain(), R"(clause = { vi = "v", en = "e" }, )", ""));
}

TEST(RegulationRules, MustBeThereAndDiffer) {
  expect_refused("line 3", "'rule' must be one table or more", with_rules(""));
  expect_refused("line 3", "rule 'border' is there twice",
                 with_rules(border + ", " + border + ", " + territory + ", " + outside));
  expect_refused("line 3", "'id' is missing", replaced(plain(), R"(id = "border", )", ""));
}

TEST(RegulationRules, MayNotTakeTheNameOfAClauseOfItsOwn) {
  for (const char* name : {"nearest-ward", "assist"}) {
    expect_refused("line 3", "not of a rule", replaced(plain(), R"(id = "border")", fmt::format("id = \"{}\"", name)));
  }
}

TEST(RegulationRules, EndWithOneThatHoldsForEverything) {
  for (const char* when : {R"(place = "outside")", "min_severity = 1", "sensitive = false", R"(hours = "00:00-24:00")",
                           R"(categories = ["theft", "fire"])"}) {
    expect_refused(
        "line 3", "must hold for everything",
        replaced(plain(), R"(lead = "unassigned")", fmt::format(R"(when = {{ {} }}, lead = "unassigned")", when)));
  }
}

TEST(RegulationRules, AreRefusedForAWhenThatMeansNothing) {
  expect_refused("line 3", "'place' must be one of border, territory, outside", first_rule(R"(place = "inside")"));
  expect_refused("line 3", "unknown category 'arson'", first_rule(R"(categories = ["theft", "arson"])"));
  expect_refused("line 3", "'categories' must be", first_rule("categories = []"));
  expect_refused("line 3", "'categories' must be", first_rule("categories = \"theft\""));
  expect_refused("line 3", "'min_severity' must be", first_rule("min_severity = 0"));
  expect_refused("line 3", "'min_severity' must be", first_rule("min_severity = 6"));
  expect_refused("line 3", "'sensitive' must be", first_rule("sensitive = \"yes\""));
  for (const char* hours :
       {"22-5", "22:00", "25:00-05:00", "22:00-05:60", "22:00-22:00", "22:00–05:00", "2200-0500xx"}) {
    expect_refused("line 3", "'hours' must be", first_rule(fmt::format("hours = \"{}\"", hours)));
  }
}

TEST(RegulationRules, AreRefusedForALeadThePlaceDoesNotHave) {
  const auto no_sense = "its lead makes no sense";
  for (const char* place : {R"(place = "territory")", R"(place = "outside")", "", "min_severity = 3"}) {
    expect_refused("line 3", no_sense, first_rule(place, "first-detector"));
  }
  for (const char* place : {R"(place = "border")", R"(place = "outside")", "", "sensitive = true"}) {
    expect_refused("line 3", no_sense, first_rule(place, "territory-ward"));
  }
  for (const char* place : {R"(place = "border")", R"(place = "territory")", "", R"(hours = "22:00-05:00")"}) {
    expect_refused("line 3", no_sense, first_rule(place, "unassigned"));
  }
  for (const char* place : {R"(place = "border")", R"(place = "territory")", R"(place = "outside")", ""}) {
    EXPECT_TRUE(Regulation::parse(first_rule(place, "nearest-ward"))) << place;
    EXPECT_TRUE(Regulation::parse(first_rule(place, "quan-hoa"))) << place;
  }
}

TEST(RegulationRules, MayLeaveToTheLastOneWhatNoEarlierOneDecides) {
  EXPECT_TRUE(Regulation::parse(with_rules(border + ", " + territory + ", " + outside)));
  expect_refused("line 3", "place 'territory'", with_rules(border + ", " + outside));
  const std::string night_territory =
      replaced(territory, R"(place = "territory")", R"(place = "territory", hours = "22:00-05:00")");
  expect_refused("line 3", "place 'territory'", with_rules(border + ", " + night_territory + ", " + outside));
}

TEST(RegulationRules, MayNameAWardAsLead) {
  for (const char* lead : {"quan-hoa", "ward:quan-hoa"}) {
    const Regulation regulation = taken(first_rule("", lead));
    EXPECT_EQ(regulation.rules[0].lead, LeadBy::named_ward);
    EXPECT_EQ(regulation.rules[0].lead_ward, "quan-hoa");
  }
  EXPECT_EQ(taken(first_rule("", "ward:unassigned")).rules[0].lead_ward, "unassigned");
  expect_refused("line 3", "names no ward", first_rule("", "ward:"));
}

TEST(RegulationRules, MayOnlyNameWardsOfTheCluster) {
  const Geography cluster = test::geography(test::sample_geojson());
  EXPECT_TRUE(check_together(cluster, taken(first_rule("", "quan-hoa"))));
  const auto checked = check_together(cluster, taken(first_rule("", "first-detecter")));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().where, "x");
  EXPECT_THAT(checked.error().reason, HasSubstr("'first-detecter', which is neither a ward of hoa-do-phuc-vi"));
}

TEST(RegulationRules, KnowEverySupport) {
  const std::pair<const char*, SupportBy> words[] = {{"on-request", SupportBy::on_request},
                                                     {"zone-wards", SupportBy::zone_wards},
                                                     {"neighbours", SupportBy::neighbours},
                                                     {"cluster", SupportBy::cluster},
                                                     {"none", SupportBy::none}};
  for (const auto& [word, support] : words) {
    EXPECT_EQ(taken(replaced(plain(), "\"zone-wards\"", fmt::format("\"{}\"", word))).rules[0].support, support);
  }
  expect_refused("line 3", "'support' must be one of", replaced(plain(), "\"zone-wards\"", "\"everyone\""));
}

TEST(DecidingRule, IsTheFirstWhoseWhenHolds) {
  const Regulation regulation = taken(first_rule(R"(place = "border", categories = ["fire"])"));
  Case on = theft_at(Placement::BORDER);
  EXPECT_EQ(regulation.decide(on).id, "border");
  on.category = "fire";
  EXPECT_EQ(regulation.decide(on).id, "x");
  on.place = Placement::TERRITORY;
  EXPECT_EQ(regulation.decide(on).id, "territory");
}

TEST(DecidingRule, NeedsItsLeastSeverity) {
  const Regulation regulation = taken(first_rule("min_severity = 4"));
  Case on = theft_at(Placement::BORDER);
  on.severity = 3;
  EXPECT_EQ(regulation.decide(on).id, "border");
  on.severity = 4;
  EXPECT_EQ(regulation.decide(on).id, "x");
}

TEST(DecidingRule, MayHoldForSensitiveThingsOrForTheOthers) {
  Case on = theft_at(Placement::BORDER);
  EXPECT_EQ(taken(first_rule("sensitive = true")).decide(on).id, "border");
  EXPECT_EQ(taken(first_rule("sensitive = false")).decide(on).id, "x");
  on.sensitive = true;
  EXPECT_EQ(taken(first_rule("sensitive = true")).decide(on).id, "x");
  EXPECT_EQ(taken(first_rule("sensitive = false")).decide(on).id, "border");
}

std::string rule_at(std::string_view hours, int hour, int minute) {
  Case on = theft_at(Placement::BORDER);
  on.at = local(hour, minute);
  return taken(first_rule(fmt::format("hours = \"{}\"", hours))).decide(on).id;
}

TEST(DecidingRule, HoldsFromTheFirstMinuteUpToTheLast) {
  EXPECT_EQ(rule_at("08:00-17:30", 7, 59), "border");
  EXPECT_EQ(rule_at("08:00-17:30", 8, 0), "x");
  EXPECT_EQ(rule_at("08:00-17:30", 17, 29), "x");
  EXPECT_EQ(rule_at("08:00-17:30", 17, 30), "border");
}

TEST(DecidingRule, HoldsAcrossMidnight) {
  EXPECT_EQ(rule_at("22:00-05:00", 21, 59), "border");
  EXPECT_EQ(rule_at("22:00-05:00", 22, 0), "x");
  EXPECT_EQ(rule_at("22:00-05:00", 0, 0), "x");
  EXPECT_EQ(rule_at("22:00-05:00", 4, 59), "x");
  EXPECT_EQ(rule_at("22:00-05:00", 5, 0), "border");
}

TEST(DecidingRule, MayHoldUntilMidnight) {
  EXPECT_EQ(rule_at("20:00-24:00", 23, 59), "x");
  EXPECT_EQ(rule_at("20:00-24:00", 0, 0), "border");
}

TEST(DecidingRule, ReadsTheHoursAtTheClustersOffset) {
  const Regulation regulation = taken(first_rule(R"(hours = "22:00-05:00")"));
  Case on = theft_at(Placement::BORDER);
  on.at = base::Time{16h};  // 23:00 at +7, 16:00 at +0, 10:00 at -6
  EXPECT_EQ(regulation.decide(on).id, "x");
  on.utc_offset_minutes = 0;
  EXPECT_EQ(regulation.decide(on).id, "border");
  on.at = base::Time{3h};
  on.utc_offset_minutes = -6 * 60;  // 21:00 the day before 1970
  EXPECT_EQ(regulation.decide(on).id, "border");
  on.at = base::Time{4h};
  EXPECT_EQ(regulation.decide(on).id, "x");
}

}  // namespace
}  // namespace wardlink::domain
