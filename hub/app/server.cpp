#include "hub/app/server.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <csignal>
#include <utility>

#include "hub/app/founding.hpp"
#include "hub/base/ids.hpp"
#include "hub/ops/address.hpp"
#include "hub/ops/log.hpp"
#include "hub/ops/service_manager.hpp"

namespace wardlink::app {
namespace {

constexpr std::chrono::milliseconds tick_interval{200};
constexpr std::chrono::seconds drain_max{5};
constexpr std::chrono::seconds status_interval{5};
constexpr std::chrono::seconds clock_difference_max{1};
constexpr std::chrono::seconds a_second{1};
constexpr std::chrono::hours crl_complaint_interval{1};

net::TlsFiles tls_files(const ops::Config& config) {
  return {.certificate = config.certificate, .key = config.key, .ca = config.ca, .crl = config.crl};
}

}  // namespace

std::expected<void, std::string> Server::check(const ops::Config& config) {
  if (const auto clusters = load_clusters(config); !clusters) return std::unexpected(clusters.error());
  if (const auto tls = net::ServerContext::load(tls_files(config)); !tls) return std::unexpected(tls.error());
  return {};
}

Server::Server(ops::Config config, Options options)
    : config_(std::move(config)),
      options_(std::move(options)),
      metrics_(options_.version),
      signals_(io_, SIGTERM, SIGINT, SIGHUP),
      tick_(io_),
      drain_deadline_(io_) {}

Server::~Server() = default;

std::expected<void, std::string> Server::start() {
  if (auto loaded = load_tls(); !loaded) return loaded;
  if (auto opened = open_journal(); !opened) return opened;
  if (auto opened = open_crl_seen(); !opened) return opened;
  if (auto opened = open_audit(); !opened) return opened;
  if (auto opened = open_clusters(); !opened) return opened;
  if (auto opened = open_ports(); !opened) return opened;
  watchdog_interval_ = ops::service_manager::watchdog_interval();
  metrics_.reloaded(true);
  audit_hub("started");
  upkeep_ = std::make_unique<Upkeep>(*journal_, metrics_, kept_entries_, Upkeep::Pace{});
  await_signal();
  tick();
  listener_->start();
  health_.serving = true;
  ops::Line("listening")
      .field("address", ops::to_string(listener_->local_endpoint()))
      .field("operator", ops::to_string(operator_port_->local_endpoint()))
      .field("version", options_.version)
      .field("epoch", journal_->epoch());
  ops::service_manager::ready();
  return {};
}

std::expected<void, std::string> Server::load_tls() {
  auto context = net::ServerContext::load(tls_files(config_));
  if (!context) return std::unexpected(context.error());
  tls_ = *std::move(context);
  metrics_.certificate_expires(tls_->certificate_not_after());
  metrics_.crl_expires(tls_->crl_next_update());
  return {};
}

std::expected<void, std::string> Server::open_journal() {
  auto journal = journal::SqliteJournal::open(
      config_.journal, {.adopt_restored = options_.adopt_restored_journal, .notice = [](std::string_view notice) {
                          ops::Line("journal_mended", ops::Level::warning).field("notice", notice);
                        }});
  if (!journal) {
    const auto& fault = journal.error();
    const std::string where =
        fault.entry == 0 ? "" : fmt::format("entry {} of cluster \"{}\": ", fault.entry, fault.cluster);
    return std::unexpected(
        fmt::format("the journal {} is refused: {}{}", config_.journal.string(), where, fault.reason));
  }
  journal_ = *std::move(journal);
  base::Time not_before{};
  for (const auto& cluster : journal_->clusters()) not_before = std::max(not_before, journal_->head(cluster).time);
  clock_ = std::make_unique<base::SystemClock>(not_before);
  return {};
}

std::expected<void, std::string> Server::open_crl_seen() {
  auto seen = CrlSeen::open(std::filesystem::path(config_.journal).replace_filename("crl.seen"));
  if (!seen) return std::unexpected(seen.error());
  crl_seen_ = *std::move(seen);
  if (const auto newest = crl_seen_->check(tls_->crl_issue()); !newest) {
    return std::unexpected(fmt::format("the revocation list {} is refused: {}", config_.crl.string(), newest.error()));
  }
  take_crl();
  return {};
}

/// A disk that is full must not keep a revocation from being applied.
void Server::take_crl() {
  const auto taken = crl_seen_->take(tls_->crl_issue());
  if (!taken) ops::Line("crl_not_remembered", ops::Level::warning).field("error", taken.error());
}

std::expected<void, std::string> Server::open_audit() {
  auto audit = AuditFile::open(std::filesystem::path(config_.journal).replace_filename("audit.db"), *clock_, metrics_);
  if (!audit) return std::unexpected(audit.error());
  audit_ = *std::move(audit);
  return {};
}

std::expected<void, std::string> Server::open_clusters() {
  core_ = std::make_unique<Core>(Decider::Ports{*journal_, *clock_, random_, metrics_, health_, audit_.get()},
                                 Core::Options{options_.version, config_.submits_per_s, config_.submits_burst},
                                 [this] { boost::asio::post(io_, [this] { core_->flush(); }); });
  const auto clusters = load_clusters(config_);
  if (!clusters) return std::unexpected(clusters.error());
  for (const auto& configured : *clusters) {
    auto recovered = recover(*journal_, configured.id, journal_->snapshots());
    if (!recovered) return std::unexpected(recovered.error());
    for (const auto& notice : recovered->notices) {
      ops::Line("snapshot_left", ops::Level::warning).field("cluster", configured.id).field("notice", notice);
    }
    kept_entries_[configured.id] = recovered->snapshot_entry;
    const bool empty = !recovered->state.founded();
    const auto& found = configured.found.found();
    if (!empty && (recovered->geojson != found.geojson() || recovered->regulation_toml != found.regulation_toml())) {
      ops::Line("configured_files_differ", ops::Level::warning)
          .field("cluster", configured.id)
          .field("note", "the journal's own files are in force; only adopting changes them");
    }
    if (!core_->add_cluster(std::move(recovered->state), empty ? &configured.found : nullptr)) {
      return std::unexpected(fmt::format("the disk is full: cluster \"{}\" cannot be founded", configured.id));
    }
    const auto& state = core_->clusters().at(configured.id)->durable();
    ops::Line(empty ? "cluster_founded" : "cluster_recovered")
        .field("cluster", configured.id)
        .field("entries", state.entries)
        .field("from_snapshot", kept_entries_[configured.id])
        .field("seq", state.seq)
        .field("open_incidents", state.open.size())
        .field("regulation", state.regulation_version);
  }
  for (const auto& id : journal_->clusters()) {
    if (core_->clusters().contains(id)) continue;
    ops::Line("cluster_not_configured", ops::Level::warning).field("cluster", id);
  }
  return {};
}

std::expected<void, std::string> Server::open_ports() {
  net::ListenerOptions options;
  options.endpoint = *ops::parse_endpoint(config_.listen);
  net::ListenerCallbacks callbacks{
      .on_session = [this](std::shared_ptr<net::Session> session) { admit(std::move(session)); },
      .on_refused = [this](const net::Refusal& refusal,
                           const boost::asio::ip::tcp::endpoint& peer) { refused(refusal, peer); }};
  auto listener = net::Listener::open(io_.get_executor(), options, tls_, std::move(callbacks));
  if (!listener) return std::unexpected(listener.error());
  listener_ = *std::move(listener);
  auto port = ops::OperatorPort::open(*ops::parse_endpoint(config_.operator_listen), metrics_, health_);
  if (!port) return std::unexpected(port.error());
  operator_port_ = *std::move(port);
  return {};
}

void Server::refused(const net::Refusal& refusal, const boost::asio::ip::tcp::endpoint& peer) {
  metrics_.handshake_failed(net::word(refusal.reason));
  ops::Line("refused", ops::Level::warning)
      .field("address", ops::to_string(peer))
      .field("who", refusal.who)
      .field("reason", net::word(refusal.reason))
      .field("detail", refusal.detail);
  // By the host alone: every connection has another port.
  audit_->record({.kind = audit::handshake,
                  .who = refusal.who,
                  .address = peer.address().to_string(),
                  .detail = std::string(net::word(refusal.reason))});
}

void Server::admit(std::shared_ptr<net::Session> session) {
  if (draining_) return;
  // Its handshake may have begun under the list before.
  if (tls_->is_revoked(session->peer().serial)) {
    return refused(
        {net::RefusalReason::revoked, "revoked while it shook hands", base::sender_key(session->peer().identity)},
        session->remote());
  }
  auto peer =
      std::make_shared<PeerSession>(*core_, std::move(session), metrics_, [this](PeerSession& gone) { ended(gone); });
  sessions_.insert(peer);
  peer->start();
}

void Server::ended(PeerSession& session) {
  sessions_.erase(session.shared_from_this());
  if (draining_ && sessions_.empty()) stop();
}

void Server::await_signal() {
  signals_.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    if (signal == SIGHUP) {
      reload();
    } else {
      drain();
    }
    await_signal();
  });
}

void Server::await_tick() {
  tick_.expires_after(tick_interval);
  tick_.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

void Server::tick() {
  core_->count_connections(listener_->connections());
  core_->tick();
  watch_crl();
  report_status();
  await_tick();
}

void Server::report_status() {
  const auto now = std::chrono::steady_clock::now();
  if (watchdog_interval_ && now - last_watchdog_beat_ >= *watchdog_interval_ / 3) {
    last_watchdog_beat_ = now;
    ops::service_manager::beat();
  }
  const auto difference = clock_->wall_difference();
  metrics_.clock_difference(difference);
  const bool differs = std::chrono::abs(difference) > clock_difference_max;
  if (differs != clock_differs_) {
    clock_differs_ = differs;
    ops::Line("wall_clock", differs ? ops::Level::warning : ops::Level::info)
        .field("differs_s", ops::Metrics::Seconds(difference).count());
  }
  if (now - last_second_ >= a_second) {
    last_second_ = now;
    put_out_unserved();
    audit_->write();
  }
  if (now - last_status_ < status_interval) return;
  last_status_ = now;
  ops::service_manager::status(fmt::format("{} sessions, {} clusters{}{}{}", sessions_.size(), core_->clusters().size(),
                                           health_.durable ? "" : ", the disk is full",
                                           crl_usable_ ? "" : ", NO REVOCATION LIST: new peers are refused",
                                           crl_expired_ ? ", THE REVOCATION LIST HAS EXPIRED" : ""));
}

/// Says, when it begins and every hour, that the revocation list is missing or should have been renewed.
void Server::watch_crl() {
  const bool expired = std::chrono::system_clock::now() >= tls_->crl_next_update();
  const bool turned = expired && !crl_expired_;
  crl_expired_ = expired;
  health_.crl_expired = expired;
  health_.admitting = crl_usable_;
  metrics_.crl(crl_usable_, expired);
  const auto now = std::chrono::steady_clock::now();
  if (crl_usable_ && !expired) return;
  if (!turned && crl_complained_ && now - *crl_complained_ < crl_complaint_interval) return;
  crl_complained_ = now;
  const char* what = crl_usable_ ? "crl_expired" : "crl_unusable";
  ops::Line(what, ops::Level::error)
      .field("file", config_.crl.string())
      .field("note",
             crl_usable_ ? "it is applied all the same: renew it" : "every new peer is refused: repair it and reload");
  audit_hub(what);
}

/// Certificates and revocations, all or nothing. Sessions whose certificate is revoked are put out at once.
void Server::reload() {
  ops::service_manager::reloading();
  if (const auto reloaded = reload_tls(); reloaded) {
    metrics_.reloaded(true);
    audit_hub("reloaded");
    ops::Line("reloaded")
        .field("taken", "tls.certificate tls.key tls.ca tls.crl")
        .field("crl_number", tls_->crl_issue().number)
        .field("needs_restart", "hub and cluster settings, if changed");
  } else {
    reload_refused(reloaded.error());
  }
  ops::service_manager::ready();
}

std::expected<void, Server::ReloadFault> Server::reload_tls() {
  const auto in_force = tls_;
  if (auto loaded = load_tls(); !loaded) {
    const auto crl = net::check_revocation_list(tls_files(config_));
    if (crl) return std::unexpected(ReloadFault{"refused", std::move(loaded.error())});
    refuse_new_peers(crl.error());
    return std::unexpected(ReloadFault{"crl_unusable", crl.error()});
  }
  if (const auto newest = crl_seen_->check(tls_->crl_issue()); !newest) {
    tls_ = in_force;
    metrics_.certificate_expires(tls_->certificate_not_after());
    metrics_.crl_expires(tls_->crl_next_update());
    return std::unexpected(ReloadFault{
        "crl_older", fmt::format("the revocation list {} is refused: {}", config_.crl.string(), newest.error())});
  }
  take_crl();
  listener_->set_context(tls_);
  crl_usable_ = true;
  put_out_revoked();
  watch_crl();
  return {};
}

/// What was in force stays in force.
void Server::reload_refused(const ReloadFault& fault) {
  metrics_.reload_failed(fault.reason);
  audit_hub(fmt::format("reload_refused {}", fault.reason));
  ops::Line("reload_refused", ops::Level::error).field("reason", fault.reason).field("error", fault.why);
}

/// Without a revocation list nobody new can be judged.
void Server::refuse_new_peers(const std::string& why) {
  listener_->refuse_new({net::RefusalReason::no_crl, why});
  crl_usable_ = false;
  crl_complained_.reset();
  watch_crl();
}

void Server::put_out_revoked() {
  for (const auto& session : std::set(sessions_)) {
    const net::PeerIdentity peer = session->peer();
    if (!tls_->is_revoked(peer.serial)) continue;
    session->goodbye(v1::Goodbye::NOT_SERVED, "the certificate is revoked", net::CloseReason::certificate_revoked);
    audit_->record({.cluster = peer.identity.cluster(),
                    .kind = audit::revoked,
                    .who = base::sender_key(peer.identity),
                    .detail = peer.serial});
    core_->revoked(peer.identity, peer.serial);
  }
}

/// A ward's time may be over, or another cluster file adopted, while its people are connected.
void Server::put_out_unserved() {
  for (const auto& session : std::set(sessions_)) {
    const auto identity = session->peer().identity;
    if (!session->joined() || core_->serves(identity)) continue;
    audit_->record({.cluster = identity.cluster(),
                    .kind = audit::rights,
                    .who = base::sender_key(identity),
                    .detail = "no_longer_served"});
    session->goodbye(v1::Goodbye::NOT_SERVED, "this ward is no longer served", net::CloseReason::not_served);
  }
}

void Server::audit_hub(const std::string& what) { audit_->record({.kind = audit::hub, .detail = what}); }

void Server::drain() {
  if (draining_) return;
  draining_ = true;
  health_.serving = false;
  ops::service_manager::stopping();
  audit_hub("drained");
  ops::Line("draining").field("sessions", sessions_.size());
  listener_->close();
  core_->flush();
  for (const auto& session : std::set(sessions_)) {
    session->goodbye(v1::Goodbye::SHUTTING_DOWN, "the hub is shutting down", net::CloseReason::shutting_down);
  }
  drain_deadline_.expires_after(drain_max);
  drain_deadline_.async_wait([this](const boost::system::error_code& error) {
    if (!error) stop();
  });
  if (sessions_.empty()) stop();
}

void Server::stop() {
  keep_snapshots();
  ops::Line("stopped").field("sessions", sessions_.size());
  io_.stop();
}

/// So that the next start is quick. Nobody waits for this any more.
void Server::keep_snapshots() {
  upkeep_.reset();
  if (journal_->snapshots() == nullptr) return;
  for (const auto& [id, cluster] : core_->clusters()) {
    if (const auto kept = keep(cluster->durable(), *journal_, *journal_->snapshots()); !kept) {
      ops::Line("snapshot_failed", ops::Level::warning).field("cluster", id).field("error", kept.error());
    }
  }
}

}  // namespace wardlink::app
