#include "client/console/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <utility>

#include "client/console/pages.hpp"
#include "client/console/rejections.hpp"
#include "client/link/json.hpp"

namespace wardlink::console {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::beast::string_view;

constexpr auto waiting = asio::as_tuple(asio::use_awaitable);

constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; report-uri /api/csp-report";

/// No style and no script: the policy would not take them from a page that stands in the code.
constexpr std::string_view stranger_page = R"(<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="color-scheme" content="dark light"><title>Wardlink</title></head>
<body><main>
<h1>Chưa được vào bàn trực</h1>
<p>Hãy mở đúng địa chỉ mà lệnh <code>wardlink console</code> in ra trên máy này (lần chạy mới nhất).</p>
<h2 lang="en">Not let in</h2>
<p lang="en">Open the address that <code>wardlink console</code> printed on this computer (its latest start).</p>
</main></body></html>
)";

constexpr std::string_view entered_page = R"(<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>Wardlink</title></head>
<body><a href="/">Wardlink</a></body></html>
)";

void dress(http::fields& fields) {
  fields.set("Content-Security-Policy", policy);
  fields.set("X-Content-Type-Options", "nosniff");
  fields.set("Referrer-Policy", "no-referrer");
  fields.set("Cross-Origin-Opener-Policy", "same-origin");
  fields.set("Cross-Origin-Resource-Policy", "same-origin");
  fields.set(http::field::cache_control, "no-store");
}

std::string_view plain(string_view text) { return {text.data(), text.size()}; }

RequestHead head_of(const http::request<http::string_body>& request) {
  RequestHead head;
  head.method = plain(request.method_string());
  head.target = plain(request.target());
  const auto one = [&](string_view name) -> std::optional<std::string_view> {
    const auto count = request.count(name);
    if (count > 1) head.ambiguous = true;
    return count == 1 ? std::optional(plain(request[name])) : std::nullopt;
  };
  head.host = one("Host");
  head.origin = one("Origin");
  head.fetch_site = one("Sec-Fetch-Site");
  head.content_type = one("Content-Type").value_or("");
  head.cookie = one("Cookie").value_or("");
  (void)one("Content-Length");
  if (request.count(http::field::transfer_encoding) != 0) head.ambiguous = true;
  if (!head.target.starts_with('/')) head.ambiguous = true;
  return head;
}

http::status status_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::malformed:
      return http::status::bad_request;
    case Verdict::misdirected:
      return http::status::misdirected_request;
    case Verdict::foreign:
    case Verdict::stranger:
      return http::status::forbidden;
    case Verdict::wrong_method:
      return http::status::method_not_allowed;
    case Verdict::wrong_content:
      return http::status::unsupported_media_type;
    default:
      return http::status::not_found;
  }
}

http::status status_of(const boost::system::error_code& error) {
  if (error == http::error::body_limit) return http::status::payload_too_large;
  if (error == http::error::header_limit) return http::status::request_header_fields_too_large;
  return http::status::bad_request;
}

http::response<http::string_body> text(http::status status, std::string_view sentence) {
  http::response<http::string_body> response(status, 11);
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  response.body() = sentence;
  return response;
}

}  // namespace

Session::Session(std::shared_ptr<Server> server, asio::ip::tcp::socket socket)
    : server_(std::move(server)), stream_(std::move(socket)) {
  boost::system::error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
}

asio::awaitable<void> Session::run() {
  bool more = true;
  while (more) more = co_await serve_one();
  boost::system::error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  stream_.close();
}

asio::awaitable<bool> Session::serve_one() {
  Parser parser;
  parser.header_limit(server_->limits_.header_bytes);
  parser.body_limit(server_->limits_.body_bytes);
  const bool there = co_await read_head(parser);
  if (!there) co_return false;
  const bool more = co_await answer(parser);
  co_return more;
}

asio::awaitable<bool> Session::read_head(Parser& parser) {
  if (buffer_.size() == 0) {
    // Only once it has begun does a request have to make haste.
    stream_.expires_after(server_->limits_.idle);
    const auto [error, bytes] = co_await stream_.async_read_some(buffer_.prepare(4096), waiting);
    if (error) co_return false;
    buffer_.commit(bytes);
  }
  stream_.expires_after(server_->limits_.request);
  const auto [error, bytes] = co_await http::async_read_header(stream_, buffer_, parser, waiting);
  if (!error) co_return true;
  const bool faulty = error.category() == http::make_error_code(http::error::bad_method).category();
  if (faulty && error != http::error::end_of_stream && error != http::error::partial_message) {
    keep_alive_ = false;
    (void)co_await send(text(status_of(error), "Malformed request."));
  }
  co_return false;
}

asio::awaitable<bool> Session::answer(Parser& parser) {
  keep_alive_ = parser.get().keep_alive();
  const RequestHead head = head_of(parser.get());
  const Verdict verdict = server_->guard_.judge(head);
  const std::string target(head.target);
  switch (verdict) {
    case Verdict::ask:
    case Verdict::csp_report:
      co_return co_await ask(parser);
    case Verdict::updates: {
      if (server_->streams_ >= server_->limits_.streams) {
        co_return co_await send(text(http::status::service_unavailable, "Too many streams."));
      }
      ++server_->streams_;
      co_await stream(std::string(plain(parser.get()["Last-Event-ID"])));
      --server_->streams_;
      co_return false;
    }
    case Verdict::enter: {
      // Where another site leads on, the browser would keep a Strict cookie back: a page of ours leads on instead.
      const bool led_here = head.fetch_site == "cross-site";
      Response response(led_here ? http::status::ok : http::status::see_other, 11);
      if (led_here) {
        response.set(http::field::content_type, "text/html; charset=utf-8");
        response.body() = entered_page;
      } else {
        response.set(http::field::location, "/");
      }
      response.set(http::field::set_cookie, server_->guard_.set_cookie());
      co_return co_await send(std::move(response));
    }
    case Verdict::page:
      // A body nobody wants is not read: what follows it could be taken for a request.
      keep_alive_ = keep_alive_ && parser.is_done();
      co_return co_await send_page(target);
    default:
      keep_alive_ = keep_alive_ && parser.is_done();
      co_return co_await refuse(verdict, target.starts_with("/api/"));
  }
}

asio::awaitable<bool> Session::ask(Parser& parser) {
  const auto [error, bytes] = co_await http::async_read(stream_, buffer_, parser, waiting);
  if (error) {
    keep_alive_ = false;
    if (error == http::error::body_limit) (void)co_await send(text(status_of(error), "Too large."));
    co_return false;
  }
  // The body has gone through here; a passphrase may be in it.
  if (path_of(plain(parser.get().target())) == "/api/csp-report") {
    server_->backend_.csp_reported();
    co_return co_await send(Response(http::status::no_content, 11));
  }
  stream_.expires_never();
  JsonAnswer answered = co_await server_->backend_.ask(std::move(parser.get().body()));
  Response response(answered.parsed ? http::status::ok : http::status::bad_request, 11);
  response.set(http::field::content_type, "application/json");
  response.body() = std::move(answered.json);
  co_return co_await send(std::move(response));
}

asio::awaitable<void> Session::stream(std::string last_event_id) {
  http::response<http::empty_body> head(http::status::ok, 11);
  dress(head);
  head.set(http::field::content_type, "text/event-stream; charset=utf-8");
  head.set(http::field::connection, "close");
  http::serializer<false, http::empty_body> serializer(head);
  stream_.expires_after(server_->limits_.request);
  const auto [failed, sent] = co_await http::async_write_header(stream_, serializer, waiting);
  if (failed) co_return;
  const auto updates = server_->backend_.updates(std::move(last_event_id));
  for (;;) {
    const auto bytes = co_await updates->next();
    stream_.expires_after(server_->limits_.request);
    const auto [error, written] = co_await asio::async_write(stream_, asio::buffer(*bytes), waiting);
    if (error) co_return;
    stream_.expires_never();
  }
}

asio::awaitable<bool> Session::send(Response response) {
  dress(response);
  response.keep_alive(keep_alive_);
  if (response.result() != http::status::no_content) response.prepare_payload();
  stream_.expires_after(server_->limits_.request);
  const auto [error, bytes] = co_await http::async_write(stream_, response, waiting);
  co_return !error && keep_alive_;
}

asio::awaitable<bool> Session::send_page(std::string_view target) {
  const Page* const page = find_page(path_of(target));
  if (page == nullptr) co_return co_await refuse(Verdict::unknown, false);
  http::response<http::span_body<const char>> response(http::status::ok, 11);
  dress(response);
  response.set(http::field::content_type, string_view(page->type.data(), page->type.size()));
  if (page->immutable) response.set(http::field::cache_control, "public, max-age=31536000, immutable");
  response.keep_alive(keep_alive_);
  response.content_length(page->bytes.size());
  // The page stands in the program: nothing is copied.
  response.body() = {page->bytes.data(), page->bytes.size()};
  stream_.expires_after(server_->limits_.request);
  const auto [error, bytes] = co_await http::async_write(stream_, response, waiting);
  co_return !error && keep_alive_;
}

asio::awaitable<bool> Session::refuse(Verdict verdict, bool api) {
  Response response(status_of(verdict), 11);
  if (api) {
    v1::ConsoleAnswer answer;
    *answer.mutable_rejected() = verdict == Verdict::stranger ? rejection(v1::Rejection::NOT_ALLOWED, not_let_in)
                                                              : rejection(v1::Rejection::INVALID, not_served);
    response.set(http::field::content_type, "application/json");
    response.body() = link::to_json(answer);
  } else if (verdict == Verdict::stranger) {
    response.set(http::field::content_type, "text/html; charset=utf-8");
    response.body() = stranger_page;
  } else {
    const auto reason = http::obsolete_reason(response.result());
    response = text(response.result(), std::string(reason.data(), reason.size()));
  }
  co_return co_await send(std::move(response));
}

}  // namespace wardlink::console
