#include "hub/rules/draft.hpp"

#include "hub/base/ids.hpp"
#include "hub/base/panic.hpp"
#include "hub/base/planted.hpp"
#include "hub/rules/apply.hpp"
#include "hub/rules/audience.hpp"
#include "hub/rules/view.hpp"

namespace wardlink::rules {
namespace {

// Copied into the working copy when it is first asked for.
template <typename T>
const T* loaded(const std::map<std::string, T>& before, std::map<std::string, T>& work, const std::string& id) {
  if (const auto known = work.find(id); known != work.end()) return &known->second;
  const auto it = before.find(id);
  return it == before.end() ? nullptr : &work.emplace(id, it->second).first->second;
}

std::set<std::string> ids_of_story(const domain::Incident& incident) {
  const auto story = story_of(incident);
  return {story.begin(), story.end()};
}

}  // namespace

Draft::Draft(const domain::State& before, const Envelope& envelope, base::Time now)
    : before_(before), envelope_(envelope), now_(now) {
  work_.geography = before.geography;
  work_.regulations = before.regulations;
  work_.regulation_version = before.regulation_version;
  work_.seq = before.seq;
}

std::string Draft::new_id(std::string_view kind) {
  const auto ordinal = ordinals_.find(kind);
  const std::uint32_t n = ordinal == ordinals_.end() ? 0 : ordinal->second;
  if (base::planted("decision-by-what-is-not-named")) {
    static std::uint32_t made = 0;
    return base::derive_id(envelope_.sender, envelope_.command_id, kind, ++made);
  }
  ordinals_.insert_or_assign(std::string(kind), n + 1);
  return base::derive_id(envelope_.sender, envelope_.command_id, kind, n);
}

void Draft::load(const std::string& id) {
  if (work_.incidents.contains(id)) return;
  const auto it = before_.incidents.find(id);
  if (it != before_.incidents.end()) work_.incidents.emplace(id, it->second);
}

const domain::Incident* Draft::incident(std::string_view id) {
  const std::string key(id);
  load(key);
  return work_.incident(key);
}

const domain::Flight* Draft::flight(const std::string& id) { return loaded(before_.flights, work_.flights, id); }
const v1::Patrol* Draft::patrol(const std::string& id) { return loaded(before_.patrols, work_.patrols, id); }
const domain::Record* Draft::record(const std::string& id) { return loaded(before_.records, work_.records, id); }

const domain::Regulation& Draft::regulation_of(const domain::Incident& incident) const {
  return work_.regulation_of(incident);
}

bool Draft::valid(std::string_view ward) const {
  const auto* known = work_.geography->ward(ward);
  return known != nullptr && work_.geography->valid(*known, now_);
}

v1::Event Draft::event(v1::Urgency urgency) const {
  v1::Event event;
  *event.mutable_time() = base::to_proto(now_);
  event.set_mode(v1::ACTUAL);
  event.set_urgency(urgency);
  *event.mutable_actor() = envelope_.sender;
  event.set_cause(envelope_.command_id);
  event.set_regulation_version(work_.regulation_version);
  return event;
}

v1::Event Draft::event(const domain::Incident& incident, v1::Urgency urgency) const {
  v1::Event of_incident = event(urgency);
  of_incident.set_mode(incident.view.mode());
  of_incident.set_incident(incident.view.id());
  of_incident.set_regulation_version(incident.decision.regulation_version());
  return of_incident;
}

void Draft::emit(v1::Event event) { emit_to(std::move(event), {}, true); }

void Draft::emit_to(v1::Event event, Wards wards, bool and_incident) {
  event.set_seq(work_.seq + 1);
  if (!event.incident().empty()) load(event.incident());
  if (event.has_possible_duplicate()) load(event.possible_duplicate().other());
  if (event.has_incident_merged()) load(event.incident_merged().into());
  apply_event(work_, event);
  work_.seq = event.seq();

  Pending pending;
  if (and_incident) {
    pending.concerning.push_back(event.incident());
    if (event.has_incident_merged()) pending.concerning.push_back(event.incident_merged().into());
    // Whoever this event puts out of the audience still hears of that.
    if (event.has_support_moved()) wards.insert(event.support_moved().ward());
    for (const auto& id : pending.concerning) wards.merge(audience_now(id));
  }
  pending.wards = std::move(wards);
  pending.event = std::move(event);
  pending_.push_back(std::move(pending));
}

Wards Draft::audience_now(const std::string& id) const { return audience(survivor(work_, work_.incidents.at(id))); }

// A ward that joins an incident hears its story first: of every incident this event concerns that was there before
// this entry and that the ward could not see then.
std::map<std::string, std::set<std::string>> Draft::stories_due(const Pending& pending, const Wards& receivers) {
  std::map<std::string, std::set<std::string>> due;
  for (const auto& id : pending.concerning) {
    const auto* was = before_.incident(id);
    if (was == nullptr) continue;
    const Wards knew = audience(*was);
    const Wards knows = audience_now(id);
    for (const auto& ward : receivers) {
      if (knew.contains(ward) || !knows.contains(ward) || !told_.insert({ward, id}).second) continue;
      due[ward].merge(ids_of_story(*was));
    }
  }
  return due;
}

std::vector<v1::StoredEvent> Draft::finish() {
  std::vector<v1::StoredEvent> stored;
  std::map<std::string, std::uint64_t> last_seen = before_.last_seen_seq;
  for (auto& pending : pending_) {
    for (const auto& id : pending.concerning) pending.wards.merge(audience_now(id));
    if (base::planted("audience-too-wide")) pending.wards.insert(work_.geography->wards().front().id);
    if (base::planted("alarm-of-who-is-not-told")) pending.event.add_alarms("elsewhere");
    pending.wards.erase(std::string());
    auto stories = stories_due(pending, pending.wards);

    auto& entry = stored.emplace_back();
    const auto send = [&](const std::string& ward, bool description_only) {
      auto& recipient = *entry.add_audience();
      recipient.set_ward(ward);
      recipient.set_prev_seq(last_seen[ward]);
      recipient.set_description_only(description_only);
      if (!base::planted("wrong-prev-seq") || pending.event.seq() % 7 != 0) last_seen[ward] = pending.event.seq();
      if (const auto due = stories.find(ward); due != stories.end()) {
        recipient.mutable_story_of()->Add(due->second.begin(), due->second.end());
      }
    };
    for (const auto& ward : pending.wards) send(ward, false);
    if (!pending.concerning.empty() && described(pending.event)) {
      const auto& id = pending.concerning.front();
      const auto* was = before_.incident(id);
      for (const auto& ward : work_.geography->wards()) {
        if (pending.wards.contains(ward.id)) continue;
        if (sight(work_, work_.incidents.at(id), ward.id) != Sight::description) continue;
        // Corrected into what is described to all: what it is must be told before what has changed.
        const bool joins = was != nullptr && sight(before_, *was, ward.id) == Sight::none;
        if (joins && told_.insert({ward.id, id}).second) stories[ward.id].merge(ids_of_story(*was));
        send(ward.id, true);
      }
    }
    *entry.mutable_event() = std::move(pending.event);
  }
  return stored;
}

}  // namespace wardlink::rules
