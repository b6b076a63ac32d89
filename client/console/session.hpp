// One browser's connection: requests one after another, or a stream of updates until it ends.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <string>

#include "client/console/server.hpp"

namespace wardlink::console {

/// On the server's executor; whoever runs it keeps it.
class Session {
 public:
  Session(std::shared_ptr<Server> server, boost::asio::ip::tcp::socket socket);

  boost::asio::awaitable<void> run();

 private:
  using Body = boost::beast::http::string_body;
  using Parser = boost::beast::http::request_parser<Body>;
  using Response = boost::beast::http::response<Body>;

  /// False: the connection is over.
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<bool> read_head(Parser& parser);
  boost::asio::awaitable<bool> answer(Parser& parser);
  boost::asio::awaitable<bool> ask(Parser& parser);
  boost::asio::awaitable<void> stream(std::string last_event_id);
  boost::asio::awaitable<bool> send(Response response);
  boost::asio::awaitable<bool> send_page(std::string_view target);
  boost::asio::awaitable<bool> refuse(Verdict verdict, bool api);

  std::shared_ptr<Server> server_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  bool keep_alive_ = true;
};

}  // namespace wardlink::console
