// What the HTTP server serves, without HTTP. On the service's executor.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace wardlink::console {

/// One browser's stream of updates. It holds a cursor, never a queue.
class UpdateStream {
 public:
  virtual ~UpdateStream() = default;
  /// Bytes of text/event-stream, as soon as there are any: a heartbeat at the latest. Often shared between streams.
  [[nodiscard]] virtual boost::asio::awaitable<std::shared_ptr<const std::string>> next() = 0;
};

struct JsonAnswer {
  bool parsed = true;  // false: the request was not what the contract says
  std::string json{};
};

class Backend {
 public:
  virtual ~Backend() = default;
  /// A ConsoleRequest as ProtoJSON; it may hold a passphrase and is wiped once read.
  [[nodiscard]] virtual boost::asio::awaitable<JsonAnswer> ask(std::string json) = 0;
  /// `last_event_id`: of the last update the browser has; empty: none.
  [[nodiscard]] virtual std::shared_ptr<UpdateStream> updates(std::string last_event_id) = 0;
  /// A browser has kept something from the pages.
  virtual void csp_reported() = 0;
};

}  // namespace wardlink::console
