// One admitted session, as the core knows it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "hub/app/outlet.hpp"
#include "hub/app/subscription.hpp"
#include "hub/base/clock.hpp"
#include "hub/gate/gate.hpp"
#include "wardlink/v1/identity.pb.h"

namespace wardlink::app {

class Cluster;

struct PeerInfo {
  v1::Identity identity;  // from the certificate
  std::chrono::sys_seconds certificate_not_after{};
  std::string address{};
};

/// Shared by the core and the session; `outlet` goes when the session closes.
struct Member {
  PeerInfo peer;
  Cluster& cluster;
  Outlet* outlet;
  gate::Rate rate;
  base::Time since;
  std::optional<base::Duration> clock_offset;  // hub minus station; set by the session as it measures
  std::optional<Subscription> subscription;
  std::uint64_t acknowledged_seq = 0;

  [[nodiscard]] const v1::Identity& identity() const { return peer.identity; }
  [[nodiscard]] const std::string& ward() const { return peer.identity.ward(); }
  [[nodiscard]] bool of_ward() const { return peer.identity.role() != v1::ADMIN; }
  void reply(const v1::HubFrame& frame) const {
    if (outlet != nullptr) outlet->reply(frame);
  }
};

}  // namespace wardlink::app
