// One program at the station's local socket, from the service's side.
#pragma once

#include <memory>
#include <string>

#include "client/link/local_stream.hpp"
#include "client/link/service.hpp"

namespace wardlink::link {

class Service::Client : public std::enable_shared_from_this<Service::Client> {
 public:
  Client(std::shared_ptr<Service> service, LocalStream stream);

  /// Until it goes away.
  boost::asio::awaitable<void> run();

 private:
  boost::asio::awaitable<Result<void>> answer(v1::LocalRequest request);
  boost::asio::awaitable<Result<void>> submit(v1::Submit submit);
  boost::asio::awaitable<Result<void>> act(const v1::OutboxAction& action);
  [[nodiscard]] v1::LocalAnswer queued(const std::string& id) const;
  boost::asio::awaitable<void> watch_for_leaving(std::shared_ptr<bool> left);

  std::shared_ptr<Service> service_;
  LocalStream stream_;
  std::string sender_;  // URI of whom it speaks for
};

}  // namespace wardlink::link
