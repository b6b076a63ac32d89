#include <gtest/gtest.h>

#include <algorithm>

#include "proto/framing.hpp"
#include "tests/unit/net/test_ca.hpp"
#include "tests/unit/net/test_client.hpp"
#include "tests/unit/net/test_hub.hpp"

namespace wardlink::net::test {
namespace {

using std::chrono::milliseconds;

std::string framed(std::string_view payload) {
  std::string out;
  proto::append_frame(out, payload);
  return out;
}

/// A hub with one session on it.
class SessionTest : public testing::Test {
 protected:
  void connect(const SessionOptions& options = {}, TestHub::Prepare prepare = {}) {
    hub_.emplace(ca_.hub_files(), ListenerOptions{.session = options}, std::move(prepare));
    client_.emplace(hub_->port(), TestClient::Options{.identity = identity_});
    ASSERT_TRUE(client_->handshake());
    handler_ = hub_->sessions.take();
  }
  void on_hub(const std::function<void(Session&)>& what) {
    hub_->on_thread([&] { what(*handler_->session); });
  }

  TestCa ca_;
  std::filesystem::path identity_ = ca_.station("desk");
  std::optional<TestHub> hub_;
  std::optional<TestClient> client_;
  std::shared_ptr<RecordingHandler> handler_;
};

TEST_F(SessionTest, FramesArriveWholeWhateverThePieces) {
  connect();
  const std::string long_frame(1000, 'x');
  for (const char byte : framed("first") + framed(long_frame)) ASSERT_TRUE(client_->write({&byte, 1}));
  EXPECT_EQ(handler_->frames.take(), "first");
  EXPECT_EQ(handler_->frames.take(), long_frame);
  ASSERT_TRUE(client_->write(framed("a") + framed("b") + framed("c").substr(0, 1)));
  ASSERT_TRUE(client_->write("c"));
  for (const char* expected : {"a", "b", "c"}) EXPECT_EQ(handler_->frames.take(), expected);
}

TEST_F(SessionTest, TheLongestFrameArrives) {
  connect();
  const std::string longest(base::limits::client_frame_bytes_max, 'x');
  ASSERT_TRUE(client_->write(framed(longest)));
  EXPECT_EQ(handler_->frames.take(), longest);
}

TEST_F(SessionTest, AnOverLongFrameEndsItWithALastWord) {
  connect({}, [](RecordingHandler& handler) {
    handler.ending = [&handler](CloseReason reason) { handler.to_send = framed(word(reason)); };
  });
  ASSERT_TRUE(client_->write(framed("good")));
  std::string start = framed(std::string(base::limits::client_frame_bytes_max + 1, 'x'));
  start.resize(10);
  ASSERT_TRUE(client_->write(start));
  EXPECT_EQ(client_->read_all(), framed("frame_too_long"));
  EXPECT_TRUE(client_->ended_orderly());
  client_.reset();
  EXPECT_EQ(handler_->closed.take(), CloseReason::frame_too_long);
  EXPECT_EQ(handler_->frames.take(), "good");
  EXPECT_TRUE(handler_->frames.empty());
}

TEST_F(SessionTest, ABrokenFrameEndsItAndNothingAfterItCounts) {
  connect();
  ASSERT_TRUE(client_->write(std::string(1, '\0') + framed("after")));
  client_->read_all();
  client_.reset();
  EXPECT_EQ(handler_->closed.take(), CloseReason::bad_frame);
  EXPECT_TRUE(handler_->frames.empty());
}

TEST_F(SessionTest, WritesWhatTheHandlerHasInOrder) {
  connect();
  std::string all;
  for (int i = 0; i < 50'000; ++i) all += framed(std::to_string(i));
  hub_->on_thread([&] { handler_->to_send = all; });
  handler_->session->wake();  // from this thread: allowed
  std::string got;
  while (got.size() < all.size()) {
    const auto piece = client_->read();
    ASSERT_TRUE(piece);
    got += *piece;
  }
  EXPECT_EQ(got, all);
}

TEST_F(SessionTest, AFrameLongerThanABatchIsWritten) {
  connect();
  const std::string frame = framed(std::string(base::limits::hub_frame_bytes_max, 'y'));
  hub_->on_thread([&] { handler_->filler = [&](std::string& out, std::size_t) { out.swap(handler_->to_send); }; });
  hub_->on_thread([&] { handler_->to_send = frame; });
  handler_->session->wake();
  std::string got;
  while (got.size() < frame.size()) got += client_->read().value();
  EXPECT_EQ(got, frame);
}

TEST_F(SessionTest, APeerThatDoesNotReadIsNotFilledForAndIsClosed) {
  std::size_t filled_bytes = 0;
  connect({.silence_max = milliseconds(200)}, [&](RecordingHandler& handler) {
    handler.filler = [&](std::string& out, std::size_t bytes_max) {
      EXPECT_TRUE(out.empty());
      out.assign(bytes_max, 'z');
      filled_bytes += bytes_max;
    };
  });
  on_hub([](Session& session) {
    session.pause_reading();  // this silence is not the one measured here
    session.wake();
  });
  EXPECT_EQ(handler_->closed.take(), CloseReason::stalled);
  // An endless source was asked for no more than the kernel's buffers took, and one batch.
  EXPECT_GT(filled_bytes, 0U);
  EXPECT_LT(filled_bytes, 64U * 1024 * 1024);
}

TEST_F(SessionTest, PausedFramesWait) {
  connect({.silence_max = milliseconds(100)}, [](RecordingHandler& handler) {
    handler.frame = [&handler](std::string_view bytes) {
      if (bytes == "pause") handler.session->pause_reading();
    };
  });
  ASSERT_TRUE(client_->write(framed("pause") + framed("second") + framed("pause") + framed("fourth")));
  EXPECT_EQ(handler_->frames.take(), "pause");
  on_hub([&](Session&) { EXPECT_TRUE(handler_->frames.empty()); });
  on_hub([](Session& session) { session.resume_reading(); });
  EXPECT_EQ(handler_->frames.take(), "second");
  EXPECT_EQ(handler_->frames.take(), "pause");
  on_hub([&](Session&) { EXPECT_TRUE(handler_->frames.empty()); });
  on_hub([](Session& session) { session.resume_reading(); });
  EXPECT_EQ(handler_->frames.take(), "fourth");
}

TEST_F(SessionTest, ASilentPeerIsToldAndClosed) {
  connect({.silence_max = milliseconds(100)}, [](RecordingHandler& handler) {
    handler.ending = [&handler](CloseReason reason) { handler.to_send = framed(word(reason)); };
  });
  EXPECT_EQ(client_->read_all(), framed("silent"));
  EXPECT_TRUE(client_->ended_orderly());
  client_.reset();
  EXPECT_EQ(handler_->closed.take(), CloseReason::silent);
}

TEST_F(SessionTest, APeerThatKeepsAnEndingSessionOpenIsCutOff) {
  connect({.silence_max = milliseconds(50), .linger_max = milliseconds(50)});
  EXPECT_EQ(handler_->closed.take(), CloseReason::silent);  // while the client still holds its end
}

TEST_F(SessionTest, AnExpiredCertificateEndsIt) {
  identity_ = ca_.station("brief", "--not-after '5 seconds'");
  connect({.silence_max = milliseconds(100)});
  on_hub([](Session& session) { session.pause_reading(); });
  client_->read_all();
  EXPECT_TRUE(client_->ended_orderly());
  client_.reset();
  EXPECT_EQ(handler_->closed.take(), CloseReason::certificate_expired);
}

TEST_F(SessionTest, ClosingAfterTheFlushLosesNothing) {
  connect();
  const std::string all = framed(std::string(base::limits::hub_frame_bytes_max, 'y')) + framed("goodbye");
  on_hub([&](Session& session) {
    handler_->to_send = all;
    session.close_after_flush(CloseReason::shutting_down);
    session.close_after_flush(CloseReason::overloaded);
  });
  client_->write(framed("too late"));
  EXPECT_EQ(client_->read_all(), all);
  EXPECT_TRUE(client_->ended_orderly());
  client_.reset();
  EXPECT_EQ(handler_->closed.take(), CloseReason::shutting_down);
  EXPECT_TRUE(handler_->frames.empty());
}

TEST_F(SessionTest, ClosesAtOnceFromWithinAFrame) {
  connect({}, [](RecordingHandler& handler) {
    handler.frame = [&handler](std::string_view) { handler.session->close(CloseReason::overloaded); };
  });
  ASSERT_TRUE(client_->write(framed("one") + framed("two")));
  EXPECT_EQ(handler_->closed.take(), CloseReason::overloaded);
  EXPECT_EQ(handler_->frames.take(), "one");
  EXPECT_TRUE(handler_->frames.empty());
  client_->read_all();
  EXPECT_FALSE(client_->ended_orderly());
}

TEST_F(SessionTest, ClosedBeforeItStartsIsStillReported) {
  connect({}, [](RecordingHandler& handler) { handler.session->close(CloseReason::not_served); });
  EXPECT_EQ(handler_->closed.take(), CloseReason::not_served);
}

TEST_F(SessionTest, ThePeersEndIsNamed) {
  connect();
  client_->close();
  EXPECT_EQ(handler_->closed.take(), CloseReason::peer_closed);
}

TEST_F(SessionTest, AResetIsNamed) {
  connect();
  client_->reset();
  EXPECT_EQ(handler_->closed.take(), CloseReason::connection_lost);
}

TEST_F(SessionTest, GarbageInsteadOfTlsIsNamed) {
  connect();
  const std::string garbage(100, 'g');
  ASSERT_EQ(BIO_write(SSL_get_wbio(client_->native()), garbage.data(), static_cast<int>(garbage.size())),
            std::ssize(garbage));
  EXPECT_EQ(handler_->closed.take(), CloseReason::tls_error);
}

}  // namespace
}  // namespace wardlink::net::test
