// A line of the log stays one line, whatever a peer sends.
#include "hub/ops/log.hpp"

#include <gtest/gtest.h>

namespace wardlink::ops {
namespace {

std::string logged(std::string_view value) { return Line("e", Level::debug).field("k", value).text(); }

TEST(Log, FieldsInOrder) {
  EXPECT_EQ(Line("opened", Level::debug).field("peer", "a/b").field("count", 3).field("share", 0.5).text(),
            "event=opened peer=a/b count=3 share=0.5");
}

TEST(Log, WhatIsNotPlainIsQuotedAndEscaped) {
  EXPECT_EQ(logged("two words"), R"(event=e k="two words")");
  EXPECT_EQ(logged(""), R"(event=e k="")");
  EXPECT_EQ(logged("a=b"), R"(event=e k="a=b")");
  EXPECT_EQ(logged("a\"b\\c"), R"(event=e k="a\"b\\c")");
  EXPECT_EQ(logged("a\nlevel=error event=fake"), R"(event=e k="a\x0alevel=error event=fake")");
  EXPECT_EQ(logged("\x1b[2J"), R"(event=e k="\x1b[2J")");
  EXPECT_EQ(logged("\xC2\x9B"
                   "2J"),
            "event=e k=\"\xC2\\x9b"
            "2J\"");
  EXPECT_EQ(logged("Nghĩa Đô"), "event=e k=\"Nghĩa Đô\"");
}

TEST(Log, LongValuesAreCutBetweenCharacters) {
  const std::string line = logged(std::string(299, 'x') + "Đô");
  EXPECT_EQ(line, "event=e k=" + std::string(299, 'x') + "...");
}

}  // namespace
}  // namespace wardlink::ops
