// The link as a whole against a real TLS peer: connecting, asking, and following events through what can go wrong.
#include "client/link/watcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/link/identity.hpp"
#include "client/link/uuid.hpp"
#include "tests/support/test_ca.hpp"
#include "tests/unit/link/scripted_hub.hpp"

namespace wardlink::link {
namespace {

using namespace std::chrono_literals;
using test::Play;
using test::ScriptedHub;
using testing::ElementsAre;
using testing::HasSubstr;
using Kind = Error::Kind;
namespace asio = boost::asio;

v1::HubFrame event(std::uint64_t seq, std::uint64_t prev_seq) {
  v1::HubFrame frame;
  frame.mutable_event()->set_seq(seq);
  frame.mutable_event()->set_prev_seq(prev_seq);
  return frame;
}

v1::HubFrame snapshot(std::uint64_t seq) {
  v1::HubFrame frame;
  frame.mutable_snapshot()->set_seq(seq);
  frame.mutable_snapshot()->set_last(true);
  return frame;
}

v1::HubFrame caught_up(std::uint64_t seq) {
  v1::HubFrame frame;
  frame.mutable_caught_up()->set_seq(seq);
  return frame;
}

v1::HubFrame goodbye(v1::Goodbye::Code code) {
  v1::HubFrame frame;
  frame.mutable_goodbye()->set_code(code);
  return frame;
}

/// Remembers what came, and stops at an event.
class Remembering final : public WatchObserver {
 public:
  explicit Remembering(std::uint64_t last) : last_(last) {}

  asio::awaitable<Result<void>> welcomed(Connection&) override { co_return Result<void>{}; }
  bool take(const v1::HubFrame& frame) override {
    if (frame.has_snapshot()) happened.push_back("snapshot " + std::to_string(frame.snapshot().seq()));
    if (frame.has_event()) happened.push_back("event " + std::to_string(frame.event().seq()));
    return frame.event().seq() != last_;
  }
  void flush() override { happened.emplace_back("flush"); }
  [[nodiscard]] SteadyTime idle_until() const override { return SteadyTime::max(); }
  void lost(const Error& error, std::chrono::milliseconds) override {
    happened.emplace_back(error.kind == Kind::gap ? "gap" : "lost");
  }

  /// Without the flushes, which come once a batch.
  [[nodiscard]] std::vector<std::string> told() const {
    auto said = happened;
    std::erase(said, "flush");
    return said;
  }
  std::vector<std::string> happened;

 private:
  std::uint64_t last_;
};

class LinkTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ca = std::make_unique<support::TestCa>();
    hub_identity = ca->hub();
    station = *load_identity(ca->station("s1"), {});
  }
  static void TearDownTestSuite() {
    station.reset();
    ca.reset();
  }

  Result<void> watch(std::vector<Endpoint> hubs, Remembering& observer,
                     std::optional<std::uint64_t> after_seq = std::nullopt) {
    Watcher watcher(*station, {.hubs = std::move(hubs), .client = "test/1", .after_seq = after_seq}, observer);
    Result<void> ended;
    asio::co_spawn(context_, watcher.run(), [&](const std::exception_ptr& thrown, Result<void> result) {
      EXPECT_FALSE(thrown);
      ended = std::move(result);
    });
    context_.run_for(30s);
    return ended;
  }

  Result<std::unique_ptr<Connection>> open(asio::ssl::context& identity, std::vector<Endpoint> hubs,
                                           std::chrono::milliseconds timeout = 10s) {
    Result<std::unique_ptr<Connection>> opened = fail(Kind::timed_out, "nothing came of it");
    asio::co_spawn(context_, open_any(identity, hubs, 0, "test/1", std::chrono::steady_clock::now() + timeout),
                   [&](const std::exception_ptr& thrown, Result<std::unique_ptr<Connection>> result) {
                     EXPECT_FALSE(thrown);
                     opened = std::move(result);
                     context_.stop();
                   });
    context_.run_for(30s);
    context_.restart();
    return opened;
  }

  static std::unique_ptr<support::TestCa> ca;
  static std::filesystem::path hub_identity;
  static std::unique_ptr<asio::ssl::context> station;
  asio::io_context context_{1};
};
std::unique_ptr<support::TestCa> LinkTest::ca;
std::filesystem::path LinkTest::hub_identity;
std::unique_ptr<asio::ssl::context> LinkTest::station;

asio::awaitable<void> snapshot_and_two_events(Play& play) {
  co_await play.greet();
  const auto subscribe = co_await play.hear();
  EXPECT_TRUE(subscribe.has_subscribe());
  EXPECT_TRUE(subscribe.subscribe().epoch().empty());
  co_await play.say(snapshot(10));
  co_await play.say(caught_up(10));
  co_await play.say(event(12, 9));
  co_await play.say(event(13, 12));
  for (std::uint64_t acknowledged = 0; acknowledged != 13;) acknowledged = (co_await play.hear()).ack().seq();
}

asio::awaitable<void> resumed_with_one_event(Play& play) {
  co_await play.greet();
  const auto subscribe = co_await play.hear();
  EXPECT_EQ(subscribe.subscribe().after_seq(), 13U);
  EXPECT_EQ(subscribe.subscribe().epoch(), "e1");
  co_await play.say(event(20, 13));
  EXPECT_EQ((co_await play.hear()).ack().seq(), 20U) << "acknowledged before it goes";
  co_await play.until_gone();
}

TEST_F(LinkTest, AWatchResumesWhereTheLinkBroke) {
  ScriptedHub hub(context_, hub_identity, {snapshot_and_two_events, resumed_with_one_event});
  Remembering observer(20);
  EXPECT_TRUE(watch({hub.endpoint()}, observer));
  EXPECT_EQ(hub.failed(), "");
  EXPECT_EQ(hub.steps_played(), 2U);
  EXPECT_THAT(observer.told(), ElementsAre("snapshot 10", "event 12", "event 13", "lost", "event 20"));
  EXPECT_EQ(observer.happened.back(), "flush") << "made safe before it was acknowledged";
}

asio::awaitable<void> an_event_is_missing(Play& play) {
  co_await play.greet();
  EXPECT_EQ((co_await play.hear()).subscribe().after_seq(), 5U);
  co_await play.say(event(6, 5));
  co_await play.say(event(9, 8));
  co_await play.until_gone();
}

asio::awaitable<void> fresh_snapshot_and_an_event(Play& play) {
  co_await play.greet();
  const auto subscribe = co_await play.hear();
  EXPECT_EQ(subscribe.subscribe().after_seq(), 0U);
  EXPECT_TRUE(subscribe.subscribe().epoch().empty());
  co_await play.say(snapshot(9));
  co_await play.say(event(10, 9));
  co_await play.until_gone();
}

TEST_F(LinkTest, AGapIsSaidAndEverythingIsAskedForAfresh) {
  ScriptedHub hub(context_, hub_identity, {an_event_is_missing, fresh_snapshot_and_an_event});
  Remembering observer(10);
  EXPECT_TRUE(watch({hub.endpoint()}, observer, 5));
  EXPECT_EQ(hub.failed(), "");
  EXPECT_THAT(observer.told(), ElementsAre("event 6", "gap", "snapshot 9", "event 10"));
}

asio::awaitable<void> lost_data(Play& play) {
  co_await play.greet("e2");
  co_await play.hear();
  co_await play.say(goodbye(v1::Goodbye::AHEAD));
}

TEST_F(LinkTest, AHubThatHasLostDataEndsTheWatch) {
  ScriptedHub hub(context_, hub_identity, {lost_data});
  Remembering observer(0);
  const auto ended = watch({hub.endpoint()}, observer, 1000);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().kind, Kind::ahead);
  EXPECT_TRUE(observer.told().empty()) << "it is not tried again";
}

asio::awaitable<void> welcome_and_shut_down(Play& play) {
  co_await play.greet();
  co_await play.hear();
  co_await play.say(goodbye(v1::Goodbye::SHUTTING_DOWN));
}

TEST_F(LinkTest, AWatchGoesOnToTheNextHub) {
  ScriptedHub going(context_, hub_identity, {welcome_and_shut_down});
  ScriptedHub staying(context_, hub_identity, {fresh_snapshot_and_an_event});
  Remembering observer(10);
  EXPECT_TRUE(watch({going.endpoint(), staying.endpoint()}, observer));
  EXPECT_EQ(going.failed() + staying.failed(), "");
  EXPECT_THAT(observer.told(), ElementsAre("lost", "snapshot 9", "event 10"));
}

asio::awaitable<void> welcome(Play& play) {
  co_await play.greet();
  co_await play.until_gone();
}

asio::awaitable<void> refuse(Play& play) {
  try {
    co_await play.greet();
    ADD_FAILURE() << "a certificate that should be refused was taken";
  } catch (const boost::system::system_error&) {
  }
}

TEST_F(LinkTest, TheSecondHubIsTakenWhereTheFirstDoesNotAnswer) {
  asio::ip::tcp::acceptor closed(context_, {asio::ip::address_v4::loopback(), 0});
  const Endpoint nobody{"127.0.0.1", closed.local_endpoint().port()};
  closed.close();
  ScriptedHub hub(context_, hub_identity, {welcome});
  const auto opened = open(*station, {nobody, hub.endpoint("localhost")});
  ASSERT_TRUE(opened) << opened.error().detail;
  EXPECT_EQ((*opened)->endpoint(), hub.endpoint("localhost"));
  EXPECT_EQ((*opened)->welcome().identity().ward(), "quan-hoa");
}

TEST_F(LinkTest, ACertificateOfAnotherCaIsRefusedByTheHub) {
  support::TestCa other;
  const auto theirs = other.station("s1");
  std::filesystem::copy_file(hub_identity / "ca.pem", theirs / "ca.pem",
                             std::filesystem::copy_options::overwrite_existing);
  const auto identity = load_identity(theirs, {});
  ASSERT_TRUE(identity) << identity.error().detail;
  ScriptedHub hub(context_, hub_identity, {refuse});
  const auto opened = open(**identity, {hub.endpoint()});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, Kind::identity_refused) << opened.error().detail;
}

TEST_F(LinkTest, AHubOfAnotherCaIsNotTrusted) {
  support::TestCa other;
  ScriptedHub hub(context_, other.hub(), {refuse});
  const auto opened = open(*station, {hub.endpoint()});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, Kind::hub_untrusted) << opened.error().detail;
}

TEST_F(LinkTest, AHubsCertificateForAnotherHostIsNotTrusted) {
  ca->must("hub elsewhere --dns elsewhere.example");
  ScriptedHub hub(context_, ca->dir() / "issued/hub/elsewhere", {refuse});
  const auto opened = open(*station, {hub.endpoint()});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, Kind::hub_untrusted);
  EXPECT_THAT(opened.error().detail, HasSubstr("mismatch"));
}

asio::awaitable<void> receipt_for_the_second(Play& play) {
  co_await play.greet();
  const auto first = co_await play.hear();
  EXPECT_TRUE(first.has_submit());
  const auto second = co_await play.hear();
  v1::HubFrame receipt;
  receipt.mutable_receipt()->set_id(second.submit().id());
  receipt.mutable_receipt()->set_duplicate(true);
  co_await play.say(receipt);
  co_await play.until_gone();
}

asio::awaitable<void> submit_twice(Connection& connection, Result<v1::Receipt>& first, Result<v1::Receipt>& second) {
  v1::Submit submit;
  submit.mutable_command()->mutable_confirm_lead()->set_incident("i");
  submit.set_id(new_uuid_v7());
  first = co_await connection.submit(submit, std::chrono::steady_clock::now());
  submit.set_id(new_uuid_v7());
  second = co_await connection.submit(submit, std::chrono::steady_clock::now() + 20s);
}

TEST_F(LinkTest, ASubmitEndsWithItsReceiptOrAtItsDeadline) {
  ScriptedHub hub(context_, hub_identity, {receipt_for_the_second});
  auto opened = open(*station, {hub.endpoint()});
  ASSERT_TRUE(opened) << opened.error().detail;
  Result<v1::Receipt> first;
  Result<v1::Receipt> second;
  asio::co_spawn(context_, submit_twice(**opened, first, second), [&](const std::exception_ptr& thrown) {
    EXPECT_FALSE(thrown);
    opened->reset();
  });
  context_.run_for(30s);
  EXPECT_EQ(hub.failed(), "");
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().kind, Kind::timed_out);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->duplicate());
}

}  // namespace
}  // namespace wardlink::link
