// When something was detected, and who detected it first (RULES.md 4).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/domain/state.hpp"
#include "hub/rules/decide.hpp"
#include "wardlink/v1/command.pb.h"

namespace wardlink::rules {

struct DetectionTime {
  base::Time detected_at{};  // as reported, by the reporter's clock
  base::Time credible_at{};  // on the hub's clock
  v1::TimeSource source = v1::DEVICE;
  std::vector<std::string> marks;  // future, stale, typed, unmeasured
};

[[nodiscard]] DetectionTime detection_time(const std::optional<v1::DetectedAt>& reported, const Envelope& envelope,
                                           const domain::Limits& limits, base::Time received_at);

struct FirstDetection {
  const v1::Report* report = nullptr;  // null: none of the wards detected it
  bool tie = false;                    // another ward's is within clock_tie_s
  std::vector<v1::Detection> weighed;  // all reports, in hub order
};

/// Over the reports by these wards. `reports` are in hub order, the incident's first report first.
[[nodiscard]] FirstDetection first_detection(const google::protobuf::RepeatedPtrField<v1::Report>& reports,
                                             const google::protobuf::RepeatedPtrField<std::string>& wards,
                                             const domain::Limits& limits);

}  // namespace wardlink::rules
