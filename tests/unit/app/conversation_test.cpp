// Without a socket: what is still said when a conversation ends.
#include "hub/app/conversation.hpp"

#include <gtest/gtest.h>

#include "proto/framing.hpp"
#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

class Line final : public Connection {
 public:
  explicit Line(const std::string& cluster) {
    peer_.identity.set_cluster(cluster);
    peer_.identity.set_ward("quan-hoa");
    peer_.identity.set_role(v1::OFFICER);
    peer_.identity.set_name("an");
  }
  void wake() override {}
  void wake_later() override {}
  void pause_reading() override { paused = true; }
  void resume_reading() override { paused = false; }
  void close_after_flush(net::CloseReason reason) override { closing = reason; }
  [[nodiscard]] const net::PeerIdentity& peer() const override { return peer_; }
  [[nodiscard]] std::string address() const override { return "127.0.0.1:4711"; }

  std::optional<net::CloseReason> closing;
  bool paused = false;

 private:
  net::PeerIdentity peer_;
};

class ConversationTest : public testing::Test {
 protected:
  ConversationTest() {
    v1::ClientFrame frame;
    frame.mutable_hello()->set_client("test");
    say(frame);
    frame.mutable_subscribe();
    say(frame);
    for (int i = 0; i < 3; ++i) {
      *frame.mutable_ping()->mutable_client_time() = base::to_proto(hub_.clock.now());
      say(frame);
    }
    frame.mutable_submit()->set_id(hub_.new_id());
    *frame.mutable_submit()->mutable_command() = at_bridge();
    say(frame);
    hub_.flush();
  }
  ~ConversationTest() override { conversation_.on_closed(net::CloseReason::peer_closed); }

  void say(const v1::ClientFrame& frame) { conversation_.on_frame(frame.SerializeAsString()); }
  /// All that it writes until it has nothing more to say.
  std::vector<v1::HubFrame> heard() {
    std::string bytes;
    for (std::string more = "x"; !more.empty(); bytes += more) {
      more.clear();
      conversation_.fill(more, base::limits::write_batch_bytes);
    }
    std::vector<v1::HubFrame> frames;
    proto::FrameReader reader(base::limits::hub_frame_bytes_max);
    std::string_view rest = bytes;
    for (auto frame = reader.next(rest); frame && *frame; frame = reader.next(rest)) {
      EXPECT_TRUE(frames.emplace_back().ParseFromString(std::string(**frame)));
    }
    return frames;
  }

  Hub hub_;
  Line line_{hub_.cluster};
  Conversation conversation_{*hub_.core, line_, hub_.metrics};
};

TEST_F(ConversationTest, WhatIsQueuedIsSaidBeforeAnOrdinaryGoodbye) {
  conversation_.goodbye(v1::Goodbye::SHUTTING_DOWN, "the hub is shutting down", net::CloseReason::shutting_down);
  const auto frames = heard();
  ASSERT_EQ(frames.size(), 6U) << "welcome, three pongs, the receipt, the goodbye; no event after it";
  EXPECT_TRUE(frames[0].has_welcome());
  EXPECT_TRUE(frames[4].has_receipt());
  EXPECT_TRUE(frames[5].has_goodbye());
}

// Who does not take its answers is not asked for more questions: what waits is bounded by count and by bytes.
TEST_F(ConversationTest, IsNotReadOnWhileTooManyRepliesWait) {
  heard();
  v1::ClientFrame ping;
  ping.mutable_ping();
  for (std::size_t i = 1; i < base::limits::session_replies_max; ++i) say(ping);
  EXPECT_FALSE(line_.paused);
  say(ping);
  EXPECT_TRUE(line_.paused);
  EXPECT_EQ(heard().size(), base::limits::session_replies_max);
  EXPECT_FALSE(line_.paused) << "and then it is";
}

TEST_F(ConversationTest, IsNotReadOnWhileTooLargeRepliesWait) {
  heard();
  v1::HubFrame large;
  large.mutable_receipt()->set_id(std::string(base::limits::session_reply_bytes_max / 5, 'x'));
  for (int i = 0; i < 4; ++i) conversation_.reply(large);
  EXPECT_FALSE(line_.paused);
  conversation_.reply(large);
  EXPECT_TRUE(line_.paused);
  EXPECT_EQ(heard().size(), 5U);
  EXPECT_FALSE(line_.paused);
}

// RULES.md 7: whoever it is that holds the line now, it is none of ours.
TEST_F(ConversationTest, WhoIsNobodyAnyMoreHearsTheGoodbyeAlone) {
  conversation_.goodbye(v1::Goodbye::NOT_SERVED, "the certificate is revoked", net::CloseReason::certificate_revoked);
  EXPECT_EQ(line_.closing, net::CloseReason::certificate_revoked);
  const auto frames = heard();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].goodbye().code(), v1::Goodbye::NOT_SERVED);
  v1::ClientFrame more;
  more.mutable_ping();
  say(more);
  EXPECT_TRUE(heard().empty());
}

TEST_F(ConversationTest, WhoseWardIsNoLongerServedHearsTheGoodbyeAlone) {
  conversation_.goodbye(v1::Goodbye::NOT_SERVED, "this ward is no longer served", net::CloseReason::not_served);
  EXPECT_EQ(heard().size(), 1U);
  EXPECT_TRUE(hub_.core->serves(line_.peer().identity));
  v1::Identity elsewhere = line_.peer().identity;
  elsewhere.set_ward("elsewhere");
  EXPECT_FALSE(hub_.core->serves(elsewhere));
  elsewhere.set_cluster("elsewhere");
  EXPECT_FALSE(hub_.core->serves(elsewhere));
}

TEST_F(ConversationTest, WhoseCertificateEndsHearsTheGoodbyeAlone) {
  conversation_.on_ending(net::CloseReason::certificate_expired);
  const auto frames = heard();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].goodbye().message(), "certificate_expired");
}

}  // namespace
}  // namespace wardlink::app::test
