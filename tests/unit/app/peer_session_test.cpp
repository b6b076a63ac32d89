// A session over real TLS: what is said in which order, and what ends it.
#include "hub/app/peer_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <thread>

#include "hub/net/listener.hpp"
#include "proto/framing.hpp"
#include "tests/support/test_ca.hpp"
#include "tests/support/tls_client.hpp"
#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

/// The hub behind a listener, on a thread of its own.
class LiveHub {
 public:
  explicit LiveHub(support::TestCa& ca) {
    hub_.on_flush_request = [this] { boost::asio::post(io_, [this] { hub_.flush(); }); };
    const auto identity = ca.hub();
    const auto context = net::ServerContext::load(
        {identity / "cert.pem", identity / "key.pem", identity / "ca.pem", identity / "crl.pem"});
    if (!context) throw std::runtime_error(context.error());
    net::ListenerOptions options;
    options.endpoint = {boost::asio::ip::address_v4::loopback(), 0};
    auto listener =
        net::Listener::open(io_.get_executor(), options, *context,
                            {.on_session = [this](std::shared_ptr<net::Session> session) { admit(std::move(session)); },
                             .on_refused = [](const net::Refusal&, const boost::asio::ip::tcp::endpoint&) {}});
    if (!listener) throw std::runtime_error(listener.error());
    listener_ = *std::move(listener);
    listener_->start();
    thread_ = std::thread([this] { io_.run(); });
  }
  /// As the server does: every session ends before its executor does, or this waits for it in vain.
  ~LiveHub() {
    goodbye_to_all();
    boost::asio::post(io_, [this] {
      listener_->close();
      work_.reset();
    });
    thread_.join();
  }

  [[nodiscard]] unsigned short port() const { return listener_->local_endpoint().port(); }
  /// On the hub's thread.
  template <typename Result>
  Result ask(std::function<Result(Hub&)> question) {
    std::promise<Result> answer;
    boost::asio::post(io_, [&] { answer.set_value(question(hub_)); });
    return answer.get_future().get();
  }
  void goodbye_to_all() {
    boost::asio::post(io_, [this] {
      for (const auto& session : sessions_) {
        session->goodbye(v1::Goodbye::SHUTTING_DOWN, "the hub is shutting down", net::CloseReason::shutting_down);
      }
    });
  }

 private:
  void admit(std::shared_ptr<net::Session> session) {
    auto peer = std::make_shared<PeerSession>(*hub_.core, std::move(session), hub_.metrics, [this](PeerSession& gone) {
      std::erase_if(sessions_, [&](const auto& each) { return each.get() == &gone; });
    });
    sessions_.push_back(peer);
    peer->start();
  }

  Hub hub_;
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
  std::shared_ptr<net::Listener> listener_;
  std::vector<std::shared_ptr<PeerSession>> sessions_;
  std::thread thread_;
};

class Client {
 public:
  Client(const LiveHub& hub, const std::filesystem::path& identity) : tls_(hub.port(), {.identity = identity}) {
    EXPECT_TRUE(tls_.handshake());
  }
  bool send(const v1::ClientFrame& frame) {
    std::string bytes;
    proto::append_frame(bytes, frame);
    return tls_.write(bytes);
  }
  bool send_bytes(std::string_view bytes) { return tls_.write(bytes); }
  /// The next frame; nothing when the hub has ended the connection.
  std::optional<v1::HubFrame> next() {
    for (;;) {
      const auto frame = reader_.next(rest_);
      if (!frame) throw std::runtime_error("no frame");
      if (*frame) {
        v1::HubFrame parsed;
        if (!parsed.ParseFromString(std::string(**frame))) throw std::runtime_error("no HubFrame");
        return parsed;
      }
      auto piece = tls_.read();
      if (!piece) return std::nullopt;
      received_ = *std::move(piece);
      rest_ = received_;
    }
  }
  v1::HubFrame must_next() {
    auto frame = next();
    if (!frame) throw std::runtime_error("the hub ended the connection");
    return *std::move(frame);
  }
  v1::Welcome hello(std::int64_t seconds = 1'700'000'000) {
    v1::ClientFrame frame;
    frame.mutable_hello()->set_client("test");
    frame.mutable_hello()->mutable_client_time()->set_seconds(seconds);
    send(frame);
    return must_next().welcome();
  }

 private:
  support::TlsClient tls_;
  proto::FrameReader reader_{base::limits::hub_frame_bytes_max};
  std::string received_;
  std::string_view rest_;
};

class PeerSessionTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ca_ = std::make_unique<support::TestCa>();
    ca_->must("station hoa-do-phuc-vi quan-hoa tram");
    ca_->must("station hoa-do-phuc-vi elsewhere tram");
  }
  static void TearDownTestSuite() { ca_.reset(); }
  static std::filesystem::path station(const std::string& ward = "quan-hoa") {
    return ca_->dir() / "issued/hoa-do-phuc-vi" / ward / "station/tram";
  }
  void expect_goodbye(Client& client, v1::Goodbye::Code code, const std::string& words) {
    const auto frame = client.next();
    ASSERT_TRUE(frame.has_value());
    EXPECT_EQ(frame->goodbye().code(), code);
    EXPECT_THAT(frame->goodbye().message(), testing::HasSubstr(words));
    EXPECT_FALSE(client.next().has_value()) << "nothing after the goodbye";
  }

  static inline std::unique_ptr<support::TestCa> ca_;
  LiveHub hub_{*ca_};
};

v1::ClientFrame submit_frame(const std::string& id) {
  v1::ClientFrame frame;
  frame.mutable_submit()->set_id(id);
  *frame.mutable_submit()->mutable_command() = at_bridge();
  return frame;
}

TEST_F(PeerSessionTest, WelcomeNamesTheCertificatesIdentity) {
  Client client(hub_, station());
  const auto welcome = client.hello();
  EXPECT_EQ(welcome.identity().ward(), "quan-hoa");
  EXPECT_EQ(welcome.identity().role(), v1::STATION);
  EXPECT_EQ(welcome.frame_bytes_max(), base::limits::client_frame_bytes_max);
  EXPECT_EQ(welcome.head_seq(), 2U) << "as founded; its own coming is told as an event";
}

TEST_F(PeerSessionTest, HelloComesFirstAndOnce) {
  Client early(hub_, station());
  early.send(submit_frame("x"));
  expect_goodbye(early, v1::Goodbye::BAD_FRAME, "hello must come first");

  Client twice(hub_, station());
  twice.hello();
  v1::ClientFrame again;
  again.mutable_hello();
  twice.send(again);
  expect_goodbye(twice, v1::Goodbye::BAD_FRAME, "once");
}

TEST_F(PeerSessionTest, ABrokenFrameEndsItWithAReason) {
  for (const std::string_view bytes :
       {std::string_view("\x03\xff\xff\xff"), std::string_view("\xff\xff\xff\xff\xff")}) {
    Client client(hub_, station());
    client.hello();
    client.send_bytes(bytes);
    expect_goodbye(client, v1::Goodbye::BAD_FRAME, "");
  }
}

TEST_F(PeerSessionTest, AWardThatIsNotServedIsTold) {
  Client client(hub_, station("elsewhere"));
  v1::ClientFrame frame;
  frame.mutable_hello();
  client.send(frame);
  expect_goodbye(client, v1::Goodbye::NOT_SERVED, "no such ward");
}

TEST_F(PeerSessionTest, WhoSaysNothingIsLetGo) {
  Client client(hub_, station());
  expect_goodbye(client, v1::Goodbye::TIMED_OUT, "hello");
}

TEST_F(PeerSessionTest, TheClockIsMeasuredOverHelloAndPing) {
  Client client(hub_, station());
  const auto welcome = client.hello(1'700'000'000 - 60);  // the hub's hand-set clock is a minute ahead
  const auto id = [&] { return hub_.ask<std::string>([](Hub& hub) { return hub.new_id(); }); };
  const auto entry_of = [&](const v1::Receipt& receipt) {
    return hub_.ask<journal::Entry>(
        [number = receipt.accepted().entry()](Hub& hub) { return *hub.journal.entry(hub.cluster, number); });
  };
  client.send(submit_frame(id()));
  const auto unmeasured = entry_of(client.must_next().receipt());
  EXPECT_FALSE(unmeasured.payload.clock_measured());

  v1::ClientFrame frame;
  auto& ping = *frame.mutable_ping();
  ping.mutable_client_time()->set_seconds(1'700'000'000 - 58);
  *ping.mutable_echo_hub_time() = welcome.hub_time();
  ping.mutable_echo_received_at()->set_seconds(1'700'000'000 - 60);
  client.send(frame);
  const auto pong = client.must_next().pong();
  EXPECT_EQ(pong.client_time().seconds(), 1'700'000'000 - 58);
  client.send(submit_frame(id()));
  const auto measured = entry_of(client.must_next().receipt());
  EXPECT_TRUE(measured.payload.clock_measured());
  EXPECT_EQ(measured.payload.clock_offset_us(), 60'000'000);
}

TEST_F(PeerSessionTest, AGoodbyeComesAfterWhatIsQueued) {
  Client client(hub_, station());
  client.hello();
  client.send(submit_frame(hub_.ask<std::string>([](Hub& hub) { return hub.new_id(); })));
  EXPECT_TRUE(client.must_next().receipt().has_accepted());
  v1::ClientFrame subscribe;
  subscribe.mutable_subscribe();
  client.send(subscribe);
  while (!client.must_next().has_caught_up()) {
  }
  hub_.goodbye_to_all();
  expect_goodbye(client, v1::Goodbye::SHUTTING_DOWN, "shutting down");
}

TEST_F(PeerSessionTest, ManyQuestionsAtOnceAreAllAnsweredInOrder) {
  Client client(hub_, station());
  client.hello();
  std::string bytes;
  const int count = 150;
  for (int i = 0; i < count; ++i) {
    v1::ClientFrame frame;
    frame.mutable_query()->set_id(std::to_string(i));
    frame.mutable_query()->mutable_directory();
    proto::append_frame(bytes, frame);
  }
  client.send_bytes(bytes);
  for (int i = 0; i < count; ++i) {
    const auto result = client.must_next().query_result();
    EXPECT_EQ(result.id(), std::to_string(i));
    EXPECT_EQ(result.directory().wards_size(), 4);
  }
}

TEST_F(PeerSessionTest, WhoAsksAndNeverReadsIsNotReadEither) {
  Client client(hub_, station());
  client.hello();
  v1::ClientFrame frame;
  frame.mutable_query()->set_id("q");
  frame.mutable_query()->mutable_directory();
  std::string questions;
  while (questions.size() < 16 * 1024) proto::append_frame(questions, frame);
  std::size_t sent_bytes = 0;
  constexpr std::size_t far_too_many_bytes = 256 * 1024 * 1024;
  while (sent_bytes < far_too_many_bytes && client.send_bytes(questions)) sent_bytes += questions.size();
  EXPECT_LT(sent_bytes, far_too_many_bytes) << "the hub took it all, and has the answers somewhere";
}

}  // namespace
}  // namespace wardlink::app::test
