// The real server on a real socket of loopback, with nothing behind it.
#include "client/console/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <thread>

namespace wardlink::console {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using testing::HasSubstr;
using testing::StartsWith;

class Silent final : public UpdateStream {
 public:
  asio::awaitable<std::shared_ptr<const std::string>> next() override {
    asio::steady_timer timer(co_await asio::this_coro::executor, 50ms);
    co_await timer.async_wait(asio::use_awaitable);
    co_return std::make_shared<const std::string>(":\n\n");
  }
};

class Nothing final : public Backend {
 public:
  asio::awaitable<JsonAnswer> ask(std::string json) override {
    ++asked;
    co_return JsonAnswer{.parsed = json != "bad", .json = "{\"heard\":" + std::to_string(json.size()) + "}"};
  }
  std::shared_ptr<UpdateStream> updates(std::string last_event_id) override {
    last = std::move(last_event_id);
    return std::make_shared<Silent>();
  }
  void csp_reported() override { ++reports; }

  std::atomic<int> asked = 0;
  std::atomic<int> reports = 0;
  std::string last;
};

class TheServer : public testing::Test {
 public:
  TheServer() {
    server->start();
    thread = std::thread([this] { context.run(); });
  }
  ~TheServer() override {
    context.stop();
    thread.join();
  }

  /// What comes back until the server closes, or `enough` of it has come.
  std::string sent(const std::string& bytes, const std::string& enough = {}) {
    asio::io_context here;
    asio::ip::tcp::socket socket(here);
    socket.connect({asio::ip::address_v4::loopback(), server->port()});
    boost::system::error_code error;
    asio::write(socket, asio::buffer(bytes), error);
    std::string all;
    for (;;) {
      std::array<char, 4096> buffer{};
      const std::size_t got = socket.read_some(asio::buffer(buffer), error);
      all.append(buffer.data(), got);
      if (error || (!enough.empty() && all.contains(enough))) return all;
    }
  }
  std::string head(const std::string& line, const std::string& more = {}) {
    return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\nConnection: close\r\n" + more;
  }
  std::string port() { return std::to_string(server->port()); }
  std::string cookie() {
    const std::string set = server->guard().set_cookie();
    return "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
  }
  std::string asking(const std::string& body) {
    return head("POST /api/ask", cookie() + "Origin: http://127.0.0.1:" + port() +
                                     "\r\nContent-Type: application/json\r\nContent-Length: " +
                                     std::to_string(body.size()) + "\r\n\r\n") +
           body;
  }

  asio::io_context context{1};
  Nothing backend;
  Server::Limits limits{.connections = 4, .streams = 2, .request = 300ms, .idle = 2000ms};
  std::shared_ptr<Server> server = Server::listen(context.get_executor(), backend, 0, limits);
  std::thread thread;
};

TEST_F(TheServer, IsOnLoopbackOnly) { EXPECT_TRUE(server->guard().address().starts_with("http://127.0.0.1:")); }

TEST_F(TheServer, LetsInWhoHasTheAddress) {
  const std::string target = server->guard().address().substr(("http://127.0.0.1:" + port()).size());
  const std::string answer = sent(head("GET " + target, "\r\n"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 303"));
  EXPECT_THAT(answer, HasSubstr("\r\nLocation: /\r\n"));
  EXPECT_THAT(answer, HasSubstr("HttpOnly; SameSite=Strict; Path=/"));
  const std::string led = sent(head("GET " + target, "Sec-Fetch-Site: cross-site\r\n\r\n"));
  EXPECT_THAT(led, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(led, HasSubstr("http-equiv=\"refresh\""));
  EXPECT_THAT(sent(head("GET /enter?token=wrong", "\r\n")), StartsWith("HTTP/1.1 403"));
}

TEST_F(TheServer, SaysWhatToOpenToWhoHasNot) {
  const std::string page = sent(head("GET /", "\r\n"));
  EXPECT_THAT(page, StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(page, HasSubstr("wardlink console"));
  const std::string api = sent(head("GET /api/updates", "\r\n"));
  EXPECT_THAT(api, HasSubstr("\"NOT_ALLOWED\""));
  EXPECT_EQ(backend.asked, 0);
}

TEST_F(TheServer, ServesKnownPathsOnlyWithEveryHeader) {
  const std::string page = sent(head("GET /", cookie() + "\r\n"));
  EXPECT_THAT(page, StartsWith("HTTP/1.1 200"));
  for (const char* header :
       {"Content-Security-Policy: default-src 'none'; script-src 'self'", "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer", "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin", "Cache-Control: no-store", "Content-Type: text/html"}) {
    EXPECT_THAT(page, HasSubstr(header));
  }
  for (const char* path : {"/nothing", "/../etc/passwd", "/%2e%2e/x", "//", "/index.html/", "/assets/"}) {
    const std::string answer = sent(head(std::string("GET ") + path, cookie() + "\r\n"));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 404")) << path;
    EXPECT_THAT(answer, HasSubstr("Content-Security-Policy")) << path;
  }
}

TEST_F(TheServer, TurnsAwayAnotherName) {
  EXPECT_THAT(sent("GET / HTTP/1.1\r\nHost: evil.example:" + port() + "\r\nConnection: close\r\n" + cookie() + "\r\n"),
              StartsWith("HTTP/1.1 421"));
  EXPECT_THAT(sent("GET / HTTP/1.0\r\n" + cookie() + "\r\n"), StartsWith("HTTP/1.1 421"));
}

TEST_F(TheServer, TakesAnAsk) {
  const std::string answer = sent(asking("{}"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr("{\"heard\":2}"));
  EXPECT_THAT(sent(asking("bad")), StartsWith("HTTP/1.1 400"));
}

TEST_F(TheServer, KeepsAConnectionForTheNextRequest) {
  std::string twice = asking("{}");
  twice.replace(twice.find("Connection: close\r\n"), 19, "");
  const std::string answer = sent(twice + asking("{ }"));
  EXPECT_THAT(answer, HasSubstr("{\"heard\":2}"));
  EXPECT_THAT(answer, HasSubstr("{\"heard\":3}"));
}

TEST_F(TheServer, TakesNoBodyOverItsLimit) {
  EXPECT_THAT(sent(asking(std::string(limits.body_bytes + 1, ' '))), StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(backend.asked, 0);
}

TEST_F(TheServer, TakesNoHeaderOverItsLimit) {
  EXPECT_THAT(sent(head("GET /", "X: " + std::string(limits.header_bytes, 'x') + "\r\n\r\n")),
              StartsWith("HTTP/1.1 431"));
}

TEST_F(TheServer, TakesNothingThatCanBeReadInTwoWays) {
  const std::string origin = "Origin: http://127.0.0.1:" + port() + "\r\nContent-Type: application/json\r\n";
  for (const std::string& more : {std::string("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
                                  std::string("Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
                                  std::string("Content-Length: 2\r\nHost: evil.example\r\n\r\n{}"),
                                  std::string("Content-Length: 2\r\nOrigin: http://evil.example\r\n\r\n{}"),
                                  std::string("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}")}) {
    EXPECT_THAT(sent(head("POST /api/ask", cookie() + origin + more)), StartsWith("HTTP/1.1 400")) << more;
  }
  EXPECT_EQ(backend.asked, 0);
  // A body that nobody reads must not be taken for the next request.
  const std::string inner = "GET /inner HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\n\r\n";
  const std::string smuggled = "GET /nothing HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\n" + cookie() +
                               "Content-Length: " + std::to_string(inner.size()) + "\r\n\r\n" + inner;
  const std::string answer = sent(smuggled);
  EXPECT_EQ(answer.find("HTTP/1.1", 8), std::string::npos) << answer;
}

TEST_F(TheServer, HangsUpOnWhoIsSlow) {
  EXPECT_EQ(sent("GET / HTTP/1.1\r\nHost: 127"), "");
  EXPECT_EQ(sent(asking("{}").substr(0, asking("{}").size() - 1)), "");
}

TEST_F(TheServer, HasRoomForSoManyConnections) {
  asio::io_context here;
  std::vector<asio::ip::tcp::socket> idle;
  for (std::size_t i = 0; i < limits.connections; ++i) {
    idle.emplace_back(here).connect({asio::ip::address_v4::loopback(), server->port()});
  }
  EXPECT_EQ(sent(head("GET /", cookie() + "\r\n")), "");
  idle.clear();
  std::string answer;
  for (int i = 0; i < 100 && answer.empty(); ++i) {
    std::this_thread::sleep_for(20ms);
    answer = sent(head("GET /", cookie() + "\r\n"));
  }
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
}

TEST_F(TheServer, HasRoomForSoManyStreams) {
  const std::string stream = head("GET /api/updates", cookie() + "Last-Event-ID: a.0-7\r\n\r\n");
  EXPECT_THAT(sent(stream, ":\n\n"), HasSubstr("text/event-stream"));
  EXPECT_EQ(backend.last, "a.0-7");
  asio::io_context here;
  std::vector<asio::ip::tcp::socket> open;
  for (std::size_t i = 0; i < limits.streams; ++i) {
    auto& socket = open.emplace_back(here);
    socket.connect({asio::ip::address_v4::loopback(), server->port()});
    asio::write(socket, asio::buffer(stream));
    std::array<char, 16> buffer{};
    socket.read_some(asio::buffer(buffer));
  }
  EXPECT_THAT(sent(stream, "\r\n\r\n"), StartsWith("HTTP/1.1 503"));
}

TEST_F(TheServer, CountsWhatTheBrowserKeptOut) {
  const std::string answer =
      sent(head("POST /api/csp-report", cookie() + "Origin: null\r\nContent-Length: 2\r\n\r\n{}"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 204"));
  EXPECT_EQ(backend.reports, 1);
}

}  // namespace
}  // namespace wardlink::console
