// Who gets in (DESIGN.md, Wire; the role table), over real TLS against the real hub.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

class HandshakeTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world = std::make_unique<World>();
    revoked = world->ca().station("bi-thu-hoi");
    world->ca().must("revoke t11/quan-hoa/station/bi-thu-hoi");
    world->start_hub();
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(world->stop_hub(), 0);
    world.reset();
  }

  /// The hub says nothing at all to this identity: not even a welcome.
  static void expect_turned_away(const std::filesystem::path& identity) {
    EXPECT_THROW(Peer(world->port(), identity), Gone) << identity;
    // And the client program says so to the person, with the exit status scripts rely on.
    EXPECT_EQ(world->wardlink(identity, {"list"}).status, 4) << identity;
  }

  static std::unique_ptr<World> world;
  static std::filesystem::path revoked;
};
std::unique_ptr<World> HandshakeTest::world;
std::filesystem::path HandshakeTest::revoked;

constexpr const char* uri = "subjectAltName=critical,URI:wardlink://hoa-do-phuc-vi/quan-hoa/station/la";
constexpr const char* usage = "keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n";

TEST_F(HandshakeTest, AStationIsWelcomedAsWhatItsCertificateSays) {
  const Peer peer(world->port(), world->station("quan-hoa"));
  EXPECT_EQ(peer.welcome().identity().ward(), "quan-hoa");
  EXPECT_EQ(peer.welcome().identity().role(), v1::STATION);
  EXPECT_EQ(peer.welcome().identity().cluster(), World::sample);
}

TEST_F(HandshakeTest, AnotherCaIsTurnedAway) {
  support::TestCa other;
  other.must("init");
  other.must("station hoa-do-phuc-vi quan-hoa tram");
  const auto stranger = other.dir() / "issued/hoa-do-phuc-vi/quan-hoa/station/tram";
  EXPECT_THROW(Peer(world->port(), stranger), Gone);
  // It trusts our hub for the test's sake, so that it is the hub that refuses.
  std::filesystem::copy_file(world->station("quan-hoa") / "ca.pem", stranger / "ca.pem",
                             std::filesystem::copy_options::overwrite_existing);
  expect_turned_away(stranger);
}

TEST_F(HandshakeTest, ExpiredNotYetValidAndRevokedAreTurnedAway) {
  expect_turned_away(world->ca().station("het-han", "--not-before 2020-01-01 --not-after 2020-02-01"));
  expect_turned_away(world->ca().station("chua-den-han", "--not-before '+100 days' --not-after '+200 days'"));
  expect_turned_away(revoked);
}

TEST_F(HandshakeTest, WrongUsageTwoUrisNoUriAndACaAreTurnedAway) {
  expect_turned_away(world->ca().odd(
      "server-usage", fmt::format("{}\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n", uri)));
  expect_turned_away(
      world->ca().odd("two-uris", fmt::format("{},URI:wardlink://hoa-do-phuc-vi/cong-vi/station/la\n{}", uri, usage)));
  expect_turned_away(world->ca().odd("no-uri", fmt::format("subjectAltName=DNS:quan-hoa\n{}", usage)));
  expect_turned_away(world->ca().odd(
      "a-ca", fmt::format("{}\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature,keyCertSign\n"
                          "extendedKeyUsage=clientAuth\n",
                          uri)));
}

TEST_F(HandshakeTest, AnUnknownClusterOrWardIsNotServed) {
  world->ca().must("station cum-khac quan-hoa tram");
  expect_turned_away(world->ca().dir() / "issued/cum-khac/quan-hoa/station/tram");
  expect_turned_away(world->station("phuong-khong-co"));
}

TEST_F(HandshakeTest, OnlyTls13WithOurProtocolAndACertificateIsSpoken) {
  const auto identity = world->station("quan-hoa");
  support::TlsClient tls12(world->port(), {.identity = identity, .version = TLS1_2_VERSION});
  EXPECT_FALSE(tls12.handshake());
  support::TlsClient http(world->port(), {.identity = identity, .alpn = "http/1.1"});
  EXPECT_FALSE(http.handshake() && http.read());
  support::TlsClient no_alpn(world->port(), {.identity = identity, .alpn = ""});
  EXPECT_FALSE(no_alpn.handshake() && no_alpn.read());
  support::TlsClient nobody(world->port(), {});
  EXPECT_FALSE(nobody.handshake() && nobody.read());
}

TEST_F(HandshakeTest, AStationMayNotActAsAnOfficer) {
  Peer officer(world->port(), world->officer("quan-hoa"));
  const auto receipt = officer.submit(incident(deep_in_nghia_do(), "theft"));
  ASSERT_TRUE(receipt.has_accepted());
  const auto id = receipt.accepted().events(0).incident();
  Peer station(world->port(), world->station("nghia-do"));
  const auto refused = station.submit(resolve(id));
  EXPECT_EQ(refused.rejected().code(), v1::Rejection::NOT_ALLOWED);
  EXPECT_EQ(world->wardlink(world->station("nghia-do"), {"resolve", id}).status, 4);
}

TEST_F(HandshakeTest, NothingAWardSendsCanSpeakForAnother) {
  Peer peer(world->port(), world->officer("vinh-phuc"));
  const auto receipt = peer.submit(sighting(on_the_bridge()));
  ASSERT_TRUE(receipt.has_accepted());
  EXPECT_EQ(receipt.accepted().events(0).actor().ward(), "vinh-phuc");
  EXPECT_EQ(receipt.accepted().events(0).sighting_recorded().ward(), "vinh-phuc");
  // The same command id from another ward is another command, and reveals nothing.
  Peer other(world->port(), world->officer("cong-vi"));
  const auto replayed = other.submit(receipt.id(), sighting(on_the_bridge()));
  ASSERT_TRUE(replayed.has_accepted());
  EXPECT_FALSE(replayed.duplicate());
  EXPECT_NE(replayed.accepted().seq(), receipt.accepted().seq());
}

TEST_F(HandshakeTest, AnAdminSeesCountsAndNeverContent) {
  Peer admin(world->port(), world->admin());
  v1::Admin status;
  status.mutable_status();
  EXPECT_EQ(admin.ask(status).status().cluster(), World::sample);
  v1::Query list;
  list.mutable_list();
  EXPECT_EQ(admin.ask(list).rejected().code(), v1::Rejection::NOT_ALLOWED);
  EXPECT_EQ(admin.submit(sighting(on_the_bridge())).rejected().code(), v1::Rejection::NOT_ALLOWED);
  admin.subscribe(0, "");
  EXPECT_THROW(admin.next(), Gone);
  Peer officer(world->port(), world->officer("quan-hoa"));
  EXPECT_EQ(officer.ask(status).rejected().code(), v1::Rejection::NOT_ALLOWED);
}

}  // namespace
}  // namespace wardlink::system_test
