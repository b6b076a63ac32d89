// Subscribing (DESIGN.md, Wire): snapshot, live events, resumption, acknowledgement, and who is told what.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <fstream>
#include <set>

#include "hub/base/limits.hpp"
#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

class SubscribeTest : public ::testing::Test {
 protected:
  SubscribeTest() { world.start_hub(); }
  ~SubscribeTest() override { EXPECT_EQ(world.stop_hub(), 0); }

  Peer station(const std::string& ward) { return Peer(world.port(), world.station(ward)); }
  Peer officer(const std::string& ward) { return Peer(world.port(), world.officer(ward)); }

  static bool caught_up(const v1::HubFrame& frame) { return frame.has_caught_up(); }

  /// A subscription from the very beginning that is live now.
  Peer live(const std::string& ward) {
    Peer peer = station(ward);
    peer.subscribe(0, "");
    peer.until(caught_up);
    return peer;
  }

  World world;
};

TEST_F(SubscribeTest, AFreshSubscriberGetsThePresentInASnapshotThenWhatFollows) {
  auto quan_hoa = officer("quan-hoa");
  const auto opened = quan_hoa.submit(incident(on_the_bridge(), "disorder", 4, "đánh nhau trên cầu"));
  const auto id = opened.accepted().events(0).incident();
  static_cast<void>(quan_hoa.submit(sighting(on_the_bridge(), "xe máy đỏ")));

  Peer peer = station("cong-vi");
  peer.subscribe(0, "");
  const auto frames = peer.until(caught_up);
  std::set<std::string> incidents;
  std::set<std::string> texts;
  bool last = false;
  for (const auto& frame : frames) {
    for (const auto& shown : frame.snapshot().incidents()) incidents.insert(shown.id());
    for (const auto& event : frame.snapshot().events()) texts.insert(event.content().text());
    last = last || frame.snapshot().last();
  }
  EXPECT_TRUE(last);
  EXPECT_EQ(incidents, std::set{id});
  EXPECT_TRUE(texts.contains("đánh nhau trên cầu")) << "the story";
  EXPECT_TRUE(texts.contains("xe máy đỏ")) << "the day's sightings";

  const auto noted = quan_hoa.submit(note(id, "thêm"));
  const auto event =
      peer.await([](const v1::HubFrame& frame) { return frame.has_event() && frame.event().has_incident_noted(); });
  EXPECT_EQ(event.event().seq(), noted.accepted().seq());
}

TEST_F(SubscribeTest, AResumingSubscriberGetsExactlyWhatItMissedInOrderWithoutAGap) {
  std::uint64_t seen = 0;
  std::string epoch;
  {
    Peer peer = live("vinh-phuc");
    epoch = peer.welcome().epoch();
    seen = peer.welcome().head_seq();
  }
  auto quan_hoa = officer("quan-hoa");
  std::vector<std::uint64_t> sent;
  for (int i = 0; i < 40; ++i) sent.push_back(quan_hoa.submit(sighting(on_the_bridge())).accepted().seq());
  Peer back = station("vinh-phuc");
  back.subscribe(seen, epoch);
  std::vector<std::uint64_t> sightings;
  for (const auto& frame : back.until(caught_up)) {
    ASSERT_FALSE(frame.has_snapshot());
    if (!frame.has_event()) continue;
    EXPECT_LE(frame.event().prev_seq(), seen);
    seen = frame.event().seq();
    if (frame.event().has_sighting_recorded()) sightings.push_back(seen);
  }
  EXPECT_EQ(sightings, sent);
}

TEST_F(SubscribeTest, OneThatIsFarBehindGetsASnapshotInstead) {
  std::string epoch;
  std::uint64_t seen = 0;
  {
    Peer peer = live("vinh-phuc");
    epoch = peer.welcome().epoch();
    seen = peer.welcome().head_seq();
  }
  auto quan_hoa = officer("quan-hoa");
  for (std::uint64_t i = 0; i <= base::limits::resume_events_max; ++i) {
    quan_hoa.submit_only(new_id(), sighting(on_the_bridge()));
  }
  for (std::uint64_t i = 0; i <= base::limits::resume_events_max; ++i) {
    ASSERT_TRUE(quan_hoa.await([](const v1::HubFrame& frame) { return frame.has_receipt(); }).receipt().has_accepted());
  }
  Peer back = station("vinh-phuc");
  back.subscribe(seen, epoch);
  EXPECT_TRUE(back.next().has_snapshot());
}

TEST_F(SubscribeTest, AClientAheadOfTheHubOrOfAnotherEpochIsRefusedLoudly) {
  Peer ahead = station("quan-hoa");
  ahead.subscribe(ahead.welcome().head_seq() + 1000, ahead.welcome().epoch());
  try {
    for (;;) ahead.next();
  } catch (const Gone& gone) {
    ASSERT_TRUE(gone.goodbye);
    EXPECT_EQ(gone.goodbye->code(), v1::Goodbye::AHEAD);
  }
  Peer stranger = station("quan-hoa");
  stranger.subscribe(1, "00000000-0000-4000-8000-000000000000");
  try {
    for (;;) stranger.next();
  } catch (const Gone& gone) {
    ASSERT_TRUE(gone.goodbye);
    EXPECT_EQ(gone.goodbye->code(), v1::Goodbye::WRONG_EPOCH);
  }
  EXPECT_NE(world.log().find("subscribe_refused"), std::string::npos) << "the operator hears of it";
}

TEST_F(SubscribeTest, AcknowledgingASupportsOpeningMakesItDelivered) {
  auto quan_hoa = officer("quan-hoa");
  Peer cong_vi = live("cong-vi");
  const auto id = quan_hoa.submit(incident(on_the_bridge())).accepted().events(0).incident();
  const auto opening = cong_vi.await([](const v1::HubFrame& frame) {
    return frame.has_event() && frame.event().has_support_opened() &&
           frame.event().support_opened().support().ward() == "cong-vi";
  });
  EXPECT_TRUE(std::ranges::find(opening.event().alarms(), "cong-vi") != opening.event().alarms().end());
  Peer watcher = live("quan-hoa");
  cong_vi.acknowledge(opening.event().seq());
  const auto moved = watcher.await([](const v1::HubFrame& frame) {
    return frame.has_event() && frame.event().has_support_moved() && frame.event().support_moved().ward() == "cong-vi";
  });
  EXPECT_EQ(moved.event().support_moved().to(), v1::Support::DELIVERED);
  EXPECT_EQ(moved.event().actor().role(), v1::HUB);
}

TEST_F(SubscribeTest, AcknowledgingWhatWasNeverSentEndsTheSession) {
  Peer peer = live("quan-hoa");
  peer.acknowledge(1'000'000);
  try {
    for (;;) peer.next();
  } catch (const Gone& gone) {
    ASSERT_TRUE(gone.goodbye);
    EXPECT_EQ(gone.goodbye->code(), v1::Goodbye::BAD_FRAME);
  }
}

// RULES.md 7: need to know, on every way out of the hub.
TEST_F(SubscribeTest, AWardOutsideTheAudienceHearsNothingLiveInASnapshotOnResumptionInHistoryOrInShow) {
  Peer outsider = live("cong-vi");
  const std::uint64_t before = outsider.welcome().head_seq();
  const std::string epoch = outsider.welcome().epoch();
  auto quan_hoa = officer("quan-hoa");
  auto nghia_do = officer("nghia-do");
  const auto opened = quan_hoa.submit(incident(deep_in_nghia_do(), "theft", 3, "mất xe"));
  const auto id = opened.accepted().events(0).incident();
  ASSERT_TRUE(nghia_do.submit(note(id, "đang xác minh")).has_accepted());
  ASSERT_TRUE(nghia_do.submit(resolve(id)).has_accepted());
  static_cast<void>(quan_hoa.submit(sighting(on_the_bridge(), "mốc")));  // what it may see, behind all that

  const auto mentions = [&](const v1::HubFrame& frame) { return frame.DebugString().find(id) != std::string::npos; };
  for (const auto& frame : outsider.until([](const v1::HubFrame& f) { return f.event().content().text() == "mốc"; })) {
    EXPECT_FALSE(mentions(frame)) << "live";
  }
  Peer fresh = station("cong-vi");
  fresh.subscribe(0, "");
  for (const auto& frame : fresh.until(caught_up)) EXPECT_FALSE(mentions(frame)) << "in a snapshot";
  Peer resumed = station("cong-vi");
  resumed.subscribe(before, epoch);
  for (const auto& frame : resumed.until(caught_up)) EXPECT_FALSE(mentions(frame)) << "on resumption";

  Peer asks = officer("cong-vi");
  v1::Query history;
  history.mutable_history();
  EXPECT_EQ(asks.ask(history).DebugString().find(id), std::string::npos) << "in history";
  v1::Query of_it;
  of_it.mutable_history()->set_incident(id);
  EXPECT_EQ(asks.ask(of_it).history().events_size(), 0) << "in its history";
  v1::Query show;
  show.mutable_show()->set_id(id);
  v1::Query unknown;
  unknown.mutable_show()->set_id(new_id());
  auto hidden = asks.ask(show).rejected();
  EXPECT_EQ(hidden.code(), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(hidden.DebugString(), asks.ask(unknown).rejected().DebugString()) << "like one that does not exist";
  v1::Query list;
  list.mutable_list()->set_all(true);
  EXPECT_EQ(asks.ask(list).list().incidents_size(), 0) << "in the list";
  EXPECT_EQ(asks.submit(note(id, "?")).rejected().code(), v1::Rejection::UNKNOWN_ID) << "in a command";
}

TEST_F(SubscribeTest, AWardThatJoinsHearsTheStoryFirst) {
  auto quan_hoa = officer("quan-hoa");
  auto nghia_do = officer("nghia-do");
  Peer vinh_phuc = live("vinh-phuc");
  const auto id =
      quan_hoa.submit(incident(deep_in_nghia_do(), "theft", 3, "mất xe máy")).accepted().events(0).incident();
  ASSERT_TRUE(nghia_do.submit(ask_auto(id)).has_accepted());
  const auto frames = vinh_phuc.until([&](const v1::HubFrame& frame) { return frame.event().incident() == id; });
  std::string told;
  for (const auto& frame : frames) {
    for (const auto& event : frame.story().events()) told += event.content().text();
  }
  EXPECT_NE(told.find("mất xe máy"), std::string::npos);
}

std::size_t resident_kb(pid_t pid) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  std::string word;
  while (status >> word) {
    if (word != "VmRSS:") continue;
    std::size_t kb = 0;
    status >> kb;
    return kb;
  }
  return 0;
}

TEST_F(SubscribeTest, ASlowSubscriberCostsNoMemoryAndReadsOnFromTheJournal) {
  // Live, and then it stops reading: what the hub writes piles up in the sockets, then at its cursor.
  Peer slow = live("vinh-phuc");
  auto quan_hoa = officer("quan-hoa");
  const std::string text(1900, 'x');
  constexpr int events = 12'000;  // some 24 MB, three times what the hub keeps for a ward
  std::uint64_t last = 0;
  std::size_t after_the_first_half = 0;
  for (int i = 0; i < events; ++i) {
    quan_hoa.submit_only(new_id(), sighting(on_the_bridge(), text));
    if (i % 500 == 0) slow.ping();
    if (i < 64) continue;
    last = quan_hoa.await([](const v1::HubFrame& frame) { return frame.has_receipt(); }).receipt().accepted().seq();
    if (i == events / 2) after_the_first_half = resident_kb(world.hub().pid());
  }
  for (int i = 0; i < 64; ++i) {
    last = quan_hoa.await([](const v1::HubFrame& frame) { return frame.has_receipt(); }).receipt().accepted().seq();
  }
  const std::size_t at_the_end = resident_kb(world.hub().pid());
  EXPECT_LT(at_the_end, after_the_first_half + 8 * 1024) << "12 MB more were published, and not kept";

  // By now the hub may have put it out for not taking anything; it comes back and reads what it missed, or the snapshot
  // that stands for it.
  Peer back = station("vinh-phuc");
  back.subscribe(0, "");
  const auto frames = back.until(caught_up);
  EXPECT_EQ(frames.back().caught_up().seq(), last);
}

}  // namespace
}  // namespace wardlink::system_test
