// What a subscriber is given: all that its ward may see, in order, once each, from wherever it left off.
#include "hub/app/subscription.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

using Seqs = std::vector<std::uint64_t>;
using testing::ElementsAre;
using testing::Not;

/// Every event of the journal that the ward receives.
Seqs all_for(const Hub& hub, const std::string& ward, std::uint64_t after_seq = 0) {
  Seqs seqs;
  journal::EventFilter filter;
  filter.after_seq = after_seq;
  for (;;) {
    const auto rows = hub.journal.events(hub.cluster, filter, base::limits::read_rows_max);
    if (rows.empty()) return seqs;
    for (const auto& row : rows) {
      if (fanout::recipient(row, ward) != nullptr) seqs.push_back(row.event().seq());
    }
    filter.after_seq = rows.back().event().seq();
  }
}

/// A gap is detectable: each event names the one before it.
void expect_chain(const std::vector<v1::HubFrame>& frames, std::uint64_t have) {
  for (const auto& frame : frames) {
    if (!frame.has_event()) continue;
    EXPECT_LE(frame.event().prev_seq(), have) << "event " << frame.event().seq();
    have = frame.event().seq();
  }
}

v1::Subscribe resume(const Hub& hub, std::uint64_t after_seq) {
  v1::Subscribe subscribe;
  subscribe.set_after_seq(after_seq);
  subscribe.set_epoch(hub.journal.epoch());
  return subscribe;
}

TEST(Subscription, FreshGetsThePresentThenWhatFollows) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  const auto incident = opened_incident(hub.done(officer, at_bridge()));
  hub.done(officer, note(incident, "ba người"));
  hub.done(officer, hotspot("quan-hoa", "quán nước"));
  hub.done(officer, sighting("quan-hoa", "áo đen"));
  hub.done(officer, at_ward("nghia-do", "không phải của Cống Vị"));

  Peer& watcher = hub.join("cong-vi", v1::STATION, "tram");
  ASSERT_TRUE(hub.core->subscribe(*watcher.member, {}).has_value());
  const std::uint64_t as_of = hub.head();
  const auto later = hub.done(officer, note(incident, "sau ảnh chụp"));
  const auto frames = watcher.read();
  ASSERT_GE(frames.size(), 3U);
  const auto& first = frames.front().snapshot();
  EXPECT_EQ(first.seq(), as_of);
  ASSERT_EQ(first.incidents_size(), 1) << "its own audience only";
  EXPECT_EQ(first.incidents(0).id(), incident);
  EXPECT_EQ(first.incidents(0).reports(0).content().text(), "xô xát");
  bool noted = false;
  bool last = false;
  for (const auto& frame : frames) {
    if (!frame.has_snapshot()) continue;
    EXPECT_FALSE(last) << "nothing after the last part";
    last = frame.snapshot().last();
    for (const auto& event : frame.snapshot().events()) {
      EXPECT_LE(event.seq(), as_of);
      noted |= event.content().text() == "ba người";
      EXPECT_NE(event.content().text(), "sau ảnh chụp");
      EXPECT_NE(event.content().text(), "không phải của Cống Vị");
    }
    EXPECT_EQ(frame.snapshot().stations_size(), last ? 4 : 0);
  }
  EXPECT_TRUE(noted);
  EXPECT_TRUE(last);
  EXPECT_THAT(event_seqs(frames), ElementsAre(later.accepted().seq()));
  expect_chain(frames, as_of);
  EXPECT_EQ(frames.back().caught_up().seq(), hub.head());
}

TEST(Subscription, TheSnapshotHasHotspotsAndADaysSightings) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  hub.done(officer, hotspot("quan-hoa", "quán nước"));
  hub.done(officer, sighting("quan-hoa", "hôm kia"));
  hub.clock.pass(25h);
  hub.done(officer, sighting("quan-hoa", "hôm nay"));
  Peer& watcher = hub.join("quan-hoa", v1::STATION, "tram");
  ASSERT_TRUE(hub.core->subscribe(*watcher.member, {}).has_value());
  std::vector<std::string> texts;
  for (const auto& frame : watcher.read()) {
    for (const auto& event : frame.snapshot().events()) texts.push_back(event.content().text());
  }
  EXPECT_THAT(texts, ElementsAre("quán nước", "hôm nay"));
}

TEST(Subscription, TheMostUrgentComesFirst) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  const auto mild = opened_incident(hub.done(officer, at_bridge("nhẹ", 1, "sanitation")));
  const auto grave = opened_incident(hub.done(officer, at_bridge("nặng", 5, "robbery")));
  Peer& watcher = hub.join("vinh-phuc", v1::STATION, "tram");
  ASSERT_TRUE(hub.core->subscribe(*watcher.member, {}).has_value());
  std::vector<std::string> order;
  for (const auto& frame : watcher.read()) {
    for (const auto& incident : frame.snapshot().incidents()) order.push_back(incident.id());
  }
  EXPECT_THAT(order, ElementsAre(grave, mild));
}

TEST(Subscription, ResumingGetsWhatItMissedAndNoSnapshot) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  hub.done(officer, at_bridge());
  const auto seen = hub.head();
  hub.done(officer, at_bridge("cháy", 4, "fire"));
  hub.done(officer, at_ward("nghia-do"));
  hub.done(officer, at_bridge("trộm", 2, "theft"));
  for (const bool restarted : {false, true}) {  // from the feed, and from the journal
    if (restarted) hub.restart();
    Peer& watcher = hub.join("cong-vi", v1::STATION, "tram");
    ASSERT_TRUE(hub.core->subscribe(*watcher.member, resume(hub, seen)).has_value());
    const auto frames = watcher.read();
    EXPECT_EQ(event_seqs(frames), all_for(hub, "cong-vi", seen));
    expect_chain(frames, seen);
    EXPECT_TRUE(std::ranges::none_of(frames, [](const auto& frame) { return frame.has_snapshot(); }));
    EXPECT_TRUE(frames.back().has_caught_up());
    EXPECT_EQ(frames.back().caught_up().seq(), hub.head());
    EXPECT_TRUE(watcher.read().empty()) << "caught up once";
    watcher.leave();
  }
}

TEST(Subscription, TooFarBehindGetsASnapshot) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  Peer& just_in_time = hub.join("quan-hoa", v1::STATION, "a");
  hub.flush();  // its station is up, which is an event
  const auto seen = hub.head();
  while (hub.head() < seen + base::limits::resume_events_max) {
    hub.clock.pass(1s);
    ASSERT_TRUE(hub.done(officer, hotspot("quan-hoa", "điểm")).has_accepted());
  }
  ASSERT_EQ(hub.head(), seen + base::limits::resume_events_max);
  ASSERT_TRUE(hub.core->subscribe(*just_in_time.member, resume(hub, seen)).has_value());
  EXPECT_FALSE(just_in_time.read().front().has_snapshot());
  hub.done(officer, hotspot("quan-hoa", "một điểm nữa"));
  Peer& late = hub.join("quan-hoa", v1::STATION, "b");
  ASSERT_TRUE(hub.core->subscribe(*late.member, resume(hub, seen)).has_value());
  EXPECT_TRUE(late.read().front().has_snapshot());
}

TEST(Subscription, AheadOfTheHubOrOfAnotherEpochIsRefused) {
  Hub hub;
  Peer& watcher = hub.join("cong-vi", v1::STATION, "tram");
  const auto ahead = hub.core->subscribe(*watcher.member, resume(hub, hub.head() + 1));
  ASSERT_FALSE(ahead.has_value());
  EXPECT_EQ(ahead.error().code(), v1::Goodbye::AHEAD);
  for (const char* epoch : {"another", ""}) {
    v1::Subscribe other;
    other.set_after_seq(1);
    other.set_epoch(epoch);
    const auto refused = hub.core->subscribe(*watcher.member, other);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), v1::Goodbye::WRONG_EPOCH);
  }
  EXPECT_TRUE(hub.core->subscribe(*watcher.member, resume(hub, hub.head())).has_value());
  EXPECT_EQ(hub.core->subscribe(*watcher.member, resume(hub, 0)).error().code(), v1::Goodbye::BAD_FRAME) << "once";
}

TEST(Subscription, AnAdminMayNot) {
  Hub hub;
  Peer& admin = hub.join("-", v1::ADMIN, "root");
  EXPECT_FALSE(hub.core->subscribe(*admin.member, {}).has_value());
}

/// More than the ward's feed holds.
void overflow_feed(Hub& hub, Peer& officer) {
  const std::string long_text(1'900, 'x');
  const std::size_t enough = base::limits::feed_bytes_max / long_text.size() + 100;
  for (std::size_t i = 0; i < enough; ++i) {
    hub.clock.pass(1s);
    hub.submit(officer, hotspot("quan-hoa", long_text));
    if (i % 100 == 0) hub.flush();
  }
  hub.flush();
  officer.replies.clear();
}

TEST(Subscription, WhatItIsGivenFromTheJournalItMayAcknowledgeAtOnce) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  Peer& slow = hub.watch("quan-hoa");
  overflow_feed(hub, officer);
  std::vector<v1::HubFrame> frames;
  for (bool more = true; more;) {
    more = slow.read_turn(frames, 10'000);
    const auto seqs = event_seqs(frames);
    if (seqs.empty()) continue;
    ASSERT_TRUE(hub.core->acknowledge(*slow.member, seqs.back()).has_value()) << seqs.back();
  }
  EXPECT_EQ(event_seqs(frames).back(), hub.head());
}

TEST(Subscription, ASlowOneFallsBackToTheJournalAndJoinsTheFeedAgain) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  Peer& slow = hub.watch("quan-hoa");
  const auto seen = hub.head();
  overflow_feed(hub, officer);
  EXPECT_GT(hub.core->clusters().at(hub.cluster)->feed("quan-hoa").floor_seq(), seen) << "it has to be behind the feed";
  const auto frames = slow.read(10'000);
  EXPECT_EQ(event_seqs(frames), all_for(hub, "quan-hoa", seen));
  expect_chain(frames, seen);
  hub.done(officer, hotspot("quan-hoa", "lại trực tiếp"));
  EXPECT_EQ(event_seqs(slow.read()), Seqs{hub.head()});
}

TEST(Subscription, OneTurnReadsABoundedStretchOfTheJournal) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  const auto seen = hub.head();
  for (int i = 0; i < 900; ++i) {
    hub.clock.pass(1s);
    hub.done(officer, hotspot("quan-hoa", "không phải của Cống Vị"));
  }
  hub.restart();
  Peer& watcher = hub.join("cong-vi", v1::STATION, "tram");
  ASSERT_TRUE(hub.core->subscribe(*watcher.member, resume(hub, seen)).has_value());
  std::string out;
  EXPECT_TRUE(hub.core->fill(*watcher.member, out, 64 * 1024)) << "there is more";
  EXPECT_TRUE(out.empty()) << "but nothing yet for this ward";
  EXPECT_TRUE(watcher.read().back().has_caught_up());
}

TEST(Subscription, AWardThatJoinsHearsTheStoryFirst) {
  Hub hub;
  Peer& officer = hub.join("nghia-do");
  Peer& watcher = hub.watch("cong-vi");
  const auto before = hub.head();
  const auto incident = opened_incident(hub.done(officer, at_ward("nghia-do", "từ đầu")));
  for (int i = 0; i < 70; ++i) hub.done(officer, note(incident, "ghi " + std::to_string(i)));
  EXPECT_TRUE(watcher.read().empty()) << "nothing of it is for this ward yet";
  hub.clock.pass(1s);
  ASSERT_TRUE(hub.done(officer, ask_support(incident, "cong-vi")).has_accepted());

  const auto live = watcher.read();
  std::vector<std::string> texts;
  for (const auto& frame : live) {
    if (!frame.has_story()) break;
    EXPECT_EQ(frame.story().incident(), incident);
    for (const auto& event : frame.story().events()) {
      if (!event.content().text().empty()) texts.push_back(event.content().text());
    }
  }
  ASSERT_EQ(texts.size(), 71U) << "story frames come first";
  EXPECT_EQ(texts.front(), "từ đầu");
  EXPECT_EQ(texts.back(), "ghi 69");
  EXPECT_EQ(event_seqs(live), all_for(hub, "cong-vi", before));

  hub.restart();
  Peer& again = hub.join("cong-vi", v1::STATION, "tram");
  ASSERT_TRUE(hub.core->subscribe(*again.member, resume(hub, before)).has_value());
  auto replayed = again.read(2'000);  // cut as often as can be
  ASSERT_TRUE(replayed.back().has_caught_up());
  std::size_t told = 0;
  for (const auto& frame : replayed) told += static_cast<std::size_t>(frame.story().events_size());
  std::size_t told_live = 0;
  for (const auto& frame : live) told_live += static_cast<std::size_t>(frame.story().events_size());
  EXPECT_EQ(told, told_live) << "rebuilt alike";
  EXPECT_EQ(event_seqs(replayed), all_for(hub, "cong-vi", before));
}

TEST(Subscription, AMissingPersonIsDescribedToAll) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  Peer& watcher = hub.watch("cong-vi");
  v1::Command command = at_ward("quan-hoa", "bé trai áo đỏ", "missing_person");
  command.mutable_report_incident()->mutable_content()->add_persons("Nguyễn Văn A");
  const auto incident = opened_incident(hub.done(officer, command));
  hub.done(officer, note(incident, "chuyện riêng của gia đình"));
  const auto live = watcher.read();
  ASSERT_EQ(event_seqs(live).size(), 1U);
  EXPECT_TRUE(live[0].event().description_only());
  EXPECT_EQ(live[0].event().content().text(), "bé trai áo đỏ");
  EXPECT_EQ(live[0].event().content().persons_size(), 0);

  Peer& fresh = hub.join("cong-vi", v1::OFFICER, "binh");
  ASSERT_TRUE(hub.core->subscribe(*fresh.member, {}).has_value());
  std::string all;
  for (const auto& frame : fresh.read()) all += frame.DebugString();
  EXPECT_THAT(all, testing::HasSubstr(incident));
  EXPECT_THAT(all, Not(testing::HasSubstr("officer: \"an\"")));
  EXPECT_EQ(all.find("persons"), std::string::npos);
}

TEST(Subscription, OnlyWhatWasSentCanBeAcknowledged) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  Peer& watcher = hub.watch("cong-vi");
  const auto receipt = hub.done(officer, at_bridge());
  EXPECT_FALSE(hub.core->acknowledge(*watcher.member, hub.head()).has_value()) << "not handed over yet";
  const auto seqs = event_seqs(watcher.read());
  EXPECT_TRUE(hub.core->acknowledge(*watcher.member, seqs.back()).has_value());
  EXPECT_TRUE(hub.core->acknowledge(*watcher.member, seqs.front()).has_value()) << "an older one changes nothing";
  EXPECT_EQ(watcher.member->acknowledged_seq, seqs.back());
  Peer& unsubscribed = hub.join("cong-vi");
  EXPECT_FALSE(hub.core->acknowledge(*unsubscribed.member, 1).has_value());
}

}  // namespace
}  // namespace wardlink::app::test
