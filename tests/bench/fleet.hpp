// Every client of one hub, on one thread: publishers, subscribers and what became of each message.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "tests/bench/speaker.hpp"
#include "tests/bench/tls_channel.hpp"

namespace wardlink::bench {

struct Message {
  Clock::time_point sent;
  Clock::time_point taken{};      // the publisher has its acknowledgement; the epoch: it never came
  Clock::time_point delivered{};  // the last subscriber has it
  std::uint32_t receivers = 0;    // one bit a subscriber
};

/// What came of a run: every message, and what must not happen.
struct Outcome {
  std::vector<Message> messages;
  std::uint64_t lost = 0;      // not acknowledged, or not at every subscriber, within the patience of the run
  std::uint64_t repeated = 0;  // at a subscriber for a second time
};

/// Errors: std::runtime_error.
class Fleet {
 public:
  struct Client {
    Speaker::Role role;
    SSL_CTX* context;  // outlives the fleet
    std::unique_ptr<Speaker> speaker;
  };
  /// Returns when the hub is ready for all of them.
  Fleet(std::uint16_t port, std::vector<Client> clients);
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;
  ~Fleet();

  /// One publisher, one message an interval.
  [[nodiscard]] Outcome paced(std::size_t count, Clock::duration interval);
  /// Each publisher keeps `window` messages unacknowledged, for so long; then everything is awaited.
  [[nodiscard]] Outcome windowed(std::size_t window, Clock::duration duration);

 private:
  struct Member {
    Member(Client client, std::uint16_t port, std::uint32_t subscriber);

    Speaker::Role role;
    std::unique_ptr<Speaker> speaker;
    TlsChannel channel;
    std::uint32_t bit;  // of a subscriber
    bool ready = false;
    std::size_t unacknowledged = 0;
  };

  void publish(Member& member);
  /// Takes part in the conversation until `until`, or `enough` after a turn of it.
  void converse(Clock::time_point until, const std::function<bool()>& enough);
  void wait_for_input(Clock::time_point until);
  void hear(Member& member, std::string_view frame);
  [[nodiscard]] Outcome finish();

  int poll_;
  std::vector<std::unique_ptr<Member>> members_;
  std::uint32_t all_receivers_ = 0;
  Outcome outcome_;
  std::uint64_t first_number_ = 0;  // of this run
  std::uint64_t complete_ = 0;      // acknowledged and delivered to all
};

}  // namespace wardlink::bench
