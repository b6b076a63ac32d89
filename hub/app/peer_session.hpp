// A conversation over a real connection: the thin part between it and net::Session.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "hub/app/connection.hpp"
#include "hub/app/conversation.hpp"
#include "hub/net/session.hpp"

namespace wardlink::app {

/// Lives as long as its connection. On the core's thread.
class PeerSession final : public net::SessionHandler,
                          public Connection,
                          public std::enable_shared_from_this<PeerSession> {
 public:
  /// `on_end`: once, after the connection is closed.
  PeerSession(Core& core, std::shared_ptr<net::Session> session, ops::Metrics& metrics,
              std::function<void(PeerSession&)> on_end);

  /// Once: takes up the connection. The peer has hello_max to say hello.
  void start();
  /// Says why and closes, once what is queued is written.
  void goodbye(v1::Goodbye::Code code, std::string_view message, net::CloseReason reason) {
    conversation_.goodbye(code, message, reason);
  }

  // net::SessionHandler
  void on_frame(std::string_view frame) override { conversation_.on_frame(frame); }
  void fill(std::string& out, std::size_t bytes_max) override { conversation_.fill(out, bytes_max); }
  void on_ending(net::CloseReason reason) override { conversation_.on_ending(reason); }
  void on_closed(net::CloseReason reason) override;

  // Connection
  void wake() override { session_->wake(); }
  void wake_later() override;
  void pause_reading() override { session_->pause_reading(); }
  void resume_reading() override { session_->resume_reading(); }
  void close_after_flush(net::CloseReason reason) override { session_->close_after_flush(reason); }
  [[nodiscard]] const net::PeerIdentity& peer() const override { return session_->peer(); }
  [[nodiscard]] std::string address() const override;

 private:
  const std::shared_ptr<net::Session> session_;  // it lets go of this handler when it closes
  const std::function<void(PeerSession&)> on_end_;
  boost::asio::steady_timer hello_deadline_;
  Conversation conversation_;
};

}  // namespace wardlink::app
