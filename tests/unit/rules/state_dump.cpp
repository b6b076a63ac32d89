#include "tests/unit/rules/state_dump.hpp"

#include <sstream>

namespace wardlink::rules::testing {
namespace {

// Every struct is taken apart by structured bindings: a field that is added and forgotten here does not compile.

long long us(base::Time time) { return time.time_since_epoch().count(); }

template <typename Words>
void put_words(std::ostream& out, const char* what, const Words& words) {
  out << "  " << what;
  for (const auto& word : words) out << ' ' << word;
  out << '\n';
}

void put(std::ostream& out, const domain::Ladder& ladder) {
  const auto& [since, seen, answered, escalated, exhausted] = ladder;
  out << " ladder " << us(since) << ' ' << seen << answered << escalated << exhausted;
}

void put(std::ostream& out, const domain::Request& request) {
  const auto& [id, asked_by, basis, needed, clause, ladder] = request;
  out << "  request " << id << ' ' << asked_by << ' ' << basis;
  put(out, ladder);
  for (const auto& force : needed) out << " [" << force.ShortDebugString() << ']';
  out << " {" << clause.ShortDebugString() << "}\n";
}

void put(std::ostream& out, const domain::Incident& incident) {
  const auto& [view, decision, first_received_at, lead_present, duties, lead_since, lead_reminded, lead_asked_at,
               lead_acted_at, acting_sought, acting_exhausted, acting_asked_at, unclaimed_since, sounding_since,
               touched_at, resolved_at, alerted, bound, absorbed, requests] = incident;
  out << view.DebugString() << decision.DebugString();
  out << "  received " << us(first_received_at) << " lead " << lead_present << ' ' << us(lead_since) << lead_reminded
      << ' ' << us(lead_asked_at) << ' ' << us(lead_acted_at) << " acting " << acting_sought << acting_exhausted << ' '
      << us(acting_asked_at) << " unclaimed " << us(unclaimed_since) << " sounding " << us(sounding_since)
      << " touched " << us(touched_at) << " resolved " << us(resolved_at);
  put(out, duties);
  for (const auto& [kind, support] : alerted) out << " alerted " << kind << ' ' << support;
  out << '\n';
  put_words(out, "bound", bound);
  put_words(out, "absorbed", absorbed);
  for (const auto& [id, request] : requests) put(out, request);
}

void put(std::ostream& out, const domain::Flight& flight) {
  const auto& [view, told] = flight;
  out << view.DebugString();
  put_words(out, "told", told);
}

void put(std::ostream& out, const domain::Record& record) {
  const auto& [ward, mode, incident, told, recalled] = record;
  out << ward << ' ' << mode << ' ' << incident << ' ' << recalled << '\n';
  put_words(out, "told", told);
}

void put(std::ostream& out, const domain::Deadline& deadline) {
  const auto& [at, kind, owner, subject] = deadline;
  out << us(at) << ' ' << kind << ' ' << owner << ' ' << subject << '\n';
}

}  // namespace

std::string dump(const domain::State& state) {
  // Deadlines of one owner need no order; all of them stand in `deadlines`.
  const auto& [cluster, entries, seq, time, geography, regulations, regulation_version, incidents, open, last_seen_seq,
               stations, undelivered, flights, patrols, flights_on, patrols_on, records, deadlines, deadlines_of] =
      state;
  std::ostringstream out;
  out << cluster << " entries " << entries << " seq " << seq << " time " << us(time) << " geography "
      << (geography ? geography->id() : "") << " regulation " << regulation_version << " of";
  for (const auto& [version, regulation] : regulations) out << ' ' << version << '=' << regulation->title;
  out << '\n';
  for (const auto& [id, incident] : incidents) put(out, incident);
  for (const auto& [opened, id] : open) out << "open " << opened << ' ' << id << '\n';
  for (const auto& [ward, seen] : last_seen_seq) out << "seen " << ward << ' ' << seen << '\n';
  for (const auto& [ward, station] : stations) {
    const auto& [up, since] = station;
    out << "station " << ward << ' ' << up << ' ' << us(since) << '\n';
  }
  for (const auto& [ward, supports] : undelivered) {
    for (const auto& [opened, id] : supports) out << "undelivered " << ward << ' ' << opened << ' ' << id << '\n';
  }
  for (const auto& [id, flight] : flights) put(out, flight);
  for (const auto& id : flights_on) out << "flying " << id << '\n';
  for (const auto& [id, patrol] : patrols) out << patrol.DebugString();
  for (const auto& id : patrols_on) out << "patrolling " << id << '\n';
  for (const auto& [id, record] : records) put(out << "record " << id << ' ', record);
  for (const auto& deadline : deadlines) put(out << "deadline ", deadline);
  for (const auto& [owner, of_owner] : deadlines_of) out << "deadlines of " << owner << ' ' << of_owner.size() << '\n';
  return out.str();
}

}  // namespace wardlink::rules::testing
