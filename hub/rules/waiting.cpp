#include "hub/rules/waiting.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "hub/rules/marks.hpp"
#include "hub/rules/urgency.hpp"

namespace wardlink::rules {
namespace {

using base::Time;
using domain::Deadline;
using domain::Incident;
using domain::Ladder;
using Wait = v1::HubCommand::TimeOut;

bool of_group(const v1::Support& support, const std::string& request) {
  return support.request() == request && (!request.empty() || support.basis() == v1::Support::DUTY);
}

// ACCEPTED or beyond: the question was answered.
bool answered(v1::Support::State state) { return domain::engaged(state) || state == v1::Support::RELEASED; }

bool seen_by_a_person(v1::Support::State state) { return state == v1::Support::SEEN || state == v1::Support::DECLINED; }

void step(Incident& incident, const std::string& request, v1::Support::State to, Time at) {
  Ladder* ladder = incident.ladder_of(request);
  if (ladder == nullptr || !incident.open()) return;
  if (ladder->exhausted && to == v1::Support::SENT) *ladder = {};  // asked anew
  const bool now_answered = std::ranges::any_of(
      incident.view.supports(), [&](const v1::Support& s) { return of_group(s, request) && answered(s.state()); });
  if (now_answered) {
    *ladder = {.since = at, .seen = true, .answered = true};
  } else if (ladder->answered) {
    *ladder = {.since = at, .seen = true};
  } else if (ladder->since == Time{} || (!ladder->seen && seen_by_a_person(to))) {
    ladder->since = at;
    ladder->seen = seen_by_a_person(to);
  }
}

// Asked where nobody is asked any more: counted from now, whatever was before.
bool alone_in_its_group(const Incident& incident, const v1::Support& support) {
  return std::ranges::none_of(incident.view.supports(), [&](const v1::Support& other) {
    return other.id() != support.id() && of_group(other, support.request()) && other.state() != v1::Support::CANCELLED;
  });
}

void led_anew(Incident& incident, Time at) {
  incident.lead_since = at;
  incident.lead_reminded = false;
  incident.lead_asked_at = {};
  incident.acting_sought = false;
  incident.acting_exhausted = false;
  incident.view.clear_acting_asked();
}

void alerted(Incident& incident, const v1::Event& event) {
  const auto& body = event.escalated();
  switch (body.cause()) {
    case v1::Escalated::ALL_DECLINED:
    case v1::Escalated::UNANSWERED:
      if (Ladder* ladder = incident.ladder_of(body.request())) ladder->escalated = true;
      break;
    case v1::Escalated::UNCONFIRMED:
      incident.lead_reminded = true;
      break;
    case v1::Escalated::UNCLAIMED:
      incident.lead_reminded = true;
      incident.unclaimed_since = base::from_proto(event.time());
      break;
    case v1::Escalated::UNDELIVERED:
      incident.alerted.emplace(Wait::UNDELIVERED, body.support());
      break;
    case v1::Escalated::UNSEEN:
      incident.alerted.emplace(Wait::UNSEEN, body.support());
      break;
    case v1::Escalated::STALLED:
      incident.alerted.emplace(Wait::STALLED, body.support());
      break;
    case v1::Escalated::OVERDUE:
      incident.alerted.emplace(Wait::OVERDUE, body.support());
      break;
    case v1::Escalated::ACTING_EXHAUSTED:
      incident.acting_exhausted = true;
      break;
    default:
      break;
  }
}

// A question to a lead that has confirmed: it has unreachable_s to do anything with the incident.
void note_question(Incident& incident, const v1::Event& event) {
  const auto& lead = incident.lead();
  const bool only_reminds = event.escalated().cause() == v1::Escalated::IDLE;
  if (lead.empty() || event.has_lead_moved() || only_reminds) return;
  // A flight alarms the wards it may reach, the lead not as the lead.
  const bool of_flight = event.has_flight_raised() || event.has_flight_seen_again();
  if (event.actor().ward() == lead) {
    incident.lead_asked_at = {};
    incident.lead_acted_at = base::from_proto(event.time());
  } else if (!of_flight && incident.lead_asked_at == Time{} && !incident.view.lead().provisional() &&
             has(event.alarms(), lead)) {
    incident.lead_asked_at = base::from_proto(event.time());
  }
}

void touch(Incident& incident, Time at) {
  incident.touched_at = at;
  const bool sounds = support_alarms(incident.view.severity(), incident.view.assist());
  if (!sounds) {
    incident.sounding_since = {};
  } else if (incident.sounding_since == Time{}) {
    incident.sounding_since = at;
  }
}

// Resolving ends the asking; reopening revives none of it.
void asking_is_over(Incident& incident) {
  incident.duties.exhausted = true;
  for (auto& [id, request] : incident.requests) request.ladder.exhausted = true;
}

/// Collects what is still to come of one incident.
class Waits {
 public:
  Waits(const domain::State& state, const Incident& incident)
      : state_(state), incident_(incident), limits_(state.regulation_of(incident).limits) {}

  std::vector<Deadline> all() {
    switch (incident_.view.state()) {
      case v1::Incident::OPEN:
        lead();
        if (incident_.sounding_since != Time{}) supports();
        break;
      case v1::Incident::RESOLVED:
        add(Wait::CLOSE, incident_.resolved_at, limits_.close_after_s);
        break;
      default:
        break;
    }
    return std::move(deadlines_);
  }

 private:
  void add(Wait::Kind kind, Time from, double after_s, const std::string& subject = {}) {
    deadlines_.push_back({.at = from + base::seconds(after_s), .kind = kind, .owner = {}, .subject = subject});
  }

  void lead() {
    const auto& view = incident_.view;
    if (view.lead().ward().empty()) {
      const bool again = incident_.lead_reminded;
      add(Wait::UNCLAIMED, again ? incident_.unclaimed_since : incident_.lead_since,
          again ? limits_.exhausted_s : limits_.confirm_s);
      return;
    }
    add(Wait::IDLE, incident_.touched_at, limits_.idle_s);
    if (!view.handover_to().empty()) add(Wait::HANDOVER_EXPIRY, base::from_proto(view.handover_expires_at()), 0);
    if (incident_.acting_sought) {
      if (!incident_.acting_exhausted) add(Wait::ASK_NEXT_TO_ACT, incident_.acting_asked_at, limits_.confirm_s);
    } else if (view.lead().provisional()) {
      unconfirmed();
    } else if (incident_.sounding_since != Time{}) {
      confirmed();
    }
  }

  void unconfirmed() {
    if (has(incident_.view.lead().marks(), mark::presence)) {
      const Time window_ends = incident_.first_received_at + base::seconds(limits_.arbitration_window_s);
      add(Wait::SELF_CONFIRM, std::max(window_ends, incident_.lead_since), 0);
      return;
    }
    if (!incident_.lead_reminded) add(Wait::CONFIRM_REMINDER, incident_.lead_since, limits_.confirm_s);
    add(Wait::UNREACHABLE, incident_.lead_since, limits_.unreachable_s);
  }

  // Whichever comes first: there is one such deadline at a time.
  void confirmed() {
    std::optional<Time> since;
    if (incident_.lead_asked_at != Time{}) since = incident_.lead_asked_at;
    const auto station = state_.stations.find(incident_.lead());
    if (station == state_.stations.end() || !station->second.up) {
      const Time down = station == state_.stations.end() ? Time{} : station->second.since;
      const Time alone = std::max({down, incident_.lead_since, incident_.lead_acted_at, incident_.sounding_since});
      since = since ? std::min(*since, alone) : alone;
    }
    if (since) add(Wait::UNREACHABLE, *since, limits_.unreachable_s);
  }

  void supports() {
    for (const auto& support : incident_.view.supports()) one(support);
    ladder({}, incident_.duties);
    for (const auto& [id, request] : incident_.requests) ladder(id, request.ladder);
  }

  void one(const v1::Support& support) {
    const auto once = [&](Wait::Kind kind, Time from, double after_s) {
      if (!incident_.alerted.contains({kind, support.id()})) add(kind, from, after_s, support.id());
    };
    const Time sent = std::max(base::from_proto(support.opened_at()), incident_.sounding_since);
    const Time moved = base::from_proto(support.moved_at());
    switch (support.state()) {
      case v1::Support::SENT:
        once(Wait::UNDELIVERED, sent, limits_.undelivered_s);
        once(Wait::UNSEEN, sent, limits_.unseen_s);
        break;
      case v1::Support::DELIVERED:
        once(Wait::UNSEEN, sent, limits_.unseen_s);
        break;
      case v1::Support::ACCEPTED:
        once(Wait::STALLED, moved, limits_.stalled_s);
        break;
      case v1::Support::EN_ROUTE:
        once(Wait::OVERDUE, moved, 60.0 * support.eta_minutes() + limits_.overdue_s);
        break;
      default:
        break;
    }
  }

  // Over once answered; nothing to wait for where the lead has cancelled them all.
  void ladder(const std::string& request, const Ladder& ladder) {
    const bool asked = std::ranges::any_of(incident_.view.supports(), [&](const v1::Support& support) {
      return of_group(support, request) && support.state() != v1::Support::CANCELLED;
    });
    if (ladder.answered || ladder.exhausted || !asked) return;
    const Time since = std::max(ladder.since, incident_.sounding_since);
    if (!ladder.escalated) add(Wait::UNANSWERED, since, limits_.unanswered_s, request);
    add(Wait::EXHAUSTED, since, limits_.exhausted_s, request);
  }

  const domain::State& state_;
  const Incident& incident_;
  const domain::Limits& limits_;
  std::vector<Deadline> deadlines_;
};

}  // namespace

void note_time(Incident& incident, const v1::Event& event) {
  const Time at = base::from_proto(event.time());
  touch(incident, at);
  note_question(incident, event);
  switch (event.body_case()) {
    case v1::Event::kLeadDecided:
    case v1::Event::kLeadMoved:
      led_anew(incident, at);
      break;
    case v1::Event::kLeadConfirmed:
      incident.acting_sought = false;
      incident.lead_asked_at = {};
      break;
    case v1::Event::kLeadUnreachable:
      incident.acting_sought = true;
      incident.acting_exhausted = false;
      incident.acting_asked_at = at;
      incident.lead_asked_at = {};
      break;
    case v1::Event::kActingAsked:
      incident.acting_asked_at = at;
      break;
    case v1::Event::kIncidentResolved:
      incident.resolved_at = at;
      asking_is_over(incident);
      break;
    case v1::Event::kEscalated:
      alerted(incident, event);
      break;
    case v1::Event::kSupportOpened: {
      const auto& support = event.support_opened().support();
      if (alone_in_its_group(incident, support)) *incident.ladder_of(support.request()) = {};
      step(incident, support.request(), support.state(), at);
      break;
    }
    case v1::Event::kSupportMoved: {
      const auto& body = event.support_moved();
      incident.alerted.erase({Wait::STALLED, body.support()});
      incident.alerted.erase({Wait::OVERDUE, body.support()});
      for (const auto& support : incident.view.supports()) {
        if (support.id() == body.support()) step(incident, support.request(), body.to(), at);
      }
      break;
    }
    case v1::Event::kSupportExhausted:
      if (Ladder* ladder = incident.ladder_of(event.support_exhausted().request())) ladder->exhausted = true;
      break;
    default:
      break;
  }
}

void note_merge(Incident& into, const Incident& from, Time at) {
  touch(into, at);
  into.alerted.insert(from.alerted.begin(), from.alerted.end());
  if (into.duties.since == Time{}) into.duties = from.duties;
  if (into.duties.since != Time{}) step(into, {}, v1::Support::STATE_UNSPECIFIED, at);
}

std::vector<Deadline> deadlines_of(const domain::State& state, const Incident& incident) {
  return Waits(state, incident).all();
}

}  // namespace wardlink::rules
