#include "tests/unit/rules/need_to_know.hpp"

namespace wardlink::rules::testing {

using Wards = NeedToKnow::Wards;

Wards NeedToKnow::everyone() const {
  Wards wards;
  for (const auto& ward : geography_->wards()) wards.insert(ward.id);
  return wards;
}

Wards NeedToKnow::near(const v1::Placement& placement) const {
  Wards wards;
  if (!placement.has_point()) return wards;
  for (const auto& ward : everyone()) {
    if (static_cast<double>(geography_->to_ward_cm(placement.point(), ward)) <=
        regulation_->limits.exchange_range_m * 100) {
      wards.insert(ward);
    }
  }
  return wards;
}

void NeedToKnow::placed(Case& incident) {
  const auto& placement = incident.placement;
  if (placement.kind() == v1::Placement::BORDER) {
    incident.tied.insert(placement.wards().begin(), placement.wards().end());
  }
  if (placement.kind() == v1::Placement::OUTSIDE) incident.tied.merge(everyone());
  if (incident.sensitive) incident.tied.merge(near(placement));
}

void NeedToKnow::see(const v1::Event& event) {
  if (event.incident().empty()) return;
  auto& incident = cases_[event.incident()];
  switch (event.body_case()) {
    case v1::Event::kIncidentOpened:
      incident.tied.insert(event.incident_opened().report().ward());
      incident.category = event.incident_opened().category();
      incident.sensitive = event.incident_opened().sensitive();
      incident.placement = event.incident_opened().placement();
      break;
    case v1::Event::kReportLinked:
      incident.tied.insert(event.report_linked().report().ward());
      incident.sensitive = event.report_linked().sensitive();
      break;
    case v1::Event::kLeadDecided:
      incident.lead = event.lead_decided().ward();
      break;
    case v1::Event::kLeadMoved:
      incident.lead = event.lead_moved().to();
      break;
    case v1::Event::kHandoverOffered:
      incident.tied.insert(event.handover_offered().to());
      break;
    case v1::Event::kActingAsked:
      incident.tied.insert(event.acting_asked().ward());
      break;
    case v1::Event::kIncidentCorrected:
      incident.category = event.incident_corrected().category();
      incident.sensitive = event.incident_corrected().sensitive();
      incident.placement = event.incident_corrected().placement();
      break;
    case v1::Event::kSupportOpened: {
      const auto& support = event.support_opened().support();
      incident.supports[support.id()] = {support.ward(), support.state()};
      break;
    }
    case v1::Event::kSupportMoved:
      incident.supports[event.support_moved().support()] = {event.support_moved().ward(), event.support_moved().to()};
      break;
    case v1::Event::kIncidentMerged: {
      auto& into = cases_[event.incident_merged().into()];
      into.tied.insert(incident.tied.begin(), incident.tied.end());
      into.supports.insert(incident.supports.begin(), incident.supports.end());
      into.sensitive = event.incident_merged().sensitive();
      into.placement = event.incident_merged().placement();
      incident.merged_into = event.incident_merged().into();
      placed(into);
      break;
    }
    default:
      break;
  }
  if (!incident.lead.empty()) incident.tied.insert(incident.lead);
  placed(incident);
}

Wards NeedToKnow::audience(const std::string& id) const {
  const Case* incident = &cases_.at(id);
  while (!incident->merged_into.empty()) incident = &cases_.at(incident->merged_into);
  Wards wards = incident->tied;
  for (const auto& [support, of] : incident->supports) {
    if (of.second != v1::Support::DECLINED && of.second != v1::Support::CANCELLED) wards.insert(of.first);
  }
  return wards;
}

Wards NeedToKnow::told_of(const v1::Placement& placement, const std::string& reporter, const Wards& shared) const {
  Wards wards = near(placement);
  wards.insert(reporter);
  wards.insert(shared.begin(), shared.end());
  wards.insert(placement.wards().begin(), placement.wards().end());
  if (!placement.has_point()) return wards;
  for (const auto& zone : geography_->zones()) {
    if (geography_->to_zone_cm(placement.point(), zone.id) <= std::int64_t{100} * placement.radius_m()) {
      wards.insert(zone.wards.begin(), zone.wards.end());
    }
  }
  return wards;
}

Wards NeedToKnow::heard(const std::string& id) const {
  const auto found = heard_.find(id);
  return found == heard_.end() ? Wards{} : found->second;
}

Wards NeedToKnow::ever(const std::string& id) const {
  Wards wards;
  for (const auto& [each, last] : survivors()) {
    if (each != id && last != id) continue;
    wards.insert(cases_.at(each).tied.begin(), cases_.at(each).tied.end());
    for (const auto& [support, of] : cases_.at(each).supports) wards.insert(of.first);
  }
  return wards;
}

bool NeedToKnow::described_to_all(const v1::Event& event) const {
  switch (event.body_case()) {
    case v1::Event::kIncidentOpened:
    case v1::Event::kIncidentCorrected:
    case v1::Event::kIncidentResolved:
    case v1::Event::kIncidentReopened:
    case v1::Event::kIncidentClosed:
      return described_to_all(event.incident());
    default:
      return false;
  }
}

bool NeedToKnow::described_to_all(const std::string& incident) const {
  return regulation_->category(cases_.at(incident).category)->describe_to_all;
}

std::map<std::string, std::string> NeedToKnow::survivors() const {
  std::map<std::string, std::string> survivors;
  for (const auto& [id, incident] : cases_) {
    std::string last = id;
    while (!cases_.at(last).merged_into.empty()) last = cases_.at(last).merged_into;
    survivors[id] = last;
  }
  return survivors;
}

}  // namespace wardlink::rules::testing
