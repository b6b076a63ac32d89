#include "hub/rules/merging.hpp"

#include <algorithm>

#include "hub/base/ids.hpp"
#include "hub/rules/known.hpp"
#include "hub/rules/lead.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/report.hpp"
#include "hub/rules/support.hpp"

namespace wardlink::rules {
namespace {

using base::Expected;
using domain::Incident;

// A lead that was told of a possible duplicate may merge it without having seen it.
bool may_name(const Draft& draft, const Incident& incident, const Incident& other) {
  if (sight(draft.before(), incident, draft.ward()) == Sight::full) return true;
  return other.lead() == draft.ward() && has(other.view.possible_duplicates(), incident.view.id());
}

bool leads_or_reported(const Draft& draft, const Incident& incident) {
  return incident.lead() == draft.ward() || incident.reported_by(draft.ward());
}

// BORDER if any report is: then the earliest such report's place. Else the survivor's own, unless that lies outside.
v1::Placement placed_afresh(const Incident& survivor, const Incident& absorbed) {
  if (survivor.border()) return survivor.view.placement();
  for (const auto* incident : {&survivor, &absorbed}) {
    for (const auto& report : incident->view.reports()) {
      if (report.placement().kind() == v1::Placement::BORDER) return report.placement();
    }
  }
  const bool outside = survivor.view.placement().kind() == v1::Placement::OUTSIDE;
  return outside ? absorbed.view.placement() : survivor.view.placement();
}

// At most one open support per ward: of two the one that is further on lives on.
void settle_supports(Draft& draft, const Incident& survivor, const Incident& absorbed) {
  const std::vector<v1::Support> theirs(absorbed.view.supports().begin(), absorbed.view.supports().end());
  for (const auto& support : theirs) {
    if (!domain::active(support.state())) continue;
    const auto* ours = survivor.support_of(support.ward());
    const bool both = ours != nullptr && domain::active(ours->state());
    if (support.ward() == survivor.lead() || (both && ours->state() >= support.state())) {
      end_support(draft, absorbed, support.ward(), reason::merged);
    } else if (both) {
      end_support(draft, survivor, support.ward(), reason::merged);
    }
  }
}

Expected<const Incident*> mergeable(Draft& draft, const std::string& id, const std::string& other_id,
                                    std::string_view field) {
  const auto* incident = draft.incident(id);
  const auto* other = draft.incident(other_id);
  if (incident == nullptr) return refusal::unknown_id(field);
  const bool named = other == nullptr ? sight(draft.before(), *incident, draft.ward()) == Sight::full
                                      : may_name(draft, *incident, *other);
  if (!named) return refusal::unknown_id(field);
  return incident;
}

}  // namespace

Expected<void> merge_incidents(Draft& draft, const v1::MergeIncidents& command) {
  const auto one = mergeable(draft, command.incident(), command.into(), "incident");
  if (!one) return std::unexpected(one.error());
  const auto two = mergeable(draft, command.into(), command.incident(), "into");
  if (!two) return std::unexpected(two.error());
  if (*one == *two) {
    return refusal::invalid("into", "An incident cannot be merged with itself.", "Không thể gộp vụ việc với chính nó.");
  }
  if ((*one)->view.mode() != (*two)->view.mode()) return refusal::wrong_mode("into");
  for (const auto* incident : {*one, *two}) {
    if (!incident->open()) return refusal::not_open(*incident);
  }
  if (!leads_or_reported(draft, **one) && !leads_or_reported(draft, **two)) {
    return refusal::not_allowed("incident", "Only a lead or a reporter of one of the two may merge them.",
                                "Chỉ đơn vị chủ trì hoặc đơn vị báo một trong hai vụ việc được gộp.");
  }
  const bool first_is_earlier = (*one)->view.opened_seq() < (*two)->view.opened_seq();
  const Incident& survivor = first_is_earlier ? **one : **two;
  const Incident& absorbed = first_is_earlier ? **two : **one;

  settle_supports(draft, survivor, absorbed);
  auto event = draft.event(absorbed, v1::ROUTINE);
  auto& body = *event.mutable_incident_merged();
  body.set_into(survivor.view.id());
  *body.mutable_placement() = placed_afresh(survivor, absorbed);
  body.set_severity(std::max(survivor.view.severity(), absorbed.view.severity()));
  body.set_sensitive(survivor.view.sensitive() || absorbed.view.sensitive());
  body.set_assist(survivor.view.assist() || absorbed.view.assist());
  google::protobuf::RepeatedPtrField<v1::Report> reports = survivor.view.reports();
  reports.Add(absorbed.view.reports().begin(), absorbed.view.reports().end());
  std::ranges::stable_sort(reports, {}, &v1::Report::recorded_seq);
  const auto choice = choose_lead(draft, draft.regulation_of(survivor), body.placement(),
                                  {.place = body.placement().kind(),
                                   .category = survivor.view.category(),
                                   .severity = body.severity(),
                                   .sensitive = body.sensitive(),
                                   .at = draft.now(),
                                   .utc_offset_minutes = draft.geography().utc_offset_minutes()},
                                  reports);
  *body.mutable_decision() = choice.decision;
  const Wards had_duties = duty_wards(draft, survivor);
  draft.emit(std::move(event));
  if (survivor.lead().empty() && !absorbed.lead().empty()) {
    // Nobody led the survivor: whoever led the other goes on.
    const auto& lead = absorbed.view.lead();
    move_lead(draft, survivor, lead.ward(), v1::LeadMoved::MERGE, absorbed.decision, lead.provisional(),
              {lead.marks().begin(), lead.marks().end()});
  } else if (!choice.ward.empty() && choice.ward != survivor.lead() &&
             (survivor.lead().empty() || arbitrable(draft, survivor))) {
    move_lead(draft, survivor, v1::LeadMoved::MERGE, choice);
  }
  open_duties(draft, survivor, had_duties);
  return {};
}

Expected<void> unlink_report(Draft& draft, const v1::UnlinkReport& command) {
  const auto known = open_incident(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const Incident& incident = **known;
  const auto& reports = incident.view.reports();
  const auto found = std::ranges::find(reports, command.report(), &v1::Report::id);
  if (found == reports.end()) return refusal::unknown_id("report");
  if (!leads_or_reported(draft, incident)) {
    return refusal::not_allowed("incident", "Only the lead or a ward that reported may unlink a report.",
                                "Chỉ đơn vị chủ trì hoặc đơn vị đã báo tin được tách tin.");
  }
  if (found == reports.begin()) {
    return refusal::invalid("report", "The report that opened the incident cannot be unlinked.",
                            "Không thể tách tin báo đầu tiên của vụ việc.");
  }
  const v1::Report report = *found;
  auto event = draft.event(incident, v1::ROUTINE);
  event.mutable_report_unlinked()->set_report(report.id());
  event.mutable_report_unlinked()->set_into(
      base::derive_id(draft.envelope().sender, draft.envelope().command_id, "incident"));
  draft.emit(std::move(event));
  if (incident.border() && incident.view.lead().provisional()) {
    const auto choice = choose_lead(draft, incident);
    if (!choice.ward.empty() && choice.ward != incident.lead()) {
      move_lead(draft, incident, v1::LeadMoved::UNLINK, choice);
    }
  }
  open_unlinked(draft, incident.view.mode(), report, incident.view.id());
  return {};
}

}  // namespace wardlink::rules
