// One authenticated connection: cuts what it reads into frames, writes what its handler has to say, and ends itself
// when the peer falls silent, does not take what it is sent, or its certificate expires.
#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hub/net/connection_limits.hpp"
#include "hub/net/peer_identity.hpp"
#include "hub/net/reasons.hpp"
#include "hub/net/session_course.hpp"
#include "hub/net/tls_stream.hpp"

namespace wardlink::net {

/// What a session carries. All calls come on the session's executor, one at a time, never from within a call that the
/// handler makes to the session; none after on_closed().
class SessionHandler {
 public:
  virtual ~SessionHandler() = default;
  /// One frame's payload, valid during the call.
  virtual void on_frame(std::string_view frame) = 0;
  /// Appends encoded frames to `out` until nothing is left to say or `out` holds `bytes_max` (the last frame may go
  /// over). Called after wake(), and again after each write until it adds nothing; never while a write is under way:
  /// the queue is the handler's, and so is its bound.
  virtual void fill(std::string& out, std::size_t bytes_max) = 0;
  /// The session itself is about to end while the peer can still be told: a last frame may be queued. Only for
  /// bad_frame, frame_too_long, silent and certificate_expired.
  virtual void on_ending(CloseReason) {}
  /// Once, at the very end.
  virtual void on_closed(CloseReason reason) = 0;
};

/// Lives until it is closed; keeps its handler alive until then. Everything but wake() is called on its executor.
class Session : public std::enable_shared_from_this<Session> {
 public:
  /// `stream`: after the handshake.
  Session(TlsStream stream, PeerIdentity peer, boost::asio::ip::tcp::endpoint remote, ConnectionLimits::Place place,
          const SessionOptions& options);

  /// Once. Frames and calls to fill() begin after this call has returned.
  void start(std::shared_ptr<SessionHandler> handler);

  /// There may be something to write: fill() will be called. Cheap, any number of times, from any thread.
  void wake();

  /// Back-pressure: frames already read but not yet handed over wait, the peer's TCP window closes. Silence is not
  /// counted meanwhile. Also before start().
  void pause_reading();
  void resume_reading();

  /// Delivers no more frames, writes what fill() still has, ends the TLS session, closes; all within linger_max.
  void close_after_flush(CloseReason reason);
  /// At once. The first reason given is the one reported.
  void close(CloseReason reason);

  [[nodiscard]] const PeerIdentity& peer() const { return peer_; }
  [[nodiscard]] const boost::asio::ip::tcp::endpoint& remote() const { return remote_; }
  [[nodiscard]] const boost::asio::any_io_executor& executor() const { return executor_; }

 private:
  using Clock = std::chrono::steady_clock;

  boost::asio::awaitable<void> read();
  boost::asio::awaitable<void> write();
  boost::asio::awaitable<void> watch();
  boost::asio::awaitable<bool> overcome(TlsStream::Obstacle obstacle);
  boost::asio::awaitable<bool> send();
  void deliver(std::string_view& bytes);
  void spawn(boost::asio::awaitable<void> part);
  void part_ended();
  void end(CloseReason reason);

  boost::asio::any_io_executor executor_;
  TlsStream stream_;
  const PeerIdentity peer_;
  const boost::asio::ip::tcp::endpoint remote_;
  std::optional<ConnectionLimits::Place> place_;
  const SessionOptions options_;
  std::shared_ptr<SessionHandler> handler_;

  SessionCourse course_;
  int parts_running_ = 0;  // of read, write and watch

  boost::asio::steady_timer resumed_;  // cancelled by resume_reading()

  std::string out_;
  std::atomic<bool> woken_ = false;
  boost::asio::steady_timer wake_;  // cancelled by wake()

  boost::asio::steady_timer watch_;
};

}  // namespace wardlink::net
