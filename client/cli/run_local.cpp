#include "client/cli/run_local.hpp"

#include "client/cli/json.hpp"

namespace wardlink::cli {

using fmt::arg;
using std::string;

string describe(const ConfigFault& fault, Lang lang) {
  if (!fault.nearest.empty()) {
    return say(lang, Say::error_unknown_key, arg("origin", fault.origin), arg("key", fault.key),
               arg("nearest", fault.nearest));
  }
  return say(lang, Say::error_config, arg("origin", fault.origin), arg("key", fault.key), arg("reason", fault.reason));
}

ExitStatus fail(Output& out, const ConfigFault& fault) {
  const string sentence = describe(fault, out.lang());
  if (out.json()) out.data(error_json("INVALID", sentence, fault.key));
  out.error(say(out.lang(), Say::error_word, arg("sentence", sentence)));
  return ExitStatus::usage;
}

ExitStatus run_config_check(Output& out, const string& file, const Environment& environment) {
  const auto files =
      file.empty() ? config_files(environment) : std::vector<std::filesystem::path>{std::filesystem::path(file)};
  if (files.empty()) out.message(say(out.lang(), Say::config_none));
  for (const auto& each : files) {
    const auto layer = read_config(each);
    if (!layer) return fail(out, layer.error());
    if (const auto settings = merge({*layer}); !settings) return fail(out, settings.error());
    out.data(say(out.lang(), Say::config_good, arg("file", each.string())));
  }
  return ExitStatus::done;
}

ExitStatus run_config_show(Output& out, const Settings& settings) {
  string hubs;
  for (const auto& hub : settings.hubs.value) hubs += (hubs.empty() ? "" : ", ") + json_string(hub.text());
  string command;
  for (const auto& word : settings.alarm_command.value) command += (command.empty() ? "" : ", ") + json_string(word);
  const string lang = !settings.lang.value ? "" : *settings.lang.value == Lang::vi ? "vi" : "en";
  const string timeout = fmt::format("{}ms", settings.timeout.value.count());
  const std::vector<std::tuple<string, string, string>> rows{
      {"hubs", "[" + hubs + "]", settings.hubs.origin},
      {"identity", json_string(settings.identity.value.string()), settings.identity.origin},
      {"passphrase_file", json_string(settings.passphrase_file.value.string()), settings.passphrase_file.origin},
      {"lang", json_string(lang), settings.lang.origin},
      {"timeout", json_string(timeout), settings.timeout.origin},
      {"state", json_string(settings.state.value.string()), settings.state.origin},
      {"console.port", std::to_string(settings.console_port.value), settings.console_port.origin},
      {"console.people", json_string(settings.console_people.value.string()), settings.console_people.origin},
      {"console.alarm_command", "[" + command + "]", settings.alarm_command.origin}};
  string json;
  for (const auto& [key, value, origin] : rows) {
    if (out.json()) {
      json +=
          fmt::format(R"({}"{}":{{"value":{},"origin":{}}})", json.empty() ? "" : ",", key, value, json_string(origin));
    } else {
      out.data(fmt::format("{} = {}  # {}", key, value, origin));
    }
  }
  if (out.json()) out.data("{" + json + "}");
  return ExitStatus::done;
}

}  // namespace wardlink::cli
