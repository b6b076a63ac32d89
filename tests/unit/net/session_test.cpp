#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "proto/framing.hpp"
#include "tests/support/test_ca.hpp"
#include "tests/support/tls_client.hpp"
#include "tests/unit/net/test_hub.hpp"

namespace wardlink::net::test {
namespace {

using std::chrono::milliseconds;

/// For tests in which the peer behaves: nothing ends because the machine is slow.
const SessionOptions patient{.silence_max = std::chrono::seconds(60), .linger_max = std::chrono::seconds(30)};

std::string framed(std::string_view payload) {
  std::string out;
  proto::append_frame(out, payload);
  return out;
}

/// A hub with one session on it.
class SessionTest : public testing::Test {
 protected:
  void connect(const SessionOptions& options = patient, TestHub::Prepare prepare = {}) {
    hub_.emplace(hub_files(ca_), ListenerOptions{.session = options}, std::move(prepare));
    client_.emplace(hub_->port(), TlsClient::Options{.identity = identity_});
    ASSERT_TRUE(client_->handshake());
    handler_ = hub_->sessions.take();
  }
  void on_hub(const std::function<void(Session&)>& what) {
    hub_->on_thread([&] { what(*handler_->session); });
  }

  TestCa ca_;
  std::filesystem::path identity_ = ca_.station("desk");
  std::optional<TestHub> hub_;
  std::optional<TlsClient> client_;
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
  connect(patient, [](RecordingHandler& handler) {
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
    handler.session->pause_reading();  // this silence is not the one measured here
    handler.filler = [&](std::string& out, std::size_t bytes_max) {
      EXPECT_TRUE(out.empty());
      out.assign(bytes_max, 'z');
      filled_bytes += bytes_max;
    };
  });
  handler_->session->wake();
  EXPECT_EQ(handler_->closed.take(), CloseReason::stalled);
  // An endless source was asked for no more than the kernel's buffers took, and one batch.
  EXPECT_GT(filled_bytes, 0U);
  EXPECT_LT(filled_bytes, 64U * 1024 * 1024);
}

TEST_F(SessionTest, PausedFramesWait) {
  connect(patient, [](RecordingHandler& handler) {
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
  connect({.silence_max = milliseconds(100), .linger_max = patient.linger_max}, [](RecordingHandler& handler) {
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

boost::asio::awaitable<void> accept_as_expired(boost::asio::ip::tcp::acceptor& acceptor,
                                               std::shared_ptr<const ServerContext> context,
                                               std::shared_ptr<RecordingHandler> handler) {
  const auto handshake =
      std::make_shared<Handshake>(co_await acceptor.async_accept(boost::asio::use_awaitable), context);
  auto peer = co_await handshake->run(std::chrono::seconds(20));
  peer.value().not_after = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  auto place = std::make_shared<ConnectionLimits>(ConnectionLimits::Maxima{})->admit(handshake->remote().address());
  handler->session = std::make_shared<Session>(handshake->take_stream(), *peer, handshake->remote(),
                                               std::move(place.value()), patient);
  handler->session->start(handler);
}

TEST_F(SessionTest, AnExpiredCertificateEndsIt) {
  boost::asio::io_context context(1);
  boost::asio::ip::tcp::acceptor acceptor(context, {boost::asio::ip::address_v4::loopback(), 0});
  const auto handler = std::make_shared<RecordingHandler>();
  boost::asio::co_spawn(context, accept_as_expired(acceptor, ServerContext::load(hub_files(ca_)).value(), handler),
                        [](std::exception_ptr failure) {
                          if (failure) std::rethrow_exception(failure);
                        });
  std::thread thread([&] { context.run(); });
  client_.emplace(acceptor.local_endpoint().port(), TlsClient::Options{.identity = identity_});
  EXPECT_TRUE(client_->handshake());
  client_->read_all();
  EXPECT_TRUE(client_->ended_orderly());
  client_.reset();
  EXPECT_EQ(handler->closed.take(), CloseReason::certificate_expired);
  thread.join();
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
  connect(patient, [](RecordingHandler& handler) {
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
  connect(patient, [](RecordingHandler& handler) { handler.session->close(CloseReason::not_served); });
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
