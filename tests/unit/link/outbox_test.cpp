// The outbox by itself: what goes out, in which order, and what every end of a sending means.
#include "client/link/outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/link/memory_store.hpp"

namespace wardlink::link {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = Outbox::Put::Kind;

constexpr const char* station = "wardlink://c/quan-hoa/station/tram";
constexpr const char* officer = "wardlink://c/quan-hoa/officer/an";

v1::Submit report(const std::string& id, const std::string& text = "xô xát") {
  v1::Submit submit;
  submit.set_id(id);
  submit.mutable_command()->mutable_report_incident()->mutable_content()->set_text(text);
  return submit;
}

v1::Receipt accepted(const std::string& id, std::uint64_t seq = 7) {
  v1::Receipt receipt;
  receipt.set_id(id);
  receipt.mutable_accepted()->set_seq(seq);
  return receipt;
}

v1::Receipt no(const std::string& id, v1::Rejection::Code code) { return rejected(id, code, "", "no", "không"); }

class OutboxTest : public testing::Test {
 protected:
  OutboxTest() : outbox_(*Outbox::open(store_)) {}

  /// As after kill -9: only what the store has is left.
  void restart(Outbox::Limits limits = Outbox::Limits()) { outbox_ = *Outbox::open(store_, limits); }

  Kind put(const v1::Submit& submit, const char* sender = station) {
    return outbox_.put(submit, sender, now_.wall).kind;
  }
  std::string next(const char* sender = station) {
    const auto submit = outbox_.next(sender, now_.steady);
    return submit ? submit->id() : "";
  }
  bool received(const v1::Receipt& receipt, const char* sender = station) {
    return *outbox_.received(sender, receipt, now_, 0.5);
  }
  void cut(Error::Kind why = Error::Kind::lost) { ASSERT_TRUE(outbox_.cut(station, why, now_)); }
  void pass(std::chrono::milliseconds time) {
    now_.steady += time;
    now_.wall += time;
  }
  std::vector<std::string> listed() {
    std::vector<std::string> ids;
    for (const auto& entry : outbox_.list()) ids.push_back((entry.rejected ? "rejected " : "") + entry.id);
    return ids;
  }

  MemoryStore store_;
  Outbox outbox_;
  Moment now_{.wall = WallTime(1'000'000s), .steady = SteadyTime(50s)};
};

TEST_F(OutboxTest, SendsInTheOrderOfSubmissionAndTheNextOnlyAfterTheAnswer) {
  EXPECT_EQ(put(report("b")), Kind::queued);
  EXPECT_EQ(put(report("a")), Kind::queued);
  EXPECT_EQ(next(), "b");
  EXPECT_EQ(next(), "");
  EXPECT_TRUE(received(accepted("b")));
  EXPECT_EQ(next(), "a");
  EXPECT_TRUE(received(accepted("a")));
  EXPECT_EQ(next(), "");
  EXPECT_TRUE(outbox_.empty());
}

TEST_F(OutboxTest, IdentitiesDoNotWaitForEachOther) {
  put(report("a"), station);
  put(report("b"), officer);
  EXPECT_THAT(outbox_.senders(), ElementsAre(officer, station));
  EXPECT_EQ(next(station), "a");
  EXPECT_EQ(next(officer), "b");
  EXPECT_FALSE(received(accepted("a"), officer));
  EXPECT_TRUE(received(accepted("b"), officer));
}

TEST_F(OutboxTest, WhatWasOutWhenTheLinkWentGoesOutAgainUnderItsId) {
  put(report("a"));
  put(report("b"));
  EXPECT_EQ(next(), "a");
  cut();
  EXPECT_EQ(next(), "a");
  restart();
  EXPECT_EQ(next(), "a");
  auto duplicate = accepted("a");
  duplicate.set_duplicate(true);
  EXPECT_TRUE(received(duplicate));
  EXPECT_EQ(next(), "b");
}

TEST_F(OutboxTest, KeepsTheTimeAtWhichTheReportWasMade) {
  put(report("a"));
  pass(10min);
  restart();
  const auto submit = outbox_.next(station, now_.steady);
  const auto& detected = submit->command().report_incident().detected_at();
  EXPECT_EQ(from_proto(detected.time()), WallTime(1'000'000s));
  EXPECT_EQ(detected.source(), v1::DEVICE);
}

TEST_F(OutboxTest, DoesNotTouchATimeThatWasTyped) {
  auto typed = report("a");
  auto& detected = *typed.mutable_command()->mutable_report_incident()->mutable_detected_at();
  detected.mutable_time()->set_seconds(5);
  detected.set_source(v1::TYPED);
  put(typed);
  EXPECT_EQ(outbox_.next(station, now_.steady)->command().SerializeAsString(), typed.command().SerializeAsString());
}

TEST_F(OutboxTest, TheSameCommandTwiceIsOne) {
  put(report("a"));
  pass(3s);
  EXPECT_EQ(put(report("a")), Kind::queued);
  EXPECT_THAT(listed(), ElementsAre("a"));
  next();
  received(accepted("a", 9));
  restart();
  const auto again = outbox_.put(report("a"), station, now_.wall);
  EXPECT_EQ(again.kind, Kind::settled);
  EXPECT_TRUE(again.receipt.duplicate());
  EXPECT_EQ(again.receipt.accepted().seq(), 9U);
}

TEST_F(OutboxTest, AnIdIsNotTakenTwiceForDifferentThings) {
  put(report("a"));
  const auto other = outbox_.put(report("a", "khác"), station, now_.wall);
  EXPECT_EQ(other.kind, Kind::refused);
  EXPECT_EQ(other.receipt.rejected().code(), v1::Rejection::INVALID);
  EXPECT_EQ(put(report("a"), officer), Kind::refused);
}

TEST_F(OutboxTest, PassingRejectionsAreTriedAgainLaterInTheSamePlace) {
  put(report("a"));
  put(report("b"));
  std::chrono::milliseconds waited{0};
  for (int i = 0; i < 12; ++i) {
    ASSERT_EQ(next(), "a");
    EXPECT_FALSE(received(no("a", i % 2 == 0 ? v1::Rejection::RATE_LIMITED : v1::Rejection::UNAVAILABLE)));
    EXPECT_EQ(next(), "");
    const auto wake = outbox_.wake_at(station);
    waited = std::chrono::duration_cast<std::chrono::milliseconds>(wake - now_.steady);
    EXPECT_GT(waited, 0ms);
    EXPECT_LE(waited, Backoff::longest);
    pass(waited - 1ms);
    EXPECT_EQ(next(), "");
    pass(1ms);
  }
  EXPECT_GT(waited, Backoff::longest / 2);
  EXPECT_EQ(outbox_.list().front().rejection.code(), v1::Rejection::UNAVAILABLE);
  EXPECT_EQ(next(), "a");
  EXPECT_TRUE(received(accepted("a")));
  EXPECT_EQ(next(), "b");
}

TEST_F(OutboxTest, ANewLinkDoesNotWaitOutTheOldOnesBackoff) {
  put(report("a"));
  next();
  received(no("a", v1::Rejection::RATE_LIMITED));
  EXPECT_EQ(next(), "");
  ASSERT_TRUE(*outbox_.retry("a") == Outbox::Acted::done);
  EXPECT_EQ(next(), "a");
}

TEST_F(OutboxTest, AFinalRejectionIsKeptUntilAPersonActs) {
  put(report("a"));
  put(report("b"));
  next();
  EXPECT_TRUE(received(no("a", v1::Rejection::NOT_LEAD)));
  EXPECT_EQ(next(), "b");
  EXPECT_TRUE(received(accepted("b")));
  restart();
  EXPECT_THAT(listed(), ElementsAre("rejected a"));
  EXPECT_EQ(outbox_.list().front().rejection.code(), v1::Rejection::NOT_LEAD);
  EXPECT_EQ(next(), "");
  EXPECT_EQ(*outbox_.retry("a"), Outbox::Acted::done);
  restart();
  EXPECT_EQ(next(), "a");
  EXPECT_TRUE(received(accepted("a")));
  EXPECT_THAT(listed(), IsEmpty());
}

TEST_F(OutboxTest, ARejectedCommandSubmittedOnceMoreIsTriedOnceMore) {
  put(report("a"));
  next();
  received(no("a", v1::Rejection::STALE_STATE));
  EXPECT_EQ(put(report("a")), Kind::queued);
  EXPECT_EQ(next(), "a");
}

TEST_F(OutboxTest, DroppedIsNeverSent) {
  put(report("a"));
  put(report("b"));
  EXPECT_EQ(*outbox_.drop("a", now_.wall), Outbox::Acted::done);
  EXPECT_EQ(*outbox_.drop("a", now_.wall), Outbox::Acted::unknown);
  restart();
  EXPECT_EQ(next(), "b");
  EXPECT_EQ(*outbox_.drop("b", now_.wall), Outbox::Acted::out);
  EXPECT_EQ(*outbox_.retry("x"), Outbox::Acted::unknown);
}

TEST_F(OutboxTest, IsBoundedAndSaysSo) {
  restart({.items_max = 2});
  put(report("a"));
  put(report("b"));
  const auto full = outbox_.put(report("c"), station, now_.wall);
  EXPECT_EQ(full.kind, Kind::refused);
  EXPECT_EQ(full.receipt.rejected().code(), v1::Rejection::UNAVAILABLE);
  EXPECT_EQ(put(report("a")), Kind::queued) << "what is there already takes no room";
  next();
  received(accepted("a"));
  EXPECT_EQ(put(report("c")), Kind::queued);

  restart({.items_max = 100, .bytes_max = 1000});
  EXPECT_EQ(put(report("d", std::string(1000, 'x'))), Kind::refused);
}

TEST_F(OutboxTest, KeepsOnlySoManyReceipts) {
  restart({.kept_max = 2});
  for (const char* id : {"a", "b", "c"}) {
    put(report(id));
    next();
    received(accepted(id));
  }
  EXPECT_FALSE(*store_.item("a"));
  EXPECT_TRUE(*store_.item("b"));
}

TEST_F(OutboxTest, ACommandThatBreaksTheLinkDoesNotHoldUpTheOthers) {
  put(report("a"));
  put(report("b"));
  for (int i = 0; i < Outbox::poison_cuts_max; ++i) {
    EXPECT_EQ(next(), "a");
    cut(Error::Kind::protocol);
  }
  EXPECT_EQ(next(), "b");
  EXPECT_THAT(listed(), ElementsAre("rejected a", "b"));
}

TEST_F(OutboxTest, ALinkThatIsOnlyLostBlamesNoCommand) {
  put(report("a"));
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(next(), "a");
    cut();
  }
  EXPECT_EQ(next(), "a");
}

TEST_F(OutboxTest, AnAnswerToWhatIsNotOutChangesNothing) {
  put(report("a"));
  EXPECT_FALSE(received(accepted("a")));
  EXPECT_EQ(next(), "a");
  EXPECT_FALSE(received(accepted("b")));
  EXPECT_EQ(next(), "");
}

TEST_F(OutboxTest, SaysWhenToLookAgain) {
  EXPECT_EQ(outbox_.wake_at(station), SteadyTime::min());
  EXPECT_EQ(next(), "");
  EXPECT_EQ(outbox_.wake_at(station), SteadyTime::max());
  put(report("a"));
  EXPECT_EQ(outbox_.wake_at(station), SteadyTime::min());
  next();
  EXPECT_EQ(outbox_.wake_at(station), SteadyTime::max());
}

/// A disk that has no room.
class FullStore final : public MemoryStore {
 public:
  [[nodiscard]] Stored<std::uint64_t> add(const OutboxItem& item) override {
    if (full) return std::unexpected(StoreError{.full = true, .detail = "disk full"});
    return MemoryStore::add(item);
  }
  [[nodiscard]] Stored<void> settle(const OutboxItem& item) override {
    if (full) return std::unexpected(StoreError{.full = true, .detail = "disk full"});
    return MemoryStore::settle(item);
  }
  bool full = false;
};

TEST(OutboxOnAFullDisk, RefusesInsteadOfPromising) {
  FullStore store;
  Outbox outbox = *Outbox::open(store);
  store.full = true;
  const auto put = outbox.put(report("a"), station, {});
  EXPECT_EQ(put.kind, Kind::refused);
  EXPECT_EQ(put.receipt.rejected().code(), v1::Rejection::UNAVAILABLE);
  EXPECT_FALSE(outbox.next(station, {}));
}

TEST(OutboxOnAFullDisk, AReceiptThatCannotBeKeptIsAskedForAgain) {
  FullStore store;
  Outbox outbox = *Outbox::open(store);
  ASSERT_EQ(outbox.put(report("a"), station, {}).kind, Kind::queued);
  ASSERT_TRUE(outbox.next(station, {}));
  store.full = true;
  EXPECT_FALSE(outbox.received(station, accepted("a"), {}, 0));
  store.full = false;
  ASSERT_TRUE(outbox.cut(station, Error::Kind::lost, {}));
  EXPECT_EQ(outbox.next(station, {})->id(), "a");
  EXPECT_TRUE(*outbox.received(station, accepted("a"), {}, 0));
}

}  // namespace
}  // namespace wardlink::link
