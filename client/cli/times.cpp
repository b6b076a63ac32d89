#include "client/cli/times.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <ctime>

namespace wardlink::cli {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reads fields off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// Exactly this many digits.
  std::optional<int> digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return std::nullopt;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

/// HH:MM[:SS[.fraction]]
std::optional<microseconds> scan_clock(Scanner& in) {
  const auto hour = in.digits(2);
  if (!hour || *hour > 23 || !in.take(':')) return std::nullopt;
  const auto minute = in.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  microseconds clock = hours(*hour) + minutes(*minute);
  if (!in.take(':')) return clock;
  const auto second = in.digits(2);
  if (!second || *second > 59) return std::nullopt;
  clock += seconds(*second);
  if (!in.take('.')) return clock;
  int scale = 100'000;
  bool any = false;
  while (const auto digit = in.digits(1)) {
    clock += microseconds(*digit * scale);
    scale /= 10;
    any = true;
  }
  return any ? std::optional(clock) : std::nullopt;
}

/// Z, ±HH:MM or ±HHMM
std::optional<minutes> scan_zone(Scanner& in) {
  if (in.take('Z') || in.take('z')) return minutes(0);
  const bool minus = in.take('-');
  if (!minus && !in.take('+')) return std::nullopt;
  const auto hour = in.digits(2);
  if (!hour || *hour > 14) return std::nullopt;
  in.take(':');
  const auto minute = in.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  const minutes offset = hours(*hour) + minutes(*minute);
  return minus ? -offset : offset;
}

std::optional<link::WallTime> parse_iso(std::string_view text) {
  Scanner in(text);
  const auto year = in.digits(4);
  if (!year || !in.take('-')) return std::nullopt;
  const auto month = in.digits(2);
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.digits(2);
  if (!day || !(in.take('T') || in.take('t') || in.take(' '))) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  const auto clock = scan_clock(in);
  if (!date.ok() || !clock) return std::nullopt;
  const auto zone = scan_zone(in);
  if (!zone || !in.done()) return std::nullopt;
  return link::WallTime(std::chrono::sys_days(date)) + *clock - *zone;
}

std::optional<microseconds> parse_time_of_day(std::string_view text) {
  Scanner in(text);
  const auto clock = scan_clock(in);
  return clock && in.done() ? clock : std::nullopt;
}

}  // namespace

bool is_time_of_day(std::string_view text) { return parse_time_of_day(text).has_value(); }

std::optional<link::WallTime> parse_time(std::string_view text, link::WallTime now, minutes utc_offset) {
  const auto clock = parse_time_of_day(text);
  if (!clock) return parse_iso(text);
  const auto midnight = std::chrono::floor<days>(now + utc_offset);
  const link::WallTime today = link::WallTime(midnight) + *clock - utc_offset;
  return today - now > hours(12) ? today - days(1) : today;
}

std::optional<milliseconds> parse_duration(std::string_view text) {
  double value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value, std::chars_format::fixed);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(last - end));
  double unit_ms = 0;
  if (unit == "ms") unit_ms = 1;
  if (unit == "s" || unit.empty()) unit_ms = 1000;
  if (unit == "m") unit_ms = 60'000;
  if (unit == "h") unit_ms = 3'600'000;
  const double ms = value * unit_ms;
  if (!(ms >= 1 && ms <= 86'400'000)) return std::nullopt;
  return milliseconds(std::llround(ms));
}

std::string format_time(link::WallTime time, minutes utc_offset) {
  const auto local = std::chrono::floor<seconds>(time + utc_offset);
  const auto midnight = std::chrono::floor<days>(local);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss clock(local - midnight);
  return fmt::format("{:02}/{:02}/{:04} {:02}:{:02}:{:02}", static_cast<unsigned>(date.day()),
                     static_cast<unsigned>(date.month()), static_cast<int>(date.year()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

minutes local_offset(link::WallTime at) {
  const std::time_t when = std::chrono::floor<seconds>(at).time_since_epoch().count();
  std::tm local{};
  if (localtime_r(&when, &local) == nullptr) return minutes(0);
  return std::chrono::duration_cast<minutes>(seconds(local.tm_gmtoff));
}

}  // namespace wardlink::cli
