// The configuration: what it takes, and how it says what is wrong.
#include "hub/ops/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace wardlink::ops {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* minimal = R"([tls]
certificate = "hub.pem"
key = "hub.key"
ca = "/etc/wardlink/ca.pem"
crl = "crl.pem"

[[cluster]]
geography = "clusters/a.geojson"
regulation = "clusters/a.toml"
)";

class ConfigTest : public testing::Test {
 protected:
  std::expected<Config, std::string> load(const std::string& text, const Environment& environment = {}) {
    std::ofstream(file_) << text;
    return load_config(file_, environment);
  }
  std::string fault(const std::string& text, const Environment& environment = {}) {
    const auto loaded = load(text, environment);
    EXPECT_FALSE(loaded.has_value());
    return loaded ? "" : loaded.error();
  }

  const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir());
  const std::filesystem::path file_ =
      folder_ / (std::string("wardhub-") + testing::UnitTest::GetInstance()->current_test_info()->name() + ".toml");
};

TEST_F(ConfigTest, DefaultsAndRelativePaths) {
  const auto config = load(minimal);
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->listen, "0.0.0.0:7443");
  EXPECT_EQ(config->operator_listen, "127.0.0.1:9443");
  EXPECT_EQ(config->journal, "/var/lib/wardlink/journal.db");
  EXPECT_EQ(config->submits_per_s, base::limits::submits_per_s);
  EXPECT_EQ(config->certificate, folder_ / "hub.pem");
  EXPECT_EQ(config->ca, "/etc/wardlink/ca.pem");
  ASSERT_EQ(config->clusters.size(), 1U);
  EXPECT_EQ(config->clusters[0].geography, folder_ / "clusters/a.geojson");
}

TEST_F(ConfigTest, EverythingCanBeSet) {
  const auto config = load(std::string(minimal) + R"([hub]
listen = "[::1]:0"
operator = "127.0.0.1:0"
journal = "j.db"
submits_per_s = 5
submits_burst = 2.5
log_level = "debug"
)");
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->listen, "[::1]:0");
  EXPECT_EQ(config->operator_listen, "127.0.0.1:0");
  EXPECT_EQ(config->journal, folder_ / "j.db");
  EXPECT_EQ(config->submits_per_s, 5);
  EXPECT_EQ(config->submits_burst, 2.5);
  EXPECT_EQ(config->log_level, "debug");
}

TEST_F(ConfigTest, TheEnvironmentOverrides) {
  const auto config = load(minimal, {{"WARDHUB_LISTEN", "127.0.0.1:1"},
                                     {"WARDHUB_SUBMITS_PER_S", "7.5"},
                                     {"WARDHUB_TLS_KEY", "/run/key.pem"},
                                     {"PATH", "/bin"}});
  ASSERT_TRUE(config.has_value()) << config.error();
  EXPECT_EQ(config->listen, "127.0.0.1:1");
  EXPECT_EQ(config->submits_per_s, 7.5);
  EXPECT_EQ(config->key, "/run/key.pem");
}

TEST_F(ConfigTest, WhatIsPrintedLoadsAgain) {
  const auto config = load(minimal, {{"WARDHUB_LOG_LEVEL", "error"}});
  ASSERT_TRUE(config.has_value());
  const auto again = load(to_toml(*config));
  ASSERT_TRUE(again.has_value()) << again.error();
  EXPECT_EQ(to_toml(*again), to_toml(*config));
  EXPECT_EQ(again->log_level, "error");
}

TEST_F(ConfigTest, AnUnknownKeyIsNamedWithTheNearest) {
  EXPECT_THAT(fault(std::string("[hub]\nlisten_on = \"x\"\n") + minimal),
              AllOf(HasSubstr("line 2"), HasSubstr("\"hub.listen_on\""), HasSubstr("\"listen\"")));
  EXPECT_THAT(fault(std::string("[hup]\n") + minimal), AllOf(HasSubstr("\"hup\""), HasSubstr("\"hub\"")));
  EXPECT_THAT(fault(std::string(minimal) + "geografy = \"x\"\n"),
              AllOf(HasSubstr("\"cluster.geografy\""), HasSubstr("\"geography\"")));
  EXPECT_THAT(fault(minimal, {{"WARDHUB_LISTN", "x"}}),
              AllOf(HasSubstr("WARDHUB_LISTN;"), HasSubstr("WARDHUB_LISTEN")));
}

TEST_F(ConfigTest, WrongValuesAreNamed) {
  const auto hub = [&](const std::string& line) { return fault("[hub]\n" + line + "\n" + minimal); };
  EXPECT_THAT(hub("listen = 7443"), HasSubstr("hub.listen must be a text"));
  EXPECT_THAT(hub("submits_per_s = \"many\""), HasSubstr("hub.submits_per_s must be a number"));
  EXPECT_THAT(hub("submits_per_s = 0"), HasSubstr("hub.submits_per_s must be above 0"));
  EXPECT_THAT(hub("submits_burst = nan"), HasSubstr("hub.submits_burst must be above 0"));
  EXPECT_THAT(hub("listen = \"7443\""), HasSubstr("\"7443\" is not ADDRESS:PORT"));
  EXPECT_THAT(hub("listen = \"::1:7443\""), HasSubstr("is not ADDRESS:PORT"));
  EXPECT_THAT(hub("listen = \"127.0.0.1:70000\""), HasSubstr("is not ADDRESS:PORT"));
  EXPECT_THAT(hub("log_level = \"loud\""), HasSubstr("\"loud\""));
  EXPECT_THAT(fault("hub = 3\n"), HasSubstr("\"hub\" must be a table"));
  EXPECT_THAT(fault(minimal, {{"WARDHUB_SUBMITS_BURST", "3x"}}), HasSubstr("WARDHUB_SUBMITS_BURST must be a number"));
}

TEST_F(ConfigTest, TheOperatorPortStaysOnThisMachine) {
  EXPECT_THAT(fault(std::string("[hub]\noperator = \"0.0.0.0:9443\"\n") + minimal),
              HasSubstr("not a loopback address"));
}

TEST_F(ConfigTest, WhatIsMissingIsNamed) {
  EXPECT_THAT(fault("[tls]\ncertificate = \"c\"\nkey = \"k\"\nca = \"a\"\n"), HasSubstr("tls.crl is missing"));
  EXPECT_THAT(fault("[tls]\ncertificate = \"c\"\nkey = \"k\"\nca = \"a\"\ncrl = \"r\"\n"), HasSubstr("no [[cluster]]"));
  EXPECT_THAT(fault("[[cluster]]\ngeography = \"g\"\n"), HasSubstr("names no regulation"));
  EXPECT_THAT(fault("[cluster]\ngeography = \"g\"\n"), HasSubstr("[[cluster]]"));
}

TEST_F(ConfigTest, AFileThatIsNoTomlOrIsNotThere) {
  EXPECT_THAT(fault("[hub\n"), AllOf(HasSubstr(file_.string()), HasSubstr("line 1")));
  const auto loaded = load_config(folder_ / "nowhere.toml", {});
  ASSERT_FALSE(loaded.has_value());
  EXPECT_THAT(loaded.error(), HasSubstr("nowhere.toml"));
}

}  // namespace
}  // namespace wardlink::ops
