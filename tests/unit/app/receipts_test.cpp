// What a sender is told: once durable, in order, and the same again when it asks again.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

using google::protobuf::util::MessageDifferencer;

TEST(Receipts, NothingLeavesBeforeItIsDurable) {
  Hub hub;
  Peer& sender = hub.join("quan-hoa");
  Peer& watcher = hub.watch("cong-vi");
  const int wakes = watcher.wakes;
  const auto before = hub.head();
  const std::string id = hub.submit(sender, at_bridge());
  EXPECT_TRUE(hub.flush_requested);
  EXPECT_TRUE(sender.replies.empty());
  EXPECT_EQ(watcher.wakes, wakes);
  EXPECT_TRUE(watcher.read().empty());
  EXPECT_EQ(hub.head(), before);

  hub.flush();
  const auto receipt = sender.take_receipt();
  EXPECT_EQ(receipt.id(), id);
  ASSERT_TRUE(receipt.has_accepted());
  EXPECT_FALSE(receipt.duplicate());
  EXPECT_EQ(receipt.accepted().seq(), hub.head());
  EXPECT_EQ(receipt.accepted().entry(), hub.journal.head(hub.cluster).number);
  EXPECT_EQ(receipt.accepted().chain_hash(), hub.journal.head(hub.cluster).chain_hash);
  EXPECT_EQ(base::from_proto(receipt.accepted().time()), hub.clock.now());
  EXPECT_EQ(receipt.accepted().events(0).content().text(), "xô xát");
  EXPECT_GT(watcher.wakes, wakes);
  EXPECT_FALSE(event_seqs(watcher.read()).empty());
}

TEST(Receipts, TheSameAgainIsToldAgain) {
  Hub hub;
  Peer& sender = hub.join("quan-hoa");
  const std::string id = hub.new_id();
  const auto first = hub.done(sender, at_bridge(), id);
  const auto head = hub.head();
  hub.clock.pass(1h);
  v1::Receipt again = hub.done(sender, at_bridge(), id);
  EXPECT_TRUE(again.duplicate());
  again.clear_duplicate();
  EXPECT_TRUE(MessageDifferencer::Equals(first, again)) << first.DebugString() << again.DebugString();
  EXPECT_EQ(hub.head(), head);

  hub.restart();
  Peer& back = hub.join("quan-hoa");
  again = hub.done(back, at_bridge(), id);
  EXPECT_TRUE(again.duplicate());
  again.clear_duplicate();
  EXPECT_TRUE(MessageDifferencer::Equals(first, again)) << "nor does a restart forget";
}

TEST(Receipts, ADuplicateOfWhatIsNotYetDurableWaitsForIt) {
  Hub hub;
  Peer& sender = hub.join("quan-hoa");
  const std::string id = hub.submit(sender, at_bridge());
  hub.submit(sender, at_bridge(), id);
  EXPECT_TRUE(sender.replies.empty());
  hub.flush();
  ASSERT_EQ(sender.replies.size(), 2U);
  EXPECT_FALSE(sender.replies[0].receipt().duplicate());
  EXPECT_TRUE(sender.replies[1].receipt().duplicate());
  EXPECT_EQ(sender.replies[0].receipt().accepted().seq(), sender.replies[1].receipt().accepted().seq());
}

TEST(Receipts, TheSameIdForAnotherMessageIsInvalid) {
  Hub hub;
  Peer& sender = hub.join("quan-hoa");
  const std::string id = hub.submit(sender, at_bridge("một"));
  hub.submit(sender, at_bridge("hai"), id);
  hub.flush();
  ASSERT_EQ(sender.replies.size(), 2U);
  for (const auto& receipt :
       {sender.replies[1].receipt(), (sender.replies.clear(), hub.done(sender, at_bridge("ba"), id))}) {
    EXPECT_EQ(receipt.rejected().code(), v1::Rejection::INVALID);
    EXPECT_EQ(receipt.rejected().field(), "id");
  }
}

TEST(Receipts, AnIdIsItsSendersOwn) {
  Hub hub;
  Peer& sender = hub.join("quan-hoa");
  Peer& colleague = hub.join("quan-hoa", v1::OFFICER, "binh");
  const std::string id = hub.new_id();
  ASSERT_TRUE(hub.done(sender, at_ward("quan-hoa", "một"), id).has_accepted());
  const auto receipt = hub.done(colleague, at_ward("quan-hoa", "hai", "fire"), id);
  EXPECT_TRUE(receipt.has_accepted()) << receipt.DebugString();
  EXPECT_FALSE(receipt.duplicate());
}

TEST(Receipts, ARejectionUsesNoIdUp) {
  Hub hub;
  Peer& sender = hub.join("quan-hoa");
  const std::string id = hub.new_id();
  const auto refused = hub.done(sender, at_ward("no-such-ward"), id);
  EXPECT_TRUE(refused.has_rejected());
  EXPECT_FALSE(refused.rejected().message_vi().empty());
  EXPECT_TRUE(hub.done(sender, at_ward("quan-hoa"), id).has_accepted());
}

TEST(Receipts, RefusalsAndAnswersStayInOrderBehindWhatTheyStandOn) {
  Hub hub;
  Peer& sender = hub.join("quan-hoa");
  const std::string accepted = hub.submit(sender, at_bridge());
  const std::string refused = hub.submit(sender, at_ward("no-such-ward"));
  const std::string dry = hub.submit(sender, at_bridge("thử"), {}, true);
  v1::Query query;
  query.mutable_list();
  hub.core->query(sender.member, query);
  EXPECT_TRUE(sender.replies.empty()) << "an undurable command stands before all of these";
  hub.flush();
  ASSERT_EQ(sender.replies.size(), 4U);
  EXPECT_EQ(sender.replies[0].receipt().id(), accepted);
  EXPECT_EQ(sender.replies[1].receipt().id(), refused);
  EXPECT_EQ(sender.replies[2].receipt().id(), dry);
  EXPECT_EQ(sender.replies[3].query_result().list().incidents_size(), 1) << "a query sees what came before it";
  sender.replies.clear();

  hub.submit(sender, at_ward("no-such-ward"));
  EXPECT_EQ(sender.replies.size(), 1U) << "nothing before it: at once";
}

TEST(Receipts, ADryRunLeavesNoTrace) {
  Hub hub;
  Peer& sender = hub.join("quan-hoa");
  const auto head = hub.head();
  const std::string id = hub.submit(sender, at_bridge(), {}, true);
  const auto receipt = sender.take_receipt();
  EXPECT_TRUE(receipt.dry_run());
  ASSERT_TRUE(receipt.has_accepted());
  EXPECT_TRUE(std::ranges::any_of(receipt.accepted().events(), [](const auto& e) { return e.has_lead_decided(); }));
  EXPECT_EQ(receipt.accepted().entry(), 0U);
  EXPECT_EQ(hub.head(), head);
  EXPECT_FALSE(hub.flush_requested);
  const auto real = hub.done(sender, at_bridge(), id);
  EXPECT_TRUE(real.has_accepted());
  EXPECT_FALSE(real.duplicate()) << "the id is still free";

  hub.submit(sender, at_bridge(), id, true);
  EXPECT_EQ(sender.take_receipt().rejected().field(), "id") << "and now it is not";
}

TEST(Receipts, AFullDiskRollsBackAndTheSameIdsWorkLater) {
  Hub hub;
  Peer& sender = hub.join("quan-hoa");
  Peer& watcher = hub.watch("cong-vi");
  const auto head = hub.head();
  hub.journal.set_full(true);
  const std::string first = hub.submit(sender, at_bridge());
  const std::string repeated = hub.submit(sender, at_bridge(), first);
  const std::string refused = hub.submit(sender, at_ward("no-such-ward"));
  v1::Query query;
  query.mutable_list();
  hub.core->query(sender.member, query);
  hub.flush();
  ASSERT_EQ(sender.replies.size(), 4U);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(sender.replies[static_cast<std::size_t>(i)].receipt().rejected().code(), v1::Rejection::UNAVAILABLE) << i;
  }
  EXPECT_EQ(sender.replies[0].receipt().id(), first);
  EXPECT_EQ(sender.replies[2].receipt().id(), refused);
  EXPECT_EQ(sender.replies[3].query_result().list().incidents_size(), 0);
  EXPECT_FALSE(hub.health.durable);
  EXPECT_EQ(hub.head(), head);
  EXPECT_TRUE(watcher.read().empty());
  sender.replies.clear();

  hub.journal.set_full(false);
  const auto receipt = hub.done(sender, at_bridge(), first);
  ASSERT_TRUE(receipt.has_accepted());
  EXPECT_FALSE(receipt.duplicate());
  EXPECT_EQ(receipt.accepted().events(0).seq(), head + 1) << "as if it had never been decided";
  EXPECT_TRUE(hub.health.durable);
  EXPECT_EQ(hub.state().open.size(), 1U);
}

TEST(Receipts, AnUnlinkedReportKeepsItsWords) {
  Hub hub;
  Peer& first = hub.join("quan-hoa");
  Peer& second = hub.join("cong-vi");
  Peer& watcher = hub.watch("cong-vi");
  const auto incident = opened_incident(hub.done(first, at_bridge("vụ này")));
  const auto linked = hub.done(second, at_bridge("thật ra là vụ khác"));
  const auto& events = linked.accepted().events();
  const auto report = std::ranges::find_if(events, [](const auto& event) { return event.has_report_linked(); });
  ASSERT_NE(report, events.end());
  v1::Command unlink;
  unlink.mutable_unlink_report()->set_incident(incident);
  unlink.mutable_unlink_report()->set_report(report->report_linked().report().id());
  watcher.read();
  const std::string id = hub.new_id();
  const auto receipt = hub.done(second, unlink, id);
  const auto opened = [](const auto& all) {
    return *std::ranges::find_if(all, [](const auto& event) { return event.has_incident_opened(); });
  };
  ASSERT_TRUE(receipt.has_accepted()) << receipt.DebugString();
  EXPECT_EQ(opened(receipt.accepted().events()).content().text(), "thật ra là vụ khác");
  bool told = false;
  for (const auto& frame : watcher.read()) {
    if (frame.event().has_incident_opened()) told = frame.event().content().text() == "thật ra là vụ khác";
  }
  EXPECT_TRUE(told);
  v1::Receipt again = hub.done(second, unlink, id);
  again.clear_duplicate();
  EXPECT_TRUE(MessageDifferencer::Equals(receipt, again));
}

TEST(Receipts, TooManyAtOnceAreToldToComeBack) {
  Hub hub;
  Peer& sender = hub.join("quan-hoa");
  const auto burst = static_cast<int>(base::limits::submits_burst);
  for (int i = 0; i < burst; ++i) hub.submit(sender, at_bridge(), {}, true);
  sender.replies.clear();
  const std::string id = hub.submit(sender, at_bridge());
  EXPECT_EQ(sender.take_receipt().rejected().code(), v1::Rejection::RATE_LIMITED);
  hub.clock.pass(1s);
  EXPECT_TRUE(hub.done(sender, at_bridge(), id).has_accepted());
}

TEST(Receipts, MoreThanOneCommitHoldsGoesInSeveral) {
  Hub hub;
  std::vector<Peer*> senders;
  for (int i = 0; i < 7; ++i) senders.push_back(&hub.join("quan-hoa", v1::OFFICER, "an" + std::to_string(i)));
  const auto entries = hub.journal.head(hub.cluster).number;
  const int each = 190;
  static_assert(7 * each > base::limits::commit_entries_max);
  for (int i = 0; i < each; ++i) {
    for (Peer* sender : senders) hub.submit(*sender, hotspot("quan-hoa", "điểm"));
  }
  hub.flush();
  EXPECT_EQ(hub.journal.head(hub.cluster).number, entries + 7 * each);
  std::uint64_t last = 0;
  for (const auto& frame : senders.front()->replies) {
    ASSERT_TRUE(frame.receipt().has_accepted());
    EXPECT_GT(frame.receipt().accepted().entry(), last);
    last = frame.receipt().accepted().entry();
  }
}

TEST(Receipts, DecidingStopsToCommitBeforeItIsTooFarAhead) {
  Hub hub;
  const auto entries = hub.journal.head(hub.cluster).number;
  std::vector<Peer*> senders;
  const std::size_t count = base::limits::decided_ahead_max / 200 + 1;
  for (std::size_t i = 0; i < count; ++i)
    senders.push_back(&hub.join("quan-hoa", v1::OFFICER, "an" + std::to_string(i)));
  for (Peer* sender : senders) {
    for (int i = 0; i < 200; ++i) hub.submit(*sender, hotspot("quan-hoa", "điểm"));
  }
  EXPECT_GE(hub.journal.head(hub.cluster).number, entries + base::limits::decided_ahead_max)
      << "without anybody calling flush()";
}

}  // namespace
}  // namespace wardlink::app::test
