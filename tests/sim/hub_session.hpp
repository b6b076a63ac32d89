// The hub's end of one connection: net::Session without its socket.
#pragma once

#include <memory>
#include <string>

#include "hub/app/connection.hpp"
#include "hub/app/conversation.hpp"
#include "hub/net/session_course.hpp"
#include "proto/framing.hpp"
#include "tests/sim/hub.hpp"
#include "tests/sim/model.hpp"

namespace wardlink::sim {

class HubSession final : public app::Connection, public std::enable_shared_from_this<HubSession> {
 public:
  HubSession(HubProcess& process, std::shared_ptr<Link> link, net::PeerIdentity peer);
  ~HubSession() override;
  HubSession(const HubSession&) = delete;
  HubSession& operator=(const HubSession&) = delete;

  void start();
  void shut_down() {
    conversation_.goodbye(v1::Goodbye::SHUTTING_DOWN, "the hub is shutting down", net::CloseReason::shutting_down);
  }
  /// The process is gone.
  void vanish();

  // app::Connection
  void wake() override;
  void wake_later() override { wake(); }
  void pause_reading() override { course_.pause(); }
  void resume_reading() override;
  void close_after_flush(net::CloseReason reason) override;
  [[nodiscard]] const net::PeerIdentity& peer() const override { return peer_; }
  [[nodiscard]] std::string address() const override { return "192.0.2.1:1"; }

 private:
  void later(Duration delay, void (HubSession::*what)());
  void read();
  void write();
  void written();
  void judge();
  void due_hello() { conversation_.on_hello_due(); }
  void end(net::CloseReason reason);
  void close(net::CloseReason reason);
  void tell_checker(std::string_view bytes);

  HubProcess& process_;
  const std::shared_ptr<Link> link_;
  const net::PeerIdentity peer_;
  net::SessionOptions options_;
  net::SessionCourse course_;
  app::Conversation conversation_;
  bool woken_ = false;
  bool writing_ = false;
  std::string received_;  // read and not yet handed over
  proto::FrameReader sent_;
  Told told_;
};

}  // namespace wardlink::sim
