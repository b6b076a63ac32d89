#include "client/cli/flight_words.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace wardlink::cli {
namespace {

using fmt::arg;
using google::protobuf::Timestamp;
using std::string;

bool is_past(const Timestamp& at, const Timestamp& now) {
  return std::tuple(at.seconds(), at.nanos()) < std::tuple(now.seconds(), now.nanos());
}

string compass(std::uint32_t degrees, const Words& words) {
  constexpr std::array to{Say::to_north, Say::to_north_east, Say::to_east, Say::to_south_east,
                          Say::to_south, Say::to_south_west, Say::to_west, Say::to_north_west};
  // Each of the eight has the 45 degrees about it.
  return words.say(to.at((2 * degrees + 45) / 90 % to.size()));
}

bool reaches(const v1::Flight& flight, std::string_view ward) {
  return std::ranges::any_of(flight.candidates(), [&](const auto& candidate) { return candidate.ward() == ward; });
}

/// "[EXERCISE] [over: caught] "
string flags(const string& mode, const string& end) {
  string text;
  for (const string& flag : {mode, end}) {
    if (!flag.empty()) text += "[" + flag + "] ";
  }
  return text;
}

string blocks(const v1::Flight& flight, const Words& words) {
  std::vector<string> parts;
  for (const v1::FlightBlock& block : flight.blocks()) {
    parts.push_back(
        words.say(Say::board_block, arg("ward", words.ward(block.ward())), arg("point", words.point(block.at()))) +
        (block.officer().empty() ? " (" + words.say(Say::mark_unattended) + ")" : ""));
  }
  return parts.empty() ? "" : words.say(Say::board_blocks, arg("list", join(parts, ", ")));
}

Lines flight_lines(const v1::Flight& flight, const Words& words, std::string_view our_ward, const Timestamp& now) {
  const bool on = flight.end() == v1::Flight::END_UNSPECIFIED;
  Lines lines{{on ? Tone::flash : Tone::quiet,
               words.say(Say::board_flight, arg("id", short_id(flight.id())),
                         arg("flags", flags(words.mode(flight.mode()), end_words(flight.end(), words))),
                         arg("by", travel_words(flight.by(), words)), arg("heading", heading_words(flight, words)),
                         arg("place", words.place(flight.placement())), arg("time", words.time(flight.seen_at()))) +
                   words.marks(flight.marks())}};
  const auto add = [&](Tone tone, const string& text) {
    if (!text.empty()) lines.push_back({tone, "    " + text});
  };
  if (!on) return lines;
  add(Tone::plain, join(candidates_words(flight, words, now), " · "));
  add(Tone::plain, blocks(flight, words));
  if (flight.leaves_cluster()) add(Tone::asks, ">>> " + words.say(Say::call_now, arg("number", "113")));
  if (reaches(flight, our_ward)) add(Tone::asks, words.say(Say::ask_block, arg("id", short_id(flight.id()))));
  return lines;
}

string patrol_line(const v1::Patrol& patrol, const Words& words) {
  return words.say(Say::board_patrol, arg("id", short_id(patrol.id())),
                   arg("flags", flags(words.mode(patrol.mode()), end_words(patrol.end(), words))),
                   arg("ward", words.ward(patrol.ward())), arg("place", words.place(patrol.placement())),
                   arg("wards", words.wards(patrol.watched_by())), arg("time", words.time(patrol.expires_at())));
}

}  // namespace

string travel_words(v1::TravelMode by, const Words& words) {
  switch (by) {
    case v1::FOOT:
      return words.say(Say::by_foot);
    case v1::MOTORBIKE:
      return words.say(Say::by_motorbike);
    case v1::CAR:
      return words.say(Say::by_car);
    default:
      return {};
  }
}

string heading_words(const v1::Flight& flight, const Words& words) {
  if (!flight.heading_known()) return words.say(Say::flight_any_heading);
  return words.say(Say::flight_heading, arg("degrees", flight.heading_degrees()),
                   arg("compass", compass(flight.heading_degrees(), words)));
}

string end_words(v1::Flight::End end, const Words& words) {
  switch (end) {
    case v1::Flight::CAUGHT:
      return words.say(Say::end_caught);
    case v1::Flight::EXPIRED:
      return words.say(Say::end_expired);
    case v1::Flight::RECALLED:
      return words.say(Say::end_recalled);
    default:
      return {};
  }
}

string end_words(v1::Patrol::End end, const Words& words) {
  switch (end) {
    case v1::Patrol::ENDED:
      return words.say(Say::end_ended);
    case v1::Patrol::EXPIRED:
      return words.say(Say::end_expired);
    case v1::Patrol::RECALLED:
      return words.say(Say::end_recalled);
    default:
      return {};
  }
}

std::vector<string> candidates_words(const v1::Flight& flight, const Words& words, const Timestamp& now) {
  std::vector<string> parts;
  for (const v1::FlightCandidate& candidate : flight.candidates()) {
    const string ward = words.ward(candidate.ward());
    if (candidate.distance_cm() == 0) {
      parts.push_back(words.say(Say::flight_candidate_inside, arg("ward", ward)));
      continue;
    }
    const bool passed = is_past(candidate.arrives_at(), now);
    parts.push_back(words.say(Say::flight_candidate, arg("ward", ward),
                              arg("metres", (candidate.distance_cm() + 50) / 100), arg("seconds", candidate.seconds()),
                              arg("point", words.point(candidate.crossing())),
                              arg("time", words.time(candidate.arrives_at()))) +
                    (passed ? " – " + words.say(Say::flight_may_have_passed) : ""));
  }
  if (parts.empty()) parts.push_back(words.say(Say::flight_no_candidate));
  return parts;
}

Lines situation_lines(const google::protobuf::RepeatedPtrField<v1::Flight>& flights,
                      const google::protobuf::RepeatedPtrField<v1::Patrol>& patrols, const Words& words,
                      std::string_view our_ward, const Timestamp& now) {
  Lines lines;
  for (const v1::Flight& flight : flights) {
    const Lines one = flight_lines(flight, words, our_ward, now);
    lines.insert(lines.end(), one.begin(), one.end());
  }
  for (const v1::Patrol& patrol : patrols) {
    const bool on = patrol.end() == v1::Patrol::END_UNSPECIFIED;
    lines.push_back({on ? Tone::plain : Tone::quiet, patrol_line(patrol, words)});
  }
  return lines;
}

}  // namespace wardlink::cli
