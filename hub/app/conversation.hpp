// What one connection says and is told: frames in, replies and events out. Sans-I/O.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "hub/app/clock_meter.hpp"
#include "hub/app/connection.hpp"
#include "hub/app/core.hpp"
#include "hub/app/outlet.hpp"
#include "hub/ops/metrics.hpp"

namespace wardlink::app {

/// On the core's thread. The connection outlives it; on_frame(), fill(), on_ending() and on_closed() are what
/// net::SessionHandler says.
class Conversation final : public Outlet {
 public:
  Conversation(Core& core, Connection& connection, ops::Metrics& metrics)
      : core_(core), connection_(connection), metrics_(metrics) {}

  void on_frame(std::string_view bytes);
  void fill(std::string& out, std::size_t bytes_max);
  void on_ending(net::CloseReason reason);
  void on_closed(net::CloseReason reason);
  /// limits::hello_max have passed since the connection was made.
  void on_hello_due();

  /// Says why and closes, once what is queued is written.
  void goodbye(v1::Goodbye::Code code, std::string_view message, net::CloseReason reason);

  // Outlet
  void reply(const v1::HubFrame& frame) override;
  void wake() override { connection_.wake(); }

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
  Connection& connection_;
  ops::Metrics& metrics_;

  std::shared_ptr<Member> member_;  // from hello on
  ClockMeter clock_meter_;
  std::deque<std::string> replies_;  // encoded; bounded by not reading on
  std::size_t reply_bytes_ = 0;
  bool question_open_ = false;  // one at a time: its answer may be large
  bool paused_ = false;
  bool ending_ = false;  // the goodbye is queued: nothing after it
};

}  // namespace wardlink::app
