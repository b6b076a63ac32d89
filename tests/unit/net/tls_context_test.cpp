#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/test_ca.hpp"
#include "tests/unit/net/test_hub.hpp"

namespace wardlink::net::test {
namespace {

namespace fs = std::filesystem;

class ServerContextTest : public testing::Test {
 protected:
  /// The error must name `file`.
  void expect_refused(const TlsFiles& files, const fs::path& file, std::string_view why = "") {
    const auto context = ServerContext::load(files);
    ASSERT_FALSE(context);
    EXPECT_NE(context.error().find(file.string()), std::string::npos) << context.error();
    EXPECT_NE(context.error().find(why), std::string::npos) << context.error();
  }

  TestCa ca_;
  TlsFiles files_ = hub_files(ca_);
};

TEST_F(ServerContextTest, LoadsWhatTheToolMakes) {
  const auto context = ServerContext::load(files_);
  ASSERT_TRUE(context) << context.error();
  EXPECT_GT((*context)->certificate_not_after(), std::chrono::system_clock::now() + std::chrono::days(364));
  EXPECT_GT((*context)->crl_next_update(), std::chrono::system_clock::now() + std::chrono::days(3649));
  EXPECT_FALSE((*context)->is_revoked("01"));
}

TEST_F(ServerContextTest, RefusesWithoutARevocationList) {
  fs::remove(files_.crl);
  expect_refused(files_, files_.crl, "revocation list");
}

TEST_F(ServerContextTest, RefusesAnotherCasRevocationList) {
  TestCa other;
  files_.crl = other.dir() / "crl.pem";
  expect_refused(files_, files_.crl);
}

TEST_F(ServerContextTest, ARevocationListThatIsOverIsAppliedAllTheSame) {
  ASSERT_EQ(run_shell(fmt::format("cd '{}' && WARDLINK_CA_DIR=. WARDLINK_SAN=URI:unused openssl ca -config "
                                  "'{}/certs/openssl.cnf' -name ca_default -gencrl -crl_lastupdate 20200101000000Z "
                                  "-crl_nextupdate 20200201000000Z -out '{}'",
                                  ca_.dir().string(), WARDLINK_SOURCE_DIR, files_.crl.string()))
                .status,
            0);
  const auto context = ServerContext::load(files_);
  ASSERT_TRUE(context.has_value()) << context.error();
  EXPECT_LT((*context)->crl_next_update(), std::chrono::system_clock::now());
}

TEST_F(ServerContextTest, KnowsWhichRevocationListIsTheOlder) {
  const auto older = ServerContext::load(files_);
  ASSERT_TRUE(older) << older.error();
  // From 0x01 on past 0x0F: by their numbers, not by their letters.
  auto newer = older;
  for (int i = 0; i < 16; ++i) {
    ca_.must("crl");
    const auto next = ServerContext::load(files_);
    ASSERT_TRUE(next) << next.error();
    const auto& [before, after] = std::tie((*newer)->crl_issue(), (*next)->crl_issue());
    EXPECT_TRUE(before.older_than(after)) << before.number << ' ' << after.number;
    EXPECT_FALSE((*next)->crl_issue().older_than((*newer)->crl_issue()));
    newer = next;
  }
  EXPECT_FALSE((*newer)->crl_issue().older_than((*newer)->crl_issue())) << "the same again may be taken";
  EXPECT_TRUE((*older)->crl_issue().older_than((*newer)->crl_issue()));
  auto another_ca = (*older)->crl_issue();
  another_ca.ca.front() = another_ca.ca.front() == '0' ? '1' : '0';
  EXPECT_FALSE(another_ca.older_than((*newer)->crl_issue())) << "another CA counts for itself";
}

TEST_F(ServerContextTest, ChecksTheRevocationListByItself) {
  EXPECT_TRUE(check_revocation_list(files_));
  fs::remove(files_.certificate);
  EXPECT_TRUE(check_revocation_list(files_)) << "whatever else is wrong";
  fs::remove(files_.crl);
  EXPECT_FALSE(check_revocation_list(files_));
}

TEST_F(ServerContextTest, RefusesAKeyThatOthersMayRead) {
  fs::permissions(files_.key, fs::perms::others_read, fs::perm_options::add);
  expect_refused(files_, files_.key, "0604");
}

TEST_F(ServerContextTest, RefusesAKeyOfAnotherCertificate) {
  files_.key = ca_.station("desk") / "key.pem";
  expect_refused(files_, files_.key, "mismatch");
}

TEST_F(ServerContextTest, RefusesAnEncryptedKeyWithoutAsking) {
  run_shell(fmt::format("echo 'long enough' > '{0}/passphrase'", ca_.scratch().string()));
  ca_.must(fmt::format("officer t11 quan-hoa an --passphrase-file '{}/passphrase'", ca_.scratch().string()));
  files_.key = ca_.dir() / "issued/t11/quan-hoa/officer/an/key.pem";
  expect_refused(files_, files_.key);
}

TEST_F(ServerContextTest, RefusesAStationsCertificate) {
  const auto station = ca_.station("desk");
  files_.certificate = station / "cert.pem";
  files_.key = station / "key.pem";
  expect_refused(files_, files_.certificate, "purpose");
}

TEST_F(ServerContextTest, RefusesAnExpiredCertificate) {
  ca_.must("hub old --not-before '2 days ago' --not-after '1 day ago'");
  files_.certificate = ca_.dir() / "issued/hub/old/cert.pem";
  files_.key = ca_.dir() / "issued/hub/old/key.pem";
  expect_refused(files_, files_.certificate, "expired");
}

TEST_F(ServerContextTest, RefusesACertificateOfAnotherCa) {
  TestCa other;
  files_.certificate = other.hub() / "cert.pem";
  files_.key = other.hub() / "key.pem";
  expect_refused(files_, files_.certificate);
}

TEST_F(ServerContextTest, RefusesTwoCas) {
  TestCa other;
  std::ofstream(files_.ca, std::ios::app) << read_file(other.dir() / "ca.pem");
  expect_refused(files_, files_.ca, "exactly one");
}

TEST_F(ServerContextTest, NamesEachMissingOrBrokenFile) {
  for (auto member : {&TlsFiles::certificate, &TlsFiles::key, &TlsFiles::ca, &TlsFiles::crl}) {
    TlsFiles files = files_;
    files.*member = ca_.scratch() / "missing.pem";
    expect_refused(files, files.*member);
    files.*member = ca_.scratch() / "broken.pem";
    std::ofstream(files.*member) << "not PEM";
    fs::permissions(files.*member, fs::perms::owner_read | fs::perms::owner_write);
    expect_refused(files, files.*member);
  }
}

TEST_F(ServerContextTest, KnowsWhoIsRevoked) {
  const auto station = ca_.station("desk");
  const auto printed =
      run_shell(fmt::format("openssl x509 -noout -serial -in '{}'", (station / "cert.pem").string())).output;
  ca_.must("revoke t11/quan-hoa/station/desk");
  const auto context = ServerContext::load(files_);
  ASSERT_TRUE(context) << context.error();
  EXPECT_TRUE((*context)->is_revoked(printed.substr(7, printed.size() - 8)));
}

}  // namespace
}  // namespace wardlink::net::test
