// The small parts: clock, ids, endpoints, UTF-8, back-off.
#include <gtest/gtest.h>

#include "client/link/backoff.hpp"
#include "client/link/clock.hpp"
#include "client/link/endpoint.hpp"
#include "client/link/utf8.hpp"
#include "client/link/uuid.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::link {
namespace {

using namespace std::chrono_literals;

TEST(Clock, KeepsMicrosecondsBothWaysAndBeforeTheEpoch) {
  for (const WallTime time : {WallTime(0us), WallTime(1'750'000'000'123'456us), WallTime(-1us)}) {
    EXPECT_EQ(from_proto(to_proto(time)), time);
    EXPECT_GE(to_proto(time).nanos(), 0);
  }
}

TEST(Uuid, HoldsTheTimeAndIsOfVersion7) {
  const auto id = make_uuid_v7(WallTime(0x0123456789ABms), {0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4, 5, 6});
  EXPECT_EQ(id, "01234567-89ab-7fff-bfff-010203040506");
  EXPECT_TRUE(is_uuid_v7(id));
  EXPECT_TRUE(is_uuid_v7(new_uuid_v7()));
  EXPECT_NE(new_uuid_v7(), new_uuid_v7());
}

TEST(Uuid, RefusesOtherForms) {
  for (const char* id : {"", "01234567-89ab-7fff-bfff-01020304050", "01234567-89ab-4fff-bfff-010203040506",
                         "01234567-89ab-7fff-cfff-010203040506", "01234567-89AB-7fff-bfff-010203040506",
                         "0123456789ab-7fff-bfff-010203040506-"}) {
    EXPECT_FALSE(is_uuid_v7(id)) << id;
  }
}

TEST(Endpoint, ReadsNamesAddressesAndPorts) {
  EXPECT_EQ(Endpoint::parse("hub.example"), (Endpoint{"hub.example", 7443}));
  EXPECT_EQ(Endpoint::parse("10.0.0.1:99"), (Endpoint{"10.0.0.1", 99}));
  EXPECT_EQ(Endpoint::parse("[::1]:99"), (Endpoint{"::1", 99}));
  EXPECT_EQ(Endpoint::parse("[::1]"), (Endpoint{"::1", 7443}));
  EXPECT_EQ(Endpoint::parse("fe80::1"), (Endpoint{"fe80::1", 7443}));
  EXPECT_EQ((Endpoint{"::1", 99}).text(), "[::1]:99");
  EXPECT_EQ((Endpoint{"hub", 99}).text(), "hub:99");
}

TEST(Endpoint, RefusesWhatIsNone) {
  for (const char* text : {"", ":7443", "hub:", "hub:0", "hub:65536", "hub:12x", "[::1", "[::1]x", "a b", "user@hub"}) {
    EXPECT_FALSE(Endpoint::parse(text)) << text;
  }
}

TEST(Utf8, TakesWellFormedTextOnly) {
  for (const char* good : {"", "abc", "chưa bố trí được", "\xf0\x9f\x9a\xa8", "\xee\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (const char* bad : {"\x80", "\xc3", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
                          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "a\xff", "\xe1\xbb"}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
}

TEST(Utf8, NamesTheFieldAtFault) {
  v1::Submit submit;
  auto& content = *submit.mutable_command()->mutable_report_incident()->mutable_content();
  content.set_text("đúng");
  EXPECT_EQ(field_not_utf8(submit), std::nullopt);
  content.add_plates("29A");
  content.add_plates("\xff");
  EXPECT_EQ(field_not_utf8(submit), "command.report_incident.content.plates");
}

TEST(Backoff, DoublesFromAFifthOfASecondToFiveWithHalfOfItRandom) {
  Backoff most;
  Backoff least;
  for (const auto expected : {200ms, 400ms, 800ms, 1600ms, 3200ms, 5000ms, 5000ms}) {
    EXPECT_EQ(least.next(0), expected / 2);
    EXPECT_NEAR(static_cast<double>(most.next(0.9999).count()), static_cast<double>(expected.count()), 2);
  }
  least.reset();
  EXPECT_EQ(least.next(0), 100ms);
}

}  // namespace
}  // namespace wardlink::link
