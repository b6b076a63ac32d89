// How many connections there may be, in all, from one address, and in their handshake.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "hub/base/limits.hpp"

namespace wardlink::net {

/// Any thread.
class ConnectionLimits : public std::enable_shared_from_this<ConnectionLimits> {
 public:
  struct Maxima {
    std::size_t connections = base::limits::connections_max;
    std::size_t per_address = base::limits::connections_per_address_max;
    std::size_t handshakes_pending = base::limits::handshakes_pending_max;
  };

  /// One admitted connection; gives its place back when it goes.
  class Place {
   public:
    Place(std::shared_ptr<ConnectionLimits> limits, const boost::asio::ip::address& address);
    Place(Place&&) = default;
    Place& operator=(Place&&) = delete;
    ~Place();
    /// From here on it no longer counts as a pending handshake.
    void handshake_done();

   private:
    std::shared_ptr<ConnectionLimits> limits_;
    boost::asio::ip::address address_;
    bool pending_ = true;
  };

  explicit ConnectionLimits(Maxima maxima) : maxima_(maxima) {}
  /// Nothing when a limit is reached.
  [[nodiscard]] std::optional<Place> admit(const boost::asio::ip::address& address);
  [[nodiscard]] std::size_t connections() const;

 private:
  const Maxima maxima_;
  mutable std::mutex mutex_;
  std::size_t connections_ = 0;
  std::size_t handshakes_pending_ = 0;
  std::map<boost::asio::ip::address, std::size_t> per_address_;
};

}  // namespace wardlink::net
