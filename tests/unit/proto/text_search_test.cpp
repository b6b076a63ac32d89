#include "proto/text_search.hpp"

#include <gtest/gtest.h>

namespace wardlink::proto {
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

TEST(TextSearch, LooksWherePeopleWrite) {
  v1::Event event;
  event.mutable_content()->set_text("Xô xát trên cầu");
  event.mutable_content()->add_plates("29-B1 123.45");
  EXPECT_TRUE(mentions(event, fold("xo xat")));
  EXPECT_TRUE(mentions(event, fold("29-b1")));
  EXPECT_FALSE(mentions(event, fold("trộm")));
  EXPECT_TRUE(mentions(event, ""));
  event.mutable_support_moved()->set_reason("Đang xử lý vụ khác");
  EXPECT_TRUE(mentions(event, fold("vu khac")));
}

}  // namespace
}  // namespace wardlink::proto
