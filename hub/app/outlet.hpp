// What the core needs of a connection. No socket in sight: tests bring their own.
#pragma once

#include "wardlink/v1/wire.pb.h"

namespace wardlink::app {

class Outlet {
 public:
  virtual ~Outlet() = default;
  /// To be sent in this order, before any event.
  virtual void reply(const v1::HubFrame& frame) = 0;
  /// There are events: Core::fill() has something to say.
  virtual void wake() = 0;
};

}  // namespace wardlink::app
