// The answers to the latest requests that did something: a page that asks once more does nothing twice. No I/O.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "client/link/signal.hpp"
#include "wardlink/v1/console.pb.h"

namespace wardlink::console {

/// Single thread.
class AnsweredBefore {
 public:
  static constexpr std::size_t requests_max = 1'000;

  /// One request: being answered, or answered.
  struct Request {
    explicit Request(const boost::asio::any_io_executor& executor) : answered(executor) {}
    std::string digest{};  // of what was asked, but for passphrases
    std::optional<v1::ConsoleAnswer> answer{};
    link::Signal answered;
  };

  explicit AnsweredBefore(const boost::asio::any_io_executor& executor) : executor_(executor) {}

  /// nullptr: it is new.
  [[nodiscard]] std::shared_ptr<Request> find(const std::string& id) const;
  [[nodiscard]] std::shared_ptr<Request> begin(const std::string& id, std::string digest);
  /// Whoever asks once more has this answer; unless it says to try again, then it is done again.
  void end(const std::string& id, Request& request, const v1::ConsoleAnswer& answer);

 private:
  boost::asio::any_io_executor executor_;
  std::map<std::string, std::shared_ptr<Request>> requests_;
  std::deque<std::string> order_;
};

/// SHA-256 of a request without its passphrases.
[[nodiscard]] std::string digest_of(const v1::ConsoleRequest& request);

}  // namespace wardlink::console
