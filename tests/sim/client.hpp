// A station or an officer: the client's real protocol, feed and outbox; what is in its store survives its process.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "client/link/backoff.hpp"
#include "client/link/memory_store.hpp"
#include "client/link/outbox.hpp"
#include "client/link/protocol.hpp"
#include "client/link/replica.hpp"
#include "hub/app/founding.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/random.hpp"
#include "tests/sim/weather.hpp"

namespace wardlink::sim {

class Checker;

/// What clients share: the way to the hub, the weather, the checker.
struct Surroundings {
  Timeline& timeline;
  const Weather& weather;
  Checker& checker;
  std::span<const app::ConfiguredCluster> clusters;  // that the hub serves
  /// Null: nobody listens there now.
  std::function<std::shared_ptr<Link>(const v1::Identity&)> connect;
};

class Client {
 public:
  Client(Surroundings& around, v1::Identity identity, Duration clock_off, Random random);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { drop(); }

  void start() { connect(); }
  /// Into the outbox, in this order.
  void submit(const v1::Command& command);
  /// kill -9, and started again a moment later.
  void crash();

  [[nodiscard]] const v1::Identity& identity() const { return identity_; }
  [[nodiscard]] Wall wall() const { return VirtualTime::wall() + clock_off_; }
  [[nodiscard]] std::size_t queued() const { return outbox_->waiting() + (again_ ? 1 : 0); }
  /// Caught up, and has taken all of its ward's events up to here.
  [[nodiscard]] bool caught_up() const;
  [[nodiscard]] std::uint64_t taken() const { return replica_->position().seen_seq; }
  /// What its copy shows is what the hub would show it now: the snapshot, as a fresh subscriber gets it.
  void compare(const std::vector<v1::Snapshot>& hubs) const;
  [[nodiscard]] std::string text() const;

 private:
  void connect();
  void reconnect_later();
  void lost(const link::Error& why);
  void drop();
  void later(Duration delay, void (Client::*what)());
  void read();
  void tick();
  void serve();
  void serve_if_linked();
  void send_next();
  void open_store();
  void take_receipt();
  void take_again(const v1::Receipt& receipt);
  [[nodiscard]] std::string sender() const { return text(); }
  void take_feed();
  void must_match(const google::protobuf::Message& mine, const google::protobuf::Message& hubs) const;
  void flush();
  [[nodiscard]] link::Moment moment() const { return {wall(), VirtualTime::steady()}; }

  Surroundings& around_;
  const v1::Identity identity_;
  const Duration clock_off_;
  Random random_;

  // Its disk.
  link::MemoryStore store_;
  bool fresh_ = true;  // no position yet: a snapshot comes

  // Its process.
  std::shared_ptr<int> life_ = std::make_shared<int>();
  std::shared_ptr<Link> link_;
  std::optional<link::Protocol> protocol_;
  link::Backoff backoff_;
  bool subscribed_ = false;
  std::uint64_t acknowledged_ = 0;
  std::optional<link::Outbox> outbox_;
  std::optional<link::Replica> replica_;
  std::string sent_id_;              // while its receipt is awaited
  std::optional<v1::Submit> again_;  // accepted, and to be sent once more
  std::uint64_t last_entry_ = 0;     // of what was accepted
  bool reading_ = false;             // and not again before read_pause has passed
};

}  // namespace wardlink::sim
