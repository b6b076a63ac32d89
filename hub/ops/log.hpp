// The hub's log: lines of key=value on standard error. Never the content of a report.
#pragma once

#include <fmt/format.h>
#include <spdlog/common.h>

#include <string>
#include <string_view>

namespace wardlink::ops {

enum class Level { debug, info, warning, error };

/// Once, at start. `level` is a name of Config::log_level.
void start_log(std::string_view level);

/// One line, written when it goes:
///
///     Line("session_opened").field("peer", key).field("connections", count);
///
/// Values from peers are safe to give: what is not plain text is quoted and escaped, what is long is cut.
class Line {
 public:
  explicit Line(std::string_view event, Level level = Level::info);
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line();

  Line& field(std::string_view key, std::string_view value);
  template <typename Number>
    requires std::is_arithmetic_v<Number>
  Line& field(std::string_view key, Number value) {
    fmt::format_to(std::back_inserter(text_), " {}={}", key, value);
    return *this;
  }

  /// As it will be written, without time and level.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
  Level level_;
};

}  // namespace wardlink::ops
