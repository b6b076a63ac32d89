#include "client/link/feed.hpp"

#include <gtest/gtest.h>

namespace wardlink::link {
namespace {

v1::Welcome hub(const std::string& epoch = "e1") {
  v1::Welcome welcome;
  welcome.set_epoch(epoch);
  return welcome;
}

v1::HubFrame event(std::uint64_t seq, std::uint64_t prev_seq) {
  v1::HubFrame frame;
  frame.mutable_event()->set_seq(seq);
  frame.mutable_event()->set_prev_seq(prev_seq);
  return frame;
}

v1::HubFrame snapshot(std::uint64_t seq, bool last) {
  v1::HubFrame frame;
  frame.mutable_snapshot()->set_seq(seq);
  frame.mutable_snapshot()->set_last(last);
  return frame;
}

v1::HubFrame caught_up(std::uint64_t seq) {
  v1::HubFrame frame;
  frame.mutable_caught_up()->set_seq(seq);
  return frame;
}

TEST(Feed, BeginsFreshAndResumesAfterTheSnapshot) {
  Feed feed;
  const auto fresh = feed.subscribe(hub());
  EXPECT_EQ(fresh.after_seq(), 0U);
  EXPECT_TRUE(fresh.epoch().empty());
  ASSERT_TRUE(feed.take(snapshot(40, false)));
  EXPECT_EQ(feed.seen(), 0U) << "half a snapshot is no position";
  EXPECT_TRUE(feed.subscribe(hub()).epoch().empty()) << "it begins anew";
  ASSERT_TRUE(feed.take(snapshot(41, true)));
  EXPECT_EQ(feed.seen(), 41U);
  ASSERT_TRUE(feed.take(event(50, 33))) << "a prev_seq before the snapshot is no gap";
  const auto again = feed.subscribe(hub());
  EXPECT_EQ(again.after_seq(), 50U);
  EXPECT_EQ(again.epoch(), "e1");
}

TEST(Feed, AnEmptyHubsSnapshotIsAPosition) {
  Feed feed;
  EXPECT_TRUE(feed.subscribe(hub()).epoch().empty());
  ASSERT_TRUE(feed.take(snapshot(0, true)));
  EXPECT_EQ(feed.subscribe(hub()).epoch(), "e1");
}

TEST(Feed, ResumesWhereItWasTold) {
  Feed feed(7);
  const auto subscribe = feed.subscribe(hub());
  EXPECT_EQ(subscribe.after_seq(), 7U);
  EXPECT_EQ(subscribe.epoch(), "e1");
  EXPECT_TRUE(feed.take(event(9, 5)));
}

TEST(Feed, SaysTheEpochItStandsIn) {
  Feed feed(7);
  EXPECT_EQ(feed.subscribe(hub("e1")).epoch(), "e1");
  EXPECT_EQ(feed.subscribe(hub("e2")).epoch(), "e1") << "the hub must see that we belong to another";
}

TEST(Feed, AMissingEventIsAGap) {
  Feed feed(7);
  ASSERT_TRUE(feed.take(event(8, 7)));
  const auto taken = feed.take(event(10, 9));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, Error::Kind::gap);
  EXPECT_EQ(feed.seen(), 8U);
}

TEST(Feed, GoesForwardsOnly) {
  Feed feed(7);
  EXPECT_FALSE(feed.take(event(7, 6)));
  EXPECT_FALSE(feed.take(event(6, 5)));
  EXPECT_FALSE(feed.take(event(8, 8)));
}

TEST(Feed, CaughtUpMovesWhereWeResumeButNotWhatWeSaw) {
  Feed feed(7);
  EXPECT_FALSE(feed.caught_up());
  ASSERT_TRUE(feed.take(caught_up(100)));
  EXPECT_TRUE(feed.caught_up());
  EXPECT_EQ(feed.seen(), 7U);
  EXPECT_EQ(feed.subscribe(hub()).after_seq(), 100U);
  EXPECT_FALSE(feed.caught_up()) << "a new session catches up anew";
  EXPECT_FALSE(feed.take(event(101, 60))) << "the event of 60 was ours and never came";
  EXPECT_TRUE(feed.take(event(101, 7)));
}

TEST(Feed, StartsAfresh) {
  Feed feed(7);
  EXPECT_EQ(feed.subscribe(hub()).after_seq(), 7U);
  feed.start_afresh();
  const auto subscribe = feed.subscribe(hub());
  EXPECT_EQ(subscribe.after_seq(), 0U);
  EXPECT_TRUE(subscribe.epoch().empty());
}

TEST(Feed, StoriesAreOutsideTheOrder) {
  Feed feed(7);
  v1::HubFrame story;
  story.mutable_story()->add_events()->set_seq(3);
  EXPECT_TRUE(feed.take(story));
  EXPECT_EQ(feed.seen(), 7U);
}

TEST(Feed, AcknowledgesWhatThisSessionWasSent) {
  Feed feed;
  (void)feed.subscribe(hub());
  EXPECT_EQ(feed.may_acknowledge(), 0U);
  ASSERT_TRUE(feed.take(snapshot(40, true)));
  EXPECT_EQ(feed.may_acknowledge(), 40U);
  ASSERT_TRUE(feed.take(event(50, 33)));
  EXPECT_EQ(feed.may_acknowledge(), 50U);
  (void)feed.subscribe(hub());
  EXPECT_EQ(feed.may_acknowledge(), 0U) << "this session was sent nothing yet";
  ASSERT_TRUE(feed.take(caught_up(60)));
  EXPECT_EQ(feed.may_acknowledge(), 60U) << "what the last session took and could not acknowledge is covered";
}

TEST(Feed, GoesOnWhereAnEarlierOneStood) {
  Feed feed(40, 60, "e1");
  EXPECT_EQ(feed.subscribe(hub("e2")).after_seq(), 60U);
  EXPECT_EQ(feed.epoch(), "e1");
  EXPECT_FALSE(feed.take(event(61, 50))) << "the event of 50 was ours and never came";
  ASSERT_TRUE(feed.take(caught_up(60)));
  EXPECT_EQ(feed.may_acknowledge(), 60U);
}

TEST(Feed, DoesNotVouchForAPositionThatAPersonNamed) {
  Feed feed(7);
  (void)feed.subscribe(hub());
  ASSERT_TRUE(feed.take(caught_up(60)));
  EXPECT_EQ(feed.may_acknowledge(), 0U);
}

}  // namespace
}  // namespace wardlink::link
