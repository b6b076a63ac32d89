#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "hub/base/ids.hpp"
#include "hub/net/peer_identity.hpp"
#include "hub/net/reasons.hpp"

namespace wardlink::net {
namespace {

TEST(IdentityUri, ReadsEveryRole) {
  for (const char* uri : {"wardlink://t11/quan-hoa/station/desk-1", "wardlink://t11/quan-hoa/officer/An.Nguyen_2",
                          "wardlink://t11/-/admin/root"}) {
    const auto identity = parse_identity_uri(uri);
    ASSERT_TRUE(identity) << uri << ": " << identity.error();
    EXPECT_EQ(base::sender_key(*identity), uri);
  }
}

TEST(IdentityUri, ReadsIdsOfTheGreatestLengthOnly) {
  const std::string longest(64, 'a');
  EXPECT_TRUE(parse_identity_uri(fmt::format("wardlink://{0}/{0}/station/{0}", longest)));
  EXPECT_FALSE(parse_identity_uri(fmt::format("wardlink://{}a/ward/station/name", longest)));
  EXPECT_FALSE(parse_identity_uri(fmt::format("wardlink://t11/{}a/station/name", longest)));
  EXPECT_FALSE(parse_identity_uri(fmt::format("wardlink://t11/ward/station/{}a", longest)));
}

class BadIdentityUri : public testing::TestWithParam<std::string> {};

TEST_P(BadIdentityUri, IsRefused) { EXPECT_FALSE(parse_identity_uri(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Each, BadIdentityUri,
                         testing::Values("", "wardlink://", "wardlink:///", "wardlink://t11", "wardlink://t11/quan-hoa",
                                         "wardlink://t11/quan-hoa/station", "wardlink://t11/quan-hoa/station/",
                                         "wardlink://t11/quan-hoa/station/a/b", "wardlink://t11/quan-hoa/station/a/",
                                         "wardlink://t11//station/a", "wardlink:///quan-hoa/station/a",
                                         "wardlink://t11/-/station/a", "wardlink://t11/-/officer/a",
                                         "wardlink://t11/quan-hoa/admin/a", "wardlink://-/-/hub/hub",
                                         "wardlink://t11/quan-hoa/hub/a", "wardlink://t11/quan-hoa/Station/a",
                                         "wardlink://T11/quan-hoa/station/a", "wardlink://t11/quan_hoa/station/a",
                                         "wardlink://t11/-x/station/a", "wardlink://t11/quan-hoa/station/a b",
                                         "wardlink://t11/quan-hoa/station/%41", "wardlink://t11/quan-hoa/station/a?b",
                                         "WARDLINK://t11/quan-hoa/station/a", "https://t11/quan-hoa/station/a",
                                         " wardlink://t11/quan-hoa/station/a",
                                         "wardlink://t11/quan-hoa/station/\xC3\xA1",
                                         std::string("wardlink://t11/quan-hoa/station/a\0b", 34)));

TEST(Reasons, HaveDistinctWords) {
  std::set<std::string_view> words;
  for (const auto reason : refusal_reasons) words.insert(word(reason));
  EXPECT_EQ(words.size(), std::size(refusal_reasons));
  EXPECT_EQ(word(RefusalReason::no_certificate), "no_certificate");
  EXPECT_EQ(word(CloseReason::certificate_revoked), "certificate_revoked");
}

}  // namespace
}  // namespace wardlink::net
