// One identity's commands on their way from the outbox to a hub.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "client/link/service.hpp"

namespace wardlink::link {

/// The station's own commands go over the link that its events come over; another identity's over a link of their own,
/// opened when there is something to send.
struct Service::Sender {
  Sender(const boost::asio::any_io_executor& executor, std::string of, std::shared_ptr<boost::asio::ssl::context> with)
      : uri(std::move(of)), identity(std::move(with)), wake(executor) {}

  std::string uri;
  std::shared_ptr<boost::asio::ssl::context> identity;  // null: the station's
  std::shared_ptr<Connection> own{};
  Backoff backoff{};
  bool kept = false;        // until it is locked
  bool locked = false;      // nothing goes out any more
  SteadyTime idle_until{};  // then an identity with nothing left to send is forgotten
  Signal wake;
};

}  // namespace wardlink::link
