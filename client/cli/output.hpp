// Data on stdout, messages on stderr.
#pragma once

#include <string>
#include <string_view>

#include "client/cli/config.hpp"
#include "client/cli/exit_status.hpp"
#include "client/cli/line.hpp"
#include "client/cli/sentences.hpp"
#include "client/link/error.hpp"
#include "wardlink/v1/value.pb.h"

namespace wardlink::cli {

/// One line that a terminal can be given: control characters, which could rewrite what stands there, become "�", line
/// breaks " / ".
[[nodiscard]] std::string clean(std::string_view text);

/// Colours are for people: off by NO_COLOR (any value), --no-color, TERM=dumb, or where stdout is no terminal.
[[nodiscard]] bool wants_color(bool no_color_flag, bool is_terminal, const Environment& environment);

class Output {
 public:
  struct Options {
    Lang lang = Lang::vi;
    bool json = false;
    bool quiet = false;
    bool color = false;
  };
  explicit Output(Options options) : options_(options) {}

  [[nodiscard]] Lang lang() const { return options_.lang; }
  [[nodiscard]] bool json() const { return options_.json; }

  void data(const Lines& lines);
  /// As it is, with a line end.
  void data(std::string_view line);
  /// Left out when quiet.
  void message(std::string_view text);
  void error(std::string_view text);
  /// What was printed is with the operating system; std::runtime_error where it would not take it.
  void flush();

  /// Say why not (with --json a rejection is data), and give the status for it.
  ExitStatus fail(const v1::Rejection& rejection);
  ExitStatus fail(const link::Error& error);

 private:
  Options options_;
};

/// A sentence for a person.
[[nodiscard]] std::string describe(const link::Error& error, Lang lang);

}  // namespace wardlink::cli
