#include "client/cli/config.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "client/cli/nearest.hpp"
#include "client/cli/times.hpp"

namespace wardlink::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::array<std::string_view, 6> known_keys{"hubs", "identity", "passphrase_file", "lang", "timeout", "state"};

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

Configured<std::vector<std::string>> read_hubs(const toml::node& node, const std::string& origin) {
  constexpr const char* wanted = "must be a list of texts, each HOST:PORT";
  const auto* list = node.as_array();
  if (list == nullptr) return fault(origin, "hubs", wanted);
  std::vector<std::string> hubs;
  for (const toml::node& item : *list) {
    const auto hub = item.value_exact<std::string>();
    if (!hub) return fault(origin, "hubs", wanted);
    hubs.push_back(*hub);
  }
  return hubs;
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
      auto hubs = read_hubs(node, layer.origin);
      if (!hubs) return std::unexpected(hubs.error());
      layer.hubs = std::move(*hubs);
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
