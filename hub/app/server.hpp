// The hub put together: journal, clusters, connections, the operator's port; from start to drain.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "hub/app/audit_file.hpp"
#include "hub/app/core.hpp"
#include "hub/app/crl_seen.hpp"
#include "hub/app/peer_session.hpp"
#include "hub/app/random.hpp"
#include "hub/app/upkeep.hpp"
#include "hub/base/clock.hpp"
#include "hub/journal/sqlite_journal.hpp"
#include "hub/net/listener.hpp"
#include "hub/net/tls_context.hpp"
#include "hub/ops/config.hpp"
#include "hub/ops/health.hpp"
#include "hub/ops/metrics.hpp"
#include "hub/ops/operator_port.hpp"

namespace wardlink::app {

/// One process has one. One thread.
class Server {
 public:
  struct Options {
    std::string version;
    bool adopt_restored_journal = false;
  };
  /// What `--check` says: the configuration's files hold together. The error is a sentence.
  [[nodiscard]] static std::expected<void, std::string> check(const ops::Config& config);

  Server(ops::Config config, Options options);
  ~Server();

  /// Opens everything and begins to serve. The error is a sentence.
  [[nodiscard]] std::expected<void, std::string> start();
  /// Until SIGTERM or SIGINT, and what follows them.
  void run() { io_.run(); }

 private:
  std::expected<void, std::string> open_journal();
  std::expected<void, std::string> open_crl_seen();
  void take_crl();
  std::expected<void, std::string> open_audit();
  std::expected<void, std::string> open_clusters();
  std::expected<void, std::string> open_ports();
  std::expected<void, std::string> load_tls();

  void refused(const net::Refusal& refusal, const boost::asio::ip::tcp::endpoint& peer);
  void admit(std::shared_ptr<net::Session> session);
  void ended(PeerSession& session);
  void await_signal();
  void await_tick();
  void tick();
  void report_status();
  void watch_crl();
  void reload();
  struct ReloadFault {
    const char* reason;  // a word for the metric
    std::string why;     // a sentence
  };
  std::expected<void, ReloadFault> reload_tls();
  void reload_refused(const ReloadFault& fault);
  void refuse_new_peers(const std::string& why);
  void put_out_revoked();
  void put_out_unserved();
  void audit_hub(const std::string& what);
  void drain();
  void stop();
  void keep_snapshots();

  const ops::Config config_;
  const Options options_;
  boost::asio::io_context io_{1};
  ops::Metrics metrics_;
  ops::Health health_;
  SystemRandom random_;
  std::unique_ptr<journal::SqliteJournal> journal_;
  std::unique_ptr<base::SystemClock> clock_;
  std::unique_ptr<AuditFile> audit_;
  std::unique_ptr<Core> core_;
  std::map<std::string, std::uint64_t> kept_entries_;  // of the snapshots that were recovered from
  std::unique_ptr<Upkeep> upkeep_;
  std::shared_ptr<const net::ServerContext> tls_;
  std::optional<CrlSeen> crl_seen_;
  std::shared_ptr<net::Listener> listener_;
  std::unique_ptr<ops::OperatorPort> operator_port_;
  std::set<std::shared_ptr<PeerSession>> sessions_;

  boost::asio::signal_set signals_;
  boost::asio::steady_timer tick_;
  boost::asio::steady_timer drain_deadline_;
  bool draining_ = false;
  std::optional<std::chrono::microseconds> watchdog_interval_;
  std::chrono::steady_clock::time_point last_watchdog_beat_{};
  std::chrono::steady_clock::time_point last_status_{};
  std::chrono::steady_clock::time_point last_second_{};
  bool clock_differs_ = false;
  bool crl_usable_ = true;
  bool crl_expired_ = false;
  std::optional<std::chrono::steady_clock::time_point> crl_complained_;
};

}  // namespace wardlink::app
