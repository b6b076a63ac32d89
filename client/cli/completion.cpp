#include "client/cli/completion.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wardlink::cli {
namespace {

using std::string;
using Nodes = std::vector<CompletionNode>;

/// CLI11 shows an option's choices as {a,b,c} in its type.
std::vector<string> choices_of(const CLI::Option& option) {
  const string type = option.get_type_name();
  const auto open = type.find('{');
  const auto close = type.find('}', open);
  std::vector<string> choices;
  if (open == string::npos || close == string::npos) return choices;
  std::string_view rest = std::string_view(type).substr(open + 1, close - open - 1);
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    choices.emplace_back(rest.substr(0, comma));
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  return choices;
}

void add_options(const CLI::App& app, CompletionNode& node) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional() && option->get_lnames().empty()) {
      const auto choices = choices_of(*option);
      node.choices.insert(node.choices.end(), choices.begin(), choices.end());
    }
    for (const string& name : option->get_lnames()) {
      node.options.push_back(
          {"--" + name, option->get_description(), choices_of(*option), option->get_items_expected_min() > 0});
    }
  }
}

void add_nodes(const CLI::App& app, const CLI::App& root, const string& path, Nodes& nodes) {
  CompletionNode node{.path = path, .commands = {}, .options = {}, .choices = {}};
  const auto filter = [](const CLI::App*) { return true; };
  for (const CLI::App* sub : app.get_subcommands(filter)) {
    node.commands.push_back({sub->get_name(), sub->get_description(), {}, false});
  }
  add_options(app, node);
  if (&app != &root) add_options(root, node);
  std::ranges::sort(node.options, {}, &CompletionNode::Word::word);
  const auto twice = std::ranges::unique(node.options, {}, &CompletionNode::Word::word);
  node.options.erase(twice.begin(), twice.end());
  nodes.push_back(std::move(node));
  for (const CLI::App* sub : app.get_subcommands(filter)) add_nodes(*sub, root, path + " " + sub->get_name(), nodes);
}

string words(const std::vector<CompletionNode::Word>& list) {
  string joined;
  for (const auto& word : list) joined += (joined.empty() ? "" : " ") + word.word;
  return joined;
}

string quoted(const string& text) {
  string out = "'";
  for (const char c : text) out += c == '\'' ? string("'\\''") : string(1, c);
  return out + "'";
}

/// bash and zsh (through its bashcompinit) share one function: where we are, then what may follow.
string bash_function(const Nodes& nodes) {
  string places;
  string follows;
  string values;
  for (const CompletionNode& node : nodes) {
    if (!node.commands.empty()) {
      for (const auto& command : node.commands) places += fmt::format("      '{} {}') ;;\n", node.path, command.word);
    }
    string next = words(node.commands);
    for (const string& choice : node.choices) next += (next.empty() ? "" : " ") + choice;
    follows += fmt::format("    '{}') next='{}' options='{}' ;;\n", node.path, next, words(node.options));
    for (const auto& option : node.options) {
      if (option.values.empty()) {
        if (option.takes_value) values += fmt::format("    '{} {}') return ;;\n", node.path, option.word);
        continue;
      }
      values += fmt::format("    '{} {}') COMPREPLY=($(compgen -W '{}' -- \"$current\")); return ;;\n", node.path,
                            option.word, fmt::join(option.values, " "));
    }
  }
  return "_wardlink() {\n"
         "  local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
         "  local path='wardlink' word next options i\n"
         "  COMPREPLY=()\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    word=\"${COMP_WORDS[i]}\"\n"
         "    case \"$path $word\" in\n" +
         places +
         "      *) continue ;;\n"
         "    esac\n"
         "    path=\"$path $word\"\n"
         "  done\n"
         "  case \"$path $previous\" in\n"
         "    *' --identity') COMPREPLY=($(compgen -d -- \"$current\")); return ;;\n" +
         values +
         "  esac\n"
         "  case \"$path\" in\n" +
         follows +
         "  esac\n"
         "  if [[ $current == -* ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))\n"
         "  else\n"
         "    COMPREPLY=($(compgen -W \"$next\" -- \"$current\"))\n"
         "  fi\n"
         "}\n";
}

string fish_script(const Nodes& nodes) {
  string script =
      "function __wardlink_at\n"
      "  set -l path wardlink\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    contains -- \"$path $word\" $__wardlink_paths; and set path \"$path $word\"\n"
      "  end\n"
      "  test \"$path\" = \"$argv\"\n"
      "end\n"
      "complete -c wardlink -f\n";
  string paths = "set -g __wardlink_paths";
  for (const CompletionNode& node : nodes) {
    paths += " " + quoted(node.path);
    const string at = fmt::format("complete -c wardlink -n {}", quoted("__wardlink_at " + node.path));
    for (const auto& command : node.commands) {
      script += fmt::format("{} -a {} -d {}\n", at, command.word, quoted(command.help));
    }
    for (const string& choice : node.choices) script += fmt::format("{} -a {}\n", at, choice);
    for (const auto& option : node.options) {
      const string takes = !option.values.empty()        ? fmt::format(" -x -a '{}'", fmt::join(option.values, " "))
                           : option.word == "--identity" ? " -r -F"
                           : option.takes_value          ? " -x"
                                                         : "";
      script += fmt::format("{} -l {} -d {}{}\n", at, option.word.substr(2), quoted(option.help), takes);
    }
  }
  return paths + "\n" + script;
}

}  // namespace

Nodes completion_nodes(const CLI::App& root) {
  Nodes nodes;
  add_nodes(root, root, root.get_name(), nodes);
  return nodes;
}

string completion_script(const CLI::App& root, std::string_view shell) {
  const Nodes nodes = completion_nodes(root);
  if (shell == "fish") return fish_script(nodes);
  const string function = bash_function(nodes);
  if (shell == "zsh") {
    return "#compdef wardlink\nautoload -U +X bashcompinit && bashcompinit\n" + function +
           "complete -F _wardlink wardlink\n";
  }
  return function + "complete -F _wardlink wardlink\n";
}

}  // namespace wardlink::cli
