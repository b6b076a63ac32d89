#include "client/cli/command_line.hpp"

#include <algorithm>

#include "client/cli/nearest.hpp"
#include "client/cli/sentences.hpp"
#include "client/cli/version.hpp"

namespace wardlink::cli {

using std::string;

namespace {

/// The sub-command that was meant: the deepest that was recognised.
const CLI::App& recognised(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? app : recognised(*parsed.front());
}

/// A sub-command or an option that does not exist, with the nearest that does; empty where that is not what is wrong.
string unknown_word(const CLI::App& app, Lang lang) {
  const CLI::App& where = recognised(app);
  const auto left = app.remaining(true);
  if (left.empty()) return {};
  const bool option = left.front().starts_with("--");
  std::vector<string> known;
  if (option) {
    for (const CLI::App* level : {&where, &app}) {
      for (const CLI::Option* each : level->get_options()) {
        for (const string& name : each->get_lnames()) known.push_back("--" + name);
      }
    }
  } else {
    for (const CLI::App* sub : where.get_subcommands([](const CLI::App*) { return true; })) {
      known.push_back(sub->get_name());
    }
  }
  const std::vector<std::string_view> views(known.begin(), known.end());
  const auto word = left.front().substr(0, left.front().find('='));
  if (views.empty()) return {};
  return say(lang, Say::error_unknown_word, fmt::arg("word", word), fmt::arg("nearest", nearest(word, views)));
}

}  // namespace

std::optional<Lang> lang_flag(const std::vector<string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].starts_with("--lang=")) return parse_lang(std::string_view(arguments[i]).substr(7));
    if (arguments[i] == "--lang" && i + 1 < arguments.size()) return parse_lang(arguments[i + 1]);
  }
  return std::nullopt;
}

CommandLine::CommandLine(Lang lang)
    : lang_(lang),
      app_(lang == Lang::vi ? "Wardlink: liên lạc giữa các đồn công an phường" : "Wardlink: between ward stations",
           "wardlink"),
      options_(app_, invocation_, lang) {
  const bool vi = lang == Lang::vi;
  app_.fallthrough();
  app_.require_subcommand(1);
  if (vi) app_.option_defaults()->group("Tùy chọn");
  app_.set_help_flag("-h,--help", vi ? "In hướng dẫn này" : "Print this help");
  app_.set_version_flag("--version", "wardlink " + string(version), vi ? "In phiên bản" : "Print the version");
  if (vi) {
    const auto formatter = app_.get_formatter();
    formatter->label("Usage", "Cách dùng");
    formatter->label("OPTIONS", "TÙY CHỌN");
    formatter->label("SUBCOMMAND", "LỆNH");
    formatter->label("SUBCOMMANDS", "LỆNH");
    formatter->label("REQUIRED", "BẮT BUỘC");
    formatter->label("Positionals", "Đối số");
    formatter->label("Subcommands", "Lệnh");
  }
  options_.add_flags();
  options_.add_questions();
  options_.add_reports();
  options_.add_lead();
  options_.add_support();
  options_.add_incident();
  options_.add_flights();
  options_.add_station();
  options_.add_local();
}

std::expected<Invocation, CommandLine::Ended> CommandLine::parse(std::vector<string> arguments) {
  std::ranges::reverse(arguments);  // as CLI11 takes them
  try {
    app_.parse(std::move(arguments));
  } catch (const CLI::CallForVersion& asked) {
    return std::unexpected(Ended{ExitStatus::done, string(asked.what()) + "\n"});
  } catch (const CLI::CallForHelp&) {
    return std::unexpected(Ended{ExitStatus::done, app_.help()});
  } catch (const CLI::ParseError& error) {
    const string unknown = unknown_word(app_, lang_);
    const string sentence =
        say(lang_, Say::error_usage, fmt::arg("detail", unknown.empty() ? string(error.what()) : unknown),
            fmt::arg("program", "wardlink"));
    return std::unexpected(Ended{ExitStatus::usage, sentence + "\n"});
  }
  return std::move(invocation_);
}

}  // namespace wardlink::cli
