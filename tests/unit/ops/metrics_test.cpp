// The names and labels that dashboards rely on (INTERFACES.md).
#include "hub/ops/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

namespace wardlink::ops {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST(Metrics, SayWhatHappened) {
  Metrics metrics("1.2.3");
  metrics.command_received();
  metrics.command_received();
  metrics.command_accepted();
  metrics.command_rejected("NOT_LEAD");
  metrics.queue(7, 250ms);
  metrics.synced(3ms);
  metrics.delivered(40ms);
  metrics.acknowledged(60ms);
  metrics.journal_bytes(4096);
  metrics.journal_seq("c", 12);
  metrics.supports_unanswered("c", 2);
  metrics.station("c", "w", true, 100s, 11);
  metrics.connections(4);
  metrics.handshake_failed("revoked");
  metrics.certificate_expires(std::chrono::sys_seconds(1'800'000'000s));
  metrics.reloaded(false);
  const std::string text = metrics.text();
  for (const char* line : {
           "wardhub_build_info{version=\"1.2.3\"} 1\n",
           "wardhub_commands_received_total 2\n",
           "wardhub_commands_accepted_total 1\n",
           "wardhub_commands_rejected_total{reason=\"NOT_LEAD\"} 1\n",
           "wardhub_queue_depth 7\n",
           "wardhub_queue_oldest_seconds 0.25\n",
           "wardhub_journal_fsync_duration_seconds_bucket{le=\"0.005\"} 1\n",
           "wardhub_journal_fsync_duration_seconds_bucket{le=\"0.002\"} 0\n",
           "wardhub_delivery_duration_seconds_count 1\n",
           "wardhub_acknowledgement_duration_seconds_count 1\n",
           "wardhub_journal_size_bytes 4096\n",
           "wardhub_journal_seq{cluster=\"c\"} 12\n",
           "wardhub_supports_unanswered{cluster=\"c\"} 2\n",
           "wardhub_station_up{cluster=\"c\",ward=\"w\"} 1\n",
           "wardhub_station_last_seen_timestamp_seconds{cluster=\"c\",ward=\"w\"} 100\n",
           "wardhub_station_acknowledged_seq{cluster=\"c\",ward=\"w\"} 11\n",
           "wardhub_connections 4\n",
           "wardhub_handshake_failures_total{reason=\"revoked\"} 1\n",
           "wardhub_certificate_expiry_timestamp_seconds 1800000000\n",
           "wardhub_reload_last_successful 0\n",
       }) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(Metrics, EveryNameHasThePrefixAHelpAndAUnit) {
  const std::string text = Metrics("1").text();
  std::set<std::string> helped;
  std::istringstream lines(text);
  const std::regex help("# HELP (wardhub_[a-z_]+) [A-Z].*");
  const std::regex type("# TYPE (wardhub_[a-z_]+) (counter|gauge|histogram)");
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (std::regex_match(line, found, help)) helped.insert(found[1]);
    if (!std::regex_match(line, found, type)) continue;
    EXPECT_TRUE(helped.contains(found[1])) << line;
    EXPECT_EQ(found[2] == "counter", found[1].str().ends_with("_total")) << line;
    if (found[2] == "histogram") {
      EXPECT_TRUE(found[1].str().ends_with("_seconds")) << line;
    }
  }
  EXPECT_GE(helped.size(), 12U);
}

TEST(Metrics, TellPercentilesWithinABucket) {
  Metrics metrics("1.2.3");
  EXPECT_EQ(metrics.fsync().count, 0U);
  EXPECT_EQ(metrics.fsync().p99, Metrics::Seconds(0));
  for (int i = 0; i < 98; ++i) metrics.synced(1500us);
  metrics.synced(400ms);
  metrics.synced(450ms);
  const auto fsync = metrics.fsync();
  EXPECT_EQ(fsync.count, 100U);
  EXPECT_NEAR(fsync.p50.count(), 0.001 + (0.001 * 50 / 98), 1e-9);
  EXPECT_NEAR(fsync.p99.count(), 0.2 + (0.3 / 2), 1e-9);
  EXPECT_EQ(metrics.delivery().count, 0U) << "each its own";
}

TEST(Metrics, TellNoMoreThanTheLastBucketsBeginning) {
  Metrics metrics("1.2.3");
  metrics.delivered(1h);
  EXPECT_EQ(metrics.delivery().p50, Metrics::Seconds(30));
}

}  // namespace
}  // namespace wardlink::ops
