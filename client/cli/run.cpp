#include "client/cli/run.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <future>
#include <optional>
#include <utility>

#include "client/cli/command_line.hpp"
#include "client/cli/completion.hpp"
#include "client/cli/job.hpp"
#include "client/cli/passphrase.hpp"
#include "client/cli/run_local.hpp"
#include "client/cli/run_outbox.hpp"
#include "client/cli/times.hpp"
#include "client/link/identity.hpp"

namespace wardlink::cli {
namespace {

namespace asio = boost::asio;
using Action = Invocation::Action;
using fmt::arg;
using std::string;

/// The files' layers, strongest first. A file at fault is told where it matters: not for --help.
Configured<std::vector<Layer>> read_files(const Environment& environment) {
  std::vector<Layer> layers;
  for (const auto& file : config_files(environment)) {
    auto layer = read_config(file);
    if (!layer) return std::unexpected(layer.error());
    layers.push_back(std::move(*layer));
  }
  return layers;
}

Lang lang_before_parsing(const std::vector<string>& arguments, const Environment& environment,
                         const Configured<std::vector<Layer>>& files) {
  if (const auto flag = lang_flag(arguments)) return *flag;
  std::vector<Layer> layers{read_environment(environment)};
  if (files) layers.insert(layers.end(), files->begin(), files->end());
  for (const Layer& layer : layers) {
    if (layer.lang) return choose_lang(parse_lang(*layer.lang), environment);
  }
  return choose_lang(std::nullopt, environment);
}

/// One command on one thread, until it ends or is interrupted.
ExitStatus run_on_link(asio::awaitable<ExitStatus> command, Output& out,
                       ExitStatus when_signalled = ExitStatus::interrupted) {
  asio::io_context context(1);
  ExitStatus status = ExitStatus::error;
  std::exception_ptr thrown;
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (error) return;
    status = when_signalled;
    context.stop();
  });
  asio::co_spawn(context, std::move(command), [&](const std::exception_ptr& fault, ExitStatus ended) {
    thrown = fault;
    status = ended;
    if (!thrown) out.flush();
    signals.cancel();
  });
  context.run();
  if (thrown) std::rethrow_exception(thrown);
  return status;
}

/// Where the passphrase of an encrypted key comes from.
class KeyOpener {
 public:
  KeyOpener(const Settings& settings, Output& out) : settings_(settings), out_(out) {}

  std::optional<string> passphrase() {
    const auto& file = settings_.passphrase_file.value;
    auto phrase = prompts() ? prompt_passphrase(say(out_.lang(), Say::passphrase_prompt,
                                                    arg("key", (settings_.identity.value / "key.pem").string())))
                            : read_passphrase(file);
    if (phrase) return std::move(*phrase);
    interrupted_ = phrase.error() == NoPassphrase::interrupted;
    if (phrase.error() == NoPassphrase::unreadable) {
      out_.error(say(out_.lang(), Say::error_passphrase_file, arg("file", file.string())));
    }
    return std::nullopt;
  }
  [[nodiscard]] bool prompts() const { return settings_.passphrase_file.value.empty(); }
  [[nodiscard]] bool interrupted() const { return interrupted_; }

 private:
  const Settings& settings_;
  Output& out_;
  bool interrupted_ = false;
};

ExitStatus ask_hub(asio::awaitable<ExitStatus> (*command)(Job), const Invocation& in, const Settings& settings,
                   Output& out) {
  const link::Moment started = link::Moment::now();
  for (const auto& [missing, what] : {std::pair(settings.hubs.value.empty(), Say::error_no_hub),
                                      std::pair(settings.identity.value.empty(), Say::error_no_identity)}) {
    if (!missing) continue;
    out.error(say(out.lang(), Say::error_word, arg("sentence", sentence(out.lang(), what))));
    return ExitStatus::usage;
  }
  // An encrypted key takes its time to open, on purpose; a person wants to see within 100 ms that something happens.
  constexpr std::chrono::milliseconds patience{80};
  KeyOpener opener(settings, out);
  auto opening = std::async(std::launch::async, [&] {
    return link::load_identity(settings.identity.value, [&opener] { return opener.passphrase(); });
  });
  if (opening.wait_for(patience) == std::future_status::timeout && !opener.prompts()) {
    out.message(sentence(out.lang(), Say::unlocking));
  }
  const auto identity = opening.get();
  if (opener.interrupted()) return ExitStatus::interrupted;
  if (!identity) return out.fail(identity.error());
  // A service that is told to stop has done what it was asked to.
  const auto when_signalled =
      in.action == Action::run || in.action == Action::console ? ExitStatus::done : ExitStatus::interrupted;
  return run_on_link(command({in, settings, out, **identity, started}), out, when_signalled);
}

ExitStatus dispatch(const CommandLine& line, const Invocation& in, const Settings& settings,
                    const Environment& environment, Output& out) {
  switch (in.action) {
    case Action::submit:
      return ask_hub(run_submit, in, settings, out);
    case Action::watch:
      return ask_hub(run_watch, in, settings, out);
    case Action::list:
      return ask_hub(run_list, in, settings, out);
    case Action::show:
      return ask_hub(run_show, in, settings, out);
    case Action::history:
      return ask_hub(run_history, in, settings, out);
    case Action::admin_status:
    case Action::admin_stations:
    case Action::admin_audit:
      return ask_hub(run_admin, in, settings, out);
    case Action::run:
    case Action::console:
      return ask_hub(run_station, in, settings, out);
    case Action::outbox_retry:
      return ask_hub(run_retry, in, settings, out);
    case Action::outbox_list:
    case Action::outbox_drop:
      return run_on_link(run_outbox({in, settings, out}), out);
    case Action::config_check:
      return run_config_check(out, in.file, environment);
    case Action::config_show:
      return run_config_show(out, settings);
    case Action::completion: {
      const string script = completion_script(line.tree(), in.shell);
      out.data(std::string_view(script).substr(0, script.size() - 1));
      return ExitStatus::done;
    }
    case Action::none:
      break;
  }
  return ExitStatus::usage;
}

}  // namespace

int run(const std::vector<string>& arguments, const Environment& environment) {
  const auto files = read_files(environment);
  const Lang lang = lang_before_parsing(arguments, environment, files);
  CommandLine line(lang);
  const auto parsed = line.parse(arguments);
  if (!parsed) {
    std::FILE* const to = parsed.error().status == ExitStatus::done ? stdout : stderr;
    std::fputs(parsed.error().text.c_str(), to);
    return static_cast<int>(parsed.error().status);
  }
  const Invocation& in = *parsed;
  Output out({.lang = lang,
              .json = in.json,
              .quiet = in.quiet,
              .color = wants_color(in.no_color, isatty(STDOUT_FILENO) == 1, environment)});
  ExitStatus status = ExitStatus::error;
  try {
    const bool local = in.action == Action::config_check || in.action == Action::completion;
    if (!files && !local) return static_cast<int>(fail(out, files.error()));
    std::vector<Layer> layers{in.flags, read_environment(environment)};
    if (files) layers.insert(layers.end(), files->begin(), files->end());
    auto settings = local ? Configured<Settings>() : merge(layers);
    if (!settings) return static_cast<int>(fail(out, settings.error()));
    if (settings->state.value.empty()) settings->state.value = default_state(environment);
    status = dispatch(line, in, *settings, environment, out);
    out.flush();
  } catch (const std::exception& fault) {
    out.error(say(lang, Say::error_word, arg("sentence", fault.what())));
    return static_cast<int>(ExitStatus::error);
  }
  return static_cast<int>(status);
}

}  // namespace wardlink::cli
