#include "hub/app/fold.hpp"

#include <gtest/gtest.h>

namespace wardlink::app {
namespace {

TEST(Fold, CaseAndDiacritics) {
  EXPECT_EQ(fold("Đường Hoàng Quốc Việt"), "duong hoang quoc viet");
  EXPECT_EQ(fold("NGHĨA ĐÔ"), fold("nghia do"));
  EXPECT_EQ(fold("ẤẬẵỗợữỵ"), "aaaoouy");
  EXPECT_EQ(fold("29-B1 123.45"), "29-b1 123.45");
}

TEST(Fold, ComposedOrNot) {
  EXPECT_EQ(fold("Vi\u1EC7t"), "viet");
  EXPECT_EQ(fold("Vie\u0323\u0302t"), "viet");
}

TEST(Fold, WhatItDoesNotKnowStays) {
  EXPECT_EQ(fold("東京 €"), "東京 €");
  EXPECT_EQ(fold(""), "");
  EXPECT_EQ(fold("\xC4"), "\xC4") << "cut short, not overrun";
}

}  // namespace
}  // namespace wardlink::app
