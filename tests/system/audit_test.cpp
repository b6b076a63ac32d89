// The audit over the real hub (issue 3, part 6): every denial and every admin's act, with who, when and what kind;
// never content; there after a crash.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/watching.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

namespace fs = std::filesystem;

constexpr const char* secret = "bí mật nghiệp vụ";

class AuditTest : public ::testing::Test {
 protected:
  AuditTest() {
    // Made before anybody connects: a peer that waits for another's certificate falls silent.
    for (const char* ward : {"quan-hoa", "cong-vi"}) static_cast<void>(world_.officer(ward));
    for (const char* ward : {"quan-hoa", "nghia-do"}) static_cast<void>(world_.station(ward));
    static_cast<void>(world_.admin());
    world_.start_hub();
  }
  ~AuditTest() override { EXPECT_EQ(world_.stop_hub(), 0); }

  std::vector<v1::AuditRecord> records(const std::string& kind = "") {
    Peer admin(world_.port(), world_.admin());
    v1::Admin question;
    question.mutable_audit()->set_kind(kind);
    const auto page = admin.ask(question).audit().records();
    return {page.begin(), page.end()};
  }
  /// How often it was recorded; waits until it was.
  std::uint64_t count(const std::string& kind, const std::string& detail, const std::string& who,
                      std::uint64_t at_least = 1) {
    std::uint64_t counted = 0;
    await(fmt::format("{} {} by {}", kind, detail, who), [&] {
      counted = 0;
      for (const auto& record : records(kind)) {
        if (record.detail() == detail && record.who() == who) counted += record.count();
      }
      return counted >= at_least;
    });
    return counted;
  }
  static std::string uri(const std::string& ward, const std::string& role, const std::string& name) {
    return fmt::format("wardlink://{}/{}/{}/{}", World::sample, ward, role, name);
  }

  World world_;
};

TEST_F(AuditTest, WhoeverIsTurnedAwayIsRecordedByReason) {
  const fs::path revoked = world_.station("quan-hoa");
  world_.ca().must(fmt::format("revoke {}/quan-hoa/station/tram", World::sample));
  ASSERT_TRUE(reload(world_));
  EXPECT_THROW(Peer(world_.port(), revoked), Gone);
  EXPECT_EQ(count("handshake", "revoked", uri("quan-hoa", "station", "tram")), 1U);
  EXPECT_THROW(Peer(world_.port(), world_.station("phuong-khong-co")), Gone);
  EXPECT_EQ(count("handshake", "not_served", uri("phuong-khong-co", "station", "tram")), 1U);
  EXPECT_THROW(
      Peer(world_.port(), world_.ca().odd("no-uri", "keyUsage=digitalSignature\nextendedKeyUsage=clientAuth\n")), Gone);
  EXPECT_EQ(count("handshake", "bad_identity", ""), 1U) << "nobody that could be believed";
  support::TestCa other;
  other.must(fmt::format("station {} quan-hoa tram", World::sample));
  const auto stranger = other.dir() / "issued" / World::sample / "quan-hoa/station/tram";
  fs::copy_file(revoked / "ca.pem", stranger / "ca.pem", fs::copy_options::overwrite_existing);
  EXPECT_THROW(Peer(world_.port(), stranger), Gone);
  EXPECT_EQ(count("handshake", "wrong_ca", ""), 1U) << "a stranger's word for who he is counts for nothing";
  for (const auto& record : records("handshake")) EXPECT_EQ(record.address(), "127.0.0.1");
  EXPECT_EQ(count("hub", "reloaded", ""), 1U);
}

TEST_F(AuditTest, WhatNobodyMayAndWhatNobodyMayKnowIsRecorded) {
  Peer officer(world_.port(), world_.officer("quan-hoa"));
  const auto opened = officer.submit(incident(deep_in_nghia_do(), "theft", 3, secret));
  const auto id = opened.accepted().events(0).incident();

  Peer station(world_.port(), world_.station("nghia-do"));
  EXPECT_EQ(station.submit(resolve(id)).rejected().code(), v1::Rejection::NOT_ALLOWED);

  Peer curious(world_.port(), world_.officer("cong-vi"));
  v1::Query show;
  show.mutable_show()->set_id(id);
  EXPECT_EQ(curious.ask(show).rejected().code(), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(curious.submit(note(id, secret)).rejected().code(), v1::Rejection::UNKNOWN_ID);
  v1::Admin status;
  status.mutable_status();
  EXPECT_EQ(curious.ask(status).rejected().code(), v1::Rejection::NOT_ALLOWED);
  EXPECT_EQ(count("rights", "resolve_incident", uri("nghia-do", "station", "tram")), 1U);
  EXPECT_EQ(count("probe", "show", uri("cong-vi", "officer", "an")), 1U);
  EXPECT_EQ(count("probe", "note_incident", uri("cong-vi", "officer", "an")), 1U);
  EXPECT_EQ(count("rights", "status", uri("cong-vi", "officer", "an")), 1U);
}

TEST_F(AuditTest, AnAdminWhoAsksForContentIsRefusedAndRecorded) {
  const std::string admin_uri = uri("-", "admin", "quan-tri");
  Peer admin(world_.port(), world_.admin());
  v1::Query list;
  list.mutable_list();
  EXPECT_EQ(admin.ask(list).rejected().code(), v1::Rejection::NOT_ALLOWED);
  EXPECT_EQ(admin.submit(sighting(on_the_bridge(), secret)).rejected().code(), v1::Rejection::NOT_ALLOWED);
  admin.subscribe(0, "");
  EXPECT_THROW(admin.next(), Gone);
  for (const char* what : {"list", "report_sighting", "subscribe"}) EXPECT_EQ(count("rights", what, admin_uri), 1U);
  EXPECT_EQ(world_.wardlink(world_.admin(), {"admin", "status"}).status, 0);
  EXPECT_EQ(count("admin", "status", admin_uri), 1U);
  EXPECT_GE(count("admin", "audit", admin_uri), 1U) << "reading the audit is an act, too";
}

TEST_F(AuditTest, AStormIsARecordWithACountAndACrashLosesNothingOfIt) {
  Peer curious(world_.port(), world_.officer("cong-vi"));
  constexpr std::uint64_t probes = 2000;
  for (std::uint64_t i = 0; i < probes; ++i) curious.submit_only(new_id(), note(new_id(), secret));
  for (std::uint64_t i = 0; i < probes; ++i) {
    curious.await([](const v1::HubFrame& frame) { return frame.has_receipt(); });
  }
  const auto who = uri("cong-vi", "officer", "an");
  EXPECT_EQ(count("probe", "note_incident", who, probes), probes);
  EXPECT_LE(records("probe").size(), 3U);
  EXPECT_GE(metric(world_, "wardhub_audit_repeated_total{kind=\"probe\"}"), probes - 3);
  world_.kill_hub();
  world_.start_hub();
  EXPECT_EQ(count("probe", "note_incident", who, probes), probes);
  for (const char* file : {"audit.db", "audit.db-wal"}) {
    const fs::path path = world_.folder() / file;
    if (!fs::exists(path)) continue;
    EXPECT_EQ(support::read_file(path).find(secret), std::string::npos) << file;
  }
}

TEST_F(AuditTest, TheAdminReadsItInBothLanguagesAndAsJson) {
  Peer curious(world_.port(), world_.officer("cong-vi"));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(curious.submit(note(new_id(), secret)).has_rejected());
  const auto who = uri("cong-vi", "officer", "an");
  count("probe", "note_incident", who, 3);

  const auto vi = world_.wardlink(world_.admin(), {"--lang", "vi", "admin", "audit", "--kind", "probe"});
  EXPECT_EQ(vi.status, 0) << vi.errors;
  EXPECT_NE(vi.out.find("hỏi tin không được biết"), std::string::npos) << vi.out;
  EXPECT_NE(vi.out.find(who), std::string::npos) << vi.out;
  EXPECT_NE(vi.out.find("3 lần"), std::string::npos) << vi.out;
  const auto en = world_.wardlink(world_.admin(), {"--lang", "en", "admin", "audit", "--since", "00:00"});
  EXPECT_NE(en.out.find("asked for what it may not know"), std::string::npos) << en.out;
  const auto json = world_.wardlink(world_.admin(), {"--json", "admin", "audit", "--kind", "probe"});
  EXPECT_NE(json.out.find("\"kind\":\"probe\""), std::string::npos) << json.out;
  EXPECT_NE(json.out.find("\"count\":3"), std::string::npos) << json.out;
  EXPECT_EQ(world_.wardlink(world_.admin(), {"admin", "audit", "--until", "2020-01-01T00:00:00Z"}).out, "");
  EXPECT_EQ(world_.wardlink(world_.officer("cong-vi"), {"admin", "audit"}).status, 4);
}

TEST_F(AuditTest, WhatAPeerCallsItselfCannotForgeALineOfTheLog) {
  support::TlsClient client(world_.port(), {.identity = world_.station("quan-hoa")});
  ASSERT_TRUE(client.handshake());
  v1::ClientFrame hello;
  hello.mutable_hello()->set_client("evil\ntime=now level=error event=forged \x1b[2J\u202E" + std::string(2000, 'x'));
  std::string bytes;
  proto::append_frame(bytes, hello);
  ASSERT_TRUE(client.write(bytes));
  ASSERT_TRUE(client.read());
  await("it is logged", [&] { return times_in_log(world_, "client=\"evil") == 1; });
  const std::string log = world_.log();
  EXPECT_EQ(log.find("\ntime=now"), std::string::npos);
  EXPECT_EQ(log.find('\x1b'), std::string::npos);
  EXPECT_EQ(log.find("\u202E"), std::string::npos);
  EXPECT_EQ(log.find(std::string(1000, 'x')), std::string::npos) << "and it is cut";
}

}  // namespace
}  // namespace wardlink::system_test
