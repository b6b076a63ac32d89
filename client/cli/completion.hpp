// Completion scripts, generated from the tree of sub-commands and options itself.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace wardlink::cli {

/// One place in the tree: what may come next there.
struct CompletionNode {
  std::string path;  // "wardlink report incident"
  struct Word {
    std::string word;
    std::string help;
    std::vector<std::string> values;  // an option's choices
    bool takes_value = false;
  };
  std::vector<Word> commands;
  std::vector<Word> options;         // long names, and those that go with everything
  std::vector<std::string> choices;  // of a positional argument
};

/// Root first, every sub-command after its parent.
[[nodiscard]] std::vector<CompletionNode> completion_nodes(const CLI::App& root);

/// `shell`: bash, zsh or fish.
[[nodiscard]] std::string completion_script(const CLI::App& root, std::string_view shell);

}  // namespace wardlink::cli
