#include "hub/app/core.hpp"

#include "hub/app/administration.hpp"
#include "hub/app/audit_refusal.hpp"
#include "hub/app/queries.hpp"
#include "hub/app/receipts.hpp"
#include "hub/base/ids.hpp"
#include "hub/base/planted.hpp"
#include "hub/ops/log.hpp"
#include "hub/rules/deadlines.hpp"

namespace wardlink::app {
namespace {

std::unexpected<v1::Goodbye> goodbye(v1::Goodbye::Code code, std::string message) {
  v1::Goodbye goodbye;
  goodbye.set_code(code);
  goodbye.set_message(std::move(message));
  return std::unexpected(std::move(goodbye));
}

v1::Rejection not_allowed() {
  return base::reject(v1::Rejection::NOT_ALLOWED, "", "This role may not ask that.",
                      "Vai trò này không được hỏi việc đó.")
      .error();
}

void to_proto(const ops::Metrics::Percentiles& from, v1::StatusResult::Percentiles& to) {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  to.set_count(from.count);
  to.set_p50_ms(Milliseconds(from.p50).count());
  to.set_p99_ms(Milliseconds(from.p99).count());
}

}  // namespace

Core::Core(Decider::Ports ports, Options options, std::function<void()> request_flush)
    : ports_(ports),
      options_(std::move(options)),
      started_at_(ports.clock.now()),
      decider_(ports, std::move(request_flush)) {}

bool Core::add_cluster(domain::State recovered, const v1::HubCommand* found) {
  const std::string id = recovered.cluster;
  auto& cluster = *(clusters_[id] = std::make_unique<Cluster>(std::move(recovered), now()));
  if (found != nullptr) {
    decider_.act(cluster, *found);
    decider_.flush();
  }
  return cluster.durable().founded();
}

base::Expected<std::shared_ptr<Member>> Core::join(PeerInfo peer, Outlet& outlet) {
  const auto found =
      base::planted("peer-of-another-cluster") ? clusters_.begin() : clusters_.find(peer.identity.cluster());
  if (found == clusters_.end()) {
    audit_not_served(peer);
    return base::reject(v1::Rejection::NOT_ALLOWED, "", "This hub does not serve the cluster.",
                        "Trung tâm này không phục vụ cụm của đồng chí.");
  }
  Cluster& cluster = *found->second;
  if (auto admitted = gate::admit(cluster.durable(), peer.identity, now()); !admitted) {
    audit_not_served(peer);
    return std::unexpected(std::move(admitted.error()));
  }
  auto member = std::make_shared<Member>(Member{.peer = std::move(peer),
                                                .cluster = cluster,
                                                .outlet = &outlet,
                                                .rate = {options_.submits_per_s, options_.submits_burst},
                                                .since = now(),
                                                .clock_offset = std::nullopt,
                                                .subscription = std::nullopt});
  members_.emplace(member.get(), member);
  if (member->of_ward()) {
    cluster.watch(member->ward()).sessions.push_back(member.get());
    heard(*member);
    act(cluster, cluster.due(member->ward(), now()));
  }
  return member;
}

void Core::audit_not_served(const PeerInfo& peer) const {
  if (ports_.audit == nullptr) return;
  ports_.audit->record({.cluster = peer.identity.cluster(),
                        .kind = audit::handshake,
                        .who = base::sender_key(peer.identity),
                        .address = peer.address,
                        .detail = "not_served"});
}

bool Core::serves(const v1::Identity& identity) const {
  const auto cluster = clusters_.find(identity.cluster());
  return cluster != clusters_.end() && gate::admit(cluster->second->durable(), identity, now()).has_value();
}

void Core::leave(Member& member) {
  member.outlet = nullptr;
  if (member.of_ward()) {
    Watch& watch = member.cluster.watch(member.ward());
    const bool was_watched = Cluster::watched(watch);
    std::erase(watch.sessions, &member);
    if (was_watched && !Cluster::watched(watch)) watch.silent_since = now();
  }
  member.subscription.reset();
  members_.erase(&member);
}

void Core::revoked(const v1::Identity& identity, const std::string& serial) {
  const auto cluster = clusters_.find(identity.cluster());
  if (cluster == clusters_.end() || cluster->second->durable().geography->ward(identity.ward()) == nullptr) return;
  v1::HubCommand command;
  *command.mutable_revoke_identity()->mutable_identity() = identity;
  command.mutable_revoke_identity()->set_serial(serial);
  act(*cluster->second, {command});
}

void Core::heard(const Member& member) {
  if (member.of_ward()) member.cluster.watch(member.ward()).heard = now();
}

v1::HubFrame Core::welcome(const Member& member) const {
  v1::HubFrame frame;
  auto& welcome = *frame.mutable_welcome();
  *welcome.mutable_identity() = member.identity();
  welcome.set_hub_version(options_.version);
  welcome.set_epoch(ports_.journal.epoch());
  welcome.set_head_seq(member.cluster.durable().seq);
  *welcome.mutable_hub_time() = base::to_proto(now());
  welcome.set_frame_bytes_max(base::limits::client_frame_bytes_max);
  welcome.set_heartbeat_ms(static_cast<std::uint32_t>(base::limits::heartbeat.count()));
  return frame;
}

void Core::query(const std::shared_ptr<Member>& member, const v1::Query& query) {
  decider_.in_order([this, member, query] {
    v1::HubFrame frame;
    auto& result = *frame.mutable_query_result();
    auto checked = gate::check(query);
    if (!gate::may_query(member->identity())) {
      *result.mutable_rejected() = not_allowed();
    } else if (!checked) {
      *result.mutable_rejected() = std::move(checked.error());
    } else if (!member->rate.take(now())) {
      *result.mutable_rejected() = receipts::too_many();
    } else {
      result = answer(member->cluster.durable(), ports_.journal, member->ward(), query);
    }
    result.set_id(query.id());
    audit_query(*member, query, result);
    member->reply(frame);
  });
}

void Core::audit_query(const Member& member, const v1::Query& query, const v1::QueryResult& result) const {
  if (ports_.audit != nullptr && result.has_rejected()) {
    audit_refusal(*ports_.audit, member, result.rejected().code(), kind_of(query));
  }
}

void Core::admin(const std::shared_ptr<Member>& member, const v1::Admin& admin) {
  // As the question found it: by the time it is answered everything before it is durable.
  decider_.in_order([this, member, admin, load = decider_.load()] {
    v1::HubFrame frame;
    auto& result = *frame.mutable_admin_result();
    if (gate::may_administer(member->identity()) && !member->rate.take(now())) {
      *result.mutable_rejected() = receipts::too_many();
    } else {
      result = answer_admin(*member, admin, load);
    }
    result.set_id(admin.id());
    member->reply(frame);
  });
}

v1::AdminResult Core::answer_admin(const Member& member, const v1::Admin& admin, const Decider::Load& load) const {
  v1::AdminResult result;
  const bool may = gate::may_administer(member.identity());
  if (ports_.audit != nullptr) audit_act(*ports_.audit, member, may ? audit::admin : audit::rights, kind_of(admin));
  const auto offset = member.cluster.durable().geography->utc_offset_minutes();
  if (!may) {
    *result.mutable_rejected() = not_allowed();
  } else if (admin.has_status()) {
    *result.mutable_status() = status(member.cluster);
    result.mutable_status()->set_utc_offset_minutes(offset);
    result.mutable_status()->set_queue_depth(static_cast<std::uint32_t>(load.depth));
    result.mutable_status()->set_queue_oldest_ms(
        static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::milliseconds>(load.oldest).count()));
  } else if (admin.has_stations()) {
    *result.mutable_stations() = stations(member.cluster, now());
    result.mutable_stations()->set_utc_offset_minutes(offset);
  } else if (admin.has_audit() && ports_.audit != nullptr) {
    *result.mutable_audit() = ports_.audit->page(member.cluster.id(), admin.audit());
    result.mutable_audit()->set_utc_offset_minutes(offset);
  } else {
    *result.mutable_rejected() =
        base::reject(v1::Rejection::INVALID, "kind", "The question is empty.", "Câu hỏi trống.").error();
  }
  return result;
}

v1::StatusResult Core::status(const Cluster& cluster) const {
  const auto& state = cluster.durable();
  v1::StatusResult status;
  status.set_hub_version(options_.version);
  status.set_cluster(cluster.id());
  status.set_epoch(ports_.journal.epoch());
  *status.mutable_started_at() = base::to_proto(started_at_);
  *status.mutable_time() = base::to_proto(now());
  status.set_head_seq(state.seq);
  status.set_entries(state.entries);
  status.set_journal_bytes(ports_.journal.bytes());
  status.set_open_incidents(static_cast<std::uint32_t>(state.open.size()));
  status.set_supports_unanswered(static_cast<std::uint32_t>(supports_unanswered(state)));
  status.set_connections(static_cast<std::uint32_t>(connections_));
  status.set_regulation_version(state.regulation_version);
  status.set_crl_unusable(!ports_.health.admitting);
  status.set_crl_expired(ports_.health.crl_expired);
  status.set_disk_full(!ports_.health.durable);
  to_proto(ports_.metrics.delivery(), *status.mutable_delivery());
  to_proto(ports_.metrics.acknowledgement(), *status.mutable_acknowledgement());
  to_proto(ports_.metrics.fsync(), *status.mutable_fsync());
  return status;
}

std::expected<void, v1::Goodbye> Core::subscribe(Member& member, const v1::Subscribe& subscribe) {
  if (!gate::may_subscribe(member.identity())) {
    if (ports_.audit != nullptr) audit_act(*ports_.audit, member, audit::rights, "subscribe");
    return goodbye(v1::Goodbye::BAD_FRAME, "this role may not subscribe");
  }
  if (member.subscription) return goodbye(v1::Goodbye::BAD_FRAME, "subscribed already");
  const auto& durable = member.cluster.durable();
  const std::uint64_t after_seq = subscribe.after_seq();
  const bool fresh = after_seq == 0 && subscribe.epoch().empty();
  const auto refuse = [&](v1::Goodbye::Code code, const char* why) {
    ops::Line("subscribe_refused", ops::Level::error)
        .field("peer", base::sender_key(member.identity()))
        .field("reason", why)
        .field("after_seq", after_seq)
        .field("head_seq", durable.seq)
        .field("epoch", subscribe.epoch())
        .field("hub_epoch", ports_.journal.epoch());
    return goodbye(code, why);
  };
  if (!fresh && subscribe.epoch() != ports_.journal.epoch()) {
    return refuse(v1::Goodbye::WRONG_EPOCH, "this hub's journal is another one than you have followed");
  }
  if (after_seq > durable.seq) {
    return refuse(v1::Goodbye::AHEAD, "you have seen events that this hub does not have");
  }
  if (fresh || durable.seq - after_seq > base::limits::resume_events_max) {
    member.subscription.emplace(std::make_unique<Snapshot>(durable, member.ward(), now()));
  } else {
    member.subscription.emplace(after_seq);
  }
  act(member.cluster, member.cluster.due(member.ward(), now()));
  member.outlet->wake();
  return {};
}

std::expected<void, v1::Goodbye> Core::acknowledge(Member& member, std::uint64_t seq) {
  if (!member.subscription || seq > member.subscription->sent_seq()) {
    return goodbye(v1::Goodbye::BAD_FRAME, "acknowledged what was never sent");
  }
  if (seq <= member.acknowledged_seq) return {};
  member.acknowledged_seq = seq;
  const auto& feed = member.cluster.feed(member.ward());
  const auto item = feed.after(seq - 1);
  const bool live = member.subscription->caught_up() && seq > member.subscription->live_after_seq();
  if (live && item != feed.end() && item->seq == seq) ports_.metrics.acknowledged(now() - item->time);
  Watch& watch = member.cluster.watch(member.ward());
  if (seq > watch.acknowledged_seq) {
    watch.acknowledged_seq = seq;
    act(member.cluster, member.cluster.due(member.ward(), now()));
  }
  return {};
}

bool Core::fill(Member& member, std::string& out, std::size_t bytes_max) {
  if (!member.subscription) return false;
  auto& subscription = *member.subscription;
  const auto& feed = member.cluster.feed(member.ward());
  const bool live = subscription.caught_up();
  const std::uint64_t before = subscription.sent_seq();
  const bool more =
      subscription.fill({member.cluster.durable(), ports_.journal, feed, member.ward(), now()}, out, bytes_max);
  if (!live) return more;
  const base::Time at = now();
  for (auto item = feed.after(before); item != feed.end() && item->seq <= subscription.sent_seq(); ++item) {
    ports_.metrics.delivered(at - item->time);
  }
  return more;
}

void Core::tick() {
  ports_.health.beat();
  for (auto& [id, cluster] : clusters_) {
    act(*cluster, cluster->due(now()));
    time_passed(*cluster);
    measure(*cluster);
  }
  ports_.metrics.journal_bytes(ports_.journal.bytes());
  ports_.metrics.connections(connections_);
}

/// Bounded: what is due while the disk is full comes up again, at the next tick.
void Core::time_passed(Cluster& cluster) {
  for (std::size_t fired = 0; fired < base::limits::time_outs_a_tick_max; ++fired) {
    const auto command = rules::due(cluster.speculative(), now());
    if (!command) return;
    const bool lost = base::from_proto(command->time_out().due_at()) < started_at_;
    if (base::planted("timer-lost-on-restart") && lost) return;
    decider_.act(cluster, *command);
    ports_.metrics.timed_out(v1::HubCommand::TimeOut::Kind_Name(command->time_out().kind()));
  }
}

void Core::act(Cluster& cluster, const std::vector<v1::HubCommand>& commands) {
  for (const auto& command : commands) decider_.act(cluster, command);
}

void Core::measure(Cluster& cluster) const {
  const auto& state = cluster.durable();
  ports_.metrics.journal_seq(cluster.id(), state.seq);
  ports_.metrics.supports_unanswered(cluster.id(), supports_unanswered(state));
  for (const auto& ward : state.geography->wards()) {
    const auto station = state.stations.find(ward.id);
    const Watch& watch = cluster.watch(ward.id);
    ports_.metrics.station(cluster.id(), ward.id, station != state.stations.end() && station->second.up,
                           watch.heard.time_since_epoch(), watch.acknowledged_seq);
  }
}

}  // namespace wardlink::app
