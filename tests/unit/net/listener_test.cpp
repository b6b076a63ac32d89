#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/test_ca.hpp"
#include "tests/support/tls_client.hpp"
#include "tests/unit/net/test_hub.hpp"

namespace wardlink::net::test {
namespace {

constexpr auto station_extensions =
    "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n"
    "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";

class ListenerTest : public testing::Test {
 protected:
  /// What the hub says to a client with these options, that must get no session; the alert goes to alert_.
  Refusal refused(const TlsClient::Options& options) {
    TestHub hub(hub_files(ca_));
    TlsClient client(hub.port(), options);
    if (client.handshake()) client.read_all();
    alert_ = client.alert();
    auto refusal = hub.refusals.take();
    EXPECT_TRUE(hub.sessions.empty());
    return refusal;
  }
  Refusal refused_odd(const std::string& extensions) { return refused({.identity = ca_.odd("odd", extensions)}); }

  TestCa ca_;
  int alert_ = -1;
};

TEST_F(ListenerTest, LetsAStationInAndKnowsIt) {
  TestHub hub(hub_files(ca_));
  TlsClient client(hub.port(), {.identity = ca_.station("desk")});
  SSL_set_verify(client.native(), SSL_VERIFY_PEER, nullptr);
  X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(client.native()), "127.0.0.1");
  ASSERT_TRUE(client.handshake());
  const auto session = hub.sessions.take()->session;
  const auto& peer = session->peer();
  EXPECT_EQ(peer.identity.cluster(), "t11");
  EXPECT_EQ(peer.identity.ward(), "quan-hoa");
  EXPECT_EQ(peer.identity.role(), v1::STATION);
  EXPECT_EQ(peer.identity.name(), "desk");
  EXPECT_GT(peer.not_after, std::chrono::system_clock::now() + std::chrono::days(364));
  EXPECT_EQ("serial=" + peer.serial + "\n",
            run_shell(fmt::format("openssl x509 -noout -serial -in '{}'", (ca_.station("desk") / "cert.pem").string()))
                .output);
  EXPECT_TRUE(session->remote().address().is_loopback());
  EXPECT_EQ(SSL_version(client.native()), TLS1_3_VERSION);
}

TEST_F(ListenerTest, LetsOfficersAndAdminsIn) {
  const auto passphrase = ca_.scratch() / "passphrase";
  run_shell(fmt::format("echo 'long enough' > '{}'", passphrase.string()));
  ca_.must(fmt::format("officer t11 quan-hoa an --passphrase-file '{}'", passphrase.string()));
  ca_.must(fmt::format("admin t11 root --passphrase-file '{}'", passphrase.string()));
  TestHub hub(hub_files(ca_));
  for (const auto& [path, role] : {std::pair{"quan-hoa/officer/an", v1::OFFICER}, {"-/admin/root", v1::ADMIN}}) {
    const auto identity = ca_.dir() / "issued/t11" / path;
    ASSERT_EQ(
        run_shell(fmt::format("cd '{}' && openssl pkey -in key.pem -passin 'file:{}' -out plain && mv plain key.pem",
                              identity.string(), passphrase.string()))
            .status,
        0);
    TlsClient client(hub.port(), {.identity = identity});
    ASSERT_TRUE(client.handshake());
    EXPECT_EQ(hub.sessions.take()->session->peer().identity.role(), role);
  }
}

TEST_F(ListenerTest, RefusesNoCertificate) {
  EXPECT_EQ(refused({}).reason, RefusalReason::no_certificate);
  EXPECT_EQ(alert_, SSL_AD_CERTIFICATE_REQUIRED);
}

TEST_F(ListenerTest, RefusesAnotherCa) {
  TestCa other;
  EXPECT_EQ(refused({.identity = other.station("desk")}).reason, RefusalReason::wrong_ca);
  EXPECT_EQ(alert_, SSL_AD_UNKNOWN_CA);
}

TEST_F(ListenerTest, RefusesExpired) {
  const auto identity = ca_.station("old", "--not-before '2 days ago' --not-after '1 day ago'");
  EXPECT_EQ(refused({.identity = identity}).reason, RefusalReason::expired);
  EXPECT_EQ(alert_, SSL_AD_CERTIFICATE_EXPIRED);
}

TEST_F(ListenerTest, RefusesNotYetValid) {
  const auto identity = ca_.station("early", "--not-before 'next week' --not-after 'next year'");
  EXPECT_EQ(refused({.identity = identity}).reason, RefusalReason::not_yet_valid);
}

TEST_F(ListenerTest, RefusesRevoked) {
  const auto identity = ca_.station("desk");
  ca_.must("revoke t11/quan-hoa/station/desk");
  EXPECT_EQ(refused({.identity = identity}).reason, RefusalReason::revoked);
  EXPECT_EQ(alert_, SSL_AD_CERTIFICATE_REVOKED);
}

TEST_F(ListenerTest, RefusesARevokedOneAfterAReload) {
  const auto identity = ca_.station("desk");
  TestHub hub(hub_files(ca_));
  TlsClient before(hub.port(), {.identity = identity});
  ASSERT_TRUE(before.handshake());
  const auto session = hub.sessions.take()->session;

  ca_.must("revoke t11/quan-hoa/station/desk");
  const auto reloaded = ServerContext::load(hub_files(ca_));
  ASSERT_TRUE(reloaded) << reloaded.error();
  hub.on_thread([&] { hub.listener().set_context(*reloaded); });
  EXPECT_TRUE((*reloaded)->is_revoked(session->peer().serial));

  TlsClient after(hub.port(), {.identity = identity});
  if (after.handshake()) after.read_all();
  EXPECT_EQ(hub.refusals.take().reason, RefusalReason::revoked);
}

TEST_F(ListenerTest, RefusesEverybodyNewUntilThereIsAContextAgain) {
  const auto identity = ca_.station("desk");
  TestHub hub(hub_files(ca_));
  TlsClient present(hub.port(), {.identity = identity});
  ASSERT_TRUE(present.handshake());
  const auto session = hub.sessions.take()->session;
  support::TcpConnection under_way(hub.port());

  hub.on_thread([&] { hub.listener().refuse_new({RefusalReason::no_crl, "gone"}); });
  TlsClient late(hub.port(), {.identity = identity});
  if (late.handshake()) late.read_all();
  EXPECT_EQ(hub.refusals.take().reason, RefusalReason::no_crl);
  EXPECT_TRUE(hub.sessions.empty());

  const auto context = ServerContext::load(hub_files(ca_));
  ASSERT_TRUE(context) << context.error();
  hub.on_thread([&] { hub.listener().set_context(*context); });
  TlsClient again(hub.port(), {.identity = identity});
  ASSERT_TRUE(again.handshake());
  EXPECT_EQ(hub.sessions.take()->session->peer().serial, session->peer().serial);
}

// An unsigned certificate may claim anything: only what our CA signed is believed.
TEST_F(ListenerTest, NamesWhomItTurnsAwayOnlyWhereOurCaSaysSo) {
  const auto identity = ca_.station("desk");
  ca_.must("revoke t11/quan-hoa/station/desk");
  EXPECT_EQ(refused({.identity = identity}).who, "wardlink://t11/quan-hoa/station/desk");
  TestCa other;
  const auto stranger = other.station("desk");
  std::filesystem::copy_file(identity / "ca.pem", stranger / "ca.pem",
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(refused({.identity = stranger}).who, "");
}

TEST_F(ListenerTest, RefusesAHubsCertificate) {
  EXPECT_EQ(refused({.identity = ca_.hub()}).reason, RefusalReason::wrong_usage);
  EXPECT_EQ(alert_, SSL_AD_UNSUPPORTED_CERTIFICATE);
}

TEST_F(ListenerTest, RefusesACaAsALeaf) {
  EXPECT_EQ(refused_odd("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature,keyCertSign\n"
                        "extendedKeyUsage=clientAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
                        "subjectAltName=URI:wardlink://t11/quan-hoa/station/desk\n")
                .reason,
            RefusalReason::wrong_usage);
}

TEST_F(ListenerTest, RefusesALeafWithoutTheUsages) {
  const std::string rest =
      "basicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
      "subjectAltName=URI:wardlink://t11/quan-hoa/station/desk\n";
  EXPECT_EQ(refused({.identity = ca_.odd("no-extended", rest + "keyUsage=critical,digitalSignature\n")}).reason,
            RefusalReason::wrong_usage);
  EXPECT_EQ(refused({.identity = ca_.odd("no-usage", rest + "extendedKeyUsage=clientAuth\n")}).reason,
            RefusalReason::wrong_usage);
}

TEST_F(ListenerTest, RefusesTwoUris) {
  const auto refusal = refused_odd(std::string(station_extensions) +
                                   "subjectAltName=URI:wardlink://t11/quan-hoa/station/desk,"
                                   "URI:wardlink://t11/vinh-phuc/station/desk\n");
  EXPECT_EQ(refusal.reason, RefusalReason::bad_identity);
  EXPECT_NE(refusal.detail.find("2 SAN URIs"), std::string::npos) << refusal.detail;
  EXPECT_EQ(alert_, SSL_AD_BAD_CERTIFICATE);
}

TEST_F(ListenerTest, RefusesNoUri) { EXPECT_EQ(refused_odd(station_extensions).reason, RefusalReason::bad_identity); }

TEST_F(ListenerTest, RefusesOnlyADnsName) {
  EXPECT_EQ(refused_odd(std::string(station_extensions) + "subjectAltName=DNS:quan-hoa\n").reason,
            RefusalReason::bad_identity);
}

TEST_F(ListenerTest, RefusesAnAdminWithAWard) {
  EXPECT_EQ(
      refused_odd(std::string(station_extensions) + "subjectAltName=URI:wardlink://t11/quan-hoa/admin/root\n").reason,
      RefusalReason::bad_identity);
}

TEST_F(ListenerTest, RefusesAStationWithoutAWard) {
  EXPECT_EQ(refused_odd(std::string(station_extensions) + "subjectAltName=URI:wardlink://t11/-/station/desk\n").reason,
            RefusalReason::bad_identity);
}

TEST_F(ListenerTest, RefusesTls12) {
  EXPECT_EQ(refused({.identity = ca_.station("desk"), .version = TLS1_2_VERSION}).reason,
            RefusalReason::wrong_protocol);
  EXPECT_EQ(alert_, SSL_AD_PROTOCOL_VERSION);
}

TEST_F(ListenerTest, RefusesAnotherAlpn) {
  EXPECT_EQ(refused({.identity = ca_.station("desk"), .alpn = "h2"}).reason, RefusalReason::wrong_protocol);
  EXPECT_EQ(alert_, SSL_AD_NO_APPLICATION_PROTOCOL);
}

TEST_F(ListenerTest, RefusesNoAlpn) {
  EXPECT_EQ(refused({.identity = ca_.station("desk"), .alpn = ""}).reason, RefusalReason::wrong_protocol);
  EXPECT_EQ(alert_, SSL_AD_NO_APPLICATION_PROTOCOL);
}

TEST_F(ListenerTest, RefusesWhatIsNotTls) {
  TestHub hub(hub_files(ca_));
  const TcpConnection connection(hub.port());
  const std::string_view request = "GET / HTTP/1.1\r\n\r\n";
  ASSERT_EQ(send(connection.fd(), request.data(), request.size(), 0), std::ssize(request));
  EXPECT_EQ(hub.refusals.take().reason, RefusalReason::wrong_protocol);
  EXPECT_TRUE(connection.read_to_end());
}

TEST_F(ListenerTest, NamesADisconnectBeforeTheHandshakeOther) {
  TestHub hub(hub_files(ca_));
  {
    const TcpConnection connection(hub.port());
  }
  EXPECT_EQ(hub.refusals.take().reason, RefusalReason::other);
}

TEST_F(ListenerTest, EndsAHandshakeThatTakesTooLong) {
  TestHub hub(hub_files(ca_), {.handshake_max = std::chrono::milliseconds(50)});
  const TcpConnection connection(hub.port());
  EXPECT_EQ(hub.refusals.take().reason, RefusalReason::timeout);
  EXPECT_TRUE(connection.read_to_end());
}

TEST_F(ListenerTest, HoldsItsLimitOnConnectionsAndGivesPlacesBack) {
  TestHub hub(hub_files(ca_), {.maxima = {.connections = 1}});
  const auto identity = ca_.station("desk");
  std::optional<TlsClient> first(std::in_place, hub.port(), TlsClient::Options{.identity = identity});
  ASSERT_TRUE(first->handshake());
  const auto handler = hub.sessions.take();
  TlsClient second(hub.port(), {.identity = identity});
  EXPECT_FALSE(second.handshake());
  EXPECT_EQ(hub.refusals.take().reason, RefusalReason::capacity);

  first.reset();
  handler->closed.take();
  TlsClient third(hub.port(), {.identity = identity});
  EXPECT_TRUE(third.handshake());
  hub.sessions.take();
}

TEST_F(ListenerTest, HoldsItsLimitOnHandshakes) {
  TestHub hub(hub_files(ca_), {.maxima = {.handshakes_pending = 1}, .handshake_max = std::chrono::seconds(20)});
  const TcpConnection idle(hub.port());
  const TcpConnection second(hub.port());
  EXPECT_EQ(hub.refusals.take().reason, RefusalReason::capacity);
  EXPECT_TRUE(second.read_to_end());
}

TEST_F(ListenerTest, ClosedAbandonsHandshakesAndKeepsSessions) {
  TestHub hub(hub_files(ca_), {.handshake_max = std::chrono::seconds(20)});
  TlsClient client(hub.port(), {.identity = ca_.station("desk")});
  ASSERT_TRUE(client.handshake());
  const auto handler = hub.sessions.take();
  const TcpConnection idle(hub.port());
  while (hub.listener().connections() < 2) std::this_thread::yield();

  hub.on_thread([&] { hub.listener().close(); });
  EXPECT_TRUE(idle.read_to_end());
  EXPECT_THROW(TcpConnection{hub.port()}, std::runtime_error);
  ASSERT_TRUE(client.write("\x02hi"));
  EXPECT_EQ(handler->frames.take(), "hi");
}

TEST_F(ListenerTest, GivesNoSessionTickets) {
  TestHub hub(hub_files(ca_), {}, [](RecordingHandler& handler) { handler.to_send = "\x02ok"; });
  TlsClient client(hub.port(), {.identity = ca_.station("desk")});
  ASSERT_TRUE(client.handshake());
  const auto handler = hub.sessions.take();
  handler->session->wake();
  EXPECT_EQ(client.read(), "\x02ok");  // tickets would have come before
  EXPECT_EQ(SSL_SESSION_is_resumable(SSL_get0_session(client.native())), 0);
}

TEST_F(ListenerTest, NamesTheAddressItCannotListenOn) {
  TestHub hub(hub_files(ca_));
  boost::asio::io_context context;
  const auto second = Listener::open(context.get_executor(),
                                     {.endpoint = {boost::asio::ip::address_v4::loopback(), hub.port()}}, nullptr, {});
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find(fmt::format("127.0.0.1:{}", hub.port())), std::string::npos) << second.error();
}

TEST(ConnectionLimits, CountsByAddress) {
  const auto limits = std::make_shared<ConnectionLimits>(ConnectionLimits::Maxima{.per_address = 2});
  const auto one = boost::asio::ip::make_address("10.0.0.1");
  const auto other = boost::asio::ip::make_address("10.0.0.2");
  auto first = limits->admit(one);
  const auto second = limits->admit(one);
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(limits->admit(one));
  EXPECT_TRUE(limits->admit(other));
  first.reset();
  EXPECT_TRUE(limits->admit(one));
  EXPECT_EQ(limits->connections(), 1U);
}

}  // namespace
}  // namespace wardlink::net::test
