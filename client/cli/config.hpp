// Where settings come from: flag > WARDLINK_* > the user's file > the machine's file.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/cli/lang.hpp"
#include "client/link/endpoint.hpp"

namespace wardlink::cli {

/// What one source says; raw, so that the effective ones can be shown with where they come from.
struct Layer {
  std::string origin;  // a file's path, "environment" or "flag"
  std::vector<std::string> hubs;
  std::optional<std::string> identity;
  std::optional<std::string> passphrase_file;
  std::optional<std::string> lang;
  std::optional<std::string> timeout;
  std::optional<std::string> state;
  // Of the table [console].
  std::optional<std::string> console_port;
  std::optional<std::string> console_people;
  std::vector<std::string> alarm_command;
};

struct ConfigFault {
  std::string origin;
  std::string key;      // empty: the file as a whole
  std::string nearest;  // the known key next to an unknown one; empty for every other fault
  std::string reason;   // English; empty for an unknown key
};

template <typename T>
using Configured = std::expected<T, ConfigFault>;

/// nullptr-safe getenv, handed in so that a test can choose.
using Environment = std::function<std::optional<std::string>(const char*)>;
[[nodiscard]] std::optional<std::string> process_environment(const char* name);

/// The user's file, then the machine's; those that are there.
[[nodiscard]] std::vector<std::filesystem::path> config_files(const Environment& environment);

/// Relative paths in a file are relative to it. An unknown key is a fault.
[[nodiscard]] Configured<Layer> read_config(const std::filesystem::path& file);
[[nodiscard]] Layer read_environment(const Environment& environment);

inline constexpr std::uint16_t default_console_port = 7480;

/// A setting and who said so; the origin of a default is "default".
template <typename T>
struct Setting {
  T value{};
  std::string origin = "default";
};

struct Settings {
  Setting<std::vector<link::Endpoint>> hubs;
  Setting<std::filesystem::path> identity;         // empty: not set
  Setting<std::filesystem::path> passphrase_file;  // empty: prompt
  Setting<std::optional<Lang>> lang;
  Setting<std::chrono::milliseconds> timeout{std::chrono::seconds(10)};
  Setting<std::filesystem::path> state;                       // the station's own directory; empty: none is known
  Setting<std::uint16_t> console_port{default_console_port};  // on loopback; 0: any free one
  Setting<std::filesystem::path> console_people;              // holds the identities that may sign in; empty: none
  Setting<std::vector<std::string>> alarm_command;            // argv, no shell; empty: none
};

/// `layers`: strongest first.
[[nodiscard]] Configured<Settings> merge(const std::vector<Layer>& layers);

/// $XDG_STATE_HOME/wardlink; empty where there is no home either.
[[nodiscard]] std::filesystem::path default_state(const Environment& environment);

/// What was said, else by the locale, else Vietnamese.
[[nodiscard]] Lang choose_lang(std::optional<Lang> said, const Environment& environment);

}  // namespace wardlink::cli
