#include "tests/tidy/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <regex>

namespace wardlink::tidy {
namespace {

constexpr std::size_t lines_max = 500;

bool starts_with(std::string_view text, std::string_view start) { return text.starts_with(start); }

/// Where the string literal that starts at `at` (its quote) ends. `raw`: as R"mark( … )mark".
std::size_t end_of_string(std::string_view text, std::size_t at, bool raw) {
  if (raw) {
    const std::string_view mark = text.substr(at + 1, text.find('(', at) - at - 1);
    const auto close = text.find(fmt::format("){}\"", mark), at);
    return close == std::string_view::npos ? text.size() : close + mark.size() + 2;
  }
  for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

/// The text with every comment taken out, its lines kept. Strings stay: the name of an include is one.
std::string without_comments(std::string_view text) {
  std::string code;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.substr(at).starts_with("//")) {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.substr(at).starts_with("/*")) {
      const auto end = std::min(text.find("*/", at + 2), text.size() - 2) + 2;
      code.append(static_cast<std::size_t>(std::ranges::count(text.substr(at, end - at), '\n')), '\n');
      at = end;
    } else if (text[at] == '"') {
      const auto end = end_of_string(text, at, at > 0 && text[at - 1] == 'R');
      code.append(text.substr(at, end - at));
      at = end;
    } else if (text.substr(at).starts_with("'\"'")) {
      code.append(text.substr(at, 3));
      at += 3;
    } else {
      code.push_back(text[at++]);
    }
  }
  return code;
}

Faults matches(const File& file, const std::string& text, const std::regex& forbidden, std::string_view why) {
  Faults faults;
  for (std::sregex_iterator match(text.begin(), text.end(), forbidden), end; match != end; ++match) {
    const auto line = std::count(text.begin(), text.begin() + match->position(), '\n') + 1;
    faults.push_back(fmt::format("{}:{}: {}: {}", file.path, line, match->str(), why));
  }
  return faults;
}

std::vector<std::string> includes(const File& file) {
  static const std::regex include(R"re((?:^|\n)[ \t]*#[ \t]*include[ \t]*([<"][^>"]+[>"]))re");
  const std::string code = without_comments(file.text);
  std::vector<std::string> found;
  for (std::sregex_iterator match(code.begin(), code.end(), include), end; match != end; ++match) {
    found.push_back(match->str(1));
  }
  return found;
}

bool is_code(std::string_view path) { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

/// "rules" of "hub/rules/…"; nothing for a path outside hub's rooms.
std::optional<std::string> room(std::string_view path) {
  if (!starts_with(path, "hub/")) return std::nullopt;
  const auto end = path.find('/', 4);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(path.substr(4, end - 4));
}

/// How high a room stands: it may use those below it.
std::optional<int> height(const std::string& room) {
  static const std::map<std::string, int> heights{{"base", 0}, {"domain", 1}, {"rules", 2},
                                                  {"gate", 3}, {"fanout", 3}, {"journal", 4},
                                                  {"net", 4},  {"ops", 4},    {"app", 5}};
  const auto found = heights.find(room);
  if (found == heights.end()) return std::nullopt;
  return found->second;
}

/// Whether `from` may include `to`, both paths from the top.
bool allowed(std::string_view from, std::string_view to) {
  if (starts_with(to, "proto/")) return true;
  if (starts_with(from, "tests/")) return true;
  if (starts_with(from, "hub/") && starts_with(to, "hub/")) {
    const auto user = room(from);
    const auto used = room(to);
    if (!user || !used) return false;
    if (*user == *used) return true;
    const auto user_height = height(*user);
    const auto used_height = height(*used);
    return user_height && used_height && *used_height < *user_height;
  }
  if (starts_with(from, "client/link/")) return starts_with(to, "client/link/");
  // The programs stand on the link, the command line on the console.
  if (starts_with(from, "client/console/")) {
    return starts_with(to, "client/console/") || starts_with(to, "client/link/");
  }
  if (starts_with(from, "client/")) return starts_with(to, "client/");
  return false;
}

}  // namespace

Faults impurities(const File& file) {
  static constexpr std::array pure{"base", "domain", "rules", "gate", "fanout"};
  const auto in = room(file.path);
  if (!is_code(file.path) || !in || std::ranges::find(pure, *in) == pure.end()) return {};
  static const std::regex forbidden(
      R"re(boost[/:]+(?:asio|beast)|openssl/|\bsqlite3\w*|<(?:thread|mutex|shared_mutex|future|condition_variable|atomic|random|iostream|fstream|filesystem|unistd\.h|sys/[^>]*)>)re"
      R"re(|\brandom_device\b|\bmt19937\w*|\b(?:std::)?s?rand\(|\bstd::j?thread\b|\bthis_thread\b|\bunordered_\w+|\bgetenv\b|\bstd::time\()re");
  const std::string code = without_comments(file.text);
  Faults faults = matches(file, code, forbidden, "not in a pure room");
  if (file.path != "hub/base/clock.cpp") {
    static const std::regex clocks(R"re(\b\w+_clock::now|\bclock_gettime\b|\bgettimeofday\b)re");
    std::ranges::move(matches(file, code, clocks, "`now` is handed into a pure room"), std::back_inserter(faults));
  }
  return faults;
}

Faults wrong_way_includes(const File& file) {
  if (!is_code(file.path)) return {};
  static constexpr std::array ours{"hub/", "client/", "proto/", "tests/"};
  Faults faults;
  for (const std::string& include : includes(file)) {
    const auto path = std::string_view(include).substr(1, include.size() - 2);
    if (path.find("..") != std::string_view::npos) {
      faults.push_back(fmt::format("{} includes {}: name it from the top", file.path, path));
    } else if (std::ranges::any_of(ours, [&](auto top) { return starts_with(path, top); })) {
      if (!allowed(file.path, path)) faults.push_back(fmt::format("{} may not use {}", file.path, path));
    } else if (include.front() == '"' && !starts_with(path, "wardlink/v1/")) {
      faults.push_back(fmt::format("{} includes \"{}\": ours are named from the top, others by <>", file.path, path));
    }
  }
  return faults;
}

Faults own_header_not_first(const File& file, bool header_exists) {
  if (!header_exists || !file.path.ends_with(".cpp")) return {};
  const std::string header = fmt::format("\"{}.hpp\"", file.path.substr(0, file.path.size() - 4));
  const auto found = includes(file);
  if (!found.empty() && found.front() == header) return {};
  return {fmt::format("{} does not include {} first", file.path, header)};
}

Faults overlong(const File& file) {
  if (!is_code(file.path)) return {};
  const auto lines = static_cast<std::size_t>(std::ranges::count(file.text, '\n'));
  if (lines <= lines_max) return {};
  return {fmt::format("{} has {} lines, more than {}", file.path, lines, lines_max)};
}

Faults left_over_marks(const File& file) {
  if (!is_code(file.path) && !file.path.ends_with(".proto") && !file.path.ends_with("CMakeLists.txt")) return {};
  // Spelled in halves, or this file would find itself.
  static const std::regex marks(
      "\\b(?:TO"
      "DO|FIX"
      "ME|X"
      "XX|HA"
      "CK)\\b|DIS"
      "ABLED_|GTEST_"
      "SKIP");
  Faults faults = matches(file, file.text, marks, "left over");
  const bool may_print = starts_with(file.path, "client/cli/") || starts_with(file.path, "hub/app/") ||
                         starts_with(file.path, "client/console/embed/") || starts_with(file.path, "tests/") ||
                         file.path == "hub/base/panic.cpp";
  if (is_code(file.path) && !may_print) {
    static const std::regex prints(R"re(\bstd::c(?:out|err|log)\b|\bf?printf\(|\bfmt::print\()re");
    std::ranges::move(matches(file, without_comments(file.text), prints, "a library prints nothing"),
                      std::back_inserter(faults));
  }
  return faults;
}

Faults private_keys(const File& file) {
  if (file.text.find("-----BEGIN ") == std::string::npos) return {};
  static const std::regex key(R"re(-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\s|\\n)*[A-Za-z0-9+/]{8})re");
  return matches(file, file.text, key, "a private key is never committed");
}

}  // namespace wardlink::tidy
