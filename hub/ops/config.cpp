#include "hub/ops/config.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <variant>

#include "hub/domain/nearest_name.hpp"
#include "hub/ops/address.hpp"

namespace wardlink::ops {
namespace {

using Path = std::filesystem::path;
using Member = std::variant<std::string Config::*, Path Config::*, double Config::*>;

struct Setting {
  std::string_view table;
  std::string_view key;
  std::string_view variable;
  Member member;
};

// Everything that can be set but the clusters.
constexpr std::array<Setting, 10> settings{{
    {"hub", "listen", "WARDHUB_LISTEN", &Config::listen},
    {"hub", "operator", "WARDHUB_OPERATOR", &Config::operator_listen},
    {"hub", "journal", "WARDHUB_JOURNAL", &Config::journal},
    {"hub", "submits_per_s", "WARDHUB_SUBMITS_PER_S", &Config::submits_per_s},
    {"hub", "submits_burst", "WARDHUB_SUBMITS_BURST", &Config::submits_burst},
    {"hub", "log_level", "WARDHUB_LOG_LEVEL", &Config::log_level},
    {"tls", "certificate", "WARDHUB_TLS_CERTIFICATE", &Config::certificate},
    {"tls", "key", "WARDHUB_TLS_KEY", &Config::key},
    {"tls", "ca", "WARDHUB_TLS_CA", &Config::ca},
    {"tls", "crl", "WARDHUB_TLS_CRL", &Config::crl},
}};

// A fault on its way to main(): loading happens at start-up only.
struct Fault {
  std::string sentence;
};

[[noreturn]] void fail(const toml::node& at, const std::string& sentence) {
  throw Fault{fmt::format("line {}: {}", at.source().begin.line, sentence)};
}

[[noreturn]] void unknown(const toml::node& at, std::string_view what, std::string_view name,
                          const std::vector<std::string_view>& known) {
  fail(at, fmt::format("unknown {} \"{}\"; the nearest known one is \"{}\"", what, name,
                       domain::nearest_name(name, known)));
}

const toml::table& table_at(const toml::node& node, std::string_view name) {
  if (!node.is_table()) fail(node, fmt::format("\"{}\" must be a table", name));
  return *node.as_table();
}

void set(Config& config, const Setting& setting, const toml::node& value) {
  const auto text = value.value_exact<std::string>();
  const auto number = value.value<double>();
  const auto name = fmt::format("{}.{}", setting.table, setting.key);
  std::visit(
      [&](auto member) {
        if constexpr (std::is_same_v<decltype(member), double Config::*>) {
          if (!value.is_number()) fail(value, name + " must be a number");
          config.*member = *number;
        } else {
          if (!text) fail(value, name + " must be a text in quotes");
          config.*member = *text;
        }
      },
      setting.member);
}

void set(Config& config, const Setting& setting, const std::string& value) {
  std::visit(
      [&](auto member) {
        if constexpr (std::is_same_v<decltype(member), double Config::*>) {
          const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), config.*member);
          if (fault != std::errc{} || end != value.data() + value.size()) {
            throw Fault{fmt::format("{} must be a number", setting.variable)};
          }
        } else {
          config.*member = value;
        }
      },
      setting.member);
}

void read_settings(Config& config, std::string_view table_name, const toml::table& table) {
  std::vector<std::string_view> known;
  for (const auto& each : settings) {
    if (each.table == table_name) known.push_back(each.key);
  }
  for (const auto& [key, value] : table) {
    const auto found = std::ranges::find_if(
        settings, [&](const Setting& each) { return each.table == table_name && each.key == key.str(); });
    if (found == settings.end()) unknown(value, "key", fmt::format("{}.{}", table_name, key.str()), known);
    set(config, *found, value);
  }
}

ClusterFiles read_cluster(const toml::node& node) {
  ClusterFiles files;
  for (const auto& [key, value] : table_at(node, "cluster")) {
    const auto text = value.value_exact<std::string>();
    if (key != "geography" && key != "regulation") {
      unknown(value, "key", fmt::format("cluster.{}", key.str()), {"geography", "regulation"});
    }
    if (!text) fail(value, fmt::format("cluster.{} must be a text in quotes", key.str()));
    (key == "geography" ? files.geography : files.regulation) = *text;
  }
  if (files.geography.empty()) fail(node, "this cluster names no geography");
  if (files.regulation.empty()) fail(node, "this cluster names no regulation");
  return files;
}

void read_file(Config& config, const toml::table& root) {
  for (const auto& [key, value] : root) {
    if (key == "hub" || key == "tls") {
      read_settings(config, key.str(), table_at(value, key.str()));
    } else if (key == "cluster") {
      if (!value.is_array_of_tables()) fail(value, "clusters are written as [[cluster]]");
      for (const auto& each : *value.as_array()) config.clusters.push_back(read_cluster(each));
    } else {
      unknown(value, "table", key.str(), {"hub", "tls", "cluster"});
    }
  }
}

void read_environment(Config& config, const Environment& environment) {
  std::vector<std::string_view> known;
  for (const auto& each : settings) known.push_back(each.variable);
  for (const auto& [name, value] : environment) {
    if (!name.starts_with("WARDHUB_")) continue;
    const auto found = std::ranges::find(settings, std::string_view(name), &Setting::variable);
    if (found == settings.end()) {
      throw Fault{
          fmt::format("unknown variable {}; the nearest known one is {}", name, domain::nearest_name(name, known))};
    }
    set(config, *found, value);
  }
}

void check(const Config& config) {
  for (const auto& each : settings) {
    const bool empty = std::visit(
        [&](auto member) {
          if constexpr (std::is_same_v<decltype(member), double Config::*>) {
            return !(config.*member > 0 && config.*member <= 1e6);
          } else {
            return (config.*member).empty();
          }
        },
        each.member);
    if (!empty) continue;
    const bool number = std::holds_alternative<double Config::*>(each.member);
    throw Fault{
        fmt::format("{}.{} {}", each.table, each.key, number ? "must be above 0 and at most 1000000" : "is missing")};
  }
  for (const auto& address : {config.listen, config.operator_listen}) {
    if (const auto endpoint = parse_endpoint(address); !endpoint) throw Fault{endpoint.error()};
  }
  if (!parse_endpoint(config.operator_listen)->address().is_loopback()) {
    throw Fault{
        fmt::format("hub.operator {} is not a loopback address: metrics and health are served to this machine "
                    "only",
                    config.operator_listen)};
  }
  const std::array levels{"debug", "info", "warning", "error"};
  if (std::ranges::find(levels, config.log_level) == levels.end()) {
    throw Fault{fmt::format("hub.log_level \"{}\" is none of debug, info, warning, error", config.log_level)};
  }
  if (config.clusters.empty()) throw Fault{"there is no [[cluster]]"};
}

void resolve(Config& config, const Path& folder) {
  for (Path* each : {&config.journal, &config.certificate, &config.key, &config.ca, &config.crl}) {
    if (!each->empty()) *each = (folder / *each).lexically_normal();
  }
  for (auto& each : config.clusters) {
    each.geography = (folder / each.geography).lexically_normal();
    each.regulation = (folder / each.regulation).lexically_normal();
  }
}

}  // namespace

Environment environment() {
  Environment found;
  for (char** each = ::environ; *each != nullptr; ++each) {
    const std::string_view line(*each);
    const auto equals = line.find('=');
    if (equals != std::string_view::npos) found.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return found;
}

std::expected<Config, std::string> load_config(const Path& file, const Environment& environment) {
  try {
    Config config;
    read_file(config, toml::parse_file(file.string()));
    read_environment(config, environment);
    check(config);
    resolve(config, std::filesystem::absolute(file).parent_path());
    return config;
  } catch (const Fault& fault) {
    return std::unexpected(fmt::format("{}: {}", file.string(), fault.sentence));
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;
    return std::unexpected(line == 0 ? fmt::format("{}: {}", file.string(), error.description())
                                     : fmt::format("{}: line {}: {}", file.string(), line, error.description()));
  }
}

std::string to_toml(const Config& config) {
  toml::table root;
  for (const auto& each : settings) {
    auto& table = *root.insert(each.table, toml::table{}).first->second.as_table();
    std::visit(
        [&](auto member) {
          if constexpr (std::is_same_v<decltype(member), Path Config::*>) {
            table.insert(each.key, (config.*member).string());
          } else {
            table.insert(each.key, config.*member);
          }
        },
        each.member);
  }
  toml::array clusters;
  for (const auto& each : config.clusters) {
    clusters.push_back(toml::table{{"geography", each.geography.string()}, {"regulation", each.regulation.string()}});
  }
  root.insert("cluster", std::move(clusters));
  std::ostringstream out;
  out << root << '\n';
  return out.str();
}

}  // namespace wardlink::ops
