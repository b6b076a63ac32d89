#include "hub/rules/support.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "hub/rules/known.hpp"
#include "hub/rules/lead.hpp"
#include "hub/rules/marks.hpp"
#include "hub/rules/targets.hpp"
#include "hub/rules/urgency.hpp"

namespace wardlink::rules {
namespace {

using base::Expected;
using domain::Incident;
using Forces = google::protobuf::RepeatedPtrField<v1::Force>;

struct Ask {
  v1::Support::Basis basis = v1::Support::DUTY;
  v1::Support::State state = v1::Support::SENT;
  std::string request{};
  std::string asked_by{};
  v1::Text clause{};
  Forces needed{};
  v1::Content content{};
};

void open_support(Draft& draft, const Incident& incident, const std::string& ward, const Ask& ask) {
  const auto severity = incident.view.severity();
  const bool assist = incident.view.assist() || ask.basis == v1::Support::ASSIST;
  const bool wants_answer = ask.state == v1::Support::SENT;
  auto event = draft.event(incident, wants_answer ? urgency_of_support(severity, assist) : v1::ROUTINE);
  auto& body = *event.mutable_support_opened();
  auto& support = *body.mutable_support();
  support.set_id(draft.new_id("support"));
  support.set_ward(ward);
  support.set_basis(ask.basis);
  support.set_state(ask.state);
  support.set_request(ask.request);
  support.set_asked_by(ask.asked_by);
  *support.mutable_opened_at() = event.time();
  *support.mutable_moved_at() = event.time();
  *body.mutable_needed() = ask.needed;
  *body.mutable_clause() = ask.clause;
  if (ask.content.ByteSizeLong() > 0) *event.mutable_content() = ask.content;
  if (wants_answer && support_alarms(severity, assist)) event.add_alarms(ward);
  draft.emit(std::move(event));
}

struct Move {
  v1::Support::State to = v1::Support::STATE_UNSPECIFIED;
  std::string reason{};
  std::uint32_t eta_minutes = 0;
  Forces forces{};
  std::vector<std::string> marks{};
  std::string said_by{};
};

void move_support(Draft& draft, const Incident& incident, const v1::Support& support, const Move& move,
                  v1::Urgency urgency = v1::ROUTINE) {
  auto event = draft.event(incident, urgency);
  auto& body = *event.mutable_support_moved();
  body.set_support(support.id());
  body.set_ward(support.ward());
  body.set_from(support.state());
  body.set_to(move.to);
  body.set_reason(move.reason);
  body.set_eta_minutes(move.eta_minutes);
  *body.mutable_forces() = move.forces;
  for (const auto& word : move.marks) add(*body.mutable_marks(), word);
  body.set_said_by(move.said_by);
  draft.emit(std::move(event));
}

// Whoever was on the way must be told at once that it need not come.
v1::Urgency urgency_of_ending(const v1::Support& support) {
  return domain::engaged(support.state()) ? v1::URGENT : v1::ROUTINE;
}

std::vector<v1::Support> supports_where(const Incident& incident, auto predicate) {
  std::vector<v1::Support> found;
  std::ranges::copy_if(incident.view.supports(), std::back_inserter(found), predicate);
  return found;
}

bool met(const Incident& incident, const domain::Request& request) {
  if (request.needed.empty()) return false;
  std::map<v1::Force::Kind, std::uint64_t> coming;
  for (const auto& support : incident.view.supports()) {
    if (support.request() != request.id || !domain::engaged(support.state())) continue;
    for (const auto& force : support.forces()) coming[force.kind()] += force.count();
  }
  return std::ranges::all_of(request.needed,
                             [&](const v1::Force& force) { return coming[force.kind()] >= force.count(); });
}

void cancel_if_filled(Draft& draft, const Incident& incident, const std::string& request_id) {
  const auto request = incident.requests.find(request_id);
  if (request == incident.requests.end() || !met(incident, request->second)) return;
  const auto left = supports_where(incident, [&](const v1::Support& support) {
    return support.request() == request_id && domain::unanswered(support.state());
  });
  for (const auto& support : left) {
    move_support(draft, incident, support, {.to = v1::Support::CANCELLED, .reason = std::string(reason::filled)});
  }
}

void ask_next(Draft& draft, const Incident& incident, const domain::Request& request) {
  if (met(incident, request)) return;
  const std::string next = next_ward(draft, incident, request.asked_by);
  if (next.empty()) {
    const auto left = supports_where(incident, [&](const v1::Support& support) {
      return support.request() == request.id && domain::active(support.state());
    });
    if (request.ladder.exhausted || !left.empty()) return;
    const auto severity = incident.view.severity();
    const bool assist = incident.view.assist() || request.basis == v1::Support::ASSIST;
    auto event = draft.event(incident, urgency_of_support(severity, assist));
    event.mutable_support_exhausted()->set_request(request.id);
    if (support_alarms(severity, assist)) event.add_alarms(incident.lead());
    draft.emit(std::move(event));
    return;
  }
  Ask ask{.basis = request.basis, .request = request.id, .asked_by = request.asked_by, .clause = request.clause};
  ask.needed.Add(request.needed.begin(), request.needed.end());
  open_support(draft, incident, next, ask);
}

// The placement's other wards are told, the lead gets the commanders' telephone numbers.
void escalate_duties(Draft& draft, const Incident& incident, v1::Escalated::Cause cause, auto whom) {
  auto event = draft.event(incident, urgency_of_support(incident.view.severity(), incident.view.assist()));
  auto& body = *event.mutable_escalated();
  body.set_cause(cause);
  Wards told;
  for (const auto& support : incident.view.supports()) {
    if (support.basis() != v1::Support::DUTY || !whom(support) || !told.insert(support.ward()).second) continue;
    const auto& ward = *draft.geography().ward(support.ward());
    body.add_wards(ward.id);
    body.add_commander_phones(ward.commander_phone);
    body.add_duty_phones(ward.duty_phone);
  }
  event.add_alarms(incident.lead());
  draft.emit(std::move(event));
}

// All duties declined counts as unanswered. Once, until somebody accepts.
void escalate_if_all_declined(Draft& draft, const Incident& incident) {
  if (incident.duties.escalated || !support_alarms(incident.view.severity(), incident.view.assist())) return;
  const auto duties = supports_where(incident, [](const v1::Support& s) { return s.basis() == v1::Support::DUTY; });
  const bool all_declined = std::ranges::all_of(duties, [](const v1::Support& support) {
    return support.state() == v1::Support::DECLINED || support.state() == v1::Support::CANCELLED;
  });
  if (!all_declined) return;
  escalate_duties(draft, incident, v1::Escalated::ALL_DECLINED,
                  [](const v1::Support& support) { return support.state() == v1::Support::DECLINED; });
}

void after_decline(Draft& draft, const Incident& incident, const v1::Support& declined) {
  if (declined.basis() == v1::Support::DUTY) {
    escalate_if_all_declined(draft, incident);
    return;
  }
  const auto request = incident.requests.find(declined.request());
  if (request != incident.requests.end()) ask_next(draft, incident, domain::Request(request->second));
}

bool may_move(const v1::Support& support, v1::Support::State to) {
  using S = v1::Support;
  const auto from = support.state();
  // What was heard by telephone the target may contradict with its own word.
  if (has(support.marks(), mark::phone) && (domain::engaged(from) || from == S::DECLINED)) {
    return to == S::ACCEPTED || to == S::EN_ROUTE || to == S::ON_SCENE || to == S::DECLINED || to == S::WITHDRAWN;
  }
  switch (to) {
    case S::SEEN:
      return from == S::SENT || from == S::DELIVERED;
    case S::ACCEPTED:
      return domain::unanswered(from) || from == S::DECLINED;
    case S::EN_ROUTE:
      return domain::unanswered(from) || from == S::ACCEPTED;
    case S::ON_SCENE:
      return domain::unanswered(from) || from == S::ACCEPTED || from == S::EN_ROUTE;
    case S::DECLINED:
      return domain::unanswered(from);
    case S::WITHDRAWN:
      return domain::engaged(from);
    default:
      return false;
  }
}

refusal::No cannot_move(const v1::Support& support, v1::Support::State to) {
  const auto from = v1::Support::State_Name(support.state());
  const auto wanted = v1::Support::State_Name(to);
  return refusal::stale("state", "The support is " + from + "; it cannot become " + wanted + ".",
                        "Phối hợp đang ở trạng thái " + from + "; không thể chuyển sang " + wanted + ".");
}

Expected<const Incident*> led_by_sender(Draft& draft, const std::string& id) {
  auto known = open_incident(draft, id);
  if (known && (*known)->lead() != draft.ward()) return refusal::not_lead(draft.geography(), **known);
  return known;
}

Expected<v1::Support> support_at(const Incident& incident, const std::string& ward) {
  const auto* support = incident.support_of(ward);
  if (support == nullptr) {
    return refusal::stale("ward", "This ward has not been asked for support.",
                          "Phường này chưa được yêu cầu phối hợp.");
  }
  return *support;
}

// Whoever declined may still accept, though with that it left the audience.
Expected<const Incident*> asked_incident(Draft& draft, const std::string& id) {
  const auto* incident = draft.incident(id);
  const auto* own = incident == nullptr ? nullptr : incident->support_of(draft.ward());
  if (own != nullptr && own->state() == v1::Support::DECLINED && incident->open()) return incident;
  return open_incident(draft, id);
}

bool may_ask_assist(const Draft& draft, const Incident& incident) {
  if (incident.view.severity() < severity_grave && !incident.view.assist()) return false;
  const auto* own = incident.support_of(draft.ward());
  return incident.reported_by(draft.ward()) || (own != nullptr && own->state() == v1::Support::ON_SCENE);
}

Expected<std::vector<std::string>> named_targets(const Draft& draft, const Incident& incident,
                                                 const v1::RequestSupport& command) {
  std::vector<std::string> wards;
  for (const auto& ward : command.wards()) {
    if (ward == draft.ward() || ward == incident.lead()) {
      return refusal::invalid("wards", "A ward cannot be asked to support itself or as the lead.",
                              "Không thể yêu cầu chính đơn vị mình hoặc đơn vị chủ trì phối hợp.");
    }
    if (!draft.valid(ward)) {
      return refusal::invalid("wards", "This ward is not in service today.", "Phường này hiện không hoạt động.");
    }
    const auto* support = incident.support_of(ward);
    if (support != nullptr && domain::active(support->state())) {
      return refusal::stale("wards", "This ward is already asked: " + ward + ".",
                            "Phường này đã được yêu cầu phối hợp: " + ward + ".");
    }
    if (std::ranges::find(wards, ward) == wards.end()) wards.push_back(ward);
  }
  return wards;
}

}  // namespace

void open_duty(Draft& draft, const Incident& incident, const std::string& ward, v1::Support::State state) {
  const auto* support = incident.support_of(ward);
  if ((support != nullptr && domain::active(support->state())) || !draft.valid(ward)) return;
  open_support(draft, incident, ward,
               {.basis = v1::Support::DUTY, .state = state, .clause = incident.decision.clause()});
}

Wards duty_wards(const Draft& draft, const Incident& incident) {
  const auto& regulation = draft.regulation_of(incident);
  const auto& view = incident.view;
  const auto& rule = regulation.decide({.place = view.placement().kind(),
                                        .category = view.category(),
                                        .severity = view.severity(),
                                        .sensitive = view.sensitive(),
                                        .at = draft.now(),
                                        .utc_offset_minutes = draft.geography().utc_offset_minutes()});
  Wards wards;
  switch (rule.support) {
    case domain::SupportBy::zone_wards:
      wards.insert(view.placement().wards().begin(), view.placement().wards().end());
      break;
    case domain::SupportBy::neighbours:
      if (const auto* lead = draft.geography().ward(incident.lead())) {
        wards.insert(lead->neighbours.begin(), lead->neighbours.end());
      }
      break;
    case domain::SupportBy::cluster:
      for (const auto& ward : draft.geography().wards()) wards.insert(ward.id);
      break;
    case domain::SupportBy::on_request:
    case domain::SupportBy::none:
      break;
  }
  wards.erase(incident.lead());
  return wards;
}

void open_duties(Draft& draft, const Incident& incident, const Wards& had) {
  for (const auto& ward : duty_wards(draft, incident)) {
    if (!had.contains(ward)) open_duty(draft, incident, ward, v1::Support::SENT);
  }
}

void end_support(Draft& draft, const Incident& incident, const std::string& ward, std::string_view why) {
  const auto* support = incident.support_of(ward);
  // A lead that had declined must not accept later what it now leads.
  const bool declined = support != nullptr && support->state() == v1::Support::DECLINED;
  if (support == nullptr || !(domain::active(support->state()) || (declined && why == reason::became_lead))) return;
  move_support(draft, incident, v1::Support(*support), {.to = v1::Support::CANCELLED, .reason = std::string(why)},
               why == reason::became_lead ? v1::ROUTINE : urgency_of_ending(*support));
}

void end_all_supports(Draft& draft, const Incident& incident) {
  for (const auto& support : supports_where(incident, [](const v1::Support& s) { return domain::active(s.state()); })) {
    const bool there = support.state() == v1::Support::ON_SCENE;
    move_support(
        draft, incident, support,
        {.to = there ? v1::Support::RELEASED : v1::Support::CANCELLED, .reason = std::string(reason::resolved)},
        urgency_of_ending(support));
  }
}

void escalate_unanswered(Draft& draft, const Incident& incident, const std::string& request_id) {
  if (request_id.empty()) {
    escalate_duties(draft, incident, v1::Escalated::UNANSWERED,
                    [](const v1::Support& support) { return support.state() != v1::Support::CANCELLED; });
    return;
  }
  const auto found = incident.requests.find(request_id);
  if (found == incident.requests.end()) return;
  const domain::Request request = found->second;
  auto event = draft.event(
      incident,
      urgency_of_support(incident.view.severity(), incident.view.assist() || request.basis == v1::Support::ASSIST));
  auto& body = *event.mutable_escalated();
  body.set_cause(v1::Escalated::UNANSWERED);
  body.set_request(request_id);
  for (const auto& support : incident.view.supports()) {
    if (support.request() != request_id || !domain::unanswered(support.state())) continue;
    const auto& ward = *draft.geography().ward(support.ward());
    body.add_wards(ward.id);
    body.add_commander_phones(ward.commander_phone);
    body.add_duty_phones(ward.duty_phone);
  }
  draft.emit(std::move(event));
  ask_next(draft, incident, request);
}

Wards unanswered_wards(const Incident& incident) {
  Wards wards;
  for (const auto& support : incident.view.supports()) {
    if (domain::unanswered(support.state())) wards.insert(support.ward());
  }
  return wards;
}

Expected<void> request_support(Draft& draft, const v1::RequestSupport& command) {
  const auto known = open_incident(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const Incident& incident = **known;
  const auto& regulation = draft.regulation_of(incident);
  Ask ask{.basis = v1::Support::REQUEST, .asked_by = draft.ward(), .clause = incident.decision.clause()};
  if (incident.lead() != draft.ward()) {
    if (incident.lead().empty() || !may_ask_assist(draft, incident)) {
      return refusal::not_lead(draft.geography(), incident);
    }
    ask.basis = v1::Support::ASSIST;
    ask.clause = regulation.assist_clause;
  }
  const auto targets = command.auto_() ? Expected<std::vector<std::string>>(auto_targets(draft, incident, draft.ward()))
                                       : named_targets(draft, incident, command);
  if (!targets) return std::unexpected(targets.error());
  if (targets->empty()) {
    return refusal::stale("auto", "Every ward that could be asked is already asked.",
                          "Các phường có thể yêu cầu đều đã được yêu cầu.");
  }
  if (ask.basis == v1::Support::REQUEST) {
    if (auto acted = act_as_lead(draft, incident); !acted) return acted;
  }
  ask.request = draft.new_id("request");
  ask.needed = command.forces();
  ask.content = command.content();
  for (const auto& ward : *targets) open_support(draft, incident, ward, ask);
  return {};
}

Expected<void> cancel_support(Draft& draft, const v1::CancelSupport& command) {
  const auto known = led_by_sender(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const auto support = support_at(**known, command.ward());
  if (!support) return std::unexpected(support.error());
  if (!domain::active(support->state()) || support->state() == v1::Support::ON_SCENE) {
    return cannot_move(*support, v1::Support::CANCELLED);
  }
  if (auto acted = act_as_lead(draft, **known); !acted) return acted;
  move_support(draft, **known, *support, {.to = v1::Support::CANCELLED, .reason = command.reason()},
               urgency_of_ending(*support));
  return {};
}

Expected<void> release_support(Draft& draft, const v1::ReleaseSupport& command) {
  const auto known = led_by_sender(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const auto support = support_at(**known, command.ward());
  if (!support) return std::unexpected(support.error());
  if (support->state() != v1::Support::ON_SCENE) return cannot_move(*support, v1::Support::RELEASED);
  if (auto acted = act_as_lead(draft, **known); !acted) return acted;
  move_support(draft, **known, *support, {.to = v1::Support::RELEASED});
  return {};
}

Expected<void> answer_support(Draft& draft, const v1::AnswerSupport& command) {
  const auto known = asked_incident(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const Incident& incident = **known;
  const auto* own = incident.support_of(draft.ward());
  if (own == nullptr) return refusal::not_target("incident");
  const v1::Support support = *own;
  if (!may_move(support, command.state())) return cannot_move(support, command.state());

  Move move{.to = command.state(),
            .reason = command.reason(),
            .eta_minutes = command.eta_minutes(),
            .forces = command.forces()};
  if (!draft.by_officer()) move.marks.emplace_back(mark::unattended);
  move_support(draft, incident, support, move);
  if (command.state() == v1::Support::DECLINED) after_decline(draft, incident, support);
  if (domain::engaged(command.state())) cancel_if_filled(draft, incident, support.request());
  return {};
}

Expected<void> record_answer(Draft& draft, const v1::RecordAnswer& command) {
  const auto known = led_by_sender(draft, command.incident());
  if (!known) return std::unexpected(known.error());
  const Incident& incident = **known;
  const auto support = support_at(incident, command.ward());
  if (!support) return std::unexpected(support.error());
  const bool answered_itself = !domain::unanswered(support->state()) && !has(support->marks(), mark::phone);
  if (answered_itself || !may_move(*support, command.state())) return cannot_move(*support, command.state());
  if (auto acted = act_as_lead(draft, incident); !acted) return acted;
  move_support(draft, incident, *support,
               {.to = command.state(),
                .reason = command.reason(),
                .forces = command.forces(),
                .marks = {std::string(mark::phone)},
                .said_by = command.said_by()});
  if (command.state() == v1::Support::DECLINED) after_decline(draft, incident, *support);
  if (domain::engaged(command.state())) cancel_if_filled(draft, incident, support->request());
  return {};
}

}  // namespace wardlink::rules
