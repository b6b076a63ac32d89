#include "client/console/alarms.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace wardlink::console {
namespace {

using link::WallTime;
using v1::Alarm;
using v1::Support;
constexpr const char* link_id = "link";

template <typename Range>
bool has(const Range& range, const std::string& value) {
  return std::ranges::find(range, value) != range.end();
}

bool unanswered(Support::State state) {
  return state == Support::SENT || state == Support::DELIVERED || state == Support::SEEN;
}
bool coming(Support::State state) {
  return state == Support::ACCEPTED || state == Support::EN_ROUTE || state == Support::ON_SCENE;
}

const Support* support_of(const v1::Incident& incident, const std::string& ward, auto holds) {
  for (const Support& support : incident.supports()) {
    if (support.ward() == ward && holds(support.state())) return &support;
  }
  return nullptr;
}

/// Alike for as long as the question is. A support's survives the merging of its incident.
std::string id_of(const Alarm& alarm, const std::string& support) {
  switch (alarm.kind()) {
    case Alarm::SUPPORT:
      return "support:" + (support.empty() ? alarm.incident() : support);
    case Alarm::FLIGHT:
      return "flight:" + alarm.flight();
    case Alarm::ESCALATED:
      return "escalated:" + alarm.incident() + ":" + std::to_string(alarm.cause());
    case Alarm::LINK_LOST:
      return link_id;
    default:
      return std::to_string(alarm.kind()) + ":" + alarm.incident();
  }
}

Alarm made(Alarm::Kind kind, const v1::Event& event, const std::string& support = {}) {
  Alarm alarm;
  alarm.set_kind(kind);
  alarm.set_urgency(event.urgency());
  alarm.set_mode(event.mode());
  alarm.set_incident(event.incident());
  alarm.set_seq(event.seq());
  *alarm.mutable_asked_at() = event.time();
  *alarm.mutable_sounded_at() = event.time();
  if (event.has_flight_raised()) alarm.set_flight(event.flight_raised().flight().id());
  if (event.has_flight_seen_again()) alarm.set_flight(event.flight_seen_again().flight().id());
  if (event.has_escalated()) alarm.set_cause(event.escalated().cause());
  alarm.set_id(id_of(alarm, support));
  return alarm;
}

/// FLASH counts as urgent as it was when it last sounded.
auto order_of(const Alarm& alarm) {
  return std::tuple(alarm.acknowledged(), -static_cast<int>(alarm.urgency()), alarm.asked_at().seconds(),
                    alarm.asked_at().nanos(), alarm.id());
}

}  // namespace

std::optional<Alarm> AlarmList::alarm_of(const v1::Event& event, const v1::Incident* incident) const {
  switch (event.body_case()) {
    case v1::Event::kSupportOpened:
      if (event.support_opened().support().ward() != ward_) break;
      return made(Alarm::SUPPORT, event, event.support_opened().support().id());
    case v1::Event::kLeadDecided:
      return made(event.lead_decided().ward().empty() ? Alarm::CLAIM : Alarm::CONFIRM, event);
    case v1::Event::kLeadMoved:
      if (event.lead_moved().to() != ward_) break;
      return made(Alarm::CONFIRM, event);
    case v1::Event::kHandoverOffered:
      if (event.handover_offered().to() != ward_) break;
      return made(Alarm::HANDOVER, event);
    case v1::Event::kActingAsked:
      return made(Alarm::ACTING, event);
    case v1::Event::kFlightRaised:
    case v1::Event::kFlightSeenAgain:
      return made(Alarm::FLIGHT, event);
    case v1::Event::kSupportExhausted:
      return made(Alarm::EXHAUSTED, event);
    case v1::Event::kEscalated:
      switch (event.escalated().cause()) {
        case v1::Escalated::UNCONFIRMED:
          return made(Alarm::CONFIRM, event);
        case v1::Escalated::UNCLAIMED:
          return made(Alarm::CLAIM, event);
        case v1::Escalated::UNSEEN:
          return made(Alarm::SUPPORT, event, event.escalated().support());
        case v1::Escalated::ACTING_EXHAUSTED:
          // It sounds at the lead, which is told, and at those who were asked to act, whose question it still is.
          return made(has(event.escalated().wards(), ward_) ? Alarm::ESCALATED : Alarm::ACTING, event);
        default:
          return made(Alarm::ESCALATED, event);
      }
    default:
      break;
  }
  return again(event, incident);
}

// What sounds without a question of its own, such as a raised severity, sounds for what we have not answered yet.
std::optional<Alarm> AlarmList::again(const v1::Event& event, const v1::Incident* incident) const {
  if (event.incident().empty()) return std::nullopt;
  if (incident != nullptr) {
    if (const Support* support = support_of(*incident, ward_, unanswered)) {
      return made(Alarm::SUPPORT, event, support->id());
    }
    if (incident->lead().ward() == ward_ && incident->lead().provisional()) return made(Alarm::CONFIRM, event);
  }
  return made(Alarm::ESCALATED, event);
}

void AlarmList::heard(const v1::Event& event, const Standing& standing, WallTime now) {
  answered(event);
  if (!has(event.alarms(), ward_)) return;
  const auto* incident = event.incident().empty() ? nullptr : standing.incident(event.incident());
  if (auto alarm = alarm_of(event, incident)) began(std::move(*alarm), now);
}

void AlarmList::answered(const v1::Event& event) {
  if (event.has_support_moved() && event.support_moved().ward() == ward_ &&
      event.support_moved().to() >= Support::SEEN) {
    const auto known = alarms_.find("support:" + event.support_moved().support());
    if (known != alarms_.end()) known->second.set_acknowledged(true);
  }
  if (event.has_lead_unreachable()) unreached_[event.incident()] = event.seq();
  if (event.has_lead_confirmed() || event.has_lead_moved()) {
    // Somebody leads: nobody is asked to act any more, nor told of himself that he cannot be reached.
    const auto unreached = unreached_.extract(event.incident());
    std::erase_if(alarms_, [&](const auto& each) {
      const Alarm& alarm = each.second;
      if (alarm.incident() != event.incident()) return false;
      return alarm.kind() == Alarm::ACTING || (unreached && alarm.seq() == unreached.mapped());
    });
  }
  if (event.has_incident_merged()) {
    for (auto& [id, alarm] : alarms_) {
      const bool moves = alarm.kind() == Alarm::SUPPORT && alarm.incident() == event.incident();
      if (moves) alarm.set_incident(event.incident_merged().into());
    }
  }
}

void AlarmList::began(Alarm alarm, WallTime now) {
  const auto known = alarms_.find(alarm.id());
  if (known != alarms_.end()) {
    if (alarm.seq() != 0 && alarm.seq() <= known->second.seq()) return;  // told once more
    *alarm.mutable_asked_at() = known->second.asked_at();
  }
  alarms_.insert_or_assign(alarm.id(), alarm);
  if (rebuilding_) return;
  quiet_until_.reset();
  new_ones_.push_back(now);
  while (new_ones_.front() + flood_window < now) new_ones_.pop_front();
}

bool AlarmList::support_open(const Alarm& alarm, const v1::Incident& incident) const {
  for (const Support& support : incident.supports()) {
    const bool this_one = alarm.id() == "support:" + support.id() || alarm.id() == "support:" + incident.id();
    if (support.ward() == ward_ && this_one && unanswered(support.state())) return true;
  }
  return false;
}

bool AlarmList::escalation_open(const Alarm& alarm, const v1::Incident& incident) const {
  if (alarm.acknowledged()) return false;
  switch (alarm.cause()) {
    case v1::Escalated::STALLED:
      return support_of(incident, ward_, [](auto state) { return state == Support::ACCEPTED; }) != nullptr;
    case v1::Escalated::OVERDUE:
      return support_of(incident, ward_, [](auto state) { return state == Support::EN_ROUTE; }) != nullptr;
    case v1::Escalated::ALL_DECLINED:
    case v1::Escalated::UNANSWERED:
      return std::ranges::none_of(incident.supports(), [](const Support& each) { return coming(each.state()); });
    default:
      return true;
  }
}

bool AlarmList::open(const Alarm& alarm, const Standing& standing, WallTime now) const {
  if (alarm.kind() == Alarm::LINK_LOST) return true;
  if (alarm.kind() == Alarm::FLIGHT) {
    const v1::Flight* flight = standing.flight(alarm.flight());
    if (flight == nullptr || flight->end() != v1::Flight::END_UNSPECIFIED) return false;
    if (flight->has_expires_at() && link::from_proto(flight->expires_at()) <= now) return false;
    const bool blocked =
        std::ranges::any_of(flight->blocks(), [&](const auto& block) { return block.ward() == ward_; });
    return !blocked &&
           std::ranges::any_of(flight->candidates(), [&](const auto& each) { return each.ward() == ward_; });
  }
  const v1::Incident* incident = standing.incident(alarm.incident());
  if (incident == nullptr || incident->state() != v1::Incident::OPEN) return false;
  switch (alarm.kind()) {
    case Alarm::SUPPORT:
      return support_open(alarm, *incident);
    case Alarm::CONFIRM:
      return incident->lead().ward() == ward_ && incident->lead().provisional();
    case Alarm::HANDOVER:
      return incident->handover_to() == ward_;
    case Alarm::ACTING:
      return has(incident->acting_asked(), ward_) && !incident->unreachable_lead().empty();
    case Alarm::CLAIM:
      return incident->placement().kind() == v1::Placement::OUTSIDE && incident->lead().ward().empty();
    case Alarm::EXHAUSTED:
      return !alarm.acknowledged() &&
             std::ranges::none_of(incident->supports(), [](const Support& each) { return coming(each.state()); });
    default:
      return escalation_open(alarm, *incident);
  }
}

void AlarmList::settle(const Standing& standing, WallTime now) {
  std::erase_if(alarms_, [&](const auto& each) { return !open(each.second, standing, now); });
}

void AlarmList::rebuild(const std::vector<v1::Event>& events, const std::vector<v1::Flight>& flights,
                        const std::vector<Acknowledged>& acknowledged, const Standing& standing, WallTime now) {
  std::map<std::string, Alarm> before = std::exchange(alarms_, {});
  if (const auto link = before.find(link_id); link != before.end()) alarms_.insert(*link);
  rebuilding_ = true;
  for (const v1::Event& event : events) heard(event, standing, now);
  // Every ward that a flight names is alarmed; one that is not of its incident's has no story of it after a snapshot.
  for (const v1::Flight& flight : flights) {
    if (alarms_.contains("flight:" + flight.id())) continue;
    v1::Event event;
    event.set_seq(flight.raised_seq());
    event.set_mode(flight.mode());
    event.set_urgency(v1::FLASH);
    event.set_incident(flight.incident());
    *event.mutable_time() = flight.seen_at();
    event.mutable_flight_raised()->mutable_flight()->set_id(flight.id());
    began(made(Alarm::FLIGHT, event), now);
  }
  rebuilding_ = false;
  for (const Acknowledged& each : acknowledged) {
    const auto alarm = alarms_.find(each.id);
    if (alarm != alarms_.end() && alarm->second.seq() <= each.seq) alarm->second.set_acknowledged(true);
  }
  for (auto& [id, alarm] : alarms_) {
    const auto known = before.find(id);
    const bool heard_before = known != before.end() && known->second.acknowledged();
    if (heard_before && alarm.seq() <= known->second.seq()) alarm.set_acknowledged(true);
  }
  settle(standing, now);
  const bool news = std::ranges::any_of(alarms_, [&](const auto& each) {
    const auto known = before.find(each.first);
    return known == before.end() || known->second.seq() < each.second.seq();
  });
  if (news) quiet_until_.reset();
}

std::optional<Alarm> AlarmList::acknowledge(const std::string& id) {
  const auto known = alarms_.find(id);
  if (known == alarms_.end() || known->second.acknowledged()) return std::nullopt;
  Alarm was = known->second;
  known->second.set_acknowledged(true);
  return was;
}

void AlarmList::quiet(WallTime now) { quiet_until_ = now + quiet_max; }

void AlarmList::link_lost(WallTime since, WallTime now) {
  if (alarms_.contains(link_id)) return;
  Alarm alarm;
  alarm.set_kind(Alarm::LINK_LOST);
  alarm.set_urgency(v1::URGENT);
  alarm.set_mode(v1::ACTUAL);
  *alarm.mutable_asked_at() = link::to_proto(since);
  *alarm.mutable_sounded_at() = link::to_proto(now);
  alarm.set_id(link_id);
  began(std::move(alarm), now);
}

void AlarmList::link_back() { alarms_.erase(link_id); }

std::size_t AlarmList::unacknowledged() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(alarms_, [](const auto& each) { return !each.second.acknowledged(); }));
}

std::optional<v1::Urgency> AlarmList::sounding(WallTime now) const {
  // A clock set back must not keep it quiet for longer than was asked.
  if (quiet_until_ && now < *quiet_until_ && *quiet_until_ <= now + quiet_max) return std::nullopt;
  std::optional<v1::Urgency> most;
  for (const auto& [id, alarm] : alarms_) {
    if (!alarm.acknowledged()) most = std::max(most.value_or(v1::ROUTINE), alarm.urgency());
  }
  return most;
}

v1::AlarmBoard AlarmList::board(WallTime now) const {
  std::vector<const Alarm*> order;
  for (const auto& [id, alarm] : alarms_) order.push_back(&alarm);
  std::ranges::sort(order, {}, [](const Alarm* alarm) { return order_of(*alarm); });
  v1::AlarmBoard board;
  for (const Alarm* alarm : order) *board.add_alarms() = *alarm;
  board.set_sounding(sounding(now).has_value());
  if (quiet_until_ && now < *quiet_until_) *board.mutable_quiet_until() = link::to_proto(*quiet_until_);
  board.set_flood(static_cast<std::size_t>(std::ranges::count_if(
                      new_ones_, [&](WallTime at) { return at + flood_window >= now; })) > flood_alarms);
  return board;
}

}  // namespace wardlink::console
