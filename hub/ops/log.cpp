#include "hub/ops/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace wardlink::ops {
namespace {

constexpr std::size_t value_bytes_max = 300;

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

bool plain(char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '='; }

/// How many bytes the character at the front takes; 0 where it is none of UTF-8, or one that a terminal may obey rather
/// than show: controls, line separators, changes of direction.
std::size_t shown_bytes(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned first = byte(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7F ? 1 : 0;
  const std::size_t bytes = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (bytes == 0 || text.size() < bytes) return 0;
  std::uint32_t point = first & (0xFFU >> (bytes + 1));
  for (std::size_t at = 1; at < bytes; ++at) {
    if ((byte(at) & 0xC0) != 0x80) return 0;
    point = (point << 6) | (byte(at) & 0x3F);
  }
  const bool overlong = (bytes == 3 && point < 0x800) || (bytes == 4 && point < 0x10000);
  const bool surrogate = point >= 0xD800 && point < 0xE000;
  const bool obeyed = point < 0xA0 || (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
  return overlong || surrogate || obeyed || point > 0x10FFFF ? 0 : bytes;
}

void append_quoted(std::string& out, std::string_view value) {
  out += '"';
  while (!value.empty()) {
    std::size_t bytes = shown_bytes(value);
    if (bytes == 0) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(value.front()));
      bytes = 1;
    } else {
      if (value.front() == '"' || value.front() == '\\') out += '\\';
      out += value.substr(0, bytes);
    }
    value.remove_prefix(bytes);
  }
  out += '"';
}

std::string_view cut(std::string_view value) {
  if (value.size() <= value_bytes_max) return value;
  std::size_t end = value_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;  // not within a character
  return value.substr(0, end);
}

}  // namespace

void start_log(std::string_view level) {
  auto logger = spdlog::stderr_logger_mt("wardhub");
  logger->set_pattern("time=%Y-%m-%dT%H:%M:%S.%f%z level=%l %v");
  logger->set_level(spdlog::level::from_str(std::string(level)));
  logger->flush_on(spdlog::level::debug);
  spdlog::set_default_logger(std::move(logger));
}

Line::Line(std::string_view event, Level level) : text_(fmt::format("event={}", event)), level_(level) {}

Line::~Line() { spdlog::log(to_spdlog(level_), "{}", text_); }

Line& Line::field(std::string_view key, std::string_view value) {
  fmt::format_to(std::back_inserter(text_), " {}=", key);
  const std::string_view kept = cut(value);
  if (!kept.empty() && std::ranges::all_of(kept, plain)) {
    text_ += kept;
  } else {
    append_quoted(text_, kept);
  }
  if (kept.size() < value.size()) text_ += "...";
  return *this;
}

}  // namespace wardlink::ops
