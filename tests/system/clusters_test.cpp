// One hub serves two clusters at once, and nothing crosses (RULES.md 7). Nothing about the four wards is in code.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

namespace fs = std::filesystem;

/// Three invented wards under the sample's regulation, which names no ward.
fs::path second_cluster(const fs::path& folder) {
  const fs::path top = WARDLINK_SOURCE_DIR;
  fs::copy_file(top / "tests/support/clusters/ba-song.geojson", folder / "ba-song.geojson");
  fs::copy_file(top / "hub/clusters/hoa-do-phuc-vi.toml", folder / "ba-song.toml");
  return folder / "ba-song";
}

TEST(ClustersTest, TwoAtOnceAndNothingCrosses) {
  const support::TemporaryDirectory files;
  World world(
      {.clusters = {fs::path(WARDLINK_SOURCE_DIR) / "hub/clusters/hoa-do-phuc-vi", second_cluster(files.path())}});
  world.start_hub();

  Peer watcher(world.port(), world.station("quan-hoa"));
  watcher.subscribe(0, "");
  watcher.until([](const v1::HubFrame& frame) { return frame.has_caught_up(); });

  Peer theirs(world.port(), world.officer("an-binh", "ba-song"));
  const auto opened = theirs.submit(incident(at(10.005, 106.0100), "disorder", 5));
  ASSERT_TRUE(opened.has_accepted()) << opened.rejected().message();
  const auto id = opened.accepted().events(0).incident();
  EXPECT_EQ(opened.accepted().events(0).incident_opened().placement().zone(), "cau-bac");

  Peer ours(world.port(), world.officer("quan-hoa"));
  EXPECT_EQ(ours.submit(note(id, "?")).rejected().code(), v1::Rejection::UNKNOWN_ID);
  auto same = incident(on_the_bridge());
  same.mutable_report_incident()->set_same_as(id);
  EXPECT_EQ(ours.submit(same).rejected().code(), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(ours.submit(incident(at(10.005, 106.0100))).rejected().field(), "place.point") << "far from our cluster";

  const auto mark = ours.submit(sighting(on_the_bridge()));
  ASSERT_TRUE(mark.has_accepted());
  const auto seen = watcher.until([&](const v1::HubFrame& frame) { return frame.event().has_sighting_recorded(); });
  for (const auto& frame : seen) EXPECT_EQ(frame.DebugString().find(id), std::string::npos);
  EXPECT_EQ(seen.back().event().seq(), mark.accepted().seq()) << "each cluster has an order of its own";
  EXPECT_EQ(world.stop_hub(), 0);
}

}  // namespace
}  // namespace wardlink::system_test
