// The operator's port over real sockets.
#include "hub/ops/operator_port.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <vector>

namespace wardlink::ops {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using testing::HasSubstr;

class OperatorPortTest : public testing::Test {
 protected:
  void SetUp() override {
    auto port = OperatorPort::open({asio::ip::address_v4::loopback(), 0}, metrics_, health_);
    ASSERT_TRUE(port.has_value()) << port.error();
    port_ = *std::move(port);
  }
  asio::ip::tcp::socket connect() {
    asio::ip::tcp::socket socket(io_);
    socket.connect(port_->local_endpoint());
    return socket;
  }
  http::response<http::string_body> get(const std::string& target, http::verb verb = http::verb::get) {
    auto socket = connect();
    http::request<http::empty_body> request(verb, target, 11);
    request.set(http::field::host, "localhost");
    http::write(socket, request);
    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.skip(verb == http::verb::head);
    http::read(socket, buffer, parser);
    return parser.release();
  }

  asio::io_context io_;
  Metrics metrics_{"9.9.9"};
  Health health_;
  std::unique_ptr<OperatorPort> port_;
};

TEST_F(OperatorPortTest, MetricsAreServed) {
  const auto response = get("/metrics");
  EXPECT_EQ(response.result(), http::status::ok);
  EXPECT_THAT(std::string(response[http::field::content_type]), HasSubstr("text/plain; version=0.0.4"));
  EXPECT_EQ(response.body(), metrics_.text());
  const auto head = get("/metrics", http::verb::head);
  EXPECT_EQ(head.result(), http::status::ok);
  EXPECT_EQ(head.body(), "");
}

TEST_F(OperatorPortTest, ReadyOnlyWhenServingAndDurable) {
  EXPECT_EQ(get("/readyz").result(), http::status::service_unavailable);
  health_.serving = true;
  EXPECT_EQ(get("/readyz").result(), http::status::ok);
  health_.durable = false;
  const auto full = get("/readyz");
  EXPECT_EQ(full.result(), http::status::service_unavailable);
  EXPECT_THAT(full.body(), HasSubstr("disk is full"));
  EXPECT_EQ(get("/healthz").result(), http::status::ok) << "a full disk is no reason to be killed";
}

TEST_F(OperatorPortTest, NothingElse) {
  EXPECT_EQ(get("/").result(), http::status::not_found);
  EXPECT_EQ(get("/metrics/../etc/passwd").result(), http::status::not_found);
  EXPECT_EQ(get("/metrics", http::verb::post).result(), http::status::method_not_allowed);
}

TEST_F(OperatorPortTest, NonsenseClosesTheConnection) {
  auto socket = connect();
  asio::write(socket, asio::buffer(std::string("\x16\x03\x01 this is TLS\r\n\r\n")));
  std::string rest;
  boost::system::error_code error;
  asio::read(socket, asio::dynamic_buffer(rest), error);
  EXPECT_TRUE(error);
  EXPECT_EQ(rest, "");
}

TEST_F(OperatorPortTest, ConnectionsAreBounded) {
  std::vector<asio::ip::tcp::socket> idle;
  // One request each proves that the server has taken the connection.
  for (std::size_t i = 0; i < OperatorPort::connections_max; ++i) {
    idle.push_back(connect());
    asio::write(idle.back(), asio::buffer(std::string("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")));
    boost::beast::flat_buffer buffer;
    http::response<http::string_body> response;
    http::read(idle.back(), buffer, response);
    ASSERT_EQ(response.result(), http::status::ok);
  }
  auto turned_away = connect();
  boost::system::error_code error;
  asio::write(turned_away, asio::buffer(std::string("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")), error);
  boost::beast::flat_buffer buffer;
  http::response<http::string_body> response;
  http::read(turned_away, buffer, response, error);
  EXPECT_TRUE(error) << "one too many is closed unanswered";
}

TEST_F(OperatorPortTest, ATakenPortIsASentence) {
  const auto second = OperatorPort::open(port_->local_endpoint(), metrics_, health_);
  ASSERT_FALSE(second.has_value());
  EXPECT_THAT(second.error(), HasSubstr("operator port 127.0.0.1:"));
}

TEST(Health, ASilentCoreIsNotAlive) {
  Health health;
  const auto now = Health::Clock::now();
  health.beat();
  EXPECT_TRUE(health.alive(now + std::chrono::seconds(4)));
  EXPECT_FALSE(health.alive(now + std::chrono::seconds(7)));
}

}  // namespace
}  // namespace wardlink::ops
