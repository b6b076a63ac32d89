// The scripts, run by the shell they are for.
#include "client/cli/completion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "client/cli/command_line.hpp"

namespace wardlink::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// What bash offers at the end of this line.
std::string offered(const std::string& line) {
  const CommandLine command_line(Lang::en);
  std::string name = (fs::temp_directory_path() / "completion-XXXXXX").string();
  const int file = mkstemp(name.data());
  EXPECT_GE(file, 0);
  close(file);
  std::ofstream(name) << completion_script(command_line.tree(), "bash")  //
                      << "COMP_WORDS=(" << line << (line.ends_with(' ') ? "\"\"" : "") << ")\n"
                      << "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_wardlink\necho \"${COMPREPLY[@]}\"\n";
  std::FILE* const shell = popen(("bash " + name).c_str(), "r");
  std::array<char, 4096> buffer{};
  const std::size_t length = std::fread(buffer.data(), 1, buffer.size(), shell);
  EXPECT_EQ(pclose(shell), 0);
  fs::remove(name);
  return {buffer.data(), length};
}

TEST(Completion, BashOffersWhatMayFollow) {
  EXPECT_EQ(offered("wardlink rep"), "report\n");
  EXPECT_EQ(offered("wardlink report "), "incident sighting hotspot flight patrol\n");
  EXPECT_EQ(offered("wardlink --json report in"), "incident\n");
  EXPECT_EQ(offered("wardlink report incident --sev"), "--severity\n");
  EXPECT_EQ(offered("wardlink report incident --mode "), "actual exercise test\n");
  EXPECT_EQ(offered("wardlink confirm --wait d"), "delivered\n");
  EXPECT_EQ(offered("wardlink confirm --jso"), "--json\n");
  EXPECT_EQ(offered("wardlink record-answer abcd ac"), "accept\n");
  EXPECT_EQ(offered("wardlink completion z"), "zsh\n");
  EXPECT_EQ(offered("wardlink decline abcd --reason "), "\n");
}

TEST(Completion, EveryPlaceOfTheTreeIsInEveryScript) {
  const CommandLine command_line(Lang::en);
  const auto nodes = completion_nodes(command_line.tree());
  EXPECT_GT(nodes.size(), 35U);
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string script = completion_script(command_line.tree(), shell);
    for (const auto& node : nodes) {
      EXPECT_THAT(script, HasSubstr("'" + node.path + "'")) << shell;
      EXPECT_FALSE(node.options.empty()) << node.path;
    }
  }
  EXPECT_EQ(completion_script(command_line.tree(), "zsh").find("#compdef wardlink"), 0U);
}

}  // namespace
}  // namespace wardlink::cli
