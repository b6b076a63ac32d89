#include "hub/domain/regulation_reader.hpp"

#include <fmt/format.h>

#include "hub/domain/local_date.hpp"
#include "hub/domain/nearest_name.hpp"

namespace wardlink::domain {
namespace {

const toml::table no_table;

}  // namespace

void TomlReader::blame(const toml::node& at, std::string reason) {
  if (!fault_) fault_ = FileFault{fmt::format("line {}", at.source().begin.line), std::move(reason)};
}

void TomlReader::only(const toml::table& in, std::span<const std::string_view> known) {
  for (const auto& [key, value] : in) {
    if (std::ranges::find(known, key.str()) != known.end()) continue;
    blame(value,
          fmt::format("unknown key '{}'; the nearest known one is '{}'", key.str(), nearest_name(key.str(), known)));
  }
}

const toml::node* TomlReader::required(const toml::table& in, std::string_view key) {
  const toml::node* node = in.get(key);
  if (node == nullptr) blame(in, fmt::format("'{}' is missing", key));
  return node;
}

std::string TomlReader::text(const toml::table& in, std::string_view key) {
  return required(in, key) == nullptr ? std::string() : optional_text(in, key);
}

std::string TomlReader::optional_text(const toml::table& in, std::string_view key) {
  const toml::node* node = in.get(key);
  if (node == nullptr) return {};
  if (const auto* text = node->as_string(); text != nullptr && !text->get().empty()) return text->get();
  blame(*node, fmt::format("'{}' must be a text that is not empty", key));
  return {};
}

v1::Text TomlReader::both_languages(const toml::table& in, std::string_view key) {
  const toml::table& words = table(in, key);
  only(words, {"vi", "en"});
  v1::Text text;
  if (fault_) return text;
  text.set_vi(this->text(words, "vi"));
  text.set_en(this->text(words, "en"));
  return text;
}

std::uint32_t TomlReader::integer(const toml::table& in, std::string_view key, std::uint32_t min, std::uint32_t max) {
  const toml::node* node = required(in, key);
  if (node == nullptr) return 0;
  if (const auto* value = node->as_integer(); value != nullptr && value->get() >= min && value->get() <= max) {
    return static_cast<std::uint32_t>(value->get());
  }
  blame(*node, fmt::format("'{}' must be a whole number from {} to {}", key, min, max));
  return 0;
}

std::string TomlReader::optional_date(const toml::table& in, std::string_view key) {
  const toml::node* node = in.get(key);
  if (node == nullptr) return {};
  std::string written;
  if (const auto* date = node->as_date(); date != nullptr) {
    written = fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
  } else if (const auto* text = node->as_string(); text != nullptr) {
    written = text->get();
  }
  if (is_local_date(written)) return written;
  blame(*node, fmt::format("'{}' must be a date written YYYY-MM-DD", key));
  return {};
}

std::optional<double> TomlReader::optional_number(const toml::table& in, std::string_view key, double min, double max) {
  const toml::node* node = in.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto value = node->is_number() ? node->value<double>() : std::nullopt;
      value && *value >= min && *value <= max) {
    return value;
  }
  blame(*node, fmt::format("'{}' must be a number from {} to {}", key, min, max));
  return std::nullopt;
}

std::optional<bool> TomlReader::optional_flag(const toml::table& in, std::string_view key) {
  const toml::node* node = in.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* flag = node->as_boolean(); flag != nullptr) return flag->get();
  blame(*node, fmt::format("'{}' must be true or false", key));
  return std::nullopt;
}

std::vector<std::string> TomlReader::optional_texts(const toml::table& in, std::string_view key) {
  const toml::node* node = in.get(key);
  if (node == nullptr) return {};
  std::vector<std::string> texts;
  if (const toml::array* array = node->as_array(); array != nullptr && !array->empty()) {
    for (const toml::node& item : *array) {
      if (const auto* text = item.as_string(); text != nullptr) texts.push_back(text->get());
    }
    if (texts.size() == array->size()) return texts;
  }
  blame(*node, fmt::format("'{}' must be an array of texts that is not empty", key));
  return {};
}

const toml::table& TomlReader::table(const toml::table& in, std::string_view key) {
  const toml::table* found = required(in, key) == nullptr ? nullptr : optional_table(in, key);
  return found == nullptr ? no_table : *found;
}

const toml::table* TomlReader::optional_table(const toml::table& in, std::string_view key) {
  const toml::node* node = in.get(key);
  if (node == nullptr || node->is_table()) return node == nullptr ? nullptr : node->as_table();
  blame(*node, fmt::format("'{}' must be a table", key));
  return nullptr;
}

std::vector<const toml::table*> TomlReader::tables(const toml::table& in, std::string_view key) {
  const toml::node* node = required(in, key);
  if (node == nullptr) return {};
  std::vector<const toml::table*> all;
  if (const toml::array* array = node->as_array(); array != nullptr && !array->empty()) {
    for (const toml::node& item : *array) {
      if (const toml::table* table = item.as_table(); table != nullptr) all.push_back(table);
    }
    if (all.size() == array->size()) return all;
  }
  blame(*node, fmt::format("'{}' must be one table or more, each written [[{}]]", key, key));
  return {};
}

}  // namespace wardlink::domain
