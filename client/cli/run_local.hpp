// What asks nobody: the configuration and the completion scripts.
#pragma once

#include <expected>
#include <vector>

#include "client/cli/command_line.hpp"
#include "client/cli/config.hpp"
#include "client/cli/output.hpp"

namespace wardlink::cli {

/// A fault as a sentence.
[[nodiscard]] std::string describe(const ConfigFault& fault, Lang lang);
ExitStatus fail(Output& out, const ConfigFault& fault);

/// `file`: this one instead of those where configuration is looked for.
[[nodiscard]] ExitStatus run_config_check(Output& out, const std::string& file, const Environment& environment);
[[nodiscard]] ExitStatus run_config_show(Output& out, const Settings& settings);

}  // namespace wardlink::cli
