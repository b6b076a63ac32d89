#include "hub/domain/state.hpp"

#include <algorithm>

#include "hub/base/panic.hpp"

namespace wardlink::domain {

const v1::Support* Incident::support_of(std::string_view ward) const {
  for (auto it = view.supports().rbegin(); it != view.supports().rend(); ++it) {
    if (it->ward() == ward) return &*it;
  }
  return nullptr;
}

v1::Support* Incident::support_of(std::string_view ward) {
  return const_cast<v1::Support*>(std::as_const(*this).support_of(ward));
}

bool Incident::reported_by(std::string_view ward) const {
  return std::ranges::any_of(view.reports(), [&](const v1::Report& report) { return report.ward() == ward; });
}

Ladder* Incident::ladder_of(const std::string& request) {
  if (request.empty()) return &duties;
  const auto it = requests.find(request);
  return it == requests.end() ? nullptr : &it->second.ladder;
}

bool unanswered(v1::Support::State state) {
  return state == v1::Support::SENT || state == v1::Support::DELIVERED || state == v1::Support::SEEN;
}

bool engaged(v1::Support::State state) {
  return state == v1::Support::ACCEPTED || state == v1::Support::EN_ROUTE || state == v1::Support::ON_SCENE;
}

bool active(v1::Support::State state) { return unanswered(state) || engaged(state); }

const Regulation& State::regulation() const {
  const auto it = regulations.find(regulation_version);
  base::check(it != regulations.end(), "a cluster decides by a regulation it does not have");
  return *it->second;
}

const Regulation& State::regulation_of(const Incident& incident) const {
  const auto it = regulations.find(incident.decision.regulation_version());
  base::check(it != regulations.end(), "an incident was decided by a regulation the cluster does not have");
  return *it->second;
}

const Incident* State::incident(std::string_view id) const {
  const auto it = incidents.find(std::string(id));
  return it == incidents.end() ? nullptr : &it->second;
}

}  // namespace wardlink::domain
