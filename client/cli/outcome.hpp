// What became of a report, as scripts read it: {id, incident, seq, time, duplicate, linkedTo, lead}.
#pragma once

#include <optional>
#include <string>

#include "wardlink/v1/wire.pb.h"

namespace wardlink::cli {

struct Outcome {
  std::string id;                   // of the report, sighting, hot spot, flight or patrol
  std::string incident;             // it belongs to; empty: none
  std::string linked_to;            // the incident it was linked to; empty: it is a new one
  std::optional<std::string> lead;  // absent where the receipt does not say; empty: unassigned
};

/// `report …`, whatever is reported.
[[nodiscard]] bool is_report(const v1::Command& command);

/// Absent for the receipt of anything but a report.
[[nodiscard]] std::optional<Outcome> outcome_of(const v1::Receipt& receipt);
[[nodiscard]] std::string to_json(const Outcome& outcome, const v1::Receipt& receipt);

}  // namespace wardlink::cli
