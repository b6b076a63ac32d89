#include "hub/net/connection_limits.hpp"

namespace wardlink::net {

std::optional<ConnectionLimits::Place> ConnectionLimits::admit(const boost::asio::ip::address& address) {
  {
    const std::lock_guard lock(mutex_);
    if (connections_ >= maxima_.connections || handshakes_pending_ >= maxima_.handshakes_pending) return std::nullopt;
    auto& here = per_address_[address];
    if (here >= maxima_.per_address) return std::nullopt;
    ++here;
    ++connections_;
    ++handshakes_pending_;
  }
  return Place(shared_from_this(), address);
}

std::size_t ConnectionLimits::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

ConnectionLimits::Place::Place(std::shared_ptr<ConnectionLimits> limits, const boost::asio::ip::address& address)
    : limits_(std::move(limits)), address_(address) {}

ConnectionLimits::Place::~Place() {
  if (!limits_) return;
  handshake_done();
  const std::lock_guard lock(limits_->mutex_);
  --limits_->connections_;
  const auto here = limits_->per_address_.find(address_);
  if (--here->second == 0) limits_->per_address_.erase(here);
}

void ConnectionLimits::Place::handshake_done() {
  if (!pending_) return;
  pending_ = false;
  const std::lock_guard lock(limits_->mutex_);
  --limits_->handshakes_pending_;
}

}  // namespace wardlink::net
