#include "hub/domain/local_date.hpp"

#include <fmt/format.h>

#include <chrono>

namespace wardlink::domain {

bool is_local_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  unsigned parts[3] = {};
  std::size_t part = 0;
  for (const char c : text) {
    if (c == '-') {
      if (++part > 2) return false;
      continue;
    }
    if (c < '0' || c > '9') return false;
    parts[part] = parts[part] * 10 + static_cast<unsigned>(c - '0');
  }
  return std::chrono::year_month_day{std::chrono::year{static_cast<int>(parts[0])}, std::chrono::month{parts[1]},
                                     std::chrono::day{parts[2]}}
      .ok();
}

std::string local_date(base::Time at, int utc_offset_minutes) {
  const std::chrono::year_month_day date{
      std::chrono::floor<std::chrono::days>(at + std::chrono::minutes{utc_offset_minutes})};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace wardlink::domain
