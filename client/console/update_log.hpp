// The latest updates, encoded once for every stream. A stream that falls behind them begins afresh. Single thread.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "client/link/signal.hpp"

namespace wardlink::console {

class UpdateLog {
 public:
  using Bytes = std::shared_ptr<const std::string>;
  static constexpr std::size_t updates_max = 256;
  static constexpr std::size_t bytes_max = std::size_t{4} * 1024 * 1024;

  explicit UpdateLog(const boost::asio::any_io_executor& executor) : changed_(executor) {}

  void put(std::string bytes);
  /// Whoever has not read on so far has lost what was before.
  void forget();
  /// The number of the last one that was put.
  [[nodiscard]] std::uint64_t head() const { return head_; }
  /// nullptr: not there any more.
  [[nodiscard]] Bytes at(std::uint64_t number) const;
  [[nodiscard]] boost::asio::awaitable<void> changed() { return changed_.wait(); }

 private:
  std::deque<Bytes> latest_;
  std::size_t bytes_ = 0;
  std::uint64_t head_ = 0;
  link::Signal changed_;
};

}  // namespace wardlink::console
