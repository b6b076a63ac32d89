// What one connection says and is told: frames in, replies and events out.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "hub/app/clock_meter.hpp"
#include "hub/app/core.hpp"
#include "hub/app/outlet.hpp"
#include "hub/net/session.hpp"
#include "hub/ops/metrics.hpp"

namespace wardlink::app {

/// Lives as long as its connection. On the core's thread.
class PeerSession final : public net::SessionHandler, public Outlet, public std::enable_shared_from_this<PeerSession> {
 public:
  /// `on_end`: once, after the connection is closed.
  PeerSession(Core& core, std::shared_ptr<net::Session> session, ops::Metrics& metrics,
              std::function<void(PeerSession&)> on_end);

  /// Once: takes up the connection. The peer has hello_max to say hello.
  void start();
  /// Says why and closes, once what is queued is written.
  void goodbye(v1::Goodbye::Code code, std::string_view message, net::CloseReason reason);

  [[nodiscard]] const net::PeerIdentity& peer() const { return session_->peer(); }

  // net::SessionHandler
  void on_frame(std::string_view frame) override;
  void fill(std::string& out, std::size_t bytes_max) override;
  void on_ending(net::CloseReason reason) override;
  void on_closed(net::CloseReason reason) override;

  // Outlet
  void reply(const v1::HubFrame& frame) override;
  void wake() override { session_->wake(); }

 private:
  void greet(const v1::ClientFrame& frame);
  void serve(const v1::ClientFrame& frame);
  void answer_ping(const v1::Ping& ping);
  void ask(const std::function<void()>& question);
  void keep_or_end(const std::expected<void, v1::Goodbye>& outcome);
  void say_goodbye(v1::Goodbye::Code code, std::string_view message);
  void queue(const v1::HubFrame& frame);
  void pause_or_resume();

  Core& core_;
  const std::shared_ptr<net::Session> session_;  // it lets go of this handler when it closes
  ops::Metrics& metrics_;
  const std::function<void(PeerSession&)> on_end_;
  boost::asio::steady_timer hello_deadline_;

  std::shared_ptr<Member> member_;  // from hello on
  ClockMeter clock_meter_;
  std::deque<std::string> replies_;  // encoded; bounded by not reading on
  std::size_t reply_bytes_ = 0;
  bool question_open_ = false;  // one at a time: its answer may be large
  bool paused_ = false;
  bool ending_ = false;  // the goodbye is queued: nothing after it
};

}  // namespace wardlink::app
