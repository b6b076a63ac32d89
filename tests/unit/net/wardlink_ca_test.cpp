#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/test_ca.hpp"
#include "tests/unit/net/test_hub.hpp"

namespace wardlink::net::test {

using namespace support;
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class WardlinkCaTest : public testing::Test {
 protected:
  static std::string openssl(const std::string& arguments) {
    const auto result = run_shell("openssl " + arguments);
    EXPECT_EQ(result.status, 0) << result.output;
    return result.output;
  }
  std::string crl_number() {
    return openssl(fmt::format("crl -noout -crlnumber -in '{}/crl.pem'", ca_.dir().string()));
  }
  std::string passphrase_option() {
    const auto file = ca_.scratch() / "passphrase";
    std::ofstream(file) << "long enough\n";
    return fmt::format("--passphrase-file '{}'", file.string());
  }

  TestCa ca_;
};

TEST_F(WardlinkCaTest, KeepsEverythingToItsOwner) {
  ca_.must("hub");
  ca_.must("station t11 quan-hoa desk");
  ca_.must("officer t11 quan-hoa an " + passphrase_option());
  ca_.must("revoke t11/quan-hoa/station/desk");
  ca_.must("station t11 quan-hoa desk");
  for (const auto& entry : fs::recursive_directory_iterator(ca_.dir())) {
    const auto expected = entry.is_directory() ? fs::perms::owner_all : fs::perms::owner_read | fs::perms::owner_write;
    EXPECT_EQ(entry.status().permissions(), expected) << entry.path();
  }
}

TEST_F(WardlinkCaTest, IssuesTheProfileAndNoMore) {
  const auto station = ca_.station("desk");
  const auto text = openssl(fmt::format("x509 -noout -text -in '{}/cert.pem'", station.string()));
  EXPECT_THAT(text, HasSubstr("URI:wardlink://t11/quan-hoa/station/desk\n"));
  EXPECT_THAT(text, HasSubstr("Key Usage: critical\n                Digital Signature\n"));
  EXPECT_THAT(text, HasSubstr("Extended Key Usage: \n                TLS Web Client Authentication\n"));
  EXPECT_THAT(text, HasSubstr("NIST CURVE: P-256"));
  EXPECT_THAT(text, HasSubstr("ecdsa-with-SHA256"));
  EXPECT_THAT(text, HasSubstr("CA:FALSE"));

  const auto ca = openssl(fmt::format("x509 -noout -text -in '{}/ca.pem'", station.string()));
  EXPECT_THAT(ca, HasSubstr("CA:TRUE, pathlen:0"));
  EXPECT_THAT(ca, HasSubstr("Key Usage: critical\n                Certificate Sign, CRL Sign\n"));

  ca_.must("hub main --dns hub.example --ip 192.0.2.1");
  const auto hub = openssl(fmt::format("x509 -noout -text -in '{}/issued/hub/main/cert.pem'", ca_.dir().string()));
  EXPECT_THAT(hub, HasSubstr("URI:wardlink://-/-/hub/main, DNS:hub.example, IP Address:192.0.2.1\n"));
  EXPECT_THAT(hub, HasSubstr("Extended Key Usage: \n                TLS Web Server Authentication\n"));
}

TEST_F(WardlinkCaTest, DoingItAgainChangesNothing) {
  const auto station = ca_.station("desk");
  const auto key = read_file(station / "key.pem");
  const auto certificate = read_file(station / "cert.pem");
  const auto ca_key = read_file(ca_.dir() / "ca-key.pem");
  const auto again = ca_.tool("station t11 quan-hoa desk");
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.output, HasSubstr("there already"));
  EXPECT_THAT(again.output, EndsWith(station.string() + "\n"));
  ca_.must("init");
  EXPECT_EQ(read_file(station / "key.pem"), key);
  EXPECT_EQ(read_file(station / "cert.pem"), certificate);
  EXPECT_EQ(read_file(ca_.dir() / "ca-key.pem"), ca_key);
}

TEST_F(WardlinkCaTest, RenewsTheCertificateAndKeepsTheKey) {
  const auto hub = ca_.hub();
  const auto key = read_file(hub / "key.pem");
  const auto certificate = read_file(hub / "cert.pem");
  ca_.must("renew hub/hub --days 30");
  EXPECT_EQ(read_file(hub / "key.pem"), key);
  EXPECT_NE(read_file(hub / "cert.pem"), certificate);
  EXPECT_THAT(openssl(fmt::format("x509 -noout -ext subjectAltName -in '{}/cert.pem'", hub.string())),
              HasSubstr("URI:wardlink://-/-/hub/hub, DNS:localhost, IP Address:127.0.0.1"));
  const auto context = ServerContext::load(hub_files(ca_));
  ASSERT_TRUE(context) << context.error();
  EXPECT_LT((*context)->certificate_not_after(), std::chrono::system_clock::now() + std::chrono::days(31));
}

TEST_F(WardlinkCaTest, RevokesEveryCertificateOfAnIdentity) {
  ca_.must("hub");
  const auto station = ca_.station("desk");
  const auto key = read_file(station / "key.pem");
  ca_.must("renew t11/quan-hoa/station/desk");
  EXPECT_EQ(crl_number(), "crlNumber=0x01\n");
  ca_.must("revoke wardlink://t11/quan-hoa/station/desk --reason keyCompromise");
  EXPECT_EQ(crl_number(), "crlNumber=0x02\n");
  const auto crl = openssl(fmt::format("crl -noout -text -in '{}/issued/hub/hub/crl.pem'", ca_.dir().string()));
  EXPECT_THAT(crl, HasSubstr("Key Compromise"));
  std::size_t revoked = 0;
  for (auto at = crl.find("Serial Number"); at != std::string::npos; at = crl.find("Serial Number", at + 1)) ++revoked;
  EXPECT_EQ(revoked, 2U);

  ca_.must("revoke t11/quan-hoa/station/desk");
  EXPECT_EQ(crl_number(), "crlNumber=0x02\n") << "nothing was left to revoke";
  EXPECT_EQ(ca_.tool("renew t11/quan-hoa/station/desk").status, 1);
  EXPECT_NE(read_file(ca_.station("desk") / "key.pem"), key) << "issued anew, with a new key";
}

TEST_F(WardlinkCaTest, Lists) {
  ca_.must("station t11 quan-hoa good");
  ca_.must("station t11 quan-hoa old --not-before '2 days ago' --not-after '1 day ago'");
  ca_.must("station t11 quan-hoa lost");
  ca_.must("revoke t11/quan-hoa/station/lost");
  const auto list = ca_.tool("list").output;
  EXPECT_THAT(list, testing::ContainsRegex("valid    [0-9]{14}Z  t11/quan-hoa/station/good  [0-9A-F]+\n"));
  EXPECT_THAT(list, testing::ContainsRegex("expired  [0-9]{14}Z  t11/quan-hoa/station/old  [0-9A-F]+\n"));
  EXPECT_THAT(list, testing::ContainsRegex("revoked  [0-9]{14}Z  t11/quan-hoa/station/lost  [0-9A-F]+\n"));
}

TEST_F(WardlinkCaTest, EncryptsThePeoplesKeys) {
  const auto option = passphrase_option();
  ca_.must("officer t11 quan-hoa an " + option);
  ca_.must("admin t11 root " + option);
  for (const char* path : {"quan-hoa/officer/an", "-/admin/root"}) {
    const auto key = ca_.dir() / "issued/t11" / path / "key.pem";
    EXPECT_THAT(read_file(key), testing::StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    EXPECT_EQ(run_shell(fmt::format("openssl pkey -noout -in '{}' -passin 'pass:long enough'", key.string())).status,
              0);
    EXPECT_NE(run_shell(fmt::format("openssl pkey -noout -in '{}' -passin pass:wrong", key.string())).status, 0);
  }
  EXPECT_EQ(ca_.tool("officer t11 quan-hoa binh").status, 1) << "no terminal to ask on";
  std::ofstream(ca_.scratch() / "short") << "short\n";
  EXPECT_EQ(
      ca_.tool(fmt::format("officer t11 quan-hoa binh --passphrase-file '{}/short'", ca_.scratch().string())).status,
      1);
  EXPECT_FALSE(fs::exists(ca_.dir() / "issued/t11/quan-hoa/officer/binh"));
}

TEST_F(WardlinkCaTest, ExportsForABrowser) {
  const auto option = passphrase_option();
  ca_.must("officer t11 quan-hoa an " + option);
  const auto file = ca_.scratch() / "an.p12";
  ca_.must(fmt::format("export t11/quan-hoa/officer/an '{}' {}", file.string(), option));
  EXPECT_THAT(openssl(fmt::format("pkcs12 -in '{}' -passin 'pass:long enough' -nodes", file.string())),
              testing::AllOf(HasSubstr("BEGIN PRIVATE KEY"), HasSubstr("CN = an"), HasSubstr("CN = Wardlink CA")));
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(ca_.tool(fmt::format("export t11/quan-hoa/officer/an '{}' {}", file.string(), option)).status, 1)
      << "never overwritten";
}

TEST_F(WardlinkCaTest, ProtectsItsOwnKeyWhenAsked) {
  const auto dir = ca_.scratch() / "locked";
  std::ofstream(ca_.scratch() / "ca-passphrase") << "of the authority\n";
  const auto option =
      fmt::format("--dir '{}' --ca-passphrase-file '{}/ca-passphrase'", dir.string(), ca_.scratch().string());
  ca_.must(option + " init");
  EXPECT_THAT(read_file(dir / "ca-key.pem"), HasSubstr("ENCRYPTED"));
  ca_.must(option + " station t11 quan-hoa desk");
  ca_.must(option + " revoke t11/quan-hoa/station/desk");
  EXPECT_NE(ca_.tool(fmt::format("--dir '{}' station t11 quan-hoa other", dir.string())).status, 0);
}

TEST_F(WardlinkCaTest, RefusesWhatIsMalformed) {
  for (const char* arguments : {"",
                                "bogus",
                                "station",
                                "station t11 quan-hoa",
                                "station T11 quan-hoa desk",
                                "station t11 - desk",
                                "station t11 quan_hoa desk",
                                "station t11 quan-hoa 'a b'",
                                "station t11 quan-hoa ..",
                                "station t11 ../x desk",
                                "station hub quan-hoa desk",
                                "station t11 quan-hoa desk --days 0",
                                "station t11 quan-hoa desk --days soon",
                                "station t11 quan-hoa desk --not-after whenever",
                                "station t11 quan-hoa desk --not-after '1 week ago'",
                                "hub a b",
                                "hub --dns 'a,URI:wardlink://t11/-/admin/root'",
                                "hub --ip 'x'",
                                "--bogus init",
                                "--dir",
                                "revoke t11/quan-hoa",
                                "revoke t11/quan-hoa/station/desk --reason because"}) {
    const auto result = ca_.tool(arguments);
    EXPECT_EQ(result.status, 2) << arguments << ": " << result.output;
    EXPECT_THAT(result.output, HasSubstr("--help")) << arguments;
  }
  EXPECT_EQ(ca_.tool("revoke t11/quan-hoa/station/nobody").status, 1);
  EXPECT_EQ(ca_.tool("station t11 quan-hoa desk --days 5000").status, 1) << "beyond the CA's end";
  EXPECT_EQ(ca_.tool(fmt::format("--dir '{}/none' list", ca_.scratch().string())).status, 1);
  EXPECT_EQ(ca_.tool(fmt::format("--dir '{}' init", ca_.scratch().string())).status, 1) << "not empty, not a CA's";
  EXPECT_FALSE(fs::exists(ca_.dir() / "issued/t11"));
}

TEST_F(WardlinkCaTest, ExplainsItself) {
  const auto help = ca_.tool("--help");
  EXPECT_EQ(help.status, 0);
  for (const char* word : {"init", "hub", "station", "officer", "admin", "list", "renew", "revoke", "export"}) {
    EXPECT_THAT(help.output, HasSubstr(word));
  }
}

}  // namespace
}  // namespace wardlink::net::test
