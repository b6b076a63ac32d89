// Style as a failing test: the house rules, held against every file of the project.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/tidy/rules.hpp"

namespace wardlink::tidy {
namespace {

namespace fs = std::filesystem;

const std::vector<File>& tree() {
  static const std::vector<File> files = [] {
    static const std::set<std::string> not_ours{".git", "build", "node_modules"};
    const fs::path top = WARDLINK_SOURCE_DIR;
    std::vector<File> found;
    for (auto entry = fs::recursive_directory_iterator(top); entry != fs::recursive_directory_iterator(); ++entry) {
      if (entry->is_directory() && not_ours.contains(entry->path().filename())) {
        entry.disable_recursion_pending();
      } else if (entry->is_regular_file()) {
        std::ifstream in(entry->path(), std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        found.push_back({fs::relative(entry->path(), top).generic_string(), std::move(text).str()});
      }
    }
    return found;
  }();
  return files;
}

template <typename Rule>
Faults everywhere(Rule rule) {
  Faults faults;
  for (const File& file : tree()) std::ranges::move(rule(file), std::back_inserter(faults));
  return faults;
}

TEST(Tree, IsFound) {
  EXPECT_TRUE(std::ranges::any_of(tree(), [](const File& file) { return file.path == "hub/base/clock.cpp"; }));
  EXPECT_GT(tree().size(), 50U);
}

TEST(Tree, PureRoomsStayPure) { EXPECT_THAT(everywhere(impurities), testing::IsEmpty()); }

TEST(Tree, DependenciesRunOneWay) { EXPECT_THAT(everywhere(wrong_way_includes), testing::IsEmpty()); }

TEST(Tree, SourcesIncludeTheirOwnHeaderFirst) {
  std::set<std::string> paths;
  for (const File& file : tree()) paths.insert(file.path);
  EXPECT_THAT(everywhere([&](const File& file) {
                return own_header_not_first(file, paths.contains(fs::path(file.path).replace_extension(".hpp")));
              }),
              testing::IsEmpty());
}

TEST(Tree, FilesStayShort) { EXPECT_THAT(everywhere(overlong), testing::IsEmpty()); }

TEST(Tree, NothingIsLeftOver) { EXPECT_THAT(everywhere(left_over_marks), testing::IsEmpty()); }

TEST(Tree, HoldsNoPrivateKey) { EXPECT_THAT(everywhere(private_keys), testing::IsEmpty()); }

}  // namespace
}  // namespace wardlink::tidy
