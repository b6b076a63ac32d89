// What a page's stream is sent.
#include <gmock/gmock.h>

#include "tests/unit/console/desk.hpp"

namespace wardlink::console {
namespace {

using AStream = AConsole;

TEST_F(AStream, BeginsWithEverythingThatStands) {
  Launch& here = launch();
  here.takes(opened);
  here.takes("seq: 2 " + lead_to_confirm);
  here.takes("seq: 3 flight_raised { flight { id: 'f' candidates { ward: 'nghia-do' } } }");
  here.takes("seq: 4 patrol_started { patrol { id: 'p' } }");
  const auto update = here.first();
  EXPECT_TRUE(update.afresh());
  EXPECT_EQ(update.incidents_size(), 1);
  EXPECT_EQ(update.events_size(), 4);
  EXPECT_EQ(update.events(1).event().seq(), 2U);
  EXPECT_EQ(update.flights_size(), 1);
  EXPECT_EQ(update.patrols_size(), 1);
  EXPECT_EQ(update.status().identity(), station_uri);
  EXPECT_TRUE(update.has_now());
  EXPECT_TRUE(update.has_outbox());
  EXPECT_EQ(update.watch().people_size(), 4) << update.watch().DebugString();
  EXPECT_EQ(update.alarms().alarms_size(), 1);
  EXPECT_TRUE(update.alarms().sounding());
}

TEST_F(AStream, LeavesOutWhatIsLongOver) {
  Launch& here = launch();
  here.takes("time { seconds: 1000 } " + opened);
  here.takes("time { seconds: 1000 } seq: 2 incident: 'i' incident_closed {}");
  here.takes("seq: 3 incident: 'j' incident_opened {}");
  here.takes("seq: 4 incident: 'j' incident_closed {}");
  const auto update = here.first();
  ASSERT_EQ(update.incidents_size(), 1);
  EXPECT_EQ(update.incidents(0).id(), "j") << "closed within the day";
  EXPECT_EQ(update.events_size(), 2);
}

TEST_F(AStream, HasNoNamesWhileNobodyIsSignedIn) {
  Launch& here = launch();
  here.takes(opened);
  EXPECT_FALSE(here.first().ShortDebugString().contains("PERSON"));
  EXPECT_TRUE(here.first().events(0).sentence().en().contains("TEXT"));
  const auto stream = here.console->updates("");
  (void)here.next(*stream);
  here.takes("seq: 2 incident: 'i' incident_noted {} content { text: 'TEXT' persons: 'PERSON' }");
  const auto noted = here.next(*stream);
  EXPECT_EQ(noted.events_size(), 1);
  EXPECT_FALSE(noted.ShortDebugString().contains("PERSON"));
}

TEST_F(AStream, TellsASensitiveStoryWithoutItsText) {
  Launch& here = launch();
  here.takes("seq: 1 incident: 'i' incident_opened { sensitive: true } content { text: 'TEXT' }");
  EXPECT_FALSE(here.first().ShortDebugString().contains("TEXT")) << "nor in a sentence";
}

TEST_F(AStream, GoesOnWithWhatChanges) {
  Launch& here = launch();
  const auto stream = here.console->updates("");
  (void)here.next(*stream);
  here.takes(opened);
  const auto update = here.next(*stream);
  EXPECT_FALSE(update.afresh());
  ASSERT_EQ(update.incidents_size(), 1);
  EXPECT_EQ(update.incidents(0).id(), "i");
  ASSERT_EQ(update.events_size(), 1);
  EXPECT_EQ(update.events(0).sentence().en(), "#1 TEXT");
  EXPECT_FALSE(update.has_directory());
  here.takes("seq: 2 " + lead_to_confirm);
  EXPECT_EQ(here.next(*stream).alarms().alarms_size(), 1);
}

TEST_F(AStream, HasAHeartbeat) {
  Launch& here = launch();
  const auto stream = here.console->updates("");
  (void)here.next(*stream);
  v1::ConsoleUpdate beat;
  for (int beats = 0; beats < 2; ++beats) {
    do beat = here.next(*stream);
    while (!beat.has_status());
  }
  EXPECT_TRUE(beat.has_now());
}

TEST_F(AStream, ThatComesBackIsSentWhatIsMissing) {
  Launch& here = launch();
  here.takes(opened);
  std::string id;
  (void)here.first("", &id);
  here.takes("seq: 2 " + lead_to_confirm);
  here.takes("seq: 3 incident: 'j' incident_opened {}");
  const auto update = here.first(id);
  EXPECT_FALSE(update.afresh());
  ASSERT_EQ(update.events_size(), 3) << "the whole story of what has moved";
  EXPECT_EQ(update.incidents_size(), 2);
  EXPECT_TRUE(update.has_status());
  EXPECT_TRUE(update.has_alarms());
  std::string latest;
  EXPECT_EQ(here.first(id, &latest).events_size(), 3);
  EXPECT_EQ(here.first(latest).events_size(), 0);
}

TEST_F(AStream, OfAnotherLaunchOrTooFarBehindBeginsAfresh) {
  std::string id;
  (void)launch().first("", &id);
  Launch& here = launch();
  here.takes(opened);
  EXPECT_TRUE(here.first(id).afresh()) << "another launch";
  std::string ours;
  (void)here.first("", &ours);
  EXPECT_FALSE(here.first(ours).afresh());
  for (const std::string& odd : {ours + "0", ours + "x", ours.substr(0, ours.size() - 1), std::string("-1"),
                                 ours + "99999999999999999999", std::string(5000, 'x')}) {
    EXPECT_TRUE(here.first(odd).afresh()) << odd;
  }
  link::CopyBatch many;
  for (std::uint64_t seq = 2; seq <= 1002; ++seq) {
    many.events.push_back(parsed<v1::Event>("station_up { ward: 'x' } seq: " + std::to_string(seq)));
  }
  many.position = {.epoch = "e", .seen_seq = 1002, .seq = 1002};
  ASSERT_TRUE(here.store->take(many));
  EXPECT_TRUE(here.first(ours).afresh());
}

TEST_F(AStream, ThatIsTooSlowBeginsAfresh) {
  Launch& here = launch();
  const auto stream = here.console->updates("");
  (void)here.next(*stream);
  for (std::size_t i = 0; i <= UpdateLog::updates_max + 1; ++i) {
    here.takes("incident: 'i' incident_opened {} seq: " + std::to_string(i + 1));
  }
  EXPECT_TRUE(here.next(*stream).afresh());
  here.takes("incident: 'i' incident_noted {} seq: 1000");
  const auto update = here.next(*stream);
  EXPECT_FALSE(update.afresh());
  EXPECT_EQ(update.events_size(), 1);
}

TEST_F(AStream, SeesWhoIsOnLineNow) {
  Launch& here = launch();
  link::CopyBatch batch;
  batch.directory = parsed<v1::DirectoryResult>("cluster: 't11' wards { id: 'a' } wards { id: 'b' online: true }");
  batch.position = {.epoch = "e", .seen_seq = 0, .seq = 0};
  ASSERT_TRUE(here.store->take(batch));
  auto stream = here.console->updates("");
  EXPECT_FALSE(here.next(*stream).directory().wards(0).online());
  here.takes("seq: 1 station_up { ward: 'a' }");
  here.takes("seq: 2 station_down { ward: 'b' }");
  (void)here.next(*stream);
  const auto update = here.next(*stream);
  EXPECT_TRUE(update.directory().wards(0).online());
  EXPECT_FALSE(update.directory().wards(1).online());
  stream.reset();
  EXPECT_TRUE(launch().first().directory().wards(0).online()) << "after a restart too";
}

TEST_F(AStream, IsAnewForWhoeverSignsInOrOut) {
  Launch& here = launch();
  here.takes(opened);
  const auto stream = here.console->updates("");
  std::string id;
  (void)here.next(*stream, &id);
  ASSERT_TRUE(here.sign_in("an").has_done());
  auto update = here.next(*stream);
  EXPECT_TRUE(update.afresh());
  EXPECT_EQ(update.watch().officer(), "wardlink://t11/quan-hoa/officer/an");
  EXPECT_TRUE(update.ShortDebugString().contains("PERSON"));
  EXPECT_TRUE(here.first(id).afresh()) << "what was hidden is not missing only";
  here.takes("seq: 2 incident: 'i' incident_noted {} content { persons: 'PERSON' }");
  ASSERT_TRUE(here.ask("sign_out {}").has_done());
  update = here.next(*stream);
  EXPECT_TRUE(update.afresh()) << "what was put before is not shown any more";
  EXPECT_FALSE(update.ShortDebugString().contains("PERSON"));
  EXPECT_EQ(update.watch().officer(), "");
}

}  // namespace
}  // namespace wardlink::console
