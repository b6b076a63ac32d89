// Who somebody is can change while he is connected (issue 3, Identity): revoked, expired; and what the hub does when
// its revocation list is old, over, or not there.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <fstream>

#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/watching.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

namespace fs = std::filesystem;

bool caught_up(const v1::HubFrame& frame) { return frame.has_caught_up(); }

class IdentityTest : public ::testing::Test {
 protected:
  Peer watch(const fs::path& identity) {
    Peer peer(world_.port(), identity);
    peer.subscribe(0, "");
    peer.until(caught_up);
    return peer;
  }
  void revoke(const std::string& ward) {
    world_.ca().must(fmt::format("revoke {}/{}/station/tram", World::sample, ward));
  }
  fs::path crl() { return world_.ca().hub() / "crl.pem"; }

  /// Everything it is still told; nothing where it is not put out with a goodbye.
  static std::pair<std::vector<v1::HubFrame>, std::optional<v1::Goodbye>> last_words(Peer& peer) {
    std::vector<v1::HubFrame> frames;
    try {
      for (;;) frames.push_back(peer.next());
    } catch (const Gone& gone) {
      return {frames, gone.goodbye};
    }
  }
  void expect_served(const std::string& ward) {
    Peer peer(world_.port(), world_.officer(ward));
    EXPECT_TRUE(peer.submit(sighting(on_the_bridge())).has_accepted());
  }

  World world_;
};

TEST_F(IdentityTest, ARevokedStationIsPutOutBeforeItsNextDelivery) {
  world_.start_hub();
  const std::vector identities{world_.station("quan-hoa"), world_.officer("quan-hoa"), world_.station("vinh-phuc"),
                               world_.officer("nghia-do")};
  revoke("quan-hoa");  // the hub does not know yet
  Peer revoked = watch(identities[0]);
  Peer colleague = watch(identities[1]);
  Peer neighbour = watch(identities[2]);
  Peer reporter(world_.port(), identities[3]);
  ASSERT_TRUE(reload(world_));
  const auto seq = reporter.submit(incident(on_the_bridge())).accepted().seq();

  const auto [frames, goodbye] = last_words(revoked);
  ASSERT_TRUE(goodbye);
  EXPECT_EQ(goodbye->code(), v1::Goodbye::NOT_SERVED);
  for (const auto& frame : frames) {
    EXPECT_LT(frame.event().seq(), seq);
    EXPECT_FALSE(frame.event().has_identity_revoked()) << "it is told by the goodbye";
  }
  const auto told = [&](const v1::HubFrame& frame) { return frame.event().seq() == seq; };
  EXPECT_TRUE(neighbour.await(told).has_event());
  const auto said = colleague.await([](const v1::HubFrame& frame) { return frame.event().has_identity_revoked(); });
  EXPECT_EQ(said.event().identity_revoked().identity().name(), "tram");
  EXPECT_TRUE(colleague.await(told).has_event());

  EXPECT_THROW(Peer(world_.port(), world_.station("quan-hoa")), Gone);
  await("it is named",
        [&] { return metric(world_, "wardhub_sessions_closed_total{reason=\"certificate_revoked\"}") == 1; });
  await_metric(world_, "wardhub_handshake_failures_total{reason=\"revoked\"}", 1);
  EXPECT_EQ(times_in_log(world_, "reason=certificate_revoked"), 1U);
  EXPECT_EQ(world_.stop_hub(), 0);
}

TEST_F(IdentityTest, ACertificateThatEndsWhileConnectedEndsTheSession) {
  world_.start_hub();
  std::optional<Peer> peer;
  // However slow this machine is: it must be let in before the certificate is over.
  for (int seconds = 4; !peer; seconds *= 4) {
    const std::string name = fmt::format("sap-het-{}", seconds);
    world_.ca().must(fmt::format("station {} quan-hoa {} --not-before '1 hour ago' --not-after '{} seconds'",
                                 World::sample, name, seconds));
    try {
      peer.emplace(world_.port(), world_.ca().dir() / "issued" / World::sample / "quan-hoa/station" / name);
    } catch (const Gone&) {
      ASSERT_LT(seconds, 200);
    }
  }
  v1::Query directory;
  directory.mutable_directory();
  try {
    for (;;) EXPECT_TRUE(peer->ask(directory).has_directory());
  } catch (const Gone& gone) {
    ASSERT_TRUE(gone.goodbye);
    EXPECT_EQ(gone.goodbye->code(), v1::Goodbye::NOT_SERVED);
    EXPECT_EQ(gone.goodbye->message(), "certificate_expired");
  }
  await("it is named",
        [&] { return metric(world_, "wardhub_sessions_closed_total{reason=\"certificate_expired\"}") == 1; });
  EXPECT_EQ(world_.stop_hub(), 0);
}

TEST_F(IdentityTest, AnOlderRevocationListIsRefusedAndTheNewerStaysInForce) {
  world_.start_hub();
  const fs::path station = world_.station("quan-hoa");
  const std::string older = support::read_file(crl());
  revoke("quan-hoa");
  ASSERT_TRUE(reload(world_));
  EXPECT_THROW(Peer(world_.port(), station), Gone);

  std::ofstream(crl()) << older;
  EXPECT_FALSE(reload(world_));
  EXPECT_THROW(Peer(world_.port(), station), Gone) << "the list in force still names it";
  expect_served("nghia-do");
  EXPECT_EQ(metric(world_, "wardhub_reload_failures_total{reason=\"crl_older\"}"), 1);
  EXPECT_EQ(metric(world_, "wardhub_reload_last_successful"), 0);
  EXPECT_EQ(times_in_log(world_, "reason=crl_older"), 1U);
  EXPECT_EQ(world_.stop_hub(), 0);

  const auto outcome =
      World::run({WARDLINK_PROGRAMS_DIR "/wardhub", "--config", world_.config().string()}, world_.folder());
  EXPECT_EQ(outcome.status, 1) << "a restart does not make it newer";
  EXPECT_NE(outcome.errors.find("which was in force"), std::string::npos) << outcome.errors;
}

TEST_F(IdentityTest, WithoutARevocationListNewPeersAreRefusedUntilItIsThereAgain) {
  world_.start_hub();
  const fs::path station = world_.station("nghia-do");
  Peer present = watch(world_.officer("quan-hoa"));
  int turned_away = 0;
  for (const char* broken : {"", "no revocation list at all\n"}) {
    const std::string sound = support::read_file(crl());
    fs::remove(crl());
    if (*broken != '\0') std::ofstream(crl()) << broken;
    EXPECT_FALSE(reload(world_));
    EXPECT_THROW(Peer(world_.port(), station), Gone);
    EXPECT_TRUE(present.submit(sighting(on_the_bridge())).has_accepted()) << "whoever is here stays";
    const auto ready = support::http_get(world_.operator_port(), "/readyz");
    EXPECT_EQ(ready.status, 503);
    EXPECT_NE(ready.body.find("revocation list"), std::string::npos) << ready.body;
    EXPECT_EQ(metric(world_, "wardhub_crl_usable"), 0);
    EXPECT_GE(times_in_log(world_, "event=crl_unusable"), 1U);
    await_metric(world_, "wardhub_handshake_failures_total{reason=\"no_crl\"}", ++turned_away);

    std::ofstream(crl()) << sound;
    EXPECT_TRUE(reload(world_));
    EXPECT_NO_THROW(Peer(world_.port(), station));
    await("readiness", [&] { return support::http_get(world_.operator_port(), "/readyz").status == 200; });
    EXPECT_EQ(metric(world_, "wardhub_crl_usable"), 1);
  }
  EXPECT_EQ(world_.stop_hub(), 0);
}

TEST_F(IdentityTest, AHubDoesNotStartWithoutARevocationList) {
  fs::remove(crl());
  const auto outcome =
      World::run({WARDLINK_PROGRAMS_DIR "/wardhub", "--config", world_.config().string()}, world_.folder());
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.errors.find("revocation list"), std::string::npos) << outcome.errors;
}

TEST_F(IdentityTest, AnExpiredRevocationListIsAppliedAndShouted) {
  const fs::path revoked = world_.station("quan-hoa");
  revoke("quan-hoa");
  const auto made = support::run_shell(
      fmt::format("WARDLINK_CA_DIR='{}' WARDLINK_SAN=URI:unused openssl ca -config '{}/certs/openssl.cnf' -name "
                  "ca_default -gencrl -crl_lastupdate 20200101000000Z -crl_nextupdate 20200201000000Z -out '{}'",
                  world_.ca().dir().string(), WARDLINK_SOURCE_DIR, crl().string()));
  ASSERT_EQ(made.status, 0) << made.output;
  world_.start_hub();
  expect_served("nghia-do");
  EXPECT_THROW(Peer(world_.port(), revoked), Gone);
  await_metric(world_, "wardhub_handshake_failures_total{reason=\"revoked\"}", 1);
  EXPECT_EQ(metric(world_, "wardhub_crl_expired"), 1);
  EXPECT_EQ(times_in_log(world_, "event=crl_expired"), 1U);
  const auto ready = support::http_get(world_.operator_port(), "/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_NE(ready.body.find("expired"), std::string::npos) << ready.body;
  const auto asked = world_.wardlink(world_.admin(), {"--lang", "en", "admin", "status"});
  EXPECT_EQ(asked.status, 0) << asked.errors;
  EXPECT_NE(asked.out.find("THE REVOCATION LIST HAS EXPIRED"), std::string::npos) << asked.out;
  EXPECT_EQ(world_.stop_hub(), 0);
}

TEST_F(IdentityTest, NoSessionIsResumedNoTicketGivenAndNoEarlyDataTaken) {
  world_.start_hub();
  const fs::path station = world_.station("quan-hoa");
  v1::ClientFrame hello;
  hello.mutable_hello()->set_client("test");
  std::string bytes;
  proto::append_frame(bytes, hello);

  support::TlsClient first(world_.port(), {.identity = station});
  ASSERT_TRUE(first.handshake());
  ASSERT_TRUE(first.write(bytes));
  ASSERT_TRUE(first.read().has_value()) << "a ticket would have come before the welcome";
  SSL_SESSION* session = SSL_get1_session(first.native());
  ASSERT_NE(session, nullptr);
  EXPECT_EQ(SSL_SESSION_is_resumable(session), 0);
  EXPECT_EQ(SSL_SESSION_has_ticket(session), 0);
  EXPECT_EQ(SSL_SESSION_get_max_early_data(session), 0U);

  support::TlsClient second(world_.port(), {.identity = station});
  SSL_set_session(second.native(), session);
  std::size_t taken = 0;
  EXPECT_NE(SSL_write_early_data(second.native(), bytes.data(), bytes.size(), &taken), 1);
  SSL_SESSION_free(session);
  support::TlsClient third(world_.port(), {.identity = station});
  ASSERT_TRUE(third.handshake());
  EXPECT_EQ(SSL_session_reused(third.native()), 0);
  EXPECT_EQ(world_.stop_hub(), 0);
}

}  // namespace
}  // namespace wardlink::system_test
