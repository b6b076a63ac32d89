// Networks that fail in odd ways (issue 3, Network): each peer alone pays for it, and the hub can say what happened.
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <sys/socket.h>

#include "hub/base/limits.hpp"
#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/watching.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

class NetworkTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world = std::make_unique<World>();
    // Made before anybody connects: a peer that waits for another's certificate falls silent.
    for (const char* ward : {"quan-hoa", "nghia-do", "cong-vi"}) static_cast<void>(world->officer(ward));
    for (const char* ward : {"quan-hoa", "nghia-do", "cong-vi", "vinh-phuc"}) static_cast<void>(world->station(ward));
    world->start_hub();
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(world->stop_hub(), 0);
    world.reset();
  }

  static Peer live(const std::filesystem::path& identity) {
    Peer peer(world->port(), identity);
    peer.subscribe(0, "");
    peer.until([](const v1::HubFrame& frame) { return frame.has_caught_up(); });
    return peer;
  }
  static v1::Goodbye last_word(Peer& peer) {
    try {
      for (;;) peer.next();
    } catch (const Gone& gone) {
      return gone.goodbye.value_or(v1::Goodbye());
    }
  }
  static double closed(const std::string& reason) {
    return metric(*world, fmt::format("wardhub_sessions_closed_total{{reason=\"{}\"}}", reason));
  }
  static void expect_others_are_served() {
    Peer other(world->port(), world->officer("nghia-do"));
    EXPECT_TRUE(other.submit(sighting(on_the_bridge())).has_accepted());
  }

  static std::unique_ptr<World> world;
};
std::unique_ptr<World> NetworkTest::world;

TEST_F(NetworkTest, AFrameOfLengthZeroIsNone) {
  Peer peer(world->port(), world->officer("quan-hoa"));
  const double before = closed("bad_frame");
  peer.send_bytes(std::string(1, '\0'));
  EXPECT_EQ(last_word(peer).code(), v1::Goodbye::BAD_FRAME);
  await("it is named", [&] { return closed("bad_frame") == before + 1; });
  expect_others_are_served();
}

TEST_F(NetworkTest, AFrameOfFourGibibytesIsRefusedByItsLengthAlone) {
  Peer peer(world->port(), world->officer("quan-hoa"));
  const double before = closed("frame_too_long");
  peer.send_bytes("\xFF\xFF\xFF\xFF\x0F");
  EXPECT_EQ(last_word(peer).code(), v1::Goodbye::BAD_FRAME);
  await("it is named", [&] { return closed("frame_too_long") == before + 1; });
  expect_others_are_served();
}

TEST_F(NetworkTest, AResetInTheMiddleOfAFrameLeavesNothingBehind) {
  const double before = closed("connection_lost");
  const auto head = Peer(world->port(), world->officer("quan-hoa")).welcome().head_seq();
  Peer peer(world->port(), world->officer("quan-hoa"));
  v1::ClientFrame frame;
  frame.mutable_submit()->set_id(new_id());
  *frame.mutable_submit()->mutable_command() = sighting(on_the_bridge());
  std::string bytes;
  proto::append_frame(bytes, frame);
  peer.send_bytes(std::string_view(bytes).substr(0, bytes.size() / 2));
  peer.reset();
  await("it is named", [&] { return closed("connection_lost") >= before + 1; });
  EXPECT_EQ(Peer(world->port(), world->officer("nghia-do")).welcome().head_seq(), head) << "half a command is none";
  expect_others_are_served();
}

TEST_F(NetworkTest, AFrameThatComesByteByByteIsTaken) {
  Peer peer(world->port(), world->officer("quan-hoa"));
  const auto id = new_id();
  v1::ClientFrame frame;
  frame.mutable_submit()->set_id(id);
  *frame.mutable_submit()->mutable_command() = sighting(on_the_bridge());
  std::string bytes;
  proto::append_frame(bytes, frame);
  for (const char byte : bytes) peer.send_bytes(std::string(1, byte));
  const auto receipt = peer.await([](const v1::HubFrame& reply) { return reply.has_receipt(); }).receipt();
  EXPECT_EQ(receipt.id(), id);
  EXPECT_TRUE(receipt.has_accepted());
}

// As slow as can be: the deadline counts from the beginning, so no trickle keeps it open.
TEST_F(NetworkTest, AHandshakeThatIsNotFinishedInTimeIsEnded) {
  const double before = metric(*world, "wardhub_handshake_failures_total{reason=\"timeout\"}");
  support::TcpConnection silent(world->port());
  support::TcpConnection slow(world->port());
  ASSERT_EQ(send(slow.fd(), "\x16", 1, 0), 1);
  EXPECT_TRUE(slow.read_to_end());
  EXPECT_TRUE(silent.read_to_end());
  await_metric(*world, "wardhub_handshake_failures_total{reason=\"timeout\"}", before + 2);
}

TEST_F(NetworkTest, AHelloThatIsNotFinishedInTimeIsEnded) {
  support::TlsClient client(world->port(), {.identity = world->station("quan-hoa")});
  ASSERT_TRUE(client.handshake());
  ASSERT_TRUE(client.write("\x40\x0A"));  // the beginning of a frame
  const std::string said = client.read_all();
  std::string_view rest = said;
  proto::FrameReader reader(1024);
  const auto frame = reader.next(rest);
  ASSERT_TRUE(frame && *frame);
  v1::HubFrame goodbye;
  ASSERT_TRUE(goodbye.ParseFromString(std::string(**frame)));
  EXPECT_EQ(goodbye.goodbye().code(), v1::Goodbye::TIMED_OUT);
}

/// `wardlink watch` as a station runs it.
class Watch {
 public:
  Watch(const World& world, const std::filesystem::path& identity, const std::string& name)
      : errors_(world.folder() / (name + ".errors")),
        process_({WARDLINK_PROGRAMS_DIR "/wardlink", "--hub", fmt::format("127.0.0.1:{}", world.port()), "--identity",
                  identity.string(), "watch", "--json"},
                 errors_) {
    until("caughtUp");
  }
  ~Watch() {
    process_.signal(SIGTERM);
    process_.wait(std::chrono::seconds{20});
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  void signal(int number) const { process_.signal(number); }
  /// Reads on to a line with this in it.
  void until(const std::string& what) {
    for (;;) {
      const auto line = process_.line(lines_++, std::chrono::seconds{60});
      if (!line) throw std::runtime_error("never came: " + what + '\n' + complaints());
      if (line->text.find(what) != std::string::npos) return;
    }
  }
  [[nodiscard]] std::string complaints() const { return support::read_file(errors_); }

 private:
  std::filesystem::path errors_;
  support::Process process_;
  std::size_t lines_ = 0;
};

// A station's machine that stops dead and one whose cable was pulled look alike: nothing comes any more.
TEST_F(NetworkTest, AStationThatFallsSilentIsPutOutAndComesBackToAllItMissed) {
  const auto put_out = [] { return closed("silent") + closed("stalled"); };
  Watch watch(*world, world->station("vinh-phuc"), "silent-station");
  const double before = put_out();
  watch.signal(SIGSTOP);
  await("it is put out", [&] { return put_out() > before; });
  Peer reporter(world->port(), world->officer("quan-hoa"));
  const auto id = reporter.submit(incident(on_the_bridge())).accepted().events(0).incident();
  watch.signal(SIGCONT);
  watch.until(id);
  watch.until("caughtUp");
}

// The network parts and heals: neither side hears the other for a while, and no connection is broken by anybody.
TEST_F(NetworkTest, AStationThatHearsNothingOfTheHubSaysSoAndFindsItAgain) {
  Watch watch(*world, world->station("nghia-do"), "silent-hub");
  const std::string before = watch.complaints();
  world->hub().signal(SIGSTOP);
  await("the station says that it is cut off", [&] { return watch.complaints() != before; });
  world->hub().signal(SIGCONT);
  watch.until("caughtUp");
  Peer reporter(world->port(), world->officer("quan-hoa"));
  const auto id = reporter.submit(incident(on_the_bridge())).accepted().events(0).incident();
  watch.until(id);
}

TEST_F(NetworkTest, APeerThatSaysNothingIsToldSo) {
  Peer peer(world->port(), world->officer("cong-vi"));
  const double before = closed("silent");
  EXPECT_EQ(last_word(peer).code(), v1::Goodbye::TIMED_OUT);
  await("it is named", [&] { return closed("silent") == before + 1; });
  EXPECT_GE(times_in_log(*world, "reason=silent"), 1U);
}

// It pings, so it is there; but it takes nothing in. What it misses waits for it in the journal.
TEST_F(NetworkTest, AConsumerThatDoesNotReadHoldsNobodyUp) {
  Peer slow = live(world->station("cong-vi"));
  slow.take_little();
  Peer other = live(world->station("vinh-phuc"));
  Peer reporter(world->port(), world->officer("quan-hoa"));
  const double before = closed("stalled");
  std::uint64_t seen = 0;
  std::uint64_t told = 0;
  // As many as it takes until the hub has given it up; each is at the other before the next is reported.
  while (closed("stalled") == before) {
    const auto receipt = reporter.submit(sighting(on_the_bridge(), std::string(1900, 'x')));
    ASSERT_TRUE(receipt.has_accepted());
    const auto seq = receipt.accepted().seq();
    const auto event = other.await([&](const v1::HubFrame& frame) { return frame.event().seq() >= seq; }).event();
    EXPECT_EQ(event.seq(), seq);
    EXPECT_GE(event.prev_seq(), seen);
    seen = seq;
    ++told;
    if (told % 16 == 0) {
      slow.ping();
      other.ping();
    }
    ASSERT_LT(told, 200'000U);
  }
  Peer back = live(world->station("cong-vi"));
  EXPECT_EQ(back.welcome().head_seq(), seen);
}

}  // namespace
}  // namespace wardlink::system_test
