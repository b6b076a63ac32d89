#include "tests/sim/evening.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "client/link/clock.hpp"
#include "tests/unit/rules/commands.hpp"

namespace wardlink::sim {

using namespace std::chrono_literals;
namespace say = rules::testing;
using S = v1::Support;

const std::string& Evening::ward(const domain::State& state) { return random_.one_of(state.geography->wards()).id; }

v1::Place Evening::place(const domain::State& state) {
  v1::Place place;
  const auto near = [&](std::int64_t lat_e7, std::int64_t lon_e7, std::int64_t spread_e7) {
    place.mutable_point()->set_lat_e7(static_cast<std::int32_t>(lat_e7 + random_.between(-spread_e7, spread_e7)));
    place.mutable_point()->set_lon_e7(static_cast<std::int32_t>(lon_e7 + random_.between(-spread_e7, spread_e7)));
  };
  switch (random_.below(8)) {
    case 0:
      place.set_zone(random_.one_of(state.geography->zones()).id);
      break;
    case 1:
    case 2:
      place.set_ward(ward(state));
      break;
    case 3:
      break;
    case 4:  // anywhere, the surroundings too
      near(210'420'000, 1'058'050'000, 160'000);
      place.set_radius_m(static_cast<std::uint32_t>(random_.below(80)));
      break;
    default:  // about the bridge, where it comes to a few metres
      near(210'401'000, 1'058'063'000, 10'000);
      break;
  }
  return place;
}

std::string Evening::incident(const domain::State& state) {
  if (state.incidents.empty() || chance(2)) return "no-such-incident";
  if (!state.open.empty() && chance(85)) {
    return std::next(state.open.begin(), static_cast<int>(random_.below(state.open.size())))->second;
  }
  return std::next(state.incidents.begin(), static_cast<int>(random_.below(state.incidents.size())))->first;
}

std::string Evening::in_state(const domain::State& state, v1::Incident::State wanted) {
  std::vector<std::string> ids;
  for (const auto& [id, each] : state.incidents) {
    if (each.view.state() == wanted) ids.push_back(id);
  }
  return ids.empty() ? incident(state) : random_.one_of(ids);
}

/// A ward with a part in the incident, if it exists.
std::string Evening::concerned(const domain::State& state, const std::string& id) {
  const auto* about = state.incident(id);
  if (about == nullptr || chance(20)) return ward(state);
  if (!about->view.handover_to().empty() && chance(50)) return about->view.handover_to();
  if (about->view.supports().empty() || chance(30)) return about->lead().empty() ? ward(state) : about->lead();
  return random_.one_of(about->view.supports()).ward();
}

void Evening::detected(v1::DetectedAt& at, Duration clock_off) {
  const auto ago = random_.up_to(chance(10) ? 1000s : 20s) - 3s;
  *at.mutable_time() = link::to_proto(VirtualTime::wall() + clock_off - ago);
  at.set_source(chance(20) ? v1::TYPED : v1::DEVICE);
}

v1::Command Evening::report(const domain::State& state, Duration clock_off) {
  static const std::array<std::string, 5> categories{"disorder", "disorder", "theft", "fire", "missing_person"};
  v1::Command command;
  auto& report = *command.mutable_report_incident();
  report.set_mode(chance(5) ? v1::EXERCISE : v1::ACTUAL);
  report.set_category(random_.one_of(categories));
  report.set_severity(static_cast<std::uint32_t>(random_.between(1, 5)));
  report.set_sensitive(chance(20));
  report.set_assist(chance(10));
  *report.mutable_place() = place(state);
  if (chance(80)) detected(*report.mutable_detected_at(), clock_off);
  report.set_source(v1::PATROL);
  report.mutable_content()->set_text("hai nhóm xô xát");
  if (chance(30)) report.mutable_content()->add_plates("29-A1 123.45");
  if (chance(8)) report.set_same_as(incident(state));
  return command;
}

v1::Command Evening::exchange(const domain::State& state, Duration clock_off) {
  std::vector<std::string> share;
  if (chance(30)) share.push_back(ward(state));
  if (chance(30)) return say::hotspot(place(state), share);
  auto command = say::sighting(place(state), chance(50) ? incident(state) : "", share);
  if (chance(70)) detected(*command.mutable_report_sighting()->mutable_detected_at(), clock_off);
  return command;
}

v1::Command Evening::answer(const std::string& id, bool officer) {
  static const std::array<S::State, 8> all{S::SEEN,     S::ACCEPTED, S::ACCEPTED, S::EN_ROUTE,
                                           S::ON_SCENE, S::DECLINED, S::DECLINED, S::WITHDRAWN};
  static const std::array<S::State, 2> unattended{S::SEEN, S::ACCEPTED};
  const auto state = officer ? random_.one_of(all) : random_.one_of(unattended);
  return say::answer(id, state, "lý do");
}

v1::Command Evening::by_officer(const domain::State& state, const std::string& id) {
  static const std::array<S::State, 3> by_phone{S::ACCEPTED, S::DECLINED, S::ON_SCENE};
  switch (random_.below(21)) {
    case 0:
    case 1:
      return say::claim(id);
    case 2:
    case 3:
      return say::offer(id, ward(state));
    case 4:
    case 5:
      return say::answer_offer(id, chance(80));
    case 6:
    case 7:
      return say::ask(id, chance(40) ? std::vector<std::string>{} : std::vector{ward(state), ward(state)},
                      {{v1::Force::POLICE, static_cast<std::uint32_t>(random_.between(1, 4))}});
    case 8:
      return say::cancel(id, ward(state));
    case 9:
      return say::release(id, ward(state));
    case 10:
      return say::phoned(id, ward(state), random_.one_of(by_phone));
    case 11:
      return say::note(id, "ghi chú", chance(20) ? "114" : "");
    case 12:
    case 13:
      return say::correct_place(id, place(state));
    case 14:
      return chance(50) ? say::correct_severity(id, static_cast<std::uint32_t>(random_.between(1, 5)))
                        : say::correct_sensitive(id, chance(50));
    case 15:
      return chance(50) ? say::resolve(id) : say::correct_category(id, chance(50) ? "missing_person" : "theft");
    case 16:
      return chance(80) ? say::reopen(in_state(state, v1::Incident::RESOLVED)) : say::close(id);
    case 17:
    case 18:
    case 19: {
      const auto* about = state.incident(id);
      const bool possible = about != nullptr && !about->view.possible_duplicates().empty();
      return say::merge(id, possible ? random_.one_of(about->view.possible_duplicates()) : incident(state));
    }
    default: {
      const auto* found = state.incident(id);
      if (found == nullptr) return say::unlink(id, "no-such-report");
      return say::unlink(id, random_.one_of(found->view.reports()).id());
    }
  }
}

std::string Evening::flight(const domain::State& state) {
  if (state.flights.empty() || chance(5)) return "no-such-flight";
  return std::next(state.flights.begin(), static_cast<int>(random_.below(state.flights.size())))->first;
}

std::string Evening::patrol(const domain::State& state) {
  if (state.patrols.empty()) return "no-such-patrol";
  return std::next(state.patrols.begin(), static_cast<int>(random_.below(state.patrols.size())))->first;
}

v1::Command Evening::fleeing(const domain::State& state) {
  static const std::array<v1::TravelMode, 4> ways{v1::FOOT, v1::FOOT, v1::MOTORBIKE, v1::CAR};
  v1::Place spot = place(state);
  while (!spot.has_point()) spot = place(state);
  std::optional<v1::Heading> heading;
  if (chance(70)) {
    heading = chance(70) ? say::to_degrees(static_cast<std::uint32_t>(random_.below(360))) : say::to_ward(ward(state));
  }
  if (state.flights.empty() || chance(40)) {
    return say::flight(spot, heading, random_.one_of(ways), chance(60) ? incident(state) : "");
  }
  const auto id = flight(state);
  if (chance(50)) return say::block(id, chance(50) ? std::optional(spot) : std::nullopt);
  return chance(75) ? say::seen_again(id, spot, heading) : say::caught(id);
}

v1::Command Evening::patrolling(const domain::State& state, const std::string& by) {
  if (!state.patrols.empty() && chance(40)) return say::end_patrol(patrol(state));
  v1::Place where;
  if (chance(50)) {
    where.set_zone(random_.one_of(state.geography->zones()).id);
  } else {
    where.set_ward(chance(90) ? by : ward(state));
  }
  return say::patrol(where);
}

v1::Command Evening::recalling(const domain::State& state) {
  if (chance(20)) return say::take_back({flight(state)});
  if (chance(20)) return say::take_back({patrol(state)});
  if (state.records.empty()) return say::take_back({"no-such-id"});
  return say::take_back(
      {std::next(state.records.begin(), static_cast<int>(random_.below(state.records.size())))->first});
}

Evening::Deed Evening::next(const domain::State& state, Duration clock_off) {
  Deed deed{.ward = ward(state), .officer = chance(80), .command = {}};
  const auto draw = random_.below(118);
  if (draw >= 100) deed.officer = true;
  if (draw >= 114) {
    deed.command = recalling(state);
  } else if (draw >= 110) {
    deed.command = patrolling(state, deed.ward);
  } else if (draw >= 100) {
    deed.command = fleeing(state);
  } else if (draw < 25) {
    deed.command = report(state, clock_off);
  } else if (draw < 32) {
    deed.command = exchange(state, clock_off);
  } else {
    const auto id = incident(state);
    deed.ward = concerned(state, id);
    if (draw < 40) {
      deed.command = say::confirm(id);
    } else if (draw < 62 || !deed.officer) {
      deed.command = answer(id, deed.officer);
    } else {
      deed.command = by_officer(state, id);
    }
  }
  return deed;
}

}  // namespace wardlink::sim
