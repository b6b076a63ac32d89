#include "hub/rules/lead.hpp"

#include <algorithm>

#include "hub/base/planted.hpp"
#include "hub/rules/acting.hpp"
#include "hub/rules/detection.hpp"
#include "hub/rules/known.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/refusal.hpp"
#include "hub/rules/support.hpp"
#include "hub/rules/urgency.hpp"

namespace wardlink::rules {
namespace {

using base::Expected;
using domain::Incident;

bool officer_reported(const google::protobuf::RepeatedPtrField<v1::Report>& reports, const std::string& ward) {
  return std::ranges::any_of(reports, [&](const v1::Report& r) { return r.ward() == ward && !r.officer().empty(); });
}

std::string nearest_of(const Draft& draft, const v1::Placement& placement) {
  if (placement.has_point()) return nearest_ward(draft, placement.point(), placement.wards());
  for (const auto& ward : placement.wards()) {
    if (draft.valid(ward)) return ward;
  }
  return {};
}

}  // namespace

std::string nearest_ward(const Draft& draft, const v1::Point& point,
                         const google::protobuf::RepeatedPtrField<std::string>& among) {
  std::string nearest;
  std::int64_t least_cm = 0;
  for (const auto& ward : draft.geography().wards()) {  // by id: the smaller one is met first
    if (!draft.valid(ward.id) || (!among.empty() && !has(among, ward.id))) continue;
    const auto cm = draft.geography().to_ward_cm(point, ward.id);
    if (nearest.empty() || cm < least_cm) {
      nearest = ward.id;
      least_cm = cm;
    }
  }
  return nearest;
}

LeadChoice choose_lead(const Draft& draft, const domain::Regulation& regulation, const v1::Placement& placement,
                       const domain::Case& on, const google::protobuf::RepeatedPtrField<v1::Report>& reports) {
  const auto& rule = regulation.decide(on);
  LeadChoice choice;
  auto& decision = choice.decision;
  decision.set_rule(rule.id);
  *decision.mutable_clause() = rule.clause;
  decision.set_regulation_version(regulation.version);
  *decision.mutable_placement() = placement;
  switch (rule.lead) {
    case domain::LeadBy::unassigned:
      break;
    case domain::LeadBy::named_ward:
      choice.ward = rule.lead_ward;
      break;
    case domain::LeadBy::territory_ward:
      if (!placement.wards().empty()) choice.ward = placement.wards(0);
      break;
    case domain::LeadBy::nearest_ward:
      choice.ward = nearest_of(draft, placement);
      break;
    case domain::LeadBy::first_detector: {
      auto first = first_detection(reports, placement.wards(), regulation.limits);
      decision.mutable_detections()->Add(first.weighed.begin(), first.weighed.end());
      if (first.report != nullptr) {
        choice.ward = first.report->ward();
        choice.tie = first.tie;
        choice.first = first.report;
      } else {
        choice.ward = nearest_of(draft, placement);
        decision.set_rule("nearest-ward");
        *decision.mutable_clause() = regulation.nearest_ward_clause;
      }
      break;
    }
  }
  return choice;
}

LeadChoice choose_lead(const Draft& draft, const Incident& incident) {
  return choose_lead(draft, incident, incident.view.reports());
}

LeadChoice choose_lead(const Draft& draft, const Incident& incident,
                       const google::protobuf::RepeatedPtrField<v1::Report>& reports) {
  const auto& view = incident.view;
  const domain::Case on{.place = view.placement().kind(),
                        .category = view.category(),
                        .severity = view.severity(),
                        .sensitive = view.sensitive(),
                        .at = draft.now(),
                        .utc_offset_minutes = draft.geography().utc_offset_minutes()};
  return choose_lead(draft, draft.regulation_of(incident), view.placement(), on, reports);
}

bool arbitrable(const Draft& draft, const Incident& incident) {
  const auto window = base::seconds(draft.regulation_of(incident).limits.arbitration_window_s);
  return incident.view.lead().provisional() && draft.now() <= incident.first_received_at + window;
}

void decide_lead(Draft& draft, const Incident& incident) {
  auto choice = choose_lead(draft, incident);
  const bool present = officer_reported(incident.view.reports(), choice.ward);
  const auto severity = incident.view.severity();
  auto event = draft.event(incident, present ? v1::ROUTINE : urgency_of_lead(severity, incident.view.assist()));
  auto& body = *event.mutable_lead_decided();
  body.set_ward(choice.ward);
  body.set_provisional(!choice.ward.empty());
  *body.mutable_decision() = std::move(choice.decision);
  if (choice.tie) add(*body.mutable_marks(), mark::tie);
  if (present) add(*body.mutable_marks(), mark::presence);
  if (choice.ward.empty() && incident.view.placement().has_point()) {
    body.set_nearest(nearest_ward(draft, incident.view.placement().point(), {}));
    event.add_alarms(body.nearest());
  } else if (!present && !choice.ward.empty()) {
    event.add_alarms(choice.ward);
  }
  draft.emit(std::move(event));
}

void move_lead(Draft& draft, const Incident& incident, const std::string& to, v1::LeadMoved::Reason why,
               const v1::Decision& decision, bool provisional, std::vector<std::string> marks) {
  const std::string from = incident.lead();
  const bool asks = provisional && !officer_reported(incident.view.reports(), to);
  auto event =
      draft.event(incident, asks ? urgency_of_lead(incident.view.severity(), incident.view.assist()) : v1::ROUTINE);
  auto& body = *event.mutable_lead_moved();
  body.set_from(from);
  body.set_to(to);
  body.set_reason(why);
  body.set_provisional(provisional);
  *body.mutable_decision() = decision;
  for (const auto& word : marks) add(*body.mutable_marks(), word);
  if (asks) event.add_alarms(to);
  draft.emit(std::move(event));

  end_support(draft, incident, to, reason::became_lead);
  if (incident.border() && !from.empty()) open_duty(draft, incident, from, v1::Support::SEEN);
}

void move_lead(Draft& draft, const Incident& incident, v1::LeadMoved::Reason why, const LeadChoice& choice) {
  std::vector<std::string> marks;
  if (choice.tie) marks.emplace_back(mark::tie);
  move_lead(draft, incident, choice.ward, why, choice.decision, true, std::move(marks));
}

Expected<void> act_as_lead(Draft& draft, const Incident& incident) {
  if (incident.lead() != draft.ward() && !base::planted("anybody-acts-as-lead")) {
    return refusal::not_lead(draft.geography(), incident);
  }
  if ((incident.view.lead().provisional() || incident.acting_sought) && draft.by_officer()) {
    auto event = draft.event(incident, v1::ROUTINE);
    event.mutable_lead_confirmed()->set_ward(draft.ward());
    event.mutable_lead_confirmed()->set_by_acting(true);
    draft.emit(std::move(event));
  }
  return {};
}

Expected<void> confirm_lead(Draft& draft, const v1::ConfirmLead& command) {
  const auto known = open_incident(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const Incident& incident = **known;
  const bool returning = incident.view.lead().acting() && incident.view.unreachable_lead() == draft.ward();
  if (returning && offer_back(draft, incident, draft.ward())) return {};
  if (incident.lead() != draft.ward()) return refusal::not_lead(draft.geography(), incident);
  if (!incident.view.lead().provisional() && !incident.acting_sought) {
    return refusal::stale("incident", "Your ward has already confirmed that it leads.",
                          "Phường của đồng chí đã xác nhận chủ trì rồi.");
  }
  auto event = draft.event(incident, v1::ROUTINE);
  auto& body = *event.mutable_lead_confirmed();
  body.set_ward(draft.ward());
  if (!draft.by_officer()) add(*body.mutable_marks(), mark::unattended);
  draft.emit(std::move(event));
  return {};
}

Expected<void> claim_lead(Draft& draft, const v1::ClaimLead& command) {
  const auto known = open_incident(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const Incident& incident = **known;
  if (may_act(draft, incident)) {
    move_lead(draft, incident, draft.ward(), v1::LeadMoved::ACTING, incident.decision, false);
    return {};
  }
  if (!incident.lead().empty()) {
    return refusal::stale("incident", "This incident already has a lead; ask it to hand over.",
                          "Vụ việc đã có đơn vị chủ trì; hãy đề nghị bàn giao.");
  }
  move_lead(draft, incident, draft.ward(), v1::LeadMoved::CLAIM, incident.decision, false,
            {std::string(mark::contact)});
  return {};
}

Expected<void> offer_handover(Draft& draft, const v1::OfferHandover& command) {
  const auto known = open_incident(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const Incident& incident = **known;
  if (incident.lead() != draft.ward()) return refusal::not_lead(draft.geography(), incident);
  if (command.to_ward() == draft.ward()) {
    return refusal::invalid("to_ward", "Your ward leads already.", "Phường của đồng chí đang chủ trì.");
  }
  if (!draft.valid(command.to_ward())) {
    return refusal::invalid("to_ward", "This ward is not in service today.", "Phường này hiện không hoạt động.");
  }
  if (!incident.view.handover_to().empty() && base::from_proto(incident.view.handover_expires_at()) > draft.now()) {
    return refusal::stale("incident", "The lead is already offered; wait for the answer.",
                          "Đã đề nghị bàn giao; hãy chờ trả lời.");
  }
  if (auto acted = act_as_lead(draft, incident); !acted) return acted;
  offer_lead(draft, incident, command.to_ward());
  return {};
}

Expected<void> answer_handover(Draft& draft, const v1::AnswerHandover& command) {
  const auto known = open_incident(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const Incident& incident = **known;
  const std::string& offered_to = incident.view.handover_to();
  if (offered_to.empty()) {
    return refusal::stale("incident", "The lead is not being offered.", "Không có đề nghị bàn giao chủ trì nào.");
  }
  if (offered_to != draft.ward()) return refusal::not_target("incident");
  if (base::from_proto(incident.view.handover_expires_at()) <= draft.now()) {
    return refusal::stale("incident", "The offer has expired; the lead stays.",
                          "Đề nghị bàn giao đã hết hạn; đơn vị chủ trì giữ nguyên.");
  }
  auto event = draft.event(incident, v1::URGENT);
  auto& body = *event.mutable_handover_answered();
  body.set_from(incident.lead());
  body.set_to(draft.ward());
  body.set_accepted(command.accept());
  draft.emit(std::move(event));
  if (command.accept()) {
    move_lead(draft, incident, draft.ward(), v1::LeadMoved::HANDOVER, incident.decision, false,
              {std::string(mark::handed_over)});
  }
  return {};
}

void offer_lead(Draft& draft, const Incident& incident, const std::string& to) {
  if (const std::string earlier = incident.view.handover_to(); !earlier.empty() && earlier != to) {
    auto over = draft.event(incident, v1::URGENT);
    auto& ended = *over.mutable_handover_answered();
    ended.set_from(incident.lead());
    ended.set_to(earlier);
    ended.set_expired(true);
    draft.emit(std::move(over));
  }
  auto event = draft.event(incident, v1::URGENT);
  auto& body = *event.mutable_handover_offered();
  body.set_from(incident.lead());
  body.set_to(to);
  *body.mutable_expires_at() =
      base::to_proto(draft.now() + base::seconds(draft.regulation_of(incident).limits.handover_s));
  event.add_alarms(to);
  draft.emit(std::move(event));
}

}  // namespace wardlink::rules
