#include "hub/domain/regulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "hub/base/limits.hpp"
#include "hub/base/panic.hpp"
#include "hub/domain/regulation_limits.hpp"
#include "hub/domain/regulation_reader.hpp"
#include "hub/domain/regulation_rules.hpp"

namespace wardlink::domain {
namespace {

bool is_telephone_number(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<Category> read_categories(TomlReader& reader, const toml::table& file) {
  std::vector<Category> categories;
  for (const toml::table* table : reader.tables(file, "category")) {
    reader.only(*table, {"id", "name", "call", "describe_to_all"});
    Category category{reader.text(*table, "id"), reader.both_languages(*table, "name"),
                      reader.optional_text(*table, "call"),
                      reader.optional_flag(*table, "describe_to_all").value_or(false)};
    if (!is_telephone_number(category.call)) reader.blame(*table, "'call' must be a telephone number, digits only");
    if (std::ranges::find(categories, category.id, &Category::id) != categories.end()) {
      reader.blame(*table, fmt::format("category '{}' is there twice", category.id));
    }
    categories.push_back(std::move(category));
  }
  return categories;
}

}  // namespace

std::expected<Regulation, FileFault> Regulation::parse(std::string_view toml) {
  if (toml.size() > base::limits::regulation_file_bytes_max) {
    return std::unexpected(
        FileFault{"", fmt::format("the file is over {} bytes", base::limits::regulation_file_bytes_max)});
  }
  toml::table file;
  try {
    file = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    return std::unexpected(
        FileFault{fmt::format("line {}", error.source().begin.line), fmt::format("not TOML: {}", error.description())});
  }
  TomlReader reader;
  reader.only(file,
              {"version", "title", "adopted_on", "valid_from", "valid_to", "limits", "category", "rule", "clauses"});
  Regulation regulation;
  regulation.version = reader.integer(file, "version", 1, std::numeric_limits<std::int32_t>::max());
  regulation.title = reader.text(file, "title");
  regulation.adopted_on = reader.optional_date(file, "adopted_on");
  regulation.valid_from = reader.optional_date(file, "valid_from");
  regulation.valid_to = reader.optional_date(file, "valid_to");
  if (!regulation.valid_from.empty() && !regulation.valid_to.empty() && regulation.valid_to < regulation.valid_from) {
    reader.blame(*file.get("valid_to"), "'valid_to' is before 'valid_from'");
  }
  if (const toml::table* limits = reader.optional_table(file, "limits")) {
    regulation.limits = read_limits(reader, *limits);
  }
  regulation.categories = read_categories(reader, file);
  regulation.rules = read_rules(reader, file, regulation.categories);
  const toml::table& clauses = reader.table(file, "clauses");
  reader.only(clauses, {"nearest-ward", "assist"});
  regulation.nearest_ward_clause = reader.both_languages(clauses, "nearest-ward");
  regulation.assist_clause = reader.both_languages(clauses, "assist");
  if (reader.fault()) return std::unexpected(*reader.fault());
  return regulation;
}

const Rule& Regulation::decide(const Case& on) const {
  const auto rule = std::ranges::find_if(rules, [&](const Rule& r) { return holds(r.when, on); });
  base::check(rule != rules.end(), "the last rule of a regulation must hold for everything");
  return *rule;
}

const Category* Regulation::category(std::string_view id) const {
  const auto found = std::ranges::find(categories, id, &Category::id);
  return found == categories.end() ? nullptr : &*found;
}

}  // namespace wardlink::domain
