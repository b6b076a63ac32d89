// The tree of sub-commands and options: INTERFACES.md's table, bound to an Invocation.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>

#include "client/cli/invocation.hpp"

namespace wardlink::cli {

/// What every part of the tree needs: the language of the help, and where to put what is said. Lives as long as the
/// tree: the callbacks in it lead here.
class OptionTree {
 public:
  OptionTree(CLI::App& app, Invocation& invocation, Lang lang) : app_(app), in_(invocation), lang_(lang) {}
  OptionTree(const OptionTree&) = delete;
  OptionTree& operator=(const OptionTree&) = delete;

  void add_flags();
  void add_reports();
  void add_lead();
  void add_support();
  void add_incident();
  void add_flights();
  void add_questions();
  void add_local();
  void add_station();

 private:
  template <typename T>
  using Get = std::function<T&()>;
  using Choices = std::initializer_list<std::pair<std::string, int>>;

  [[nodiscard]] std::string t(const char* vi, const char* en) const { return lang_ == Lang::vi ? vi : en; }

  CLI::App& sub(CLI::App& parent, const char* name, Invocation::Action action, const std::string& help);
  /// With --id, --dry-run and --wait.
  CLI::App& submit(CLI::App& parent, const char* name, const std::string& help);
  /// A text that goes where `set` puts it.
  CLI::Option& text(CLI::App& app, const char* name, std::function<void(const std::string&)> set,
                    const std::string& help);
  CLI::Option& number(CLI::App& app, const char* name, std::function<void(std::uint32_t)> set, const std::string& help);
  /// May be given several times, one value each.
  CLI::Option& texts(CLI::App& app, const char* name, std::function<void(const std::string&)> add,
                     const std::string& help);
  CLI::Option& choice(CLI::App& app, const char* name, Choices choices, std::function<void(int)> set,
                      const std::string& help);
  void incident(CLI::App& app, std::function<void(const std::string&)> set);
  void place(CLI::App& app, Get<v1::Place> place);
  void content(CLI::App& app, Get<v1::Content> content);
  void forces(CLI::App& app, std::function<v1::Force*()> add);
  void add_flight_report(CLI::App& report);
  void add_patrol_report(CLI::App& report);
  /// Whereto and how.
  void running(CLI::App& app, Get<v1::Heading> heading, std::function<void(v1::TravelMode)> by);
  void times(CLI::App& app);
  void mode(CLI::App& app, std::function<void(v1::Mode)> set);
  void source(CLI::App& app, std::function<void(v1::Source)> set);

  CLI::App& app_;
  Invocation& in_;
  Lang lang_;
};

}  // namespace wardlink::cli
