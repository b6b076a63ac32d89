#include "hub/rules/audience.hpp"

#include "hub/base/panic.hpp"

namespace wardlink::rules {

std::set<std::string> audience(const domain::Incident& incident) {
  std::set<std::string> wards = incident.bound;
  for (const auto& support : incident.view.supports()) {
    if (support.state() != v1::Support::DECLINED && support.state() != v1::Support::CANCELLED) {
      wards.insert(support.ward());
    }
  }
  return wards;
}

std::set<std::string> ever_told(const domain::State& state, const domain::Incident& incident) {
  std::set<std::string> wards;
  const auto add = [&](const domain::Incident& part) {
    wards.insert(part.bound.begin(), part.bound.end());
    for (const auto& support : part.view.supports()) wards.insert(support.ward());
  };
  add(incident);
  for (const auto& id : incident.absorbed) {
    if (const auto* part = state.incident(id)) add(*part);
  }
  return wards;
}

const domain::Incident& survivor(const domain::State& state, const domain::Incident& incident) {
  const auto* last = &incident;
  while (last->view.state() == v1::Incident::MERGED) {
    last = state.incident(last->view.merged_into());
    base::check(last != nullptr, "an incident was merged into one that does not exist");
  }
  return *last;
}

Sight sight(const domain::State& state, const domain::Incident& named, std::string_view ward) {
  const auto& incident = survivor(state, named);
  if (audience(incident).contains(std::string(ward))) return Sight::full;
  const auto* category = state.regulation_of(incident).category(incident.view.category());
  return category != nullptr && category->describe_to_all ? Sight::description : Sight::none;
}

bool described(const v1::Event& event) {
  return event.has_incident_opened() || event.has_incident_corrected() || event.has_incident_resolved() ||
         event.has_incident_reopened() || event.has_incident_closed();
}

namespace {

void reduce(v1::Placement& placement) {
  placement.clear_distances();
  placement.clear_marks();
}

}  // namespace

void reduce_to_description(v1::Event& event) {
  event.set_description_only(true);
  event.clear_alarms();
  event.mutable_actor()->clear_name();
  v1::Content described_content;
  if (event.has_incident_opened()) {
    described_content.set_text(event.content().text());
    auto& opened = *event.mutable_incident_opened();
    reduce(*opened.mutable_placement());
    const std::string reporter = opened.report().ward();
    opened.mutable_report()->Clear();
    opened.mutable_report()->set_ward(reporter);
    opened.clear_unlinked_from();
    opened.clear_patrols();
    opened.clear_sensitive();
    opened.clear_assist();
    opened.clear_call();
  } else if (event.has_incident_corrected()) {
    described_content.set_text(event.content().text());
    auto& corrected = *event.mutable_incident_corrected();
    reduce(*corrected.mutable_placement());
    corrected.clear_before();
    corrected.clear_after();
    corrected.clear_suggested_lead();
    corrected.clear_sensitive();
    corrected.clear_call();
  }
  if (described_content.text().empty()) {
    event.clear_content();
  } else {
    *event.mutable_content() = std::move(described_content);
  }
}

}  // namespace wardlink::rules
