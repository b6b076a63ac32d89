// argv to an Invocation.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/cli/exit_status.hpp"
#include "client/cli/options.hpp"

namespace wardlink::cli {

/// What --lang says, read before the tree is built: the help speaks that language.
[[nodiscard]] std::optional<Lang> lang_flag(const std::vector<std::string>& arguments);

class CommandLine {
 public:
  explicit CommandLine(Lang lang);

  /// Nothing goes further: --help and --version (done, on stdout), or a usage error (on stderr).
  struct Ended {
    ExitStatus status;
    std::string text;
  };
  /// `arguments`: without the program's name. Once.
  [[nodiscard]] std::expected<Invocation, Ended> parse(std::vector<std::string> arguments);

  [[nodiscard]] const CLI::App& tree() const { return app_; }

 private:
  Lang lang_;
  CLI::App app_;
  Invocation invocation_;
  OptionTree options_;  // its callbacks go into invocation_
};

}  // namespace wardlink::cli
