// Follows a ward's events for ever: over several hubs, through lost links, without a gap.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "client/link/backoff.hpp"
#include "client/link/connection.hpp"
#include "client/link/feed.hpp"

namespace wardlink::link {

/// Who takes what comes. Called on the watcher's executor.
class WatchObserver {
 public:
  virtual ~WatchObserver() = default;
  /// Before the subscription begins; may ask the hub. An error ends this session.
  virtual boost::asio::awaitable<Result<void>> welcomed(Connection& connection) = 0;
  /// A snapshot, story, event or caught_up, in order. False: that is enough, the watch ends.
  virtual bool take(const v1::HubFrame& frame) = 0;
  /// What was taken is about to be acknowledged: now is the time to make it safe.
  virtual void flush() = 0;
  /// The watch ends when nothing came up to here; asked again after every take().
  [[nodiscard]] virtual SteadyTime idle_until() const = 0;
  /// The link is down (a gap included); the next attempt comes after `retry_in`.
  virtual void lost(const Error& error, std::chrono::milliseconds retry_in) = 0;
};

class Watcher {
 public:
  struct Options {
    std::vector<Endpoint> hubs;
    std::string client;
    std::optional<std::uint64_t> after_seq;  // absent: begin with a snapshot
  };
  /// `context` and `observer` outlive the watcher.
  Watcher(boost::asio::ssl::context& context, Options options, WatchObserver& observer);

  /// Ends with success when the observer had enough; with an error only where trying again cannot help: our
  /// certificate refused, not served, or the hub has lost data; hub_untrusted before the first welcome.
  boost::asio::awaitable<Result<void>> run();

 private:
  boost::asio::awaitable<Result<void>> follow(Connection& connection);
  [[nodiscard]] bool final(const Error& error) const;

  boost::asio::ssl::context& context_;
  const Options options_;
  WatchObserver& observer_;
  Feed feed_;
  Backoff backoff_;
  std::minstd_rand random_;
  std::size_t hub_ = 0;  // the one to try first
  bool welcomed_ = false;
};

}  // namespace wardlink::link
