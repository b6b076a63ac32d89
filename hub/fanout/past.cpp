#include "hub/fanout/past.hpp"

#include "hub/rules/flight.hpp"

namespace wardlink::fanout {

const std::string& alert_of(const v1::Event& event) {
  static const std::string none;
  switch (event.body_case()) {
    case v1::Event::kFlightRaised:
      return event.flight_raised().flight().id();
    case v1::Event::kFlightSeenAgain:
      return event.flight_seen_again().flight().id();
    case v1::Event::kFlightBlocked:
      return event.flight_blocked().flight();
    default:
      return none;
  }
}

bool over(const Present& present, const std::string& flight) {
  const auto known = present.durable.flights.find(flight);
  return known != present.durable.flights.end() && rules::flight_over(known->second.view, present.now);
}

void tell_as_past(const Present& present, v1::Event& event) {
  const std::string& flight = alert_of(event);
  if (flight.empty() || !over(present, flight)) return;
  event.clear_alarms();
  event.set_urgency(v1::ROUTINE);
  if (event.has_flight_raised()) tell_as_past(present, *event.mutable_flight_raised()->mutable_flight());
  if (event.has_flight_seen_again()) tell_as_past(present, *event.mutable_flight_seen_again()->mutable_flight());
}

void tell_as_past(const Present& present, v1::Flight& flight) {
  if (!over(present, flight.id())) return;
  const auto end = present.durable.flights.at(flight.id()).view.end();
  flight.set_end(end == v1::Flight::END_UNSPECIFIED ? v1::Flight::EXPIRED : end);
}

}  // namespace wardlink::fanout
