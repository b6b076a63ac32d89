// The hub without its sockets: who is here, what they may ask, what they are told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "hub/app/cluster.hpp"
#include "hub/app/decider.hpp"
#include "hub/app/member.hpp"
#include "hub/base/rejection.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::app {

/// One core thread; no call returns before it is done, none blocks but the commit within flush().
class Core {
 public:
  struct Options {
    std::string version;
    double submits_per_s = base::limits::submits_per_s;
    double submits_burst = base::limits::submits_burst;
  };
  /// `request_flush`: see Decider. The ports outlive the core.
  Core(Decider::Ports ports, Options options, std::function<void()> request_flush);

  /// At start: the cluster as its journal has it, and what founds it where that is empty (null otherwise). Founding is
  /// durable when this returns; false: the disk is full.
  [[nodiscard]] bool add_cluster(domain::State recovered, const v1::HubCommand* found);

  /// Lets a peer in, or says why not. `outlet` must live until leave().
  [[nodiscard]] base::Expected<std::shared_ptr<Member>> join(PeerInfo peer, Outlet& outlet);
  /// Whether join() would still let it in.
  [[nodiscard]] bool serves(const v1::Identity& identity) const;
  void leave(Member& member);
  /// A session was put out, its certificate being revoked: journaled, for its ward to know.
  void revoked(const v1::Identity& identity, const std::string& serial);
  /// Something came in from it.
  void heard(const Member& member);
  [[nodiscard]] v1::HubFrame welcome(const Member& member) const;

  void submit(const std::shared_ptr<Member>& member, const v1::Submit& submit) { decider_.submit(member, submit); }
  /// Each gets exactly one reply, in order with everything else.
  void query(const std::shared_ptr<Member>& member, const v1::Query& query);
  void admin(const std::shared_ptr<Member>& member, const v1::Admin& admin);

  /// An error ends the session.
  [[nodiscard]] std::expected<void, v1::Goodbye> subscribe(Member& member, const v1::Subscribe& subscribe);
  [[nodiscard]] std::expected<void, v1::Goodbye> acknowledge(Member& member, std::uint64_t seq);
  /// Appends the member's events; see Subscription::fill().
  bool fill(Member& member, std::string& out, std::size_t bytes_max);

  void flush() { decider_.flush(); }
  /// Several times a second: what falls due without anybody asking, and the gauges.
  void tick();

  /// As the listener counts them.
  void count_connections(std::size_t connections) { connections_ = connections; }
  [[nodiscard]] base::Time now() const { return ports_.clock.now(); }
  [[nodiscard]] std::size_t members() const { return members_.size(); }
  [[nodiscard]] const std::map<std::string, std::unique_ptr<Cluster>>& clusters() const { return clusters_; }

 private:
  v1::AdminResult answer_admin(const Member& member, const v1::Admin& admin, const Decider::Load& load) const;
  void audit_not_served(const PeerInfo& peer) const;
  void audit_query(const Member& member, const v1::Query& query, const v1::QueryResult& result) const;
  v1::StatusResult status(const Cluster& cluster) const;
  void time_passed(Cluster& cluster);
  void act(Cluster& cluster, const std::vector<v1::HubCommand>& commands);
  void measure(Cluster& cluster) const;

  Decider::Ports ports_;
  const Options options_;
  const base::Time started_at_;
  Decider decider_;
  std::map<std::string, std::unique_ptr<Cluster>> clusters_;
  std::map<const Member*, std::shared_ptr<Member>> members_;
  std::size_t connections_ = 0;
};

}  // namespace wardlink::app
