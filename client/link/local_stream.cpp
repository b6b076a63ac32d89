#include "client/link/local_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "client/link/state_directory.hpp"

namespace wardlink::link {
namespace {

namespace asio = boost::asio;
using Local = asio::local::stream_protocol;
using Kind = Error::Kind;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

asio::awaitable<Result<void>> LocalStream::read(google::protobuf::MessageLite& message) {
  for (;;) {
    const auto frame = reader_.next(received_);
    if (!frame) co_return fail(Kind::protocol, std::string(proto::describe(frame.error())));
    if (*frame) {
      if (message.ParseFromArray((*frame)->data(), static_cast<int>((*frame)->size()))) co_return Result<void>{};
      co_return fail(Kind::protocol, "a frame that does not parse");
    }
    const auto [error, bytes] = co_await socket_.async_read_some(asio::buffer(buffer_), as_result);
    if (error) co_return fail(Kind::lost, error.message());
    received_ = {buffer_.data(), bytes};
  }
}

asio::awaitable<Result<void>> LocalStream::write(const google::protobuf::MessageLite& message) {
  std::string frame;
  proto::append_frame(frame, message);
  const auto [error, bytes] = co_await asio::async_write(socket_, asio::buffer(frame), as_result);
  if (error) co_return fail(Kind::lost, error.message());
  co_return Result<void>{};
}

asio::awaitable<void> LocalStream::stirred() { co_await socket_.async_wait(Local::socket::wait_read, as_result); }

void LocalStream::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

asio::awaitable<std::unique_ptr<LocalLink>> LocalLink::open(const std::filesystem::path& state) {
  // A service that is there answers at once.
  constexpr std::chrono::seconds greeting_max{2};
  const SocketName name(state);
  if (name.name().empty()) co_return nullptr;
  Local::socket socket(co_await asio::this_coro::executor);
  const auto [refused] = co_await socket.async_connect(Local::endpoint(name.name()), as_result);
  if (refused || !same_owner(socket)) co_return nullptr;
  std::unique_ptr<LocalLink> link(new LocalLink(std::move(socket)));
  auto greeting = co_await link->next(std::chrono::steady_clock::now() + greeting_max);
  if (!greeting || !greeting->has_status()) co_return nullptr;
  link->status_ = std::move(*greeting->mutable_status());
  co_return link;
}

asio::awaitable<Result<v1::LocalAnswer>> LocalLink::ask(v1::LocalRequest request, SteadyTime until) {
  if (auto sent = co_await stream_.write(request); !sent) co_return std::unexpected(sent.error());
  co_return co_await next(until);
}

asio::awaitable<Result<v1::LocalAnswer>> LocalLink::next(SteadyTime until) {
  struct Wait {
    bool over = false;
    bool passed = false;
  };
  const auto wait = std::make_shared<Wait>();  // the handler may be on its way when we are done
  asio::steady_timer deadline(co_await asio::this_coro::executor, until);
  deadline.async_wait([this, wait](const boost::system::error_code& cancelled) {
    if (cancelled || wait->over) return;
    wait->passed = true;
    stream_.close();
  });
  v1::LocalAnswer answer;
  auto read = co_await stream_.read(answer);
  wait->over = true;
  deadline.cancel();
  if (wait->passed) co_return fail(Kind::timed_out);
  if (!read) co_return std::unexpected(read.error());
  co_return answer;
}

}  // namespace wardlink::link
