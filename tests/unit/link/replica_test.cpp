// The local copy: nothing is acknowledged that is not in it, and it goes on where it stood.
#include "client/link/replica.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/link/answers.hpp"
#include "client/link/memory_store.hpp"

namespace wardlink::link {
namespace {

using testing::ElementsAre;

v1::HubFrame event(std::uint64_t seq, std::uint64_t prev_seq, const std::string& incident = "i") {
  v1::HubFrame frame;
  v1::Event& made = *frame.mutable_event();
  made.set_seq(seq);
  made.set_prev_seq(prev_seq);
  made.set_incident(incident);
  return frame;
}
v1::HubFrame opened(std::uint64_t seq, std::uint64_t prev_seq, const std::string& incident = "i") {
  auto frame = event(seq, prev_seq, incident);
  auto& body = *frame.mutable_event()->mutable_incident_opened();
  body.set_category("theft");
  body.set_severity(2);
  body.mutable_report()->set_id("r");
  return frame;
}
v1::HubFrame caught_up(std::uint64_t seq) {
  v1::HubFrame frame;
  frame.mutable_caught_up()->set_seq(seq);
  return frame;
}
v1::HubFrame snapshot(std::uint64_t seq, const std::string& incident, bool last) {
  v1::HubFrame frame;
  frame.mutable_snapshot()->set_seq(seq);
  frame.mutable_snapshot()->add_incidents()->set_id(incident);
  frame.mutable_snapshot()->mutable_incidents(0)->set_state(v1::Incident::OPEN);
  frame.mutable_snapshot()->set_last(last);
  return frame;
}

/// A disk that fails when told to.
class FailingStore final : public MemoryStore {
 public:
  [[nodiscard]] Stored<void> take(const CopyBatch& batch) override {
    if (fails) return std::unexpected(StoreError{.full = true, .detail = "disk full"});
    return MemoryStore::take(batch);
  }
  bool fails = false;
};

class ReplicaTest : public testing::Test {
 protected:
  ReplicaTest() : replica_(*Replica::open(store_)) {}

  v1::Subscribe subscribe() {
    v1::Welcome welcome;
    welcome.set_epoch("e1");
    return replica_.subscribe(welcome);
  }
  void take(const v1::HubFrame& frame) {
    const auto taken = replica_.take(frame);
    ASSERT_TRUE(taken && *taken);
  }
  std::uint64_t commit() { return *replica_.commit({}); }
  v1::Incident incident(const std::string& id = "i") { return store_.incident(id)->value_or(v1::Incident()); }
  std::vector<std::uint64_t> seqs() {
    std::vector<std::uint64_t> list;
    const auto events = store_.events({});
    for (const auto& each : *events) list.push_back(each.seq());
    return list;
  }

  FailingStore store_;
  Replica replica_;
};

TEST_F(ReplicaTest, AcknowledgesOnlyWhatIsDurable) {
  (void)subscribe();
  take(snapshot(4, "a", false));
  EXPECT_EQ(commit(), 0U) << "half a snapshot stands for nothing";
  EXPECT_TRUE(store_.incidents()->empty());
  take(snapshot(4, "b", true));
  take(opened(5, 3));
  store_.fails = true;
  EXPECT_FALSE(replica_.commit({}));
  EXPECT_EQ(store_.position()->seq, 0U);
  store_.fails = false;
  ASSERT_TRUE(replica_.resume());
  EXPECT_TRUE(subscribe().epoch().empty()) << "nothing is durable: it begins anew";
  take(snapshot(5, "b", true));
  EXPECT_EQ(commit(), 5U);
  EXPECT_EQ(store_.incidents()->size(), 1U);
}

TEST_F(ReplicaTest, GoesOnAfterTheLastDurableEvent) {
  (void)subscribe();
  take(snapshot(4, "a", true));
  take(opened(6, 2));
  EXPECT_EQ(commit(), 6U);
  take(event(8, 6));  // never committed
  Replica again = *Replica::open(store_);
  v1::Welcome welcome;
  welcome.set_epoch("e2");
  const auto resumed = again.subscribe(welcome);
  EXPECT_EQ(resumed.after_seq(), 6U);
  EXPECT_EQ(resumed.epoch(), "e1") << "the hub must see that it is not the one we know";
  EXPECT_TRUE(again.take(event(8, 6))->has_value());
  EXPECT_FALSE(again.take(event(10, 9))->has_value()) << "a gap";
}

TEST_F(ReplicaTest, CoversWhatAnEarlierSessionCouldNotAcknowledge) {
  (void)subscribe();
  take(snapshot(4, "a", true));
  take(opened(6, 2));
  (void)commit();
  ASSERT_TRUE(replica_.resume());
  (void)subscribe();
  EXPECT_EQ(commit(), 0U);
  take(caught_up(9));
  EXPECT_EQ(commit(), 9U);
  EXPECT_EQ(store_.position()->seq, 9U);
  EXPECT_EQ(store_.position()->seen_seq, 6U);
}

TEST_F(ReplicaTest, FoldsEventsIntoIncidents) {
  (void)subscribe();
  take(snapshot(0, "a", true));
  take(opened(1, 0));
  auto decided = event(2, 1);
  decided.mutable_event()->mutable_lead_decided()->set_ward("quan-hoa");
  decided.mutable_event()->mutable_lead_decided()->set_provisional(true);
  take(decided);
  auto support = event(3, 2);
  support.mutable_event()->mutable_support_opened()->mutable_support()->set_id("s");
  take(support);
  (void)commit();
  EXPECT_EQ(incident().category(), "theft");
  EXPECT_EQ(incident().lead().ward(), "quan-hoa");
  EXPECT_EQ(incident().reports_size(), 1);
  auto moved = event(4, 3);
  moved.mutable_event()->mutable_support_moved()->set_support("s");
  moved.mutable_event()->mutable_support_moved()->set_to(v1::Support::ACCEPTED);
  take(moved);
  auto resolved = event(5, 4);
  resolved.mutable_event()->mutable_incident_resolved();
  take(resolved);
  (void)commit();
  EXPECT_EQ(incident().supports(0).state(), v1::Support::ACCEPTED);
  EXPECT_EQ(incident().state(), v1::Incident::RESOLVED);
  EXPECT_THAT(seqs(), ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(ReplicaTest, AStoryBringsAnIncidentThatTheCopyDidNotHave) {
  (void)subscribe();
  take(snapshot(4, "a", true));
  v1::HubFrame story;
  *story.mutable_story()->add_events() = opened(2, 0, "late").event();
  take(story);
  auto support = event(6, 4, "late");
  support.mutable_event()->mutable_support_opened()->mutable_support()->set_id("s");
  take(support);
  (void)commit();
  EXPECT_EQ(incident("late").supports_size(), 1);
  EXPECT_THAT(seqs(), ElementsAre(2, 6));
  v1::Query query;
  query.mutable_list();
  EXPECT_EQ(answer(store_, query)->list().incidents_size(), 2);
  query.mutable_show()->set_id("late");
  EXPECT_EQ(answer(store_, query)->show().events_size(), 2);
  query.mutable_show()->set_id("none");
  EXPECT_EQ(answer(store_, query)->rejected().code(), v1::Rejection::UNKNOWN_ID);
}

TEST_F(ReplicaTest, ForgetsTheSearchForAnActingLeadOnceTheLeadConfirms) {
  (void)subscribe();
  auto unreachable = event(2, 1);
  unreachable.mutable_event()->mutable_lead_unreachable()->set_ward("quan-hoa");
  auto asked = event(3, 2);
  asked.mutable_event()->mutable_acting_asked()->set_ward("nghia-do");
  auto confirmed = event(4, 3);
  confirmed.mutable_event()->mutable_lead_confirmed()->set_ward("quan-hoa");
  take(opened(1, 0));
  take(unreachable);
  take(asked);
  commit();
  EXPECT_EQ(incident().unreachable_lead(), "quan-hoa");
  take(confirmed);
  commit();
  EXPECT_EQ(incident().unreachable_lead(), "");
  EXPECT_TRUE(incident().acting_asked().empty());
}

}  // namespace
}  // namespace wardlink::link
