// What the hub counts (INTERFACES.md): Prometheus metrics with the prefix wardhub_. No incident or person in a label.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wardlink::ops {

/// Any thread.
class Metrics {
 public:
  using Seconds = std::chrono::duration<double>;

  explicit Metrics(std::string_view version);

  // Commands.
  void command_received() { received_.Increment(); }
  void command_accepted() { accepted_.Increment(); }
  void command_duplicate() { duplicate_.Increment(); }
  void command_rejected(std::string_view code);
  /// A deadline of the rules has passed; by its kind.
  void timed_out(std::string_view kind);
  void queue(std::size_t depth, Seconds oldest);

  // From the event's hub time to handing it to the connection, and to the peer's acknowledgement.
  void delivered(Seconds after) { delivery_.Observe(after.count()); }
  void acknowledged(Seconds after) { acknowledgement_.Observe(after.count()); }

  // Journal.
  void synced(Seconds took) { fsync_.Observe(took.count()); }
  void journal_full() { full_.Increment(); }
  void journal_bytes(std::uint64_t bytes) { bytes_.Set(static_cast<double>(bytes)); }
  void journal_seq(const std::string& cluster, std::uint64_t seq);
  void snapshot_kept(const std::string& cluster, std::uint64_t entry);
  void snapshot_failed() { snapshots_failed_.Increment(); }
  /// Old entries are verified again and again: how far that is, and whether all of them are through.
  void journal_read_again(const std::string& cluster, std::uint64_t entry, bool all);

  // Clusters and stations.
  void supports_unanswered(const std::string& cluster, std::size_t count);
  void station(const std::string& cluster, const std::string& ward, bool up, Seconds last_seen,
               std::uint64_t acknowledged_seq);

  // Connections and certificates.
  void connections(std::size_t count) { connections_.Set(static_cast<double>(count)); }
  void handshake_failed(std::string_view reason);
  void session_closed(std::string_view reason);
  void certificate_expires(std::chrono::sys_seconds at);
  void crl_expires(std::chrono::sys_seconds at);
  /// `usable`: new peers can be judged. `expired`: by a list that should have been renewed.
  void crl(bool usable, bool expired);
  void reloaded(bool success);
  void reload_failed(std::string_view reason);

  // Audit.
  void audited(std::string_view kind, bool another_record);
  void audit_lost(std::size_t records) { audit_lost_.Increment(static_cast<double>(records)); }

  /// Hub time minus wall clock, where it is more than slewing explains.
  void clock_difference(Seconds difference) { clock_difference_.Set(difference.count()); }

  struct Percentiles {
    std::uint64_t count = 0;
    Seconds p50{};
    Seconds p99{};
  };
  /// Since the hub's start, by straight lines within the buckets, as Prometheus' histogram_quantile estimates them;
  /// never more than the last bucket's beginning.
  [[nodiscard]] Percentiles delivery() const { return percentiles(delivery_); }
  [[nodiscard]] Percentiles acknowledgement() const { return percentiles(acknowledgement_); }
  [[nodiscard]] Percentiles fsync() const { return percentiles(fsync_); }

  /// In Prometheus' text format.
  [[nodiscard]] std::string text() const;

 private:
  [[nodiscard]] static Percentiles percentiles(const prometheus::Histogram& histogram);

  prometheus::Registry registry_;
  prometheus::Counter& received_;
  prometheus::Counter& accepted_;
  prometheus::Counter& duplicate_;
  prometheus::Family<prometheus::Counter>& rejected_;
  prometheus::Family<prometheus::Counter>& timed_out_;
  prometheus::Gauge& queue_depth_;
  prometheus::Gauge& queue_oldest_;
  prometheus::Histogram& delivery_;
  prometheus::Histogram& acknowledgement_;
  prometheus::Histogram& fsync_;
  prometheus::Counter& full_;
  prometheus::Gauge& bytes_;
  prometheus::Family<prometheus::Gauge>& seq_;
  prometheus::Family<prometheus::Gauge>& snapshot_entry_;
  prometheus::Counter& snapshots_failed_;
  prometheus::Family<prometheus::Gauge>& read_again_entry_;
  prometheus::Family<prometheus::Counter>& read_again_;
  prometheus::Family<prometheus::Gauge>& unanswered_;
  prometheus::Family<prometheus::Gauge>& up_;
  prometheus::Family<prometheus::Gauge>& last_seen_;
  prometheus::Family<prometheus::Gauge>& acknowledged_seq_;
  prometheus::Gauge& connections_;
  prometheus::Family<prometheus::Counter>& handshakes_failed_;
  prometheus::Family<prometheus::Counter>& sessions_closed_;
  prometheus::Gauge& certificate_expiry_;
  prometheus::Gauge& crl_expiry_;
  prometheus::Gauge& crl_usable_;
  prometheus::Gauge& crl_expired_;
  prometheus::Gauge& reload_success_;
  prometheus::Gauge& reload_time_;
  prometheus::Family<prometheus::Counter>& reloads_failed_;
  prometheus::Family<prometheus::Counter>& audited_;
  prometheus::Family<prometheus::Counter>& audit_repeated_;
  prometheus::Counter& audit_lost_;
  prometheus::Gauge& clock_difference_;
};

}  // namespace wardlink::ops
