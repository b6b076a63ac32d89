// Reads JSON values that must be of a certain kind. Inside hub/domain only.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/domain/geography_shape.hpp"

namespace wardlink::domain {

/// Keeps the first fault it meets and reads on with empty values: whoever reads asks once, at the end.
class GeoJsonReader {
 public:
  [[nodiscard]] const std::optional<FileFault>& fault() const { return fault_; }
  void blame(std::string reason);
  /// Whom the faults from now on are blamed on: a feature's id, or where it has none yet, its place in the file.
  void at(std::string where) { where_ = std::move(where); }

  [[nodiscard]] const boost::json::object& object(const boost::json::object& from, std::string_view key);
  [[nodiscard]] const boost::json::array& array(const boost::json::object& from, std::string_view key);
  [[nodiscard]] std::string text(const boost::json::object& from, std::string_view key);
  [[nodiscard]] std::string id(const boost::json::object& from, std::string_view key);
  [[nodiscard]] std::vector<std::string> texts(const boost::json::object& from, std::string_view key);
  /// Empty where the key is absent.
  [[nodiscard]] std::string optional_date(const boost::json::object& from, std::string_view key);
  [[nodiscard]] int integer(const boost::json::object& from, std::string_view key, int min, int max);

  [[nodiscard]] LatLon point(const boost::json::object& geometry);
  void line(const boost::json::object& geometry);
  [[nodiscard]] Outline outline(const boost::json::object& geometry);

 private:
  [[nodiscard]] const boost::json::value* required(const boost::json::object& from, std::string_view key);
  [[nodiscard]] LatLon position(const boost::json::value& from);
  [[nodiscard]] Ring ring(const boost::json::value& from);
  [[nodiscard]] std::vector<Ring> polygon(const boost::json::value& from);

  std::string where_;
  std::optional<FileFault> fault_;
};

}  // namespace wardlink::domain
