#include "tests/sim/model.hpp"

#include <algorithm>

#include "hub/base/ids.hpp"
#include "hub/rules/apply.hpp"
#include "hub/rules/decide.hpp"
#include "tests/sim/process.hpp"
#include "tests/sim/shown.hpp"

namespace wardlink::sim {
namespace {

using S = v1::Support;

/// The incidents whose whole audience hears of an event.
std::set<std::string> concerns(const v1::Event& event) {
  if (event.incident().empty() || event.has_possible_duplicate()) return {};
  if (event.has_incident_merged()) return {event.incident(), event.incident_merged().into()};
  return {event.incident()};
}

const v1::Recipient* recipient(const v1::StoredEvent& stored, const std::string& ward) {
  for (const auto& each : stored.audience()) {
    if (each.ward() == ward) return &each;
  }
  return nullptr;
}

/// The incident of a command that only its lead may give; empty for any other.
std::string for_the_lead_alone(const v1::Command& command) {
  switch (command.kind_case()) {
    case v1::Command::kOfferHandover:
      return command.offer_handover().incident();
    case v1::Command::kCancelSupport:
      return command.cancel_support().incident();
    case v1::Command::kReleaseSupport:
      return command.release_support().incident();
    case v1::Command::kRecordAnswer:
      return command.record_answer().incident();
    case v1::Command::kCorrectIncident:
      return command.correct_incident().incident();
    case v1::Command::kResolveIncident:
      return command.resolve_incident().incident();
    default:
      return {};
  }
}

bool holds(const google::protobuf::RepeatedPtrField<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// Of a flight that is over nobody is alarmed any more (RULES.md 6): what was sent as over is expected as over.
void tell_as_past(const v1::Event& sent, v1::Event& expected) {
  if (sent.urgency() != v1::ROUTINE || !sent.alarms().empty()) return;
  const auto set_end = [](const v1::Flight& of, v1::Flight& flight) { flight.set_end(of.end()); };
  if (sent.has_flight_raised() && sent.flight_raised().flight().end() != v1::Flight::END_UNSPECIFIED) {
    set_end(sent.flight_raised().flight(), *expected.mutable_flight_raised()->mutable_flight());
  } else if (sent.has_flight_seen_again() && sent.flight_seen_again().flight().end() != v1::Flight::END_UNSPECIFIED) {
    set_end(sent.flight_seen_again().flight(), *expected.mutable_flight_seen_again()->mutable_flight());
  } else if (!sent.has_flight_blocked()) {
    return;
  }
  expected.clear_alarms();
  expected.set_urgency(v1::ROUTINE);
}

}  // namespace

void Model::add(const journal::Entry& entry) {
  const auto& header = entry.header;
  must(header.number() == entries_.size() + 1, "entry {} follows on {}", header.number(), entries_.size());
  must(header.first_seq() == head() + 1, "event {} follows on {}", header.first_seq(), head());
  must(base::from_proto(header.time()) >= state_.time, "entry {} is before the one before it", header.number());
  if (!header.command_id().empty()) {
    const auto once =
        accepted_.emplace(std::pair(base::sender_key(header.sender()), header.command_id()), header.number());
    must(once.second, "command {} is in the journal twice: entries {} and {}", header.command_id(), once.first->second,
         header.number());
  }
  if (state_.founded()) {
    check_decision(entry);
    check_time_out(entry);
    for (const auto& stored : header.events()) check_roles(entry, stored);
  }
  entries_.push_back(entry);
  for (int i = 0; i < header.events_size(); ++i) {
    const auto& stored = header.events(i);
    events_.emplace_back(header.number(), i);
    must(stored.event().seq() == events_.size(), "event {} stands where {} must", stored.event().seq(), events_.size());
    for (const auto& to : stored.audience()) {
      auto& heard = heard_[to.ward()];
      const std::uint64_t previous = heard.empty() ? 0 : heard.back();
      must(to.prev_seq() == previous, "event {} names {} as the one before it for {}, which is {}",
           stored.event().seq(), to.prev_seq(), to.ward(), previous);
      heard.push_back(stored.event().seq());
    }
  }
  if (known_) check_audience(entry);
  rules::apply(state_, header);
  if (!known_ && state_.founded()) known_.emplace(state_);
  for (const auto& stored : header.events()) {
    check_alarms(stored);
    for (const auto& id : concerns(stored.event())) {
      const auto* incident = state_.incident(id);
      must(incident != nullptr, "an event of incident {}, which does not exist", id);
      const auto* category = state_.regulation().category(incident->view.category());
      if (category != nullptr && category->describe_to_all) {
        described_.insert(id);
        described_.insert(incident->absorbed.begin(), incident->absorbed.end());
      }
      check_lead(*incident);
    }
  }
}

std::optional<std::uint64_t> Model::accepted(const v1::Identity& sender, const std::string& id) const {
  const auto found = accepted_.find({base::sender_key(sender), id});
  if (found == accepted_.end()) return std::nullopt;
  return found->second;
}

std::uint64_t Model::next_for(const std::string& ward, std::uint64_t seq) const {
  const auto heard = heard_.find(ward);
  if (heard == heard_.end()) return 0;
  const auto next = std::ranges::upper_bound(heard->second, seq);
  return next == heard->second.end() ? 0 : *next;
}

bool Model::may_know_of(const std::string& ward, const std::string& incident) const {
  const auto ever = ever_.find(incident);
  if (ever == ever_.end()) return false;
  return ever->second.contains(ward) || described_.contains(incident);
}

void Model::check_received(const v1::Event& event, const std::string& ward, bool in_a_story) const {
  must(event.seq() >= 1 && event.seq() <= head(), "{} received event {}, which the disk does not have", ward,
       event.seq());
  const auto& [number, index] = events_.at(event.seq() - 1);
  const auto& stored = entries_.at(number - 1).header.events(index);
  const auto* to = recipient(stored, ward);
  if (!in_a_story || to != nullptr) {
    must(to != nullptr, "{} received event {}, outside whose audience it is", ward, event.seq());
    must(event.prev_seq() == to->prev_seq(), "{} received event {} as following on {}, not {}", ward, event.seq(),
         event.prev_seq(), to->prev_seq());
  } else {
    must(!event.incident().empty() && may_know_of(ward, event.incident()),
         "{} was told an event of a story it is not part of: {}", ward, Shown{event});
  }
  if (event.description_only()) {
    const auto& content = event.content();
    must(content.persons().empty() && content.plates().empty() && content.phones().empty() &&
             content.sensitive_text().empty() && event.actor().name().empty(),
         "{} was told more than the description in event {}", ward, event.seq());
    return;
  }
  must(to == nullptr || !to->description_only() || in_a_story, "{} received the whole of event {}", ward, event.seq());
  v1::Event expected = stored.event();
  if (to != nullptr) expected.set_prev_seq(to->prev_seq());
  for (std::uint64_t from = expected.content_seq(); from != 0;) {
    const auto& [origin, at] = events_.at(from - 1);
    const auto& of = entries_.at(origin - 1).header.events(at).event();
    if (of.has_content()) *expected.mutable_content() = of.content();
    from = of.content_seq();
  }
  tell_as_past(event, expected);
  must(event.SerializeAsString() == expected.SerializeAsString(), "{} received event {} as {} and not as {}", ward,
       event.seq(), Shown{event}, Shown{expected});
}

/// Invariants 1 and 7: the same command on the same state, with the inputs the journal names, is decided alike.
void Model::check_decision(const journal::Entry& entry) const {
  const auto& header = entry.header;
  const rules::Envelope envelope{.sender = header.sender(),
                                 .command_id = header.command_id(),
                                 .clock_offset = base::Duration(entry.payload.clock_offset_us()),
                                 .clock_measured = entry.payload.clock_measured(),
                                 .dry_run = false};
  const auto now = base::from_proto(header.time());
  const auto again = entry.payload.has_command() ? rules::decide(state_, envelope, entry.payload.command(), now)
                                                 : rules::decide(state_, envelope, entry.payload.hub_command(), now);
  must(again.has_value(), "entry {} would be rejected, decided again", header.number());
  must(again->size() == static_cast<std::size_t>(header.events_size()), "entry {} has {} events, decided again {}",
       header.number(), header.events_size(), again->size());
  for (std::size_t i = 0; i < again->size(); ++i) {
    const auto& was = header.events(static_cast<int>(i));
    must(was.SerializeAsString() == (*again)[i].SerializeAsString(), "event {} was {}, decided again {}",
         was.event().seq(), Shown{was}, Shown{(*again)[i]});
  }
}

/// Invariant 4: those who receive an event are those who must, and who joins an incident hears its story.
void Model::check_audience(const journal::Entry& entry) {
  const auto& events = entry.header.events();
  std::set<std::string> touched;
  for (const auto& stored : events) touched.merge(concerns(stored.event()));
  touched = of_one_with(touched);
  std::map<std::string, Wards> before;
  for (const auto& id : touched) {
    if (known_->survivors().contains(id)) before[id] = known_->audience(id);
  }
  std::vector<Wards> expected;
  for (const auto& stored : events) {
    known_->see(stored.event());
    expected.push_back(at_once(entry.payload.command(), stored.event()));
    remember(stored.event(), expected.back());
  }
  std::map<std::string, std::set<std::string>> told;
  for (int i = 0; i < events.size(); ++i) {
    const auto& event = events[i].event();
    Wards& wards = expected[static_cast<std::size_t>(i)];
    for (const auto& id : concerns(event)) {
      wards.merge(known_->audience(id));
      const Wards now = known_->audience(id);
      ever_[id].insert(now.begin(), now.end());
    }
    wards.erase("");
    Wards whole;
    Wards described;
    for (const auto& to : events[i].audience()) {
      (to.description_only() ? described : whole).insert(to.ward());
      for (const auto& id : to.story_of()) {
        must(told[to.ward()].insert(id).second, "{} is told the story of {} twice at once", to.ward(), id);
      }
    }
    must(whole == wards, "event {} goes to {}, and must go to {}: {}", event.seq(), fmt::join(whole, " "),
         fmt::join(wards, " "), Shown{event});
    remember(event, whole);
    must(known_->described_to_all(event) || described.empty(), "event {} is told to everybody", event.seq());
  }
  for (const auto& [id, knew] : before) {
    const Wards knows = known_->audience(id);
    ever_[id].insert(knows.begin(), knows.end());
    for (const auto& ward : knows) {
      must(knew.contains(ward) != told[ward].contains(id), "{} joins {} and hears nothing, or heard it before", ward,
           id);
    }
  }
}

/// These and everything that was merged with them.
std::set<std::string> Model::of_one_with(const std::set<std::string>& incidents) const {
  const auto survivors = known_->survivors();
  std::set<std::string> heads;
  for (const auto& id : incidents) {
    if (const auto at = survivors.find(id); at != survivors.end()) heads.insert(at->second);
  }
  std::set<std::string> all = incidents;
  for (const auto& [id, survivor] : survivors) {
    if (heads.contains(survivor)) all.insert(id);
  }
  return all;
}

/// When the event happened, before the rest of its entry.
Wards Model::at_once(const v1::Command& command, const v1::Event& event) const {
  Wards wards;
  for (const auto& id : concerns(event)) wards.merge(known_->audience(id));
  const auto& seen = command.report_sighting().share_with();
  const auto& spot = command.report_hotspot().share_with();
  switch (event.body_case()) {
    case v1::Event::kSightingRecorded:
      wards.merge(known_->told_of(event.sighting_recorded().placement(), event.sighting_recorded().ward(),
                                  {seen.begin(), seen.end()}));
      break;
    case v1::Event::kHotspotRecorded:
      wards.merge(known_->told_of(event.hotspot_recorded().placement(), event.hotspot_recorded().ward(),
                                  {spot.begin(), spot.end()}));
      break;
    case v1::Event::kPossibleDuplicate:
      return {known_->lead(event.incident()), known_->lead(event.possible_duplicate().other())};
    case v1::Event::kSupportMoved:
      wards.insert(event.support_moved().ward());
      break;
    case v1::Event::kStationUp:
    case v1::Event::kStationDown:
    case v1::Event::kRegulationAdopted:
    case v1::Event::kClusterAdopted:
      return known_->everyone();
    default:
      wards.merge(told_of_exchanged(event));
      break;
  }
  return wards;
}

/// RULES.md 7: a flight's candidates, its reporter's and its incident's audience; of a patrol its ward and those who
/// watch; of a recall the original's; and everyone ever told.
Wards Model::told_of_exchanged(const v1::Event& event) const {
  const auto of_flight = [&](const v1::Flight& flight) {
    Wards wards = known_->heard(flight.id());
    wards.insert(flight.ward());
    for (const auto& candidate : flight.candidates()) wards.insert(candidate.ward());
    return wards;
  };
  switch (event.body_case()) {
    case v1::Event::kFlightRaised:
      return of_flight(event.flight_raised().flight());
    case v1::Event::kFlightSeenAgain:
      return of_flight(event.flight_seen_again().flight());
    case v1::Event::kFlightBlocked:
      return known_->heard(event.flight_blocked().flight());
    case v1::Event::kFlightEnded:
      return known_->heard(event.flight_ended().flight());
    case v1::Event::kPatrolStarted: {
      const auto& patrol = event.patrol_started().patrol();
      Wards wards{patrol.watched_by().begin(), patrol.watched_by().end()};
      wards.insert(patrol.ward());
      return wards;
    }
    case v1::Event::kPatrolEnded:
      return known_->heard(event.patrol_ended().patrol());
    case v1::Event::kDisplacementWatch:
      return known_->heard(event.displacement_watch().patrol());
    case v1::Event::kRecalled: {
      Wards wards = known_->heard(event.recalled().ids(0));
      if (reports_.contains(event.recalled().ids(0))) wards.merge(known_->ever(event.incident()));
      return wards;
    }
    default:
      return {};
  }
}

/// Who has heard of what: asked again when it ends or is taken back.
void Model::remember(const v1::Event& event, const Wards& whole) {
  if (event.has_flight_raised()) known_->heard(event.flight_raised().flight().id(), whole);
  if (event.has_flight_seen_again()) known_->heard(event.flight_seen_again().flight().id(), whole);
  if (event.has_flight_ended()) known_->heard(event.flight_ended().flight(), whole);
  if (event.has_flight_blocked()) known_->heard(event.flight_blocked().flight(), whole);
  if (event.has_patrol_started()) known_->heard(event.patrol_started().patrol().id(), whole);
  if (event.has_sighting_recorded()) known_->heard(event.sighting_recorded().id(), whole);
  if (event.has_hotspot_recorded()) known_->heard(event.hotspot_recorded().id(), whole);
  if (event.has_report_unlinked()) known_->heard(event.report_unlinked().report(), known_->ever(event.incident()));
  if (!event.has_incident_opened() && !event.has_report_linked()) return;
  const auto& report =
      event.has_incident_opened() ? event.incident_opened().report().id() : event.report_linked().report().id();
  known_->heard(report, whole);
  reports_.insert(report);
}

/// Invariant 2, and what RULES.md 5 says of any moment.
void Model::check_lead(const domain::Incident& incident) const {
  const auto& id = incident.view.id();
  if (!incident.open()) return;
  must(incident.lead() == known_->lead(id), "{} is led by \"{}\", by its events \"{}\"", id, incident.lead(),
       known_->lead(id));
  if (incident.view.placement().kind() != v1::Placement::OUTSIDE) {
    must(state_.geography->ward(incident.lead()) != nullptr, "{} is placed and nobody leads it", id);
  }
  Wards asked;
  for (const auto& support : incident.view.supports()) {
    if (!domain::active(support.state())) continue;
    must(asked.insert(support.ward()).second, "{} is asked twice for {}", support.ward(), id);
    must(support.ward() != incident.lead(), "the lead of {} is its own support", id);
  }
}

/// Invariant 3: only the lead requests, only the target answers.
void Model::check_roles(const journal::Entry& entry, const v1::StoredEvent& stored) const {
  const auto& event = stored.event();
  const auto& command = entry.payload.command();
  const auto& sender = entry.header.sender().ward();
  const auto* was = state_.incident(event.incident());
  if (const auto* of = state_.incident(for_the_lead_alone(command)); of != nullptr) {
    must(of->lead() == sender, "{} did what only the lead of {} may", sender, of->view.id());
  }
  if (event.has_lead_moved() && was != nullptr) {
    must(event.lead_moved().from() == was->lead() || entry.header.events_size() > 1,
         "the lead of {} moves from {}, who does not have it", event.incident(), event.lead_moved().from());
  }
  if (event.has_support_opened() && command.has_request_support() && was != nullptr) {
    const auto& support = event.support_opened().support();
    const auto* own = was->support_of(sender);
    must(support.basis() == S::REQUEST ? was->lead() == sender
                                       : was->reported_by(sender) || (own != nullptr && own->state() == S::ON_SCENE),
         "{} asked for support of {}, which it may not", sender, event.incident());
  }
  if (!event.has_support_moved()) return;
  const auto& moved = event.support_moved();
  if (command.has_answer_support()) {
    must(moved.ward() == sender || moved.reason() == "filled", "{} answered for {}", sender, moved.ward());
  } else if (command.has_record_answer() && moved.reason() != "filled") {
    must(holds(moved.marks(), "phone") && was->lead() == sender, "{} recorded an answer of {}", sender, moved.ward());
  }
}

/// Invariant 9: who is alarmed is told what of.
void Model::check_alarms(const v1::StoredEvent& stored) const {
  for (const auto& ward : stored.event().alarms()) {
    const auto* to = recipient(stored, ward);
    must(to != nullptr && !to->description_only(), "event {} alarms {} and does not reach it", stored.event().seq(),
         ward);
  }
}

/// Invariant 8: the deadline stood, and had passed.
void Model::check_time_out(const journal::Entry& entry) const {
  if (!entry.payload.hub_command().has_time_out()) return;
  const auto& due = entry.payload.hub_command().time_out();
  const auto at = base::from_proto(due.due_at());
  must(at <= base::from_proto(entry.header.time()), "entry {}: a timer fired early: {}", entry.header.number(),
       Shown{due});
  must(state_.deadlines.contains({at, due.kind(), due.owner(), due.subject()}),
       "entry {}: a timer fired that nobody had set: {}", entry.header.number(), Shown{due});
}

}  // namespace wardlink::sim
