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
            R"(event=e k="\xc2\x9b2J")");
  EXPECT_EQ(logged("Nghĩa Đô"), "event=e k=\"Nghĩa Đô\"");
}

TEST(Log, WhatATerminalObeysOrCannotReadIsEscaped) {
  EXPECT_EQ(logged("a\r\nb\tc"), R"(event=e k="a\x0d\x0ab\x09c")");
  EXPECT_EQ(logged("a\u2028b\u202Ec"), R"(event=e k="a\xe2\x80\xa8b\xe2\x80\xaec")");
  EXPECT_EQ(logged("th\xFF\xFEt"), R"(event=e k="th\xff\xfet")");
  EXPECT_EQ(logged("\xC0\xAF"), R"(event=e k="\xc0\xaf")") << "overlong";
  EXPECT_EQ(logged("\xED\xA0\x80"), R"(event=e k="\xed\xa0\x80")") << "half a pair";
  EXPECT_EQ(logged("\xF4\x90\x80\x80"), R"(event=e k="\xf4\x90\x80\x80")") << "beyond Unicode";
  EXPECT_EQ(logged("cut \xE1\xBA"), R"(event=e k="cut \xe1\xba")");
  EXPECT_EQ(logged(std::string_view("a\0b", 3)), R"(event=e k="a\x00b")");
}

// Whatever bytes come: one line, and nothing of them before the quote or after it.
TEST(Log, AnyBytesStayWithinTheirQuotes) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string line = logged(std::string{static_cast<char>(first), static_cast<char>(second), ' '});
      ASSERT_EQ(line.find('\n'), std::string::npos) << first << ' ' << second;
      ASSERT_EQ(line.substr(0, 11), "event=e k=\"") << first << ' ' << second;
      ASSERT_EQ(line.find_first_of('"', 11) == line.size() - 1, first != '"' && second != '"')
          << first << ' ' << second;
    }
  }
}

TEST(Log, LongValuesAreCutBetweenCharacters) {
  const std::string line = logged(std::string(299, 'x') + "Đô");
  EXPECT_EQ(line, "event=e k=" + std::string(299, 'x') + "...");
}

}  // namespace
}  // namespace wardlink::ops
