#include "client/cli/message_sentence.hpp"

#include <utility>

#include "client/cli/flight_words.hpp"
#include "client/cli/sentence_parts.hpp"

namespace wardlink::cli {
namespace {

using fmt::arg;
using std::string;

/// One function a kind of body.
class Teller {
 public:
  Teller(const v1::Event& event, const Words& words) : event_(event), words_(words) {}

  EventSentence tell(const v1::SightingRecorded& e) const {
    return {words_.say(Say::sighting_recorded, arg("ward", words_.ward(e.ward())), arg("kind", words_.kind(e.kind())),
                       arg("place", words_.place(e.placement()))),
            {join({words_.say(Say::detected_at, arg("time", words_.time(e.credible_at()))), words_.source(e.source())},
                  ", ") +
                 words_.marks(e.marks()),
             patrols_words(words_, e.patrols())}};
  }
  EventSentence tell(const v1::HotspotRecorded& e) const {
    return {words_.say(Say::hotspot_recorded, arg("ward", words_.ward(e.ward())),
                       arg("category", words_.category(e.category())), arg("place", words_.place(e.placement()))),
            {e.sensitive() ? words_.say(Say::flag_sensitive) : "", words_.source(e.source())}};
  }
  EventSentence tell(const v1::FlightRaised& e) const {
    const v1::Flight& flight = e.flight();
    return flight_told(
        flight, words_.say(Say::flight_raised, arg("ward", words_.ward(flight.ward())),
                           arg("by", travel_words(flight.by(), words_)), arg("heading", heading_words(flight, words_)),
                           arg("time", words_.time(flight.seen_at())), arg("place", words_.place(flight.placement()))));
  }
  EventSentence tell(const v1::FlightSeenAgain& e) const {
    const v1::Flight& flight = e.flight();
    return flight_told(
        flight, words_.say(Say::flight_seen_again, arg("who", who_), arg("by", travel_words(flight.by(), words_)),
                           arg("heading", heading_words(flight, words_)), arg("time", words_.time(flight.seen_at())),
                           arg("place", words_.place(flight.placement()))));
  }
  EventSentence tell(const v1::FlightBlocked& e) const {
    const string unattended = e.block().officer().empty() ? " (" + words_.say(Say::mark_unattended) + ")" : "";
    return {words_.say(Say::flight_blocked, arg("ward", words_.ward(e.block().ward())),
                       arg("point", words_.point(e.block().at())), arg("flags", unattended))};
  }
  EventSentence tell(const v1::FlightEnded& e) const {
    switch (e.end()) {
      case v1::Flight::CAUGHT:
        return {words_.say(Say::flight_caught, arg("who", who_))};
      case v1::Flight::RECALLED:
        return {words_.say(Say::flight_recalled)};
      default:
        return {words_.say(Say::flight_expired)};
    }
  }
  EventSentence tell(const v1::PatrolStarted& e) const {
    return {words_.say(Say::patrol_started, arg("ward", words_.ward(e.patrol().ward())),
                       arg("place", words_.place(e.patrol().placement())),
                       arg("time", words_.time(e.patrol().expires_at())))};
  }
  EventSentence tell(const v1::PatrolEnded& e) const {
    return {words_.say(Say::patrol_ended, arg("patrol", short_id(e.patrol())), arg("end", end_words(e.end(), words_)))};
  }
  EventSentence tell(const v1::DisplacementWatch& e) const {
    return {words_.say(Say::displacement_watch, arg("wards", words_.wards(e.wards())),
                       arg("time", words_.time(e.until())))};
  }
  EventSentence tell(const v1::Recalled& e) const {
    std::vector<string> ids;
    for (const string& id : e.ids()) ids.push_back(short_id(id));
    return {words_.say(Say::recalled, arg("ward", words_.ward(e.ward())), arg("ids", join(ids, ", "))),
            {labelled(words_, Say::reason_given, "reason", e.reason())}};
  }

 private:
  // What is over is told as over: nobody runs for it any more.
  [[nodiscard]] EventSentence flight_told(const v1::Flight& flight, string sentence) const {
    if (flight.end() != v1::Flight::END_UNSPECIFIED) {
      return {std::move(sentence), {words_.say(Say::flight_over, arg("end", end_words(flight.end(), words_)))}};
    }
    return {sentence + words_.marks(flight.marks()), candidates_words(flight, words_, event_.time()),
            call_words(words_, flight.leaves_cluster() ? "113" : "")};
  }

  const v1::Event& event_;
  const Words& words_;
  const string who_ = words_.actor(event_.actor());
};

}  // namespace

EventSentence message_sentence(const v1::Event& event, const Words& words) {
  const Teller teller(event, words);
  switch (event.body_case()) {
    case v1::Event::kSightingRecorded:
      return teller.tell(event.sighting_recorded());
    case v1::Event::kHotspotRecorded:
      return teller.tell(event.hotspot_recorded());
    case v1::Event::kFlightRaised:
      return teller.tell(event.flight_raised());
    case v1::Event::kFlightBlocked:
      return teller.tell(event.flight_blocked());
    case v1::Event::kFlightSeenAgain:
      return teller.tell(event.flight_seen_again());
    case v1::Event::kFlightEnded:
      return teller.tell(event.flight_ended());
    case v1::Event::kPatrolStarted:
      return teller.tell(event.patrol_started());
    case v1::Event::kPatrolEnded:
      return teller.tell(event.patrol_ended());
    case v1::Event::kDisplacementWatch:
      return teller.tell(event.displacement_watch());
    case v1::Event::kRecalled:
      return teller.tell(event.recalled());
    default:
      return {};
  }
}

}  // namespace wardlink::cli
