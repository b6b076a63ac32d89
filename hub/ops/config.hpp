// The hub's configuration: a TOML file, overridden by the environment.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "hub/base/limits.hpp"

namespace wardlink::ops {

struct ClusterFiles {
  std::filesystem::path geography;   // RULES.md 1
  std::filesystem::path regulation;  // RULES.md 2
};

/// File paths are absolute, or relative to the configuration file's folder before loading.
struct Config {
  std::string listen = "0.0.0.0:7443";  // ADDRESS:PORT, [ADDRESS]:PORT for IPv6; port 0: the kernel picks one
  std::string operator_listen = "127.0.0.1:9443";  // loopback only
  std::filesystem::path journal = "/var/lib/wardlink/journal.db";
  double submits_per_s = base::limits::submits_per_s;  // a session
  double submits_burst = base::limits::submits_burst;
  std::string log_level = "info";  // debug, info, warning or error

  std::filesystem::path certificate;  // PEM, all four
  std::filesystem::path key;
  std::filesystem::path ca;
  std::filesystem::path crl;

  std::vector<ClusterFiles> clusters;
};

using Environment = std::map<std::string, std::string, std::less<>>;

/// The process's own variables.
[[nodiscard]] Environment environment();

/// Reads and checks the file. Every single value can be overridden: `submits_per_s` by WARDHUB_SUBMITS_PER_S,
/// `tls.key` by WARDHUB_TLS_KEY. The error is a sentence that names the file, and the line or the variable.
[[nodiscard]] std::expected<Config, std::string> load_config(const std::filesystem::path& file,
                                                             const Environment& environment);

/// As a configuration file that says the same.
[[nodiscard]] std::string to_toml(const Config& config);

}  // namespace wardlink::ops
