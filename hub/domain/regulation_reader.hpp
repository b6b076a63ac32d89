// Reads TOML values that must be of a certain kind. Inside hub/domain only.
#pragma once

#include <toml++/toml.h>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hub/domain/regulation.hpp"

namespace wardlink::domain {

/// Keeps the first fault it meets and reads on with empty values: whoever reads asks once, at the end.
class TomlReader {
 public:
  [[nodiscard]] const std::optional<FileFault>& fault() const { return fault_; }
  void blame(const toml::node& at, std::string reason);

  /// An unknown key is a fault that names it and the nearest known one.
  void only(const toml::table& in, std::span<const std::string_view> known);
  void only(const toml::table& in, std::initializer_list<std::string_view> known) {
    only(in, std::span<const std::string_view>(known.begin(), known.size()));
  }

  // Each blames the table where the key is missing; `optional_` ones give nothing then.
  [[nodiscard]] std::string text(const toml::table& in, std::string_view key);
  [[nodiscard]] v1::Text both_languages(const toml::table& in, std::string_view key);
  [[nodiscard]] std::uint32_t integer(const toml::table& in, std::string_view key, std::uint32_t min,
                                      std::uint32_t max);
  [[nodiscard]] std::string optional_text(const toml::table& in, std::string_view key);
  /// A TOML local date or a text, as YYYY-MM-DD; empty where absent.
  [[nodiscard]] std::string optional_date(const toml::table& in, std::string_view key);
  [[nodiscard]] std::optional<double> optional_number(const toml::table& in, std::string_view key, double min,
                                                      double max);
  [[nodiscard]] std::optional<bool> optional_flag(const toml::table& in, std::string_view key);
  [[nodiscard]] std::vector<std::string> optional_texts(const toml::table& in, std::string_view key);
  [[nodiscard]] const toml::table& table(const toml::table& in, std::string_view key);
  [[nodiscard]] const toml::table* optional_table(const toml::table& in, std::string_view key);
  /// The tables of an array of tables that is not empty.
  [[nodiscard]] std::vector<const toml::table*> tables(const toml::table& in, std::string_view key);

 private:
  [[nodiscard]] const toml::node* required(const toml::table& in, std::string_view key);

  std::optional<FileFault> fault_;
};

}  // namespace wardlink::domain
