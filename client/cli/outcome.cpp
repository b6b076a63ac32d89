#include "client/cli/outcome.hpp"

#include <fmt/format.h>

#include "client/cli/json.hpp"

namespace wardlink::cli {

bool is_report(const v1::Command& command) {
  return command.has_report_incident() || command.has_report_sighting() || command.has_report_hotspot() ||
         command.has_report_flight() || command.has_start_patrol();
}

std::optional<Outcome> outcome_of(const v1::Receipt& receipt) {
  Outcome outcome;
  for (const v1::Event& event : receipt.accepted().events()) {
    if (event.has_incident_opened()) {
      outcome.id = event.incident_opened().report().id();
      outcome.incident = event.incident();
    } else if (event.has_report_linked()) {
      outcome.id = event.report_linked().report().id();
      outcome.incident = outcome.linked_to = event.incident();
    } else if (event.has_sighting_recorded()) {
      outcome.id = event.sighting_recorded().id();
      outcome.incident = event.incident();
    } else if (event.has_hotspot_recorded()) {
      outcome.id = event.hotspot_recorded().id();
    } else if (event.has_flight_raised()) {
      // The report of an incident that was opened for it came before: the flight is what was reported.
      outcome.id = event.flight_raised().flight().id();
      outcome.incident = event.incident();
    } else if (event.has_patrol_started()) {
      outcome.id = event.patrol_started().patrol().id();
    }
    const bool ours = event.incident() == outcome.incident;
    if (ours && event.has_lead_decided()) outcome.lead = event.lead_decided().ward();
    if (ours && event.has_lead_moved()) outcome.lead = event.lead_moved().to();
  }
  if (outcome.id.empty()) return std::nullopt;
  return outcome;
}

std::string to_json(const Outcome& outcome, const v1::Receipt& receipt) {
  const v1::Accepted& accepted = receipt.accepted();
  return fmt::format(R"({{"id":{},"incident":{},"seq":"{}","time":{},"duplicate":{},"linkedTo":{},"lead":{}{}}})",
                     json_string(outcome.id), json_string(outcome.incident), accepted.seq(), to_json(accepted.time()),
                     receipt.duplicate(), json_string(outcome.linked_to), json_string(outcome.lead.value_or("")),
                     receipt.dry_run() ? R"(,"dryRun":true)" : "");
}

}  // namespace wardlink::cli
