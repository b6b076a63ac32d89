#include "tests/unit/rules/state_dump.hpp"

#include <sstream>

namespace wardlink::rules::testing {
namespace {

void put(std::ostream& out, const domain::Request& request) {
  out << "  request " << request.id << ' ' << request.asked_by << ' ' << request.basis << ' ' << request.exhausted;
  for (const auto& force : request.needed) out << " [" << force.ShortDebugString() << ']';
  out << " {" << request.clause.ShortDebugString() << "}\n";
}

void put(std::ostream& out, const domain::Incident& incident) {
  out << incident.view.DebugString() << incident.decision.DebugString();
  out << "  received " << incident.first_received_at.time_since_epoch().count() << " escalated "
      << incident.duties_escalated << "\n  bound";
  for (const auto& ward : incident.bound) out << ' ' << ward;
  out << "\n  absorbed";
  for (const auto& id : incident.absorbed) out << ' ' << id;
  out << '\n';
  for (const auto& [id, request] : incident.requests) put(out, request);
}

}  // namespace

std::string dump(const domain::State& state) {
  std::ostringstream out;
  out << state.cluster << " entries " << state.entries << " seq " << state.seq << " time "
      << state.time.time_since_epoch().count() << " regulation " << state.regulation_version << '\n';
  for (const auto& [id, incident] : state.incidents) put(out, incident);
  for (const auto& [seq, id] : state.open) out << "open " << seq << ' ' << id << '\n';
  for (const auto& [ward, seq] : state.last_seen_seq) out << "seen " << ward << ' ' << seq << '\n';
  for (const auto& [ward, station] : state.stations) {
    out << "station " << ward << ' ' << station.up << ' ' << station.since.time_since_epoch().count() << '\n';
  }
  for (const auto& [ward, supports] : state.undelivered) {
    for (const auto& [seq, id] : supports) out << "undelivered " << ward << ' ' << seq << ' ' << id << '\n';
  }
  return out.str();
}

}  // namespace wardlink::rules::testing
