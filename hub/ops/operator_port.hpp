// The operator's HTTP port: /metrics, /healthz, /readyz.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <thread>

#include "hub/ops/health.hpp"
#include "hub/ops/metrics.hpp"

namespace wardlink::ops {

/// Serves on a thread of its own, so that it neither stalls the core nor goes silent with it. At most `connections_max`
/// at a time, each with a deadline for every request. Plain HTTP: on loopback only.
class OperatorPort {
 public:
  static constexpr std::size_t connections_max = 16;
  static constexpr std::chrono::seconds request_max{5};

  /// Port 0: the kernel picks one. `metrics` and `health` must outlive this. The error is a sentence.
  [[nodiscard]] static std::expected<std::unique_ptr<OperatorPort>, std::string> open(
      const boost::asio::ip::tcp::endpoint& at, const Metrics& metrics, const Health& health);
  ~OperatorPort();

  [[nodiscard]] const boost::asio::ip::tcp::endpoint& local_endpoint() const { return local_; }

 private:
  class Server;

  boost::asio::io_context io_{1};
  boost::asio::ip::tcp::endpoint local_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace wardlink::ops
