#include "hub/net/session.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <span>
#include <tuple>

#include "hub/base/panic.hpp"

namespace wardlink::net {
namespace {

constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);
constexpr std::size_t idle_buffer_bytes_max = 1024;
const TlsStream::Obstacle nothing_to_read{.wait = TlsStream::Wait::read, .error = {}};

/// One buffer a thread, not a session: nothing stays in it while a session waits.
std::span<char> read_buffer() {
  static thread_local std::array<char, 16 * 1024> buffer;
  return buffer;
}

}  // namespace

Session::Session(TlsStream stream, PeerIdentity peer, boost::asio::ip::tcp::endpoint remote,
                 ConnectionLimits::Place place, const SessionOptions& options)
    : executor_(stream.socket().get_executor()),
      stream_(std::move(stream)),
      peer_(std::move(peer)),
      remote_(std::move(remote)),
      place_(std::move(place)),
      options_(options),
      course_(options),
      resumed_(executor_, Clock::time_point::max()),
      wake_(executor_, Clock::time_point::max()),
      watch_(executor_) {}

void Session::start(std::shared_ptr<SessionHandler> handler) {
  base::check(!handler_, "a session is started once");
  handler_ = std::move(handler);
  course_.start(Clock::now());
  parts_running_ = 3;
  boost::asio::post(executor_, [self = shared_from_this()] {
    self->spawn(self->read());
    self->spawn(self->write());
    self->spawn(self->watch());
  });
}

/// The parts use `this`: what is called at their end keeps it alive for as long as they run.
void Session::spawn(boost::asio::awaitable<void> part) {
  boost::asio::co_spawn(executor_, std::move(part), [self = shared_from_this()](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
    self->part_ended();
  });
}

void Session::part_ended() {
  if (--parts_running_ > 0) return;
  place_.reset();
  const auto handler = std::move(handler_);
  handler->on_closed(course_.reason());
}

void Session::wake() {
  if (woken_.exchange(true)) return;
  boost::asio::dispatch(executor_, [self = shared_from_this()] { self->wake_.cancel(); });
}

void Session::pause_reading() { course_.pause(); }

void Session::resume_reading() {
  if (course_.resume(Clock::now())) resumed_.cancel();
}

void Session::close_after_flush(CloseReason reason) {
  if (course_.idle()) return close(reason);
  if (course_.open() && course_.mid_batch() && ends_trust(reason)) return close(reason);
  if (!course_.begin_to_end(reason, Clock::now())) return;
  resume_reading();
  wake();
  watch_.cancel();
}

void Session::close(CloseReason reason) {
  if (!course_.close(reason)) return;
  stream_.close();
  resumed_.cancel();
  wake_.cancel();
  watch_.cancel();
}

/// The session's own end: the handler may queue a last word.
void Session::end(CloseReason reason) {
  handler_->on_ending(reason);
  close_after_flush(reason);
}

/// Waits for what stands in the way; false: it stays there, and the session is closed.
boost::asio::awaitable<bool> Session::overcome(TlsStream::Obstacle obstacle) {
  if (!obstacle.error) {
    const auto direction = obstacle.wait == TlsStream::Wait::read ? boost::asio::socket_base::wait_read
                                                                  : boost::asio::socket_base::wait_write;
    std::tie(obstacle.error) = co_await stream_.socket().async_wait(direction, as_result);
  }
  if (obstacle.error) close(close_reason(obstacle.error));
  co_return !course_.closed();
}

boost::asio::awaitable<void> Session::read() {
  while (!course_.closed()) {
    if (!stream_.has_pending()) {
      const bool readable = co_await overcome(nothing_to_read);
      if (!readable) break;
    }
    const auto buffer = read_buffer();
    const auto count = stream_.read(buffer);
    if (!count) {
      const bool overcame = co_await overcome(count.error());
      if (!overcame) break;
      continue;
    }
    course_.heard(Clock::now());
    std::string_view bytes(buffer.data(), *count);
    deliver(bytes);
    if (!course_.paused()) continue;
    std::string rest(bytes);
    bytes = rest;
    while (course_.paused() && !course_.closed()) {
      co_await resumed_.async_wait(as_result);
      deliver(bytes);
    }
  }
}

/// Takes frames off `bytes` until they are used up, the handler pauses, or the session ends.
void Session::deliver(std::string_view& bytes) {
  for (;;) {
    if (course_.open() && expired()) return end(CloseReason::certificate_expired);
    const auto frame = course_.next_frame(bytes);
    if (!frame) return end(frame.error());
    if (!*frame) return;
    handler_->on_frame(**frame);
  }
}

boost::asio::awaitable<void> Session::write() {
  while (!course_.closed()) {
    if (!woken_.exchange(false)) {
      if (course_.ending()) break;
      if (out_.capacity() > idle_buffer_bytes_max) out_ = {};
      co_await wake_.async_wait(as_result);
      continue;
    }
    for (;;) {
      out_.clear();
      if (course_.open() && expired()) end(CloseReason::certificate_expired);
      handler_->fill(out_, options_.write_batch_bytes);
      if (out_.empty() || course_.closed()) break;
      const bool sent = co_await send();
      if (!sent) co_return;
      // Other sessions get their turn between two batches.
      co_await boost::asio::post(executor_, boost::asio::use_awaitable);
      if (course_.closed()) co_return;
    }
  }
  if (course_.ending()) stream_.end_writing();
}

/// Writes all of out_; false: closed meanwhile.
boost::asio::awaitable<bool> Session::send() {
  course_.writing(Clock::now());
  std::string_view rest = out_;
  while (!rest.empty()) {
    const auto count = stream_.write(rest);
    if (count) {
      rest.remove_prefix(*count);
      course_.wrote(Clock::now());
    } else {
      const bool overcame = co_await overcome(count.error());
      if (!overcame) co_return false;
    }
  }
  course_.written();
  co_return true;
}

boost::asio::awaitable<void> Session::watch() {
  while (!course_.closed()) {
    const auto now = Clock::now();
    if (const auto verdict = course_.judge(now, !expired())) {
      if (verdict->at_once) {
        close(verdict->reason);
      } else {
        end(verdict->reason);
      }
    }
    if (course_.closed()) break;
    auto next = course_.next_judgement(now);
    if (course_.open()) next = std::min(next, now + until_expired());
    watch_.expires_at(next);
    co_await watch_.async_wait(as_result);
  }
}

/// At most a day: the wall clock may be set meanwhile, a sum of moments must not overflow.
Session::Clock::duration Session::until_expired() const {
  using Day = std::chrono::days;
  const auto left = peer_.not_after - std::chrono::system_clock::now();
  return std::clamp<Clock::duration>(left, Clock::duration::zero(), Day{1});
}

}  // namespace wardlink::net
