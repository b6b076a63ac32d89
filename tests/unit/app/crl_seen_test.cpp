// "An older CRL number is refused", over a restart as over a reload.
#include "hub/app/crl_seen.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace wardlink::app {
namespace {

namespace fs = std::filesystem;

class CrlSeenTest : public testing::Test {
 protected:
  ~CrlSeenTest() override { fs::remove_all(folder_); }
  [[nodiscard]] fs::path file() const { return folder_ / "crl.seen"; }
  [[nodiscard]] CrlSeen open() const { return CrlSeen::open(file()).value(); }

 private:
  fs::path folder_ = [] {
    std::string name = (fs::temp_directory_path() / "wardlink-crl-XXXXXX").string();
    return fs::path(mkdtemp(name.data()));
  }();
};

TEST_F(CrlSeenTest, TakesAnyListFirst) { EXPECT_TRUE(open().check({"aa", "1"})); }

TEST_F(CrlSeenTest, RefusesAnOlderOneAfterARestart) {
  ASSERT_TRUE(open().take({"aa", "F"}));
  ASSERT_TRUE(open().take({"aa", "10"}));
  const CrlSeen again = open();
  const auto older = again.check({"aa", "F"});
  ASSERT_FALSE(older);
  EXPECT_EQ(older.error(), "its number is F: older than 10, which was in force (see " + file().string() + ")");
  EXPECT_TRUE(again.check({"aa", "10"}));
  EXPECT_TRUE(again.check({"aa", "11"}));
}

TEST_F(CrlSeenTest, BeginsAnewWithAnotherCa) {
  ASSERT_TRUE(open().take({"aa", "10"}));
  CrlSeen seen = open();
  EXPECT_TRUE(seen.check({"bb", "1"}));
  ASSERT_TRUE(seen.take({"bb", "1"}));
  EXPECT_TRUE(open().check({"bb", "1"}));
}

TEST_F(CrlSeenTest, IsForItsOwnerAlone) {
  ASSERT_TRUE(open().take({"aa", "10"}));
  EXPECT_EQ(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(CrlSeenTest, DoesNotGuessWhatItCannotRead) {
  std::ofstream(file()) << "aa";
  const auto opened = CrlSeen::open(file());
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().find(file().string()), std::string::npos);
}

TEST_F(CrlSeenTest, HoldsWhereItCannotBeKept) {
  CrlSeen seen = open();
  fs::remove_all(file().parent_path());
  EXPECT_FALSE(seen.take({"aa", "10"}));
  EXPECT_FALSE(seen.check({"aa", "F"}));
}

}  // namespace
}  // namespace wardlink::app
