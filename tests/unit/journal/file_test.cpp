// The room taken for the write-ahead log.
#include "hub/journal/file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace wardlink::journal {
namespace {

class RoomSetAside : public testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::path(testing::TempDir()) / ("wardlink-room-" + std::to_string(::getpid()));
    std::filesystem::remove(path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  std::filesystem::path path_;
};

TEST_F(RoomSetAside, IsZerosBehindWhatIsThere) {
  const std::string log = "frames that a failed sync may have lost" + std::string(3 << 20, 'x');
  std::ofstream(path_, std::ios::binary) << log;
  ASSERT_TRUE(set_aside(path_, log.size() + 5).has_value());
  EXPECT_EQ(**read_file(path_, log.size() + 100), log + std::string(5, '\0'));
}

TEST_F(RoomSetAside, NeverShortensNorChangesAFile) {
  ASSERT_TRUE(set_aside(path_, 10).has_value());
  EXPECT_EQ(file_bytes(path_), 10U);
  ASSERT_TRUE(set_aside(path_, 4).has_value());
  EXPECT_EQ(**read_file(path_, 100), std::string(10, '\0'));
}

}  // namespace
}  // namespace wardlink::journal
