// How a cluster begins and comes back.
#include "hub/app/founding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

using testing::HasSubstr;

const std::filesystem::path samples = std::filesystem::path(WARDLINK_SOURCE_DIR) / "hub/clusters";

TEST(Founding, TheFilesAreInTheJournalAndReplayToTheSameState) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  const auto incident = opened_incident(hub.done(officer, at_bridge()));
  const domain::State before = hub.state();
  const auto recovered = recover(hub.journal, hub.cluster);
  ASSERT_TRUE(recovered.has_value());
  EXPECT_EQ(recovered->state.seq, before.seq);
  EXPECT_EQ(recovered->state.entries, before.entries);
  EXPECT_EQ(recovered->state.last_seen_seq, before.last_seen_seq);
  EXPECT_EQ(recovered->state.incident(incident)->view.SerializeAsString(),
            before.incident(incident)->view.SerializeAsString());
  EXPECT_EQ(
      recovered->geojson,
      load_cluster({samples / "hoa-do-phuc-vi.geojson", samples / "hoa-do-phuc-vi.toml"})->found.found().geojson());
}

TEST(Founding, OnceOnly) {
  Hub hub;
  const auto head = hub.head();
  EXPECT_GT(head, 0U);
  hub.restart();
  EXPECT_EQ(hub.head(), head);
}

TEST(Founding, APeerOfNoClusterOfOursIsNotServed) {
  Hub hub;
  Peer outlet(*hub.core);
  for (const auto& [cluster, ward] : {std::pair("elsewhere", "quan-hoa"), {"hoa-do-phuc-vi", "elsewhere"}}) {
    PeerInfo info;
    info.identity.set_cluster(cluster);
    info.identity.set_ward(ward);
    info.identity.set_role(v1::OFFICER);
    EXPECT_FALSE(hub.core->join(info, outlet).has_value()) << cluster << ' ' << ward;
  }
}

TEST(Founding, FilesThatDoNotHoldTogetherAreNamed) {
  const auto wrong = [](const std::filesystem::path& geography, const std::filesystem::path& regulation) {
    const auto loaded = load_cluster({geography, regulation});
    EXPECT_FALSE(loaded.has_value());
    return loaded ? "" : loaded.error();
  };
  const auto folder = std::filesystem::path(testing::TempDir());
  std::ofstream(folder / "bad.toml") << "version = \"one\"\n";
  std::ofstream(folder / "bad.geojson") << "{}";
  std::ofstream(folder / "large.geojson") << std::string(base::limits::hub_frame_bytes_max, ' ');
  std::ifstream sample(samples / "hoa-do-phuc-vi.toml");
  std::string stray{std::istreambuf_iterator<char>(sample), {}};
  const std::string_view known = "lead = \"first-detector\"";
  stray.replace(stray.find(known), known.size(), "lead = \"first-detektor\"");
  std::ofstream(folder / "stray.toml") << stray;
  EXPECT_THAT(wrong(samples / "hoa-do-phuc-vi.geojson", folder / "stray.toml"),
              testing::AllOf(HasSubstr("stray.toml: border-first-detector: "), HasSubstr("first-detektor")));
  const auto good = samples / "hoa-do-phuc-vi.toml";
  EXPECT_THAT(wrong(samples / "hoa-do-phuc-vi.geojson", folder / "bad.toml"), HasSubstr("bad.toml: "));
  EXPECT_THAT(wrong(folder / "bad.geojson", good), HasSubstr("bad.geojson: "));
  EXPECT_THAT(wrong(folder / "none.geojson", good), HasSubstr("none.geojson: cannot be read"));
  EXPECT_THAT(wrong(folder / "large.geojson", good), HasSubstr("is larger than"));
}

}  // namespace
}  // namespace wardlink::app::test
