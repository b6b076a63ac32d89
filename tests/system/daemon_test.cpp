// wardhub as its operator meets it: checking, printing, draining, refusing to start on what does not hold together.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <fstream>

#include "hub/domain/regulation.hpp"
#include "tests/support/http_get.hpp"
#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

namespace fs = std::filesystem;

World::Outcome wardhub(const World& world, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {WARDLINK_PROGRAMS_DIR "/wardhub", "--config", world.config().string()});
  return World::run(std::move(arguments), world.folder());
}

void replace_in(const fs::path& file, const std::string& what, const std::string& with) {
  std::string text = support::read_file(file);
  const auto at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), with);
  std::ofstream(file) << text;
}

TEST(DaemonTest, CheckSaysZeroForAValidConfigurationAndNamesWhatIsWrongWithAnother) {
  const World world;
  EXPECT_EQ(wardhub(world, {"--check"}).status, 0);
  replace_in(world.config(), "journal =", "jurnal =");
  const auto checked = wardhub(world, {"--check"});
  EXPECT_EQ(checked.status, 1);
  EXPECT_NE(checked.errors.find("jurnal"), std::string::npos) << checked.errors;
  EXPECT_NE(checked.errors.find("journal"), std::string::npos) << "the nearest known one: " << checked.errors;
}

TEST(DaemonTest, PrintConfigPrintsWhatTakesEffect) {
  const World world;
  const auto printed = wardhub(world, {"--print-config"});
  EXPECT_EQ(printed.status, 0);
  EXPECT_NE(printed.out.find(fmt::format("127.0.0.1:{}", world.port())), std::string::npos);
}

TEST(DaemonTest, AClusterOrRegulationFileWithAFaultIsRefusedNamingTheFeatureOrLine) {
  const support::TemporaryDirectory files;
  const fs::path sample = fs::path(WARDLINK_SOURCE_DIR) / "hub/clusters/hoa-do-phuc-vi";
  const fs::path faulty = files.path() / "faulty";
  fs::copy_file(sample.string() + ".geojson", faulty.string() + ".geojson");
  fs::copy_file(sample.string() + ".toml", faulty.string() + ".toml");
  const World world({.clusters = {faulty}});
  ASSERT_EQ(wardhub(world, {"--check"}).status, 0);

  replace_in(faulty.string() + ".geojson", "\"vinh-phuc\"\n    ]", "\"vinh-phut\"\n    ]");
  auto refused = wardhub(world, {"--check"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.errors.find("t11"), std::string::npos) << refused.errors;
  EXPECT_NE(refused.errors.find("vinh-phut"), std::string::npos) << refused.errors;

  fs::copy_file(sample.string() + ".geojson", faulty.string() + ".geojson", fs::copy_options::overwrite_existing);
  replace_in(faulty.string() + ".toml", "lead = \"first-detector\"", "lead = \"phuong-la\"");
  refused = wardhub(world, {"--check"});
  EXPECT_EQ(refused.status, 1) << "no rule may give the lead to a ward the cluster does not have";
  EXPECT_NE(refused.errors.find("phuong-la"), std::string::npos) << refused.errors;
  replace_in(faulty.string() + ".toml", "support = \"zone-wards\"", "support = \"zone-wardz\"");
  refused = wardhub(world, {});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.errors.find("line "), std::string::npos) << refused.errors;
}

TEST(DaemonTest, SigtermDrainsPeersHearWhyAndNothingAcknowledgedIsMissingAfterwards) {
  World world;
  world.start_hub();
  Peer peer(world.port(), world.officer("quan-hoa"));
  const auto id = peer.submit(incident(on_the_bridge())).accepted().events(0).incident();
  EXPECT_EQ(world.stop_hub(), 0);
  try {
    for (;;) peer.next();
  } catch (const Gone& gone) {
    ASSERT_TRUE(gone.goodbye);
    EXPECT_EQ(gone.goodbye->code(), v1::Goodbye::SHUTTING_DOWN);
  }
  world.start_hub();
  Peer again(world.port(), world.officer("quan-hoa"));
  v1::Query show;
  show.mutable_show()->set_id(id);
  EXPECT_EQ(again.ask(show).show().incident().lead().ward(), "quan-hoa");
  EXPECT_EQ(world.stop_hub(), 0);
}

TEST(DaemonTest, TheLogNeverHoldsWhatPeopleWrote) {
  World world;
  world.start_hub();
  Peer peer(world.port(), world.officer("quan-hoa"));
  auto report = incident(on_the_bridge(), "drugs", 4, "bí-mật-nghiệp-vụ");
  ASSERT_TRUE(peer.submit(report).has_accepted());
  report.mutable_report_incident()->set_severity(77);
  ASSERT_TRUE(peer.submit(report).has_rejected());
  EXPECT_EQ(world.stop_hub(), 0);
  EXPECT_EQ(world.log().find("bí-mật"), std::string::npos);
  EXPECT_NE(world.log().find("event="), std::string::npos) << "structured";
}

TEST(DaemonTest, TheOperatorPortServesMetricsHealthAndReadiness) {
  World world;
  world.start_hub();
  Peer peer(world.port(), world.officer("quan-hoa"));
  ASSERT_TRUE(peer.submit(incident(on_the_bridge())).has_accepted());
  EXPECT_THROW(Peer(world.port(), world.ca().odd("no-uri", "extendedKeyUsage=clientAuth\n")), Gone);
  EXPECT_EQ(support::http_get(world.operator_port(), "/healthz").status, 200);
  EXPECT_EQ(support::http_get(world.operator_port(), "/readyz").status, 200);
  EXPECT_EQ(support::http_get(world.operator_port(), "/anything").status, 404);
  const auto metrics = support::http_get(world.operator_port(), "/metrics");
  EXPECT_EQ(metrics.status, 200);
  for (const char* name :
       {"wardhub_build_info", "wardhub_station_up", "wardhub_commands_received_total", "wardhub_journal_",
        "wardhub_handshake_failures_total", "wardhub_connections", "wardhub_certificate_expiry_timestamp_seconds"}) {
    EXPECT_NE(metrics.body.find(name), std::string::npos) << name;
  }
  EXPECT_EQ(metrics.body.find("xô xát"), std::string::npos);
  std::ofstream(world.folder() / "metrics") << metrics.body;
  const auto linted =
      support::run_shell(fmt::format("promtool check metrics < {}", (world.folder() / "metrics").string()));
  EXPECT_EQ(linted.status, 0) << linted.output;
  EXPECT_EQ(world.stop_hub(), 0);
}

TEST(DaemonTest, TwoHubsNeverShareAJournal) {
  World world;
  world.start_hub();
  const auto second = wardhub(world, {});
  EXPECT_EQ(second.status, 1);
  EXPECT_NE(second.errors.find("journal"), std::string::npos) << second.errors;
  EXPECT_EQ(world.stop_hub(), 0);
}

}  // namespace
}  // namespace wardlink::system_test
