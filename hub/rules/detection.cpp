#include "hub/rules/detection.hpp"

#include "hub/rules/marks.hpp"

namespace wardlink::rules {

DetectionTime detection_time(const std::optional<v1::DetectedAt>& reported, const Envelope& envelope,
                             const domain::Limits& limits, base::Time received_at) {
  DetectionTime time;
  if (!reported || !reported->has_time()) {
    time.detected_at = time.credible_at = received_at;
    return time;
  }
  time.detected_at = base::from_proto(reported->time());
  if (reported->source() == v1::TYPED) {
    time.source = v1::TYPED;
    time.marks.emplace_back(mark::typed);
  }
  if (!envelope.clock_measured) time.marks.emplace_back(mark::unmeasured);
  const base::Time corrected = time.detected_at + envelope.clock_offset;
  time.credible_at = corrected;
  if (corrected > received_at) {
    time.credible_at = received_at;
    // Two clocks agree no better than clock_tie_s: a stamp made while sending may land just behind the receipt.
    if (corrected > received_at + base::seconds(limits.clock_tie_s)) time.marks.emplace_back(mark::future);
  } else if (corrected < received_at - base::seconds(limits.max_backdate_s)) {
    time.credible_at = received_at;
    time.marks.emplace_back(mark::stale);
  }
  return time;
}

FirstDetection first_detection(const google::protobuf::RepeatedPtrField<v1::Report>& reports,
                               const google::protobuf::RepeatedPtrField<std::string>& wards,
                               const domain::Limits& limits) {
  FirstDetection first;
  std::optional<base::Time> earliest;
  for (const auto& report : reports) {
    auto& detection = first.weighed.emplace_back();
    detection.set_report(report.id());
    detection.set_ward(report.ward());
    *detection.mutable_credible_at() = report.credible_at();
    // A typed time never moves a lead; the incident's first report has none to move.
    const bool may_move = &report == &reports[0] || report.time_source() != v1::TYPED;
    detection.set_counted(may_move && has(wards, report.ward()));
    if (!detection.counted()) continue;
    const auto at = base::from_proto(report.credible_at());
    if (!earliest || at < *earliest) earliest = at;
  }
  for (int i = 0; i < reports.size(); ++i) {
    auto& detection = first.weighed[static_cast<std::size_t>(i)];
    if (!detection.counted()) continue;
    const auto at = base::from_proto(detection.credible_at());
    if (at != *earliest && at >= *earliest + base::seconds(limits.clock_tie_s)) continue;
    detection.set_tied(true);
    if (first.report == nullptr) {
      first.report = &reports[i];
    } else if (first.report->ward() != reports[i].ward()) {
      first.tie = true;
    }
  }
  return first;
}

}  // namespace wardlink::rules
