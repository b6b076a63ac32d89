#include "tests/unit/rules/random_evening.hpp"

namespace wardlink::rules::testing {

std::string RandomEvening::ward() {
  static const std::vector<std::string> wards(all_wards.begin(), all_wards.end());
  return one_of(wards);
}

v1::Place RandomEvening::place() {
  switch (below(8)) {
    case 0:
      return in_zone("t11");
    case 1:
      return in_ward(ward());
    case 2:
      return {};
    case 3:
    case 4: {  // anywhere, the surroundings too
      const double lat = 21.026 + 1e-6 * static_cast<double>(below(32'000));
      const double lon = 105.792 + 1e-6 * static_cast<double>(below(26'000));
      return at(lat, lon, static_cast<std::uint32_t>(below(80)));
    }
    case 5: {
      static const std::vector<v1::Place> corners{deep_in_nghia_do(), deep_in_quan_hoa(), outside_the_cluster(),
                                                  at(21.0380, 105.8120), at(21.0385, 105.8045)};
      return one_of(corners);
    }
    default:
      return north_of(on_the_bridge(), static_cast<double>(below(200)) - 100);
  }
}

std::string RandomEvening::incident(const Scene& scene) {
  const auto& incidents = scene.state.incidents;
  if (incidents.empty() || chance(2)) return "no-such-incident";
  if (!scene.state.open.empty() && chance(85)) {
    return std::next(scene.state.open.begin(), static_cast<int>(below(scene.state.open.size())))->second;
  }
  return std::next(incidents.begin(), static_cast<int>(below(incidents.size())))->first;
}

std::string RandomEvening::resolved(const Scene& scene) {
  std::vector<std::string> ids;
  for (const auto& [id, incident] : scene.state.incidents) {
    if (incident.view.state() == v1::Incident::RESOLVED) ids.push_back(id);
  }
  return ids.empty() ? incident(scene) : one_of(ids);
}

std::string RandomEvening::a_ward_of(const domain::Incident& incident) {
  const auto& supports = incident.view.supports();
  if (supports.empty() || chance(30)) return incident.lead().empty() ? ward() : incident.lead();
  return supports[static_cast<int>(below(static_cast<std::uint64_t>(supports.size())))].ward();
}

std::vector<std::pair<v1::Force::Kind, std::uint32_t>> RandomEvening::forces() {
  if (chance(50)) return {};
  return {{v1::Force::POLICE, static_cast<std::uint32_t>(1 + below(4))}};
}

v1::Command RandomEvening::report(const Scene& scene) {
  static const std::vector<std::string> categories{"disorder", "disorder", "theft", "fire", "missing_person"};
  Seen seen{.place = place(), .category = one_of(categories)};
  seen.severity = static_cast<std::uint32_t>(1 + below(5));
  seen.sensitive = chance(20);
  seen.assist = chance(10);
  if (chance(8)) seen.mode = v1::EXERCISE;
  if (chance(80)) {
    seen.ago = std::chrono::milliseconds(static_cast<std::int64_t>(below(chance(10) ? 1'000'000 : 30'000)) - 4'000);
    if (chance(20)) seen.time_source = v1::TYPED;
  }
  if (chance(10)) seen.same_as = incident(scene);
  return scene.report(seen);
}

v1::Command RandomEvening::answering(const std::string& id, bool officer) {
  static const std::vector<S::State> all{S::SEEN,     S::ACCEPTED, S::EN_ROUTE, S::ON_SCENE,
                                         S::DECLINED, S::DECLINED, S::WITHDRAWN};
  static const std::vector<S::State> unattended{S::SEEN, S::ACCEPTED};
  return answer(id, one_of(officer ? all : unattended), "lý do", forces());
}

v1::Command RandomEvening::unlinking(const Scene& scene, const std::string& id) {
  const auto* found = scene.state.incident(id);
  if (found == nullptr) return unlink(id, "no-such-report");
  const auto& reports = found->view.reports();
  return unlink(id, reports[static_cast<int>(below(static_cast<std::uint64_t>(reports.size())))].id());
}

std::string RandomEvening::flight_id(const Scene& scene) {
  const auto& flights = scene.state.flights;
  if (flights.empty() || chance(5)) return "no-such-flight";
  return std::next(flights.begin(), static_cast<int>(below(flights.size())))->first;
}

std::string RandomEvening::patrol_id(const Scene& scene) {
  const auto& patrols = scene.state.patrols;
  if (patrols.empty()) return "no-such-patrol";
  return std::next(patrols.begin(), static_cast<int>(below(patrols.size())))->first;
}

std::string RandomEvening::recallable(const Scene& scene) {
  const auto& records = scene.state.records;
  if (chance(20)) return flight_id(scene);
  if (chance(20)) return patrol_id(scene);
  if (records.empty()) return "no-such-id";
  return std::next(records.begin(), static_cast<int>(below(records.size())))->first;
}

v1::Command RandomEvening::fleeing(const Scene& scene) {
  static const std::vector<v1::TravelMode> ways{v1::FOOT, v1::FOOT, v1::MOTORBIKE, v1::CAR};
  const auto spot = [&] {
    v1::Place somewhere = place();
    return somewhere.has_point() ? somewhere : on_the_bridge();
  };
  std::optional<v1::Heading> heading;
  if (chance(70)) heading = chance(70) ? to_degrees(static_cast<std::uint32_t>(below(360))) : to_ward(ward());
  if (scene.state.flights.empty() || chance(40)) {
    auto command = flight(spot(), heading, one_of(ways), chance(60) ? incident(scene) : "");
    if (chance(5)) command.mutable_report_flight()->set_mode(v1::EXERCISE);
    return command;
  }
  const auto id = flight_id(scene);
  if (chance(50)) return block(id, chance(50) ? std::optional(spot()) : std::nullopt);
  return chance(75) ? seen_again(id, spot(), heading) : caught(id);
}

v1::Command RandomEvening::patrolling(const Scene& scene, const std::string& ward) {
  if (!scene.state.patrols.empty() && chance(40)) return end_patrol(patrol_id(scene));
  return patrol(chance(50) ? in_zone("t11") : in_ward(chance(90) ? ward : this->ward()),
                chance(10) ? v1::EXERCISE : v1::ACTUAL);
}

v1::Command RandomEvening::by_officer(const Scene& scene, const std::string& id) {
  static const std::vector<S::State> by_phone{S::ACCEPTED, S::DECLINED, S::ON_SCENE};
  switch (below(20)) {
    case 0:
      return claim(id);
    case 1:
    case 2:
      return offer(id, ward());
    case 3:
    case 4:
      return answer_offer(id, chance(80));
    case 5:
    case 6:
      return ask(id, chance(40) ? std::vector<std::string>{} : std::vector{ward(), ward()}, forces());
    case 7:
      return cancel(id, ward());
    case 8:
      return release(id, ward());
    case 9:
    case 10:
      return phoned(id, ward(), one_of(by_phone));
    case 11:
      return note(id, "ghi chú", chance(20) ? "114" : "");
    case 12:
    case 13:
      return correct_place(id, place());
    case 14:
      return chance(50) ? correct_severity(id, static_cast<std::uint32_t>(1 + below(5)))
                        : correct_sensitive(id, chance(50));
    case 15:
      return chance(50) ? resolve(id) : correct_category(id, chance(50) ? "missing_person" : "theft");
    case 16:
      return chance(80) ? reopen(id) : close(id);
    case 17:
    case 18:
      return merge(id, incident(scene));
    default:
      return unlinking(scene, id);
  }
}

RandomEvening::Step RandomEvening::next(const Scene& scene) {
  Step step;
  step.after = std::chrono::milliseconds(below(chance(5) ? 300'000 : 8'000));
  step.hub_away = chance(3);
  step.clock_offset = std::chrono::milliseconds(static_cast<std::int64_t>(below(2'000)) - 1'000);
  const bool signed_in = chance(80);
  step.who = signed_in ? officer(ward()) : station(ward());
  const auto draw = below(115);
  if (draw >= 100) step.who = officer(step.who.ward);
  if (draw >= 112) {
    step.command =
        take_back(chance(70) ? std::vector{recallable(scene)} : std::vector{recallable(scene), flight_id(scene)});
  } else if (draw >= 109) {
    step.command = patrolling(scene, step.who.ward);
  } else if (draw >= 100) {
    step.command = fleeing(scene);
  } else if (draw < 30) {
    step.command = report(scene);
  } else if (draw < 33) {
    step.command = sighting(place(), chance(50) ? incident(scene) : "",
                            chance(30) ? std::vector{ward()} : std::vector<std::string>{});
    if (chance(8)) step.command.mutable_report_sighting()->set_mode(v1::EXERCISE);
  } else if (draw < 35) {
    step.command = hotspot(place());
  } else if (draw < 40) {
    step.command = confirm(incident(scene));
  } else if (draw < 60 || !signed_in) {
    const auto id = incident(scene);
    const auto* about = scene.state.incident(id);
    if (about != nullptr && chance(70)) step.who.ward = a_ward_of(*about);
    step.command = answering(id, signed_in);
  } else {
    const auto id = chance(10) ? resolved(scene) : incident(scene);
    const auto* about = scene.state.incident(id);
    // Most of it only the lead may do.
    if (about != nullptr && !about->lead().empty() && chance(40)) step.who = officer(about->lead());
    step.command = by_officer(scene, id);
  }
  return step;
}

}  // namespace wardlink::rules::testing
