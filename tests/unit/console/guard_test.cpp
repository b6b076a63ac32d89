// Who may ask the console for what.
#include "client/console/guard.hpp"

#include <gtest/gtest.h>

#include <set>

namespace wardlink::console {
namespace {

const std::string token = "the-token-of-this-launch";
const std::string cookie = "wardlink-7480=" + token;

/// A page of ours asks.
RequestHead ours(std::string_view method, std::string_view target) {
  RequestHead head{.method = method, .target = target, .host = "127.0.0.1:7480", .cookie = cookie};
  if (method == "POST") head.origin = "http://127.0.0.1:7480";
  if (method == "POST") head.content_type = "application/json";
  return head;
}

Verdict judged(const RequestHead& head) { return Guard(7480, token).judge(head); }

TEST(APageOfOurs, MayAskForEverything) {
  EXPECT_EQ(judged(ours("GET", "/")), Verdict::page);
  EXPECT_EQ(judged(ours("GET", "/api/updates")), Verdict::updates);
  EXPECT_EQ(judged(ours("POST", "/api/ask")), Verdict::ask);
  EXPECT_EQ(judged(ours("POST", "/api/csp-report")), Verdict::csp_report);
  EXPECT_EQ(judged(ours("GET", "/api/else")), Verdict::unknown);
  EXPECT_EQ(judged(ours("GET", "/api/ask")), Verdict::wrong_method);
  EXPECT_EQ(judged(ours("POST", "/")), Verdict::wrong_method);
  EXPECT_EQ(judged(ours("DELETE", "/api/updates")), Verdict::wrong_method);
}

TEST(AName, ThatIsNotOursIsTurnedAway) {
  for (const char* host : {"127.0.0.1:7480", "localhost:7480"}) {
    auto head = ours("GET", "/");
    head.host = host;
    EXPECT_EQ(judged(head), Verdict::page) << host;
  }
  for (const char* host : {"evil.example:7480", "127.0.0.1", "127.0.0.1:74800", "127.0.0.1:7481", "localhost", "",
                           "localhost:7480.evil.example", "[::1]:7480", "127.0.0.1:07480"}) {
    auto head = ours("GET", "/");
    head.host = host;
    EXPECT_EQ(judged(head), Verdict::misdirected) << host;
    head = ours("GET", "/");
    head.target = "/enter?token=the-token-of-this-launch";
    head.host = host;
    EXPECT_EQ(judged(head), Verdict::misdirected) << host;
  }
  auto nameless = ours("GET", "/");
  nameless.host.reset();
  EXPECT_EQ(judged(nameless), Verdict::misdirected);
}

TEST(AnotherSite, InTheOfficersBrowserIsTurnedAway) {
  for (const char* origin : {"http://evil.example", "null", "https://127.0.0.1:7480", "http://127.0.0.1:8000",
                             "http://127.0.0.1", "http://localhost:7480.evil.example"}) {
    auto head = ours("POST", "/api/ask");
    head.origin = origin;
    EXPECT_EQ(judged(head), Verdict::foreign) << origin;
    head = ours("GET", "/");
    head.origin = origin;
    EXPECT_EQ(judged(head), Verdict::foreign) << origin;
  }
  for (const char* site : {"cross-site", "same-site", ""}) {
    auto head = ours("GET", "/api/updates");
    head.fetch_site = site;
    EXPECT_EQ(judged(head), Verdict::foreign) << site;
  }
  auto form = ours("POST", "/api/ask");
  form.origin.reset();
  EXPECT_EQ(judged(form), Verdict::foreign) << "a POST says where it comes from";
}

TEST(AForm, CannotBeAnAsk) {
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                           "application/jsonp", "text/plain; application/json"}) {
    auto head = ours("POST", "/api/ask");
    head.content_type = type;
    EXPECT_EQ(judged(head), Verdict::wrong_content) << type;
  }
  auto head = ours("POST", "/api/ask");
  head.content_type = "application/json; charset=utf-8";
  EXPECT_EQ(judged(head), Verdict::ask);
}

TEST(AStranger, HasNotTheToken) {
  for (const char* value : {"", "wardlink-7480=", "wardlink-7480=wrong", "wardlink-7480=the-token-of-this-launcH",
                            "wardlink-7481=the-token-of-this-launch", "wardlink-7480=the-token-of-this-launch2",
                            "x=the-token-of-this-launch", "wardlink-7480"}) {
    for (const char* target : {"/", "/api/updates", "/nothing"}) {
      auto head = ours("GET", target);
      head.cookie = value;
      EXPECT_EQ(judged(head), Verdict::stranger) << value << target;
    }
    auto head = ours("POST", "/api/ask");
    head.cookie = value;
    EXPECT_EQ(judged(head), Verdict::stranger) << value;
  }
}

TEST(TheCookie, IsFoundAmongThoseOfOtherPorts) {
  auto head = ours("GET", "/");
  const std::string cookies = "wardlink-7480=forged; theme=dark;" + cookie + "; wardlink-7481=x";
  head.cookie = cookies;
  EXPECT_EQ(judged(head), Verdict::page);
}

TEST(TheAddress, LetsInWithTheRightTokenOnly) {
  const Guard guard(7480, token);
  EXPECT_EQ(guard.address(), "http://127.0.0.1:7480/enter?token=" + token);
  auto head = ours("GET", "/enter?token=the-token-of-this-launch");
  head.cookie = "";
  EXPECT_EQ(judged(head), Verdict::enter);
  head.fetch_site = "cross-site";
  EXPECT_EQ(judged(head), Verdict::enter) << "from a file that has the address";
  for (const char* target : {"/enter", "/enter?token=", "/enter?token=the-token-of-this-launch&x", "/enter?x=1",
                             "/enter?token=the-token-of-this-launcH"}) {
    head.target = target;
    EXPECT_EQ(judged(head), Verdict::stranger) << target;
  }
  EXPECT_TRUE(guard.set_cookie().contains("; HttpOnly; SameSite=Strict; Path=/"));
}

TEST(WhatCanBeReadInTwoWays, IsMalformed) {
  auto head = ours("POST", "/api/ask");
  head.ambiguous = true;
  EXPECT_EQ(judged(head), Verdict::malformed);
}

TEST(ABrowsersReport, MayHideItsOrigin) {
  auto head = ours("POST", "/api/csp-report");
  head.origin = "null";
  head.content_type = "application/csp-report";
  EXPECT_EQ(judged(head), Verdict::csp_report);
  head.cookie = "";
  EXPECT_EQ(judged(head), Verdict::stranger);
}

TEST(ATokens, RandomnessIs256BitsAndNeverTwiceTheSame) {
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) {
    const std::string one = new_token();
    EXPECT_GE(one.size(), 43U);
    EXPECT_EQ(one.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_TRUE(tokens.insert(one).second);
  }
}

}  // namespace
}  // namespace wardlink::console
