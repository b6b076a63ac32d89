#include "hub/app/administration.hpp"

#include <algorithm>
#include <chrono>

#include "hub/app/member.hpp"

namespace wardlink::app {
namespace {

v1::StationsResult::Session session(const Member& member, base::Time now) {
  v1::StationsResult::Session session;
  *session.mutable_identity() = member.identity();
  *session.mutable_since() = base::to_proto(member.since);
  const base::Time ends{member.peer.certificate_not_after};
  *session.mutable_certificate_not_after() = base::to_proto(ends);
  session.set_certificate_days_left(
      static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(ends - now).count()));
  session.set_acknowledged_seq(member.acknowledged_seq);
  session.set_subscribed(member.subscription.has_value());
  return session;
}

}  // namespace

std::size_t supports_unanswered(const domain::State& state) {
  std::size_t count = 0;
  for (const auto& [seq, id] : state.open) {
    count += static_cast<std::size_t>(std::ranges::count_if(
        state.incident(id)->view.supports(), [](const v1::Support& each) { return domain::unanswered(each.state()); }));
  }
  return count;
}

v1::StationsResult stations(const Cluster& cluster, base::Time now) {
  v1::StationsResult result;
  const auto& state = cluster.durable();
  for (const auto& ward : state.geography->wards()) {
    auto& station = *result.add_stations();
    station.set_ward(ward.id);
    station.set_name(ward.name);
    if (const auto known = state.stations.find(ward.id); known != state.stations.end()) {
      station.set_online(known->second.up);
      *station.mutable_since() = base::to_proto(known->second.since);
    }
    const auto watched = cluster.watches().find(ward.id);
    if (watched == cluster.watches().end()) continue;
    const Watch& watch = watched->second;
    if (watch.heard != base::Time{}) *station.mutable_last_seen() = base::to_proto(watch.heard);
    station.set_acknowledged_seq(watch.acknowledged_seq);
    for (const Member* member : watch.sessions) *station.add_sessions() = session(*member, now);
    std::ranges::sort(*station.mutable_sessions(), {}, [](const auto& each) {
      return std::pair(base::from_proto(each.since()), each.identity().name());
    });
  }
  return result;
}

}  // namespace wardlink::app
