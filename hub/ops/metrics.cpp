#include "hub/ops/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <cmath>

namespace wardlink::ops {
namespace {

// From half a millisecond to half a minute: what an alert may take at best, and when somebody must look.
const prometheus::Histogram::BucketBoundaries duration_buckets_s{0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1,
                                                                 0.2,    0.5,   1,     2,     5,    10,   30};

auto& counters(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}
auto& gauges(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}
auto& histogram(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, duration_buckets_s);
}
Metrics::Seconds quantile(const prometheus::ClientMetric::Histogram& histogram, double share) {
  const double rank = share * static_cast<double>(histogram.sample_count);
  double below = 0;
  double from_s = 0;
  for (const auto& bucket : histogram.bucket) {
    const auto so_far = static_cast<double>(bucket.cumulative_count);
    if (so_far >= rank && so_far > below && !std::isinf(bucket.upper_bound)) {
      return Metrics::Seconds(from_s + ((bucket.upper_bound - from_s) * (rank - below) / (so_far - below)));
    }
    if (std::isinf(bucket.upper_bound)) break;
    below = so_far;
    from_s = bucket.upper_bound;
  }
  return Metrics::Seconds(from_s);
}
double unix_seconds(std::chrono::sys_seconds at) { return static_cast<double>(at.time_since_epoch().count()); }

}  // namespace

Metrics::Metrics(std::string_view version)
    : received_(
          counters(registry_, "wardhub_commands_received_total", "Commands received, dry runs among them.").Add({})),
      accepted_(counters(registry_, "wardhub_commands_accepted_total", "Commands made durable.").Add({})),
      duplicate_(
          counters(registry_, "wardhub_commands_duplicate_total", "Commands repeated, answered from the journal.")
              .Add({})),
      rejected_(counters(registry_, "wardhub_commands_rejected_total", "Commands refused, by reason.")),
      timed_out_(counters(registry_, "wardhub_timeouts_total", "Deadlines of the rules that passed, by kind.")),
      queue_depth_(gauges(registry_, "wardhub_queue_depth", "Commands decided and not yet durable.").Add({})),
      queue_oldest_(gauges(registry_, "wardhub_queue_oldest_seconds", "Age of the oldest of them.").Add({})),
      delivery_(histogram(registry_, "wardhub_delivery_duration_seconds",
                          "From an event's time to handing it to a connection.")),
      acknowledgement_(histogram(registry_, "wardhub_acknowledgement_duration_seconds",
                                 "From an event's time to its acknowledgement by a session.")),
      fsync_(histogram(registry_, "wardhub_journal_fsync_duration_seconds", "One commit, with its fsync.")),
      full_(counters(registry_, "wardhub_journal_full_total", "Commits refused because the disk is full.").Add({})),
      bytes_(gauges(registry_, "wardhub_journal_size_bytes", "The journal's size.").Add({})),
      seq_(gauges(registry_, "wardhub_journal_seq", "The last durable event, by cluster.")),
      snapshot_entry_(gauges(registry_, "wardhub_journal_snapshot_entry",
                             "The entry of the newest snapshot, which a restart begins with, by cluster.")),
      snapshots_failed_(
          counters(registry_, "wardhub_journal_snapshot_failures_total", "Snapshots that could not be kept.").Add({})),
      read_again_entry_(gauges(registry_, "wardhub_journal_verified_entry",
                               "How far the present verification of old entries has come, by cluster.")),
      read_again_(counters(registry_, "wardhub_journal_verifications_total",
                           "Verifications of all entries that were completed, by cluster.")),
      unanswered_(gauges(registry_, "wardhub_supports_unanswered", "Supports without an answer, by cluster.")),
      up_(gauges(registry_, "wardhub_station_up", "Whether the ward's station is up.")),
      last_seen_(gauges(registry_, "wardhub_station_last_seen_timestamp_seconds",
                        "When the ward was last heard; 0: not since the hub's start.")),
      acknowledged_seq_(gauges(registry_, "wardhub_station_acknowledged_seq",
                               "What the ward has acknowledged since the hub's start.")),
      connections_(
          gauges(registry_, "wardhub_connections", "Connections, those in their handshake among them.").Add({})),
      handshakes_failed_(counters(registry_, "wardhub_handshake_failures_total", "Peers turned away, by reason.")),
      sessions_closed_(counters(registry_, "wardhub_sessions_closed_total", "Sessions ended, by reason.")),
      certificate_expiry_(
          gauges(registry_, "wardhub_certificate_expiry_timestamp_seconds", "When the hub's certificate ends.")
              .Add({})),
      crl_expiry_(gauges(registry_, "wardhub_crl_expiry_timestamp_seconds",
                         "When the revocation list ends: it is applied from then on as well, and must be renewed.")
                      .Add({})),
      crl_usable_(gauges(registry_, "wardhub_crl_usable",
                         "Whether there is a revocation list; 0: every new peer is refused until there is one.")
                      .Add({})),
      crl_expired_(gauges(registry_, "wardhub_crl_expired",
                          "Whether the revocation list in force should have been renewed by now.")
                       .Add({})),
      reload_success_(
          gauges(registry_, "wardhub_reload_last_successful", "Whether the last reload was taken over.").Add({})),
      reload_time_(gauges(registry_, "wardhub_reload_last_success_timestamp_seconds",
                          "When certificates and revocations were last loaded.")
                       .Add({})),
      reloads_failed_(counters(registry_, "wardhub_reload_failures_total", "Reloads not taken over, by reason.")),
      audited_(counters(registry_, "wardhub_audit_records_total", "Records of the audit, by kind.")),
      audit_repeated_(counters(registry_, "wardhub_audit_repeated_total",
                               "What was counted in a record there already was, by kind.")),
      audit_lost_(
          counters(registry_, "wardhub_audit_lost_total", "Records of the audit that could not be written.").Add({})),
      clock_difference_(gauges(registry_, "wardhub_clock_difference_seconds", "Wall clock minus hub time.").Add({})) {
  gauges(registry_, "wardhub_build_info", "Always 1; the version is in the label.")
      .Add({{"version", std::string(version)}})
      .Set(1);
}

void Metrics::command_rejected(std::string_view code) { rejected_.Add({{"reason", std::string(code)}}).Increment(); }

void Metrics::timed_out(std::string_view kind) { timed_out_.Add({{"kind", std::string(kind)}}).Increment(); }

void Metrics::queue(std::size_t depth, Seconds oldest) {
  queue_depth_.Set(static_cast<double>(depth));
  queue_oldest_.Set(oldest.count());
}

void Metrics::snapshot_kept(const std::string& cluster, std::uint64_t entry) {
  snapshot_entry_.Add({{"cluster", cluster}}).Set(static_cast<double>(entry));
}

void Metrics::journal_read_again(const std::string& cluster, std::uint64_t entry, bool all) {
  read_again_entry_.Add({{"cluster", cluster}}).Set(static_cast<double>(entry));
  auto& completed = read_again_.Add({{"cluster", cluster}});
  if (all) completed.Increment();
}

void Metrics::journal_seq(const std::string& cluster, std::uint64_t seq) {
  seq_.Add({{"cluster", cluster}}).Set(static_cast<double>(seq));
}

void Metrics::supports_unanswered(const std::string& cluster, std::size_t count) {
  unanswered_.Add({{"cluster", cluster}}).Set(static_cast<double>(count));
}

void Metrics::station(const std::string& cluster, const std::string& ward, bool up, Seconds last_seen,
                      std::uint64_t acknowledged_seq) {
  const prometheus::Labels labels{{"cluster", cluster}, {"ward", ward}};
  up_.Add(labels).Set(up ? 1 : 0);
  last_seen_.Add(labels).Set(last_seen.count());
  acknowledged_seq_.Add(labels).Set(static_cast<double>(acknowledged_seq));
}

void Metrics::handshake_failed(std::string_view reason) {
  handshakes_failed_.Add({{"reason", std::string(reason)}}).Increment();
}

void Metrics::session_closed(std::string_view reason) {
  sessions_closed_.Add({{"reason", std::string(reason)}}).Increment();
}

void Metrics::certificate_expires(std::chrono::sys_seconds at) { certificate_expiry_.Set(unix_seconds(at)); }
void Metrics::crl_expires(std::chrono::sys_seconds at) { crl_expiry_.Set(unix_seconds(at)); }

void Metrics::crl(bool usable, bool expired) {
  crl_usable_.Set(usable ? 1 : 0);
  crl_expired_.Set(expired ? 1 : 0);
}

void Metrics::reload_failed(std::string_view reason) {
  reloaded(false);
  reloads_failed_.Add({{"reason", std::string(reason)}}).Increment();
}

void Metrics::audited(std::string_view kind, bool another_record) {
  (another_record ? audited_ : audit_repeated_).Add({{"kind", std::string(kind)}}).Increment();
}

void Metrics::reloaded(bool success) {
  reload_success_.Set(success ? 1 : 0);
  if (success) reload_time_.SetToCurrentTime();
}

Metrics::Percentiles Metrics::percentiles(const prometheus::Histogram& histogram) {
  const auto collected = histogram.Collect().histogram;
  if (collected.sample_count == 0) return {};
  return {collected.sample_count, quantile(collected, 0.5), quantile(collected, 0.99)};
}

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(registry_.Collect()); }

}  // namespace wardlink::ops
