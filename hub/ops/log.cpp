#include "hub/ops/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
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

// Control characters are escaped, those that UTF-8 writes as 0xC2 0x80 to 0xC2 0x9F too: a terminal may obey them.
void append_quoted(std::string& out, std::string_view value) {
  unsigned char before = 0;
  out += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f || (before == 0xC2 && byte < 0xA0)) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
    } else {
      out += c;
    }
    before = byte;
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
