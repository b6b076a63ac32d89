// What a conversation needs of its connection. No socket in sight: the simulation brings its own.
#pragma once

#include <string>

#include "hub/net/peer_identity.hpp"
#include "hub/net/reasons.hpp"

namespace wardlink::app {

/// All but wake_later() mean what net::Session's of the same name do.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void wake() = 0;
  /// When the others have had their turn.
  virtual void wake_later() = 0;
  virtual void pause_reading() = 0;
  virtual void resume_reading() = 0;
  virtual void close_after_flush(net::CloseReason reason) = 0;

  [[nodiscard]] virtual const net::PeerIdentity& peer() const = 0;
  /// For the log.
  [[nodiscard]] virtual std::string address() const = 0;
};

}  // namespace wardlink::app
