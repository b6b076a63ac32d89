#include "client/link/protocol.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace wardlink::link {
namespace {

using namespace std::chrono_literals;
using Kind = Error::Kind;

constexpr WallTime wall_start{1'750'000'000s};

/// A hub in words: what the client wrote is read back, what the hub says is framed.
class ProtocolTest : public testing::Test {
 protected:
  [[nodiscard]] Moment now() const { return {wall_start + passed_, SteadyTime(1h) + passed_}; }
  void pass(std::chrono::milliseconds time) { passed_ += time; }

  Result<void> hear(const v1::HubFrame& frame) {
    std::string bytes;
    proto::append_frame(bytes, frame);
    return protocol_.received(bytes, now());
  }

  Result<void> welcome() {
    v1::HubFrame frame;
    auto& welcome = *frame.mutable_welcome();
    welcome.set_epoch("e1");
    welcome.set_frame_bytes_max(1000);
    welcome.set_heartbeat_ms(2000);
    *welcome.mutable_hub_time() = to_proto(wall_start + 7s);
    return hear(frame);
  }

  std::vector<v1::ClientFrame> said() {
    const std::string output = protocol_.take_output();
    std::string_view bytes = output;
    std::vector<v1::ClientFrame> frames;
    while (auto frame = *reader_.next(bytes)) EXPECT_TRUE(frames.emplace_back().ParseFromString(std::string(*frame)));
    return frames;
  }

  static v1::Submit submit(const std::string& id) {
    v1::Submit submit;
    submit.set_id(id);
    submit.mutable_command()->mutable_confirm_lead()->set_incident("i");
    return submit;
  }

  std::chrono::milliseconds passed_{};
  Protocol protocol_{"test/1", now()};
  proto::FrameReader reader_{hub_frame_bytes_max};
};

TEST_F(ProtocolTest, SaysHelloFirst) {
  const auto frames = said();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].hello().client(), "test/1");
  EXPECT_EQ(from_proto(frames[0].hello().client_time()), wall_start);
}

TEST_F(ProtocolTest, PingsBeforeTheFirstSubmitAndEchoesTheHubsTime) {
  said();
  pass(20ms);
  ASSERT_TRUE(welcome());
  ASSERT_TRUE(protocol_.send(submit("a")));
  const auto frames = said();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(from_proto(frames[0].ping().client_time()), wall_start + 20ms);
  EXPECT_EQ(from_proto(frames[0].ping().echo_hub_time()), wall_start + 7s);
  EXPECT_EQ(from_proto(frames[0].ping().echo_received_at()), wall_start + 20ms);
  EXPECT_EQ(frames[1].submit().id(), "a");
}

TEST_F(ProtocolTest, HeartbeatsAndEchoesThePong) {
  ASSERT_TRUE(welcome());
  said();
  EXPECT_EQ(protocol_.next_tick(), now().steady + 2s);
  pass(1999ms);
  ASSERT_TRUE(protocol_.tick(now()));
  EXPECT_TRUE(said().empty());
  pass(1ms);
  ASSERT_TRUE(protocol_.tick(now()));
  ASSERT_EQ(said().size(), 1U);

  v1::HubFrame pong;
  *pong.mutable_pong()->mutable_client_time() = to_proto(now().wall);
  *pong.mutable_pong()->mutable_hub_time() = to_proto(wall_start + 100s);
  pass(41ms);
  ASSERT_TRUE(hear(pong));
  EXPECT_EQ(protocol_.round_trip(), 41ms);
  pass(2s);
  ASSERT_TRUE(protocol_.tick(now()));
  const auto frames = said();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(from_proto(frames[0].ping().echo_hub_time()), wall_start + 100s);
  EXPECT_EQ(from_proto(frames[0].ping().echo_received_at()), wall_start + 2041ms);
}

TEST_F(ProtocolTest, SixSecondsOfSilenceEndIt) {
  ASSERT_TRUE(welcome());
  pass(5999ms);
  EXPECT_TRUE(protocol_.tick(now()));
  pass(1ms);
  const auto tick = protocol_.tick(now());
  ASSERT_FALSE(tick);
  EXPECT_EQ(tick.error().kind, Kind::silent);
}

TEST_F(ProtocolTest, SilenceBeforeTheWelcomeCounts) {
  EXPECT_EQ(protocol_.next_tick(), now().steady + 6s);
  pass(6s);
  EXPECT_FALSE(protocol_.tick(now()));
}

TEST_F(ProtocolTest, NothingIsSentBeforeTheWelcome) {
  EXPECT_FALSE(protocol_.send(submit("a")));
  EXPECT_FALSE(protocol_.send(v1::Subscribe{}));
}

TEST_F(ProtocolTest, AnswersAreFoundByTheirIds) {
  ASSERT_TRUE(welcome());
  ASSERT_TRUE(protocol_.send(submit("a")));
  ASSERT_TRUE(protocol_.send(submit("b")));
  v1::Query query;
  query.set_id("q");
  ASSERT_TRUE(protocol_.send(query));
  v1::HubFrame frame;
  frame.mutable_receipt()->set_id("b");
  ASSERT_TRUE(hear(frame));
  frame.mutable_query_result()->set_id("q");
  ASSERT_TRUE(hear(frame));
  EXPECT_FALSE(protocol_.take_receipt("a"));
  EXPECT_TRUE(protocol_.take_receipt("b"));
  EXPECT_FALSE(protocol_.take_receipt("b"));
  EXPECT_TRUE(protocol_.take_query_result("q"));
}

TEST_F(ProtocolTest, WhatWasNotAskedForIsAnError) {
  v1::HubFrame receipt;
  receipt.mutable_receipt()->set_id("a");
  v1::HubFrame admin;
  admin.mutable_admin_result()->set_id("a");
  v1::HubFrame event;
  event.mutable_event()->set_seq(1);
  v1::HubFrame again;
  again.mutable_welcome();
  for (const auto& frame : {receipt, admin, event, again}) {
    protocol_ = Protocol("test/1", now());
    ASSERT_TRUE(welcome());
    const auto heard = hear(frame);
    ASSERT_FALSE(heard) << frame.ShortDebugString();
    EXPECT_EQ(heard.error().kind, Kind::protocol);
  }
}

TEST_F(ProtocolTest, AReceiptMayNotComeTwice) {
  ASSERT_TRUE(welcome());
  ASSERT_TRUE(protocol_.send(submit("a")));
  v1::HubFrame frame;
  frame.mutable_receipt()->set_id("a");
  ASSERT_TRUE(hear(frame));
  EXPECT_FALSE(hear(frame));
}

TEST_F(ProtocolTest, TheHubMustWelcomeFirst) {
  v1::HubFrame pong;
  pong.mutable_pong();
  EXPECT_FALSE(hear(pong));
}

TEST_F(ProtocolTest, AWelcomeWithoutLimitsIsRefused) {
  v1::HubFrame frame;
  frame.mutable_welcome()->set_epoch("e");
  EXPECT_FALSE(hear(frame));
}

TEST_F(ProtocolTest, MalformedAndUnknownFramesAreErrors) {
  ASSERT_TRUE(welcome());
  const std::string not_a_message("\x02\xff\xff", 3);
  EXPECT_EQ(protocol_.received(not_a_message, now()).error().kind, Kind::protocol);

  protocol_ = Protocol("test/1", now());
  ASSERT_TRUE(welcome());
  const std::string unknown_kind("\x03\xfa\x01\x00", 4);  // field 31
  EXPECT_EQ(protocol_.received(unknown_kind, now()).error().kind, Kind::protocol);

  protocol_ = Protocol("test/1", now());
  const std::string over_a_mebibyte("\x81\x80\x40", 3);
  EXPECT_EQ(protocol_.received(over_a_mebibyte, now()).error().kind, Kind::protocol);
}

// A megabyte of them would be a hundred times as much in memory.
TEST_F(ProtocolTest, AFrameOfEmptyPartsIsRefusedBeforeTheyAreBuilt) {
  ASSERT_TRUE(welcome());
  v1::HubFrame frame;
  for (int i = 0; i < 400'000; ++i) frame.mutable_snapshot()->add_incidents();
  ASSERT_LE(frame.ByteSizeLong(), hub_frame_bytes_max);
  const auto heard = hear(frame);
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error().kind, Kind::protocol);
  EXPECT_NE(heard.error().detail.find("memory"), std::string::npos) << heard.error().detail;
}

TEST_F(ProtocolTest, FramesBeforeAFaultyOneCount) {
  ASSERT_TRUE(welcome());
  ASSERT_TRUE(protocol_.send(v1::Subscribe{}));
  v1::HubFrame event;
  event.mutable_event()->set_seq(5);
  std::string bytes;
  proto::append_frame(bytes, event);
  bytes += std::string("\x00", 1);
  EXPECT_FALSE(protocol_.received(bytes, now()));
  ASSERT_TRUE(protocol_.has_feed());
  EXPECT_EQ(protocol_.take_feed().at(0).event().seq(), 5U);
  EXPECT_FALSE(protocol_.has_feed());
}

TEST_F(ProtocolTest, WhatIsOverTheHubsLimitIsNotSent) {
  ASSERT_TRUE(welcome());
  said();
  v1::Submit large = submit("a");
  large.mutable_command()->mutable_note_incident()->mutable_content()->set_text(std::string(1000, 'x'));
  const auto sent = protocol_.send(large);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, Kind::too_large);
  EXPECT_TRUE(said().empty());
}

TEST_F(ProtocolTest, EveryGoodbyeHasItsKind) {
  const std::vector<std::pair<v1::Goodbye::Code, Kind>> kinds{
      {v1::Goodbye::BAD_FRAME, Kind::protocol},      {v1::Goodbye::AHEAD, Kind::ahead},
      {v1::Goodbye::WRONG_EPOCH, Kind::wrong_epoch}, {v1::Goodbye::SHUTTING_DOWN, Kind::shutting_down},
      {v1::Goodbye::NOT_SERVED, Kind::not_served},   {v1::Goodbye::TIMED_OUT, Kind::lost},
      {v1::Goodbye::OVERLOADED, Kind::overloaded},   {v1::Goodbye::CODE_UNSPECIFIED, Kind::lost},
  };
  for (const auto& [code, kind] : kinds) {
    protocol_ = Protocol("test/1", now());
    v1::HubFrame frame;
    frame.mutable_goodbye()->set_code(code);
    frame.mutable_goodbye()->set_message("why");
    const auto heard = hear(frame);
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().kind, kind) << v1::Goodbye::Code_Name(code);
  }
}

TEST_F(ProtocolTest, Acknowledges) {
  ASSERT_TRUE(welcome());
  said();
  protocol_.acknowledge(42);
  const auto frames = said();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].ack().seq(), 42U);
}

}  // namespace
}  // namespace wardlink::link
