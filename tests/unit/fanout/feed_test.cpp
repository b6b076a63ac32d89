// A ward's feed and its cursors: what a subscriber is given, from where, and what a slow one costs.
#include "hub/fanout/feed.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "proto/framing.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::fanout {
namespace {

using Seqs = std::vector<std::uint64_t>;

Feed::Item item(std::uint64_t seq, std::uint64_t prev_seq, std::size_t text_bytes = 10) {
  v1::Event event;
  event.set_seq(seq);
  event.mutable_content()->set_text(std::string(text_bytes, 'x'));
  return {.seq = seq, .prev_seq = prev_seq, .time = {}, .body = Encoding(event).body(false), .flight = {}};
}

std::vector<v1::HubFrame> frames(std::string_view bytes) {
  std::vector<v1::HubFrame> found;
  proto::FrameReader reader(base::limits::hub_frame_bytes_max);
  while (!bytes.empty()) {
    const auto frame = reader.next(bytes);
    EXPECT_TRUE(frame && *frame);
    if (!frame || !*frame) break;
    EXPECT_TRUE(found.emplace_back().ParseFromString(std::string(**frame)));
  }
  return found;
}

Seqs seqs(const std::string& bytes) {
  Seqs found;
  for (const auto& frame : frames(bytes)) found.push_back(frame.event().seq());
  return found;
}

constexpr std::size_t plenty = 1 << 20;

TEST(Feed, ACursorIsGivenEverythingAfterItOnce) {
  Feed feed(10);
  feed.push(item(12, 7));
  feed.push(item(15, 12));
  Cursor cursor(10);
  std::string out;
  EXPECT_EQ(cursor.fill(feed, out, plenty), Cursor::Filled::drained);
  EXPECT_EQ(seqs(out), (Seqs{12, 15}));
  EXPECT_EQ(frames(out)[0].event().prev_seq(), 7U);
  EXPECT_EQ(frames(out)[1].event().prev_seq(), 12U);
  EXPECT_EQ(cursor.seq(), 15U);

  out.clear();
  EXPECT_EQ(cursor.fill(feed, out, plenty), Cursor::Filled::drained);
  EXPECT_TRUE(out.empty());
  feed.push(item(16, 15));
  EXPECT_EQ(cursor.fill(feed, out, plenty), Cursor::Filled::drained);
  EXPECT_EQ(seqs(out), (Seqs{16}));
}

TEST(Feed, ACursorInTheMiddleGoesOnFromThere) {
  Feed feed(0);
  for (std::uint64_t seq = 1; seq <= 9; ++seq) feed.push(item(seq, seq - 1));
  Cursor cursor(6);
  std::string out;
  EXPECT_EQ(cursor.fill(feed, out, plenty), Cursor::Filled::drained);
  EXPECT_EQ(seqs(out), (Seqs{7, 8, 9}));
}

TEST(Feed, ABatchEndsAtItsBytes) {
  Feed feed(0);
  for (std::uint64_t seq = 1; seq <= 3; ++seq) feed.push(item(seq, seq - 1, 100));
  Cursor cursor(0);
  std::string out;
  EXPECT_EQ(cursor.fill(feed, out, 50), Cursor::Filled::more);
  EXPECT_EQ(seqs(out), (Seqs{1}));
  out.clear();
  EXPECT_EQ(cursor.fill(feed, out, 1), Cursor::Filled::more) << "one at least, however small the batch";
  EXPECT_EQ(seqs(out), (Seqs{2}));
  out.clear();
  EXPECT_EQ(cursor.fill(feed, out, 1), Cursor::Filled::drained) << "the last one leaves nothing behind it";
}

TEST(Feed, OldEventsMakeRoomAndASlowCursorIsBehind) {
  constexpr std::size_t bytes_max = 10'000;
  Feed feed(0, bytes_max);
  Cursor slow(0);
  for (std::uint64_t seq = 1; seq <= 100; ++seq) {
    feed.push(item(seq, seq - 1, 1000));
    ASSERT_LE(feed.bytes(), bytes_max);
  }
  EXPECT_GT(feed.floor_seq(), 80U);
  EXPECT_LT(feed.floor_seq(), 100U);
  std::string out;
  EXPECT_EQ(slow.fill(feed, out, plenty), Cursor::Filled::behind);
  EXPECT_TRUE(out.empty());

  slow.advance(feed.floor_seq());
  EXPECT_EQ(slow.fill(feed, out, plenty), Cursor::Filled::drained) << "at the floor it joins again";
  EXPECT_EQ(seqs(out).front(), feed.floor_seq() + 1);
  EXPECT_EQ(seqs(out).back(), 100U);
}

TEST(Feed, AnEventLargerThanTheFeedIsInTheJournalOnly) {
  Feed feed(4, 100);
  feed.push(item(5, 4, 1000));
  EXPECT_EQ(feed.floor_seq(), 5U);
  std::string out;
  EXPECT_EQ(Cursor(4).fill(feed, out, plenty), Cursor::Filled::behind);
  EXPECT_EQ(Cursor(5).fill(feed, out, plenty), Cursor::Filled::drained);
}

TEST(Feed, AnEventWithAStoryIsReadFromTheJournal) {
  Feed feed(0);
  feed.push(item(1, 0));
  feed.push({.seq = 2, .prev_seq = 1, .time = {}, .body = nullptr, .flight = {}});
  feed.push(item(3, 2));
  Cursor cursor(0);
  std::string out;
  EXPECT_EQ(cursor.fill(feed, out, plenty), Cursor::Filled::behind);
  EXPECT_EQ(seqs(out), (Seqs{1})) << "what comes before it is given";
  out.clear();
  cursor.advance(2);
  EXPECT_EQ(cursor.fill(feed, out, plenty), Cursor::Filled::drained);
  EXPECT_EQ(seqs(out), (Seqs{3}));
}

TEST(Feed, AnAlertOfAFlightThatIsOverIsReadFromTheJournal) {
  Feed feed(0);
  feed.push(item(1, 0));
  auto alert = item(2, 1);
  alert.flight = "f";
  feed.push(alert);
  feed.push(item(3, 2));
  std::string out;
  Cursor live(0);
  EXPECT_EQ(live.fill(feed, out, plenty, [](const std::string&) { return false; }), Cursor::Filled::drained);
  EXPECT_EQ(seqs(out), (Seqs{1, 2, 3}));
  out.clear();
  Cursor late(0);
  const auto over = [](const std::string& flight) { return flight == "f"; };
  EXPECT_EQ(late.fill(feed, out, plenty, over), Cursor::Filled::behind);
  EXPECT_EQ(seqs(out), (Seqs{1}));
  out.clear();
  late.advance(2);
  EXPECT_EQ(late.fill(feed, out, plenty, over), Cursor::Filled::drained);
  EXPECT_EQ(seqs(out), (Seqs{3}));
}

TEST(FeedDeathTest, NeverBackwards) {
  Feed feed(5);
  feed.push(item(7, 5));
  EXPECT_DEATH(feed.push(item(7, 5)), "forwards");
  EXPECT_DEATH(Feed(5).push(item(5, 0)), "forwards");
  EXPECT_DEATH(Cursor(5).advance(4), "forwards");
}

}  // namespace
}  // namespace wardlink::fanout
