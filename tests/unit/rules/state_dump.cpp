#include "tests/unit/rules/state_dump.hpp"

#include <sstream>

namespace wardlink::rules::testing {
namespace {

long long us(base::Time time) { return time.time_since_epoch().count(); }

void put(std::ostream& out, const domain::Ladder& ladder) {
  out << " ladder " << us(ladder.since) << ' ' << ladder.seen << ladder.answered << ladder.escalated
      << ladder.exhausted;
}

void put(std::ostream& out, const domain::Request& request) {
  out << "  request " << request.id << ' ' << request.asked_by << ' ' << request.basis;
  put(out, request.ladder);
  for (const auto& force : request.needed) out << " [" << force.ShortDebugString() << ']';
  out << " {" << request.clause.ShortDebugString() << "}\n";
}

void put(std::ostream& out, const domain::Incident& incident) {
  out << incident.view.DebugString() << incident.decision.DebugString();
  out << "  received " << us(incident.first_received_at) << " lead " << us(incident.lead_since)
      << incident.lead_reminded << ' ' << us(incident.lead_asked_at) << ' ' << us(incident.lead_acted_at) << " acting "
      << incident.acting_sought << incident.acting_exhausted << ' ' << us(incident.acting_asked_at) << " unclaimed "
      << us(incident.unclaimed_since) << " sounding " << us(incident.sounding_since) << " touched "
      << us(incident.touched_at) << " resolved " << us(incident.resolved_at);
  put(out, incident.duties);
  for (const auto& [kind, support] : incident.alerted) out << " alerted " << kind << ' ' << support;
  out << "\n  bound";
  for (const auto& ward : incident.bound) out << ' ' << ward;
  out << "\n  absorbed";
  for (const auto& id : incident.absorbed) out << ' ' << id;
  out << '\n';
  for (const auto& [id, request] : incident.requests) put(out, request);
}

void put(std::ostream& out, const std::set<std::string>& told) {
  out << "  told";
  for (const auto& ward : told) out << ' ' << ward;
  out << '\n';
}

void put(std::ostream& out, const domain::Flight& flight) {
  out << flight.view.DebugString();
  put(out, flight.told);
}

void put(std::ostream& out, const std::string& id, const domain::Record& record) {
  out << "record " << id << ' ' << record.ward << ' ' << record.mode << ' ' << record.incident << ' ' << record.recalled
      << '\n';
  put(out, record.told);
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
  for (const auto& [id, flight] : state.flights) put(out, flight);
  for (const auto& id : state.flights_on) out << "flying " << id << '\n';
  for (const auto& [id, patrol] : state.patrols) out << patrol.DebugString();
  for (const auto& id : state.patrols_on) out << "patrolling " << id << '\n';
  for (const auto& [id, record] : state.records) put(out, id, record);
  for (const auto& deadline : state.deadlines) {
    out << "deadline " << us(deadline.at) << ' ' << deadline.kind << ' ' << deadline.owner << ' ' << deadline.subject
        << '\n';
  }
  return out.str();
}

}  // namespace wardlink::rules::testing
