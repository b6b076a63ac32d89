#include "client/cli/config.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include "client/cli/nearest.hpp"
#include "client/cli/times.hpp"

namespace wardlink::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::array<std::string_view, 7> known_keys{"hubs",    "identity", "passphrase_file", "lang",
                                                     "timeout", "state",    "console"};
constexpr std::array<std::string_view, 3> known_console_keys{"port", "people", "alarm_command"};

std::unexpected<ConfigFault> fault(std::string origin, std::string key, std::string reason) {
  return std::unexpected(ConfigFault{std::move(origin), std::move(key), {}, std::move(reason)});
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = text.find_first_of(", \t\n");
    if (end != 0) words.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return words;
}

Configured<std::vector<std::string>> read_texts(const toml::node& node, const std::string& origin,
                                                const std::string& key, const char* wanted) {
  const auto* list = node.as_array();
  if (list == nullptr) return fault(origin, key, wanted);
  std::vector<std::string> texts;
  for (const toml::node& item : *list) {
    const auto text = item.value_exact<std::string>();
    if (!text) return fault(origin, key, wanted);
    texts.push_back(*text);
  }
  return texts;
}

Configured<void> read_console(const toml::node& node, const fs::path& folder, Layer& layer) {
  const auto* table = node.as_table();
  if (table == nullptr) return fault(layer.origin, "console", "must be a table");
  for (const auto& [name, value] : *table) {
    const std::string key(name.str());
    const std::string path = "console." + key;
    if (key == "port") {
      const auto port = value.value_exact<std::int64_t>();
      if (!port) return fault(layer.origin, path, "must be a number");
      layer.console_port = std::to_string(*port);
    } else if (key == "people") {
      const auto people = value.value_exact<std::string>();
      if (!people) return fault(layer.origin, path, "must be a text");
      layer.console_people = (folder / *people).string();
    } else if (key == "alarm_command") {
      auto command = read_texts(value, layer.origin, path, "must be a list of texts: a program and its arguments");
      if (!command) return std::unexpected(command.error());
      layer.alarm_command = std::move(*command);
    } else {
      return std::unexpected(
          ConfigFault{layer.origin, path, "console." + std::string(nearest(key, known_console_keys)), ""});
    }
  }
  return {};
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return port;
}

/// The strongest layer that says something.
template <typename T>
const Layer* strongest(const std::vector<Layer>& layers, std::optional<T> Layer::* member) {
  for (const Layer& layer : layers) {
    if (layer.*member) return &layer;
  }
  return nullptr;
}

}  // namespace

std::optional<std::string> process_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::vector<fs::path> config_files(const Environment& environment) {
  std::vector<fs::path> files;
  const auto xdg = environment("XDG_CONFIG_HOME").value_or("");
  const auto home = environment("HOME").value_or("");
  if (fs::path(xdg).is_absolute()) {
    files.push_back(fs::path(xdg) / "wardlink" / "wardlink.toml");
  } else if (!home.empty()) {
    files.push_back(fs::path(home) / ".config" / "wardlink" / "wardlink.toml");
  }
  files.emplace_back("/etc/wardlink/wardlink.toml");
  std::erase_if(files, [](const fs::path& file) {
    std::error_code ignored;
    return !fs::exists(file, ignored);
  });
  return files;
}

Configured<Layer> read_config(const fs::path& file) {
  Layer layer;
  layer.origin = file.string();
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    return fault(layer.origin, "",
                 "line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
  }
  for (const auto& [name, node] : table) {
    const std::string key(name.str());
    if (key == "hubs") {
      auto hubs = read_texts(node, layer.origin, key, "must be a list of texts, each HOST:PORT");
      if (!hubs) return std::unexpected(hubs.error());
      layer.hubs = std::move(*hubs);
      continue;
    }
    if (key == "console") {
      if (auto read = read_console(node, file.parent_path(), layer); !read) return std::unexpected(read.error());
      continue;
    }
    if (std::ranges::find(known_keys, key) == known_keys.end()) {
      return std::unexpected(ConfigFault{layer.origin, key, std::string(nearest(key, known_keys)), ""});
    }
    const auto text = node.value_exact<std::string>();
    if (!text) return fault(layer.origin, key, "must be a text");
    if (key == "lang") layer.lang = text;
    if (key == "timeout") layer.timeout = text;
    if (key == "identity") layer.identity = (file.parent_path() / *text).string();
    if (key == "state") layer.state = (file.parent_path() / *text).string();
    if (key == "passphrase_file") layer.passphrase_file = (file.parent_path() / *text).string();
  }
  return layer;
}

Layer read_environment(const Environment& environment) {
  const auto set = [&](const char* name) {
    auto value = environment(name);
    return value && !value->empty() ? value : std::nullopt;
  };
  Layer layer;
  layer.origin = "environment";
  layer.hubs = split(set("WARDLINK_HUBS").value_or(""));
  layer.identity = set("WARDLINK_IDENTITY");
  layer.passphrase_file = set("WARDLINK_PASSPHRASE_FILE");
  layer.lang = set("WARDLINK_LANG");
  layer.timeout = set("WARDLINK_TIMEOUT");
  layer.state = set("WARDLINK_STATE");
  layer.console_port = set("WARDLINK_CONSOLE_PORT");
  layer.console_people = set("WARDLINK_CONSOLE_PEOPLE");
  return layer;
}

Configured<Settings> merge(const std::vector<Layer>& layers) {
  Settings settings;
  for (const Layer& layer : layers) {
    if (layer.hubs.empty()) continue;
    settings.hubs.origin = layer.origin;
    for (const std::string& text : layer.hubs) {
      const auto hub = link::Endpoint::parse(text);
      if (!hub) return fault(layer.origin, "hubs", "'" + text + "' is not HOST:PORT");
      settings.hubs.value.push_back(*hub);
    }
    break;
  }
  if (const Layer* layer = strongest(layers, &Layer::identity)) settings.identity = {*layer->identity, layer->origin};
  if (const Layer* layer = strongest(layers, &Layer::passphrase_file)) {
    settings.passphrase_file = {*layer->passphrase_file, layer->origin};
  }
  if (const Layer* layer = strongest(layers, &Layer::state)) settings.state = {*layer->state, layer->origin};
  if (const Layer* layer = strongest(layers, &Layer::console_port)) {
    const auto port = parse_port(*layer->console_port);
    if (!port) return fault(layer->origin, "console.port", "must be a number from 0 (any free one) to 65535");
    settings.console_port = {*port, layer->origin};
  }
  if (const Layer* layer = strongest(layers, &Layer::console_people)) {
    settings.console_people = {*layer->console_people, layer->origin};
  }
  for (const Layer& layer : layers) {
    if (layer.alarm_command.empty()) continue;
    settings.alarm_command = {layer.alarm_command, layer.origin};
    break;
  }
  if (const Layer* layer = strongest(layers, &Layer::lang)) {
    settings.lang = {parse_lang(*layer->lang), layer->origin};
    if (!settings.lang.value) return fault(layer->origin, "lang", "must be vi or en");
  }
  if (const Layer* layer = strongest(layers, &Layer::timeout)) {
    const auto timeout = parse_duration(*layer->timeout);
    if (!timeout) return fault(layer->origin, "timeout", "must be a duration such as 10s, 500ms or 2m, at most a day");
    settings.timeout = {*timeout, layer->origin};
  }
  return settings;
}

fs::path default_state(const Environment& environment) {
  const fs::path xdg = environment("XDG_STATE_HOME").value_or("");
  if (xdg.is_absolute()) return xdg / "wardlink";
  const auto home = environment("HOME").value_or("");
  return home.empty() ? fs::path() : fs::path(home) / ".local" / "state" / "wardlink";
}

Lang choose_lang(std::optional<Lang> said, const Environment& environment) {
  if (said) return *said;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const auto value = environment(name); value && !value->empty()) {
      return lang_of_locale(*value).value_or(Lang::vi);
    }
  }
  return Lang::vi;
}

}  // namespace wardlink::cli
