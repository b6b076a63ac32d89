#include "hub/rules/view.hpp"

#include <algorithm>
#include <tuple>

#include "hub/rules/audience.hpp"
#include "hub/rules/flight.hpp"
#include "hub/rules/patrol.hpp"

namespace wardlink::rules {
namespace {

v1::Incident described(const v1::Incident& whole) {
  v1::Incident part;
  part.set_id(whole.id());
  part.set_mode(whole.mode());
  part.set_category(whole.category());
  part.set_severity(whole.severity());
  part.set_state(whole.state());
  *part.mutable_placement() = whole.placement();
  part.mutable_placement()->clear_distances();
  part.mutable_placement()->clear_marks();
  part.mutable_lead()->set_ward(whole.lead().ward());
  *part.mutable_opened_at() = whole.opened_at();
  part.set_opened_seq(whole.opened_seq());
  part.set_description_only(true);
  return part;
}

bool wants_answer(const v1::Incident& incident, std::string_view ward) {
  if (incident.state() != v1::Incident::OPEN) return false;
  if (incident.handover_to() == ward) return true;
  if (incident.lead().ward() == ward && incident.lead().provisional()) return true;
  if (incident.lead().ward().empty() && !incident.description_only()) return true;
  return std::ranges::any_of(incident.supports(), [&](const v1::Support& support) {
    return support.ward() == ward && domain::unanswered(support.state());
  });
}

bool reaches(const v1::Flight& flight, std::string_view ward) {
  return std::ranges::find(flight.candidates(), ward, &v1::FlightCandidate::ward) != flight.candidates().end();
}

}  // namespace

std::optional<v1::Incident> view(const domain::State& state, const domain::Incident& incident, std::string_view ward) {
  switch (sight(state, incident, ward)) {
    case Sight::none:
      return std::nullopt;
    case Sight::description:
      return described(incident.view);
    case Sight::full:
      break;
  }
  v1::Incident shown = incident.view;
  for (const auto& member : audience(survivor(state, incident))) shown.add_audience(member);
  // A possible duplicate is told to the two leads only, unless the ward sees the other one anyhow.
  auto& duplicates = *shown.mutable_possible_duplicates();
  const auto hidden = [&](const std::string& id) {
    const auto* other = state.incident(id);
    return other == nullptr || (incident.lead() != ward && sight(state, *other, ward) != Sight::full);
  };
  duplicates.erase(std::remove_if(duplicates.begin(), duplicates.end(), hidden), duplicates.end());
  return shown;
}

std::vector<v1::Incident> list(const domain::State& state, std::string_view ward, bool all) {
  std::vector<v1::Incident> incidents;
  const auto take = [&](const domain::Incident& incident) {
    if (auto shown = view(state, incident, ward)) incidents.push_back(*std::move(shown));
  };
  if (all) {
    for (const auto& [id, incident] : state.incidents) take(incident);
  } else {
    for (const auto& [seq, id] : state.open) take(state.incidents.at(id));
  }
  std::ranges::sort(incidents, {}, [&](const v1::Incident& incident) {
    return std::tuple(incident.state(), !wants_answer(incident, ward), -static_cast<int>(incident.severity()),
                      incident.opened_seq());
  });
  return incidents;
}

std::vector<v1::Incident> resolved(const domain::State& state, std::string_view ward) {
  std::vector<v1::Incident> incidents;
  for (const auto& deadline : state.deadlines) {
    if (deadline.kind != v1::HubCommand::TimeOut::CLOSE) continue;
    if (auto shown = view(state, state.incidents.at(deadline.owner), ward)) incidents.push_back(*std::move(shown));
  }
  return incidents;
}

std::vector<v1::Flight> flights(const domain::State& state, std::string_view ward, Which which) {
  std::vector<v1::Flight> shown;
  const auto take = [&](const domain::Flight& flight) {
    if (sees_flight(state, flight, ward)) shown.push_back(flight.view);
  };
  if (which == Which::on) {
    for (const auto& id : state.flights_on) take(state.flights.at(id));
  } else {
    for (const auto& [id, flight] : state.flights) {
      if (!state.flights_on.contains(id)) take(flight);
    }
  }
  std::ranges::sort(shown, [&](const v1::Flight& a, const v1::Flight& b) {
    const bool to_us = reaches(a, ward);
    return to_us != reaches(b, ward) ? to_us : a.raised_seq() > b.raised_seq();
  });
  return shown;
}

std::vector<v1::Patrol> patrols(const domain::State& state, std::string_view ward, Which which) {
  std::vector<v1::Patrol> shown;
  const auto take = [&](const v1::Patrol& patrol) {
    if (sees_patrol(patrol, ward)) shown.push_back(patrol);
  };
  if (which == Which::on) {
    for (const auto& id : state.patrols_on) take(state.patrols.at(id));
  } else {
    for (const auto& [id, patrol] : state.patrols) {
      if (!state.patrols_on.contains(id)) take(patrol);
    }
  }
  std::ranges::sort(shown, std::ranges::greater(), &v1::Patrol::started_seq);
  return shown;
}

std::vector<std::string> story_of(const domain::Incident& incident) {
  std::vector<std::string> ids{incident.view.id()};
  ids.insert(ids.end(), incident.absorbed.begin(), incident.absorbed.end());
  return ids;
}

v1::DirectoryResult directory(const domain::State& state) {
  v1::DirectoryResult result;
  const auto& geography = *state.geography;
  const auto& regulation = state.regulation();
  result.set_cluster(state.cluster);
  result.set_name(geography.name());
  result.set_timezone(geography.timezone());
  result.set_utc_offset_minutes(geography.utc_offset_minutes());
  result.set_regulation_version(regulation.version);
  for (const auto& ward : geography.wards()) {
    auto& entry = *result.add_wards();
    entry.set_id(ward.id);
    entry.set_name(ward.name);
    entry.set_district(ward.district);
    entry.set_duty_phone(ward.duty_phone);
    entry.set_commander_phone(ward.commander_phone);
    const auto station = state.stations.find(ward.id);
    entry.set_online(station != state.stations.end() && station->second.up);
    entry.mutable_neighbours()->Add(ward.neighbours.begin(), ward.neighbours.end());
  }
  for (const auto& zone : geography.zones()) {
    auto& entry = *result.add_zones();
    entry.set_id(zone.id);
    entry.set_name(zone.name);
    entry.mutable_wards()->Add(zone.wards.begin(), zone.wards.end());
  }
  for (const auto& landmark : geography.landmarks()) {
    auto& entry = *result.add_landmarks();
    entry.set_id(landmark.id);
    entry.set_name(landmark.name);
    entry.mutable_aliases()->Add(landmark.aliases.begin(), landmark.aliases.end());
  }
  for (const auto& category : regulation.categories) {
    auto& entry = *result.add_categories();
    entry.set_id(category.id);
    *entry.mutable_name() = category.name;
    entry.set_call(category.call);
  }
  return result;
}

}  // namespace wardlink::rules
