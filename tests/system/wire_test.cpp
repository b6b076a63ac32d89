// What a stranger's bytes, or a clumsy client's, come to (INTERFACES.md, Bad input).
#include <gtest/gtest.h>

#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

class WireTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world = std::make_unique<World>();
    world->start_hub();
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(world->stop_hub(), 0);
    world.reset();
  }

  void expect_bad_frame(Peer& peer) {
    try {
      for (;;) peer.next();
    } catch (const Gone& gone) {
      ASSERT_TRUE(gone.goodbye) << "closed without a word";
      EXPECT_EQ(gone.goodbye->code(), v1::Goodbye::BAD_FRAME);
      EXPECT_FALSE(gone.goodbye->message().empty());
    }
  }

  Peer officer() { return Peer(world->port(), world->officer("quan-hoa")); }

  static std::unique_ptr<World> world;
};
std::unique_ptr<World> WireTest::world;

TEST_F(WireTest, AMalformedFrameGetsAGoodbyeWithAReasonAndTheEnd) {
  const std::string garbage("\x05\xFF\xFF\xFF\xFF\xFF", 6);
  const std::string over_long("\xFF\xFF\xFF\xFF\x0F", 5);  // 4 GiB - 1 announced
  const std::string empty("\0", 1);
  const std::string unknown_field("\x03\xFA\x3F\x00", 4);
  for (const auto& bytes : {garbage, over_long, empty, unknown_field}) {
    auto peer = officer();
    peer.send_bytes(bytes);
    expect_bad_frame(peer);
  }
}

TEST_F(WireTest, AFrameArrivesWholeOneByteAtATime) {
  auto peer = officer();
  v1::ClientFrame frame;
  frame.mutable_query()->set_id("1");
  frame.mutable_query()->mutable_directory();
  std::string bytes;
  proto::append_frame(bytes, frame);
  for (const char byte : bytes) peer.send_bytes({&byte, 1});
  EXPECT_EQ(peer.next().query_result().directory().wards_size(), 4);
}

TEST_F(WireTest, ARejectionHasCodeFieldAndSentenceAndTheConnectionStays) {
  auto peer = officer();
  auto bad = incident(on_the_bridge());
  bad.mutable_report_incident()->set_severity(9);
  const auto receipt = peer.submit(bad);
  EXPECT_EQ(receipt.rejected().code(), v1::Rejection::INVALID);
  EXPECT_EQ(receipt.rejected().field(), "severity");
  EXPECT_FALSE(receipt.rejected().message().empty());
  EXPECT_FALSE(receipt.rejected().message_vi().empty());
  EXPECT_TRUE(peer.submit(sighting(on_the_bridge())).has_accepted());
}

TEST_F(WireTest, TheSameIdWithTheSamePayloadGetsItsReceiptAgainWithAnotherPayloadIsInvalid) {
  auto peer = officer();
  const auto id = new_id();
  const auto first = peer.submit(id, sighting(on_the_bridge()));
  const auto again = peer.submit(id, sighting(on_the_bridge()));
  EXPECT_FALSE(first.duplicate());
  EXPECT_TRUE(again.duplicate());
  EXPECT_EQ(again.accepted().seq(), first.accepted().seq());
  EXPECT_EQ(again.accepted().chain_hash(), first.accepted().chain_hash());
  EXPECT_EQ(again.accepted().events_size(), first.accepted().events_size());
  const auto other = peer.submit(id, sighting(on_the_bridge(), "khác"));
  EXPECT_EQ(other.rejected().code(), v1::Rejection::INVALID);
  EXPECT_EQ(other.rejected().field(), "id");
}

TEST_F(WireTest, ADuplicateIsKnownAfterARestartToo) {
  const auto id = new_id();
  v1::Receipt first;
  {
    auto peer = officer();
    first = peer.submit(id, sighting(on_the_bridge()));
  }
  world->kill_hub();
  world->start_hub();
  auto peer = officer();
  const auto again = peer.submit(id, sighting(on_the_bridge()));
  EXPECT_TRUE(again.duplicate());
  EXPECT_EQ(again.accepted().chain_hash(), first.accepted().chain_hash());
}

TEST_F(WireTest, ADryRunTellsWhatWouldBeDecidedAndNothingHappens) {
  auto peer = officer();
  const auto head = officer().welcome().head_seq();
  const auto would = peer.submit(new_id(), incident(deep_in_nghia_do(), "robbery", 4), true);
  ASSERT_TRUE(would.has_accepted());
  EXPECT_TRUE(would.dry_run());
  bool led = false;
  for (const auto& event : would.accepted().events()) led = led || event.lead_decided().ward() == "nghia-do";
  EXPECT_TRUE(led);
  EXPECT_EQ(officer().welcome().head_seq(), head);
}

TEST_F(WireTest, NothingMayBeSaidBeforeHello) {
  support::TlsClient client(world->port(), {.identity = world->officer("quan-hoa")});
  ASSERT_TRUE(client.handshake());
  v1::ClientFrame frame;
  frame.mutable_query()->set_id("1");
  frame.mutable_query()->mutable_list();
  std::string bytes;
  proto::append_frame(bytes, frame);
  ASSERT_TRUE(client.write(bytes));
  const auto said = client.read_all();
  std::string_view rest = said;
  proto::FrameReader reader(1024 * 1024);
  const auto answer = reader.next(rest);
  ASSERT_TRUE(answer && *answer);
  v1::HubFrame goodbye;
  ASSERT_TRUE(goodbye.ParseFromString(std::string(**answer)));
  EXPECT_EQ(goodbye.goodbye().code(), v1::Goodbye::BAD_FRAME);
}

}  // namespace
}  // namespace wardlink::system_test
