// RULES.md 11, after every step of thousands of random evenings.
#include <map>
#include <optional>

#include "hub/rules/deadlines.hpp"
#include "hub/rules/patrol.hpp"
#include "tests/unit/rules/need_to_know.hpp"
#include "tests/unit/rules/random_evening.hpp"
#include "tests/unit/rules/scene.hpp"
#include "tests/unit/rules/state_dump.hpp"

namespace wardlink::rules::testing {
namespace {

// Under a sanitizer each takes five times as long: fewer do, and what is rare need not come up among them.
#ifdef WARDLINK_SANITIZED
constexpr int evenings = 1000;
constexpr bool rare_events_come_up = false;
#else
constexpr int evenings = 4000;
constexpr bool rare_events_come_up = true;
#endif
constexpr int steps = 25;

using Wards = std::set<std::string>;

// Invariant 2, and what RULES.md 5 says of any moment.
void expect_sound(const domain::State& state) {
  for (const auto& [id, incident] : state.incidents) {
    if (!incident.open()) continue;
    if (incident.view.placement().kind() != v1::Placement::OUTSIDE) {
      EXPECT_NE(state.geography->ward(incident.lead()), nullptr) << id << " is placed and nobody leads it";
    }
    EXPECT_EQ(incident.decision.regulation_version(), 1U);
    EXPECT_FALSE(incident.view.reports().empty());
    std::map<std::string, int> open_supports;
    for (const auto& support : incident.view.supports()) {
      if (!domain::active(support.state())) continue;
      EXPECT_EQ(++open_supports[support.ward()], 1) << support.ward() << " is asked twice for " << id;
      EXPECT_NE(support.ward(), incident.lead()) << "the lead is a target of " << id;
    }
  }
}

// Invariant 3, from the events.
void expect_everyone_in_their_role(const domain::State& before, const v1::Command& command, const Events& events) {
  for (const auto& stored : events) {
    const auto& event = stored.event();
    const auto& sender = event.actor().ward();
    const auto* was = before.incident(event.incident());
    if (event.has_support_opened() && command.has_request_support()) {
      const auto& support = event.support_opened().support();
      EXPECT_EQ(support.asked_by(), sender);
      ASSERT_NE(was, nullptr);
      if (support.basis() == S::REQUEST) {
        EXPECT_EQ(was->lead(), sender);
      } else {
        const auto* own = was->support_of(sender);
        EXPECT_EQ(support.basis(), S::ASSIST);
        EXPECT_TRUE(was->view.severity() >= 4 || was->view.assist());
        EXPECT_TRUE(was->reported_by(sender) || (own != nullptr && own->state() == S::ON_SCENE));
      }
    } else if (event.has_support_opened()) {
      const auto& support = event.support_opened().support();
      EXPECT_TRUE(support.basis() == S::DUTY || was->requests.contains(support.request()));
    }
    if (!event.has_support_moved()) continue;
    const auto& moved = event.support_moved();
    const bool ended_by_the_rules = moved.to() == S::CANCELLED || moved.to() == S::RELEASED;
    if (command.has_answer_support()) {
      EXPECT_TRUE(moved.ward() == sender || moved.reason() == "filled");
    } else if (command.has_record_answer()) {
      EXPECT_TRUE(moved.reason() == "filled" || (marked(moved.marks(), "phone") && was->lead() == sender));
    } else if (command.has_cancel_support() || command.has_release_support()) {
      EXPECT_EQ(was->lead(), sender);
      EXPECT_EQ(moved.ward(),
                command.has_cancel_support() ? command.cancel_support().ward() : command.release_support().ward());
    } else {
      EXPECT_TRUE(ended_by_the_rules && !moved.reason().empty()) << moved.ShortDebugString();
    }
  }
}

// Invariant 7: by hand, from what the decision names and the regulation.
std::string nearest_by_hand(const v1::Placement& placement) {
  for (const auto& distance : placement.distances()) {  // nearest first
    if (marked(placement.wards(), distance.id())) return distance.id();
  }
  return placement.wards().empty() ? std::string() : placement.wards(0);
}

std::string first_by_hand(const v1::Decision& decision) {
  std::optional<base::Time> earliest;
  const auto counts = [&](const v1::Detection& each) {
    return each.counted() && marked(decision.placement().wards(), each.ward());
  };
  for (const auto& each : decision.detections()) {
    const auto at = base::from_proto(each.credible_at());
    if (counts(each) && (!earliest || at < *earliest)) earliest = at;
  }
  for (const auto& each : decision.detections()) {
    if (counts(each) && base::from_proto(each.credible_at()) < *earliest + 2s) return each.ward();
  }
  return {};
}

std::string decided_by_hand(const v1::Decision& decision, const domain::Regulation& regulation) {
  if (decision.rule() == "nearest-ward") return nearest_by_hand(decision.placement());
  const auto rule = std::ranges::find(regulation.rules, decision.rule(), &domain::Rule::id);
  switch (rule->lead) {
    case domain::LeadBy::territory_ward:
      return decision.placement().wards(0);
    case domain::LeadBy::named_ward:
      return rule->lead_ward;
    case domain::LeadBy::nearest_ward:
      return nearest_by_hand(decision.placement());
    case domain::LeadBy::first_detector:
      return first_by_hand(decision);
    case domain::LeadBy::unassigned:
      return {};
  }
  return {};
}

void expect_decisions_follow_from_their_inputs(const domain::State& state, const Events& events) {
  const auto& regulation = state.regulation();
  for (const auto& stored : events) {
    const auto& event = stored.event();
    if (event.has_lead_decided()) {
      EXPECT_EQ(event.lead_decided().ward(), decided_by_hand(event.lead_decided().decision(), regulation));
    } else if (event.has_lead_moved() && event.lead_moved().provisional()) {
      EXPECT_EQ(event.lead_moved().to(), decided_by_hand(event.lead_moved().decision(), regulation))
          << event.ShortDebugString();
    }
  }
}

// Invariants 4 and 6, and DESIGN.md's story for whoever joins.
class Listening {
 public:
  explicit Listening(const domain::State& founded) : known_(founded), last_(founded.last_seen_seq) {}

  void expect_heard_by_the_right_wards(const v1::Command& command, const Events& events) {
    const NeedToKnow before = known_;
    std::vector<Wards> expected;
    for (const auto& stored : events) {
      known_.see(stored.event());
      expected.push_back(at_once(command, stored.event()));
      remember(stored.event(), expected.back());
    }
    std::map<std::string, std::multiset<std::string>> stories;
    std::set<std::string> described_now;  // and not before
    for (std::size_t i = 0; i < events.size(); ++i) {
      const auto& event = events[i].event();
      Wards& wards = expected[i];
      for (const auto& id : concerns(event)) wards.merge(known_.audience(id));
      wards.erase("");
      Wards whole;
      Wards described;
      std::string previous;
      for (const auto& recipient : events[i].audience()) {
        (recipient.description_only() ? described : whole).insert(recipient.ward());
        EXPECT_EQ(recipient.prev_seq(), last_[recipient.ward()]) << recipient.ward();
        last_[recipient.ward()] = event.seq();
        stories[recipient.ward()].insert(recipient.story_of().begin(), recipient.story_of().end());
      }
      EXPECT_EQ(whole, wards) << event.ShortDebugString();
      Wards rest;
      if (known_.described_to_all(event))
        std::ranges::set_difference(known_.everyone(), wards, std::inserter(rest, rest.end()));
      EXPECT_EQ(described, rest) << event.ShortDebugString();
      remember(event, whole);
      if (event.has_incident_corrected() && !before.described_to_all(event.incident()) &&
          known_.described_to_all(event.incident())) {
        described_now.insert(event.incident());
      }
      EXPECT_EQ(whole.size() + described.size(), static_cast<std::size_t>(events[i].audience_size()));
    }
    expect_stories(before, described_now, stories);
  }

 private:
  // The incidents whose whole audience hears of it.
  static std::vector<std::string> concerns(const v1::Event& event) {
    if (event.incident().empty() || event.has_possible_duplicate()) return {};
    if (event.has_incident_merged()) return {event.incident(), event.incident_merged().into()};
    return {event.incident()};
  }

  // When the event happened, before the rest of its entry.
  Wards at_once(const v1::Command& command, const v1::Event& event) const {
    Wards wards;
    for (const auto& id : concerns(event)) wards.merge(known_.audience(id));
    if (event.has_station_up() || event.has_station_down()) return known_.everyone();
    const auto& seen = command.report_sighting().share_with();
    const auto& spot = command.report_hotspot().share_with();
    if (event.has_sighting_recorded()) {
      const auto& body = event.sighting_recorded();
      wards.merge(known_.told_of(body.placement(), body.ward(), {seen.begin(), seen.end()}));
    } else if (event.has_hotspot_recorded()) {
      const auto& body = event.hotspot_recorded();
      wards.merge(known_.told_of(body.placement(), body.ward(), {spot.begin(), spot.end()}));
    } else if (event.has_possible_duplicate()) {
      wards = {known_.lead(event.incident()), known_.lead(event.possible_duplicate().other())};
    } else if (event.has_support_moved()) {
      wards.insert(event.support_moved().ward());
    }
    wards.merge(told_of_exchanged(event));
    return wards;
  }

  // RULES.md 7: candidates, the reporter's and its incident's audience; of a patrol its ward and those watched; of a
  // recall the original's; and everyone ever told.
  Wards told_of_exchanged(const v1::Event& event) const {
    switch (event.body_case()) {
      case v1::Event::kFlightRaised:
        return of_flight(event.flight_raised().flight());
      case v1::Event::kFlightSeenAgain:
        return of_flight(event.flight_seen_again().flight());
      case v1::Event::kFlightBlocked:
        return known_.heard(event.flight_blocked().flight());
      case v1::Event::kFlightEnded:
        return known_.heard(event.flight_ended().flight());
      case v1::Event::kPatrolStarted: {
        const auto& patrol = event.patrol_started().patrol();
        Wards wards{patrol.watched_by().begin(), patrol.watched_by().end()};
        wards.insert(patrol.ward());
        return wards;
      }
      case v1::Event::kPatrolEnded:
        return known_.heard(event.patrol_ended().patrol());
      case v1::Event::kDisplacementWatch:
        return known_.heard(event.displacement_watch().patrol());
      case v1::Event::kRecalled: {
        Wards wards = known_.heard(event.recalled().ids(0));
        if (reports_.contains(event.recalled().ids(0))) wards.merge(known_.ever(event.incident()));
        return wards;
      }
      default:
        return {};
    }
  }
  Wards of_flight(const v1::Flight& flight) const {
    Wards wards = known_.heard(flight.id());
    wards.insert(flight.ward());
    for (const auto& candidate : flight.candidates()) wards.insert(candidate.ward());
    return wards;
  }

  // Who has heard of what: asked again when it ends or is taken back.
  void remember(const v1::Event& event, const Wards& whole) {
    if (event.has_flight_raised()) known_.heard(event.flight_raised().flight().id(), whole);
    if (event.has_flight_seen_again()) known_.heard(event.flight_seen_again().flight().id(), whole);
    if (event.has_flight_ended()) known_.heard(event.flight_ended().flight(), whole);
    if (event.has_flight_blocked()) known_.heard(event.flight_blocked().flight(), whole);
    if (event.has_patrol_started()) known_.heard(event.patrol_started().patrol().id(), whole);
    if (event.has_sighting_recorded()) known_.heard(event.sighting_recorded().id(), whole);
    if (event.has_hotspot_recorded()) known_.heard(event.hotspot_recorded().id(), whole);
    if (event.has_report_unlinked()) {
      known_.heard(event.report_unlinked().report(), known_.ever(event.incident()));
    }
    if (event.has_incident_opened() || event.has_report_linked()) {
      const auto& report =
          event.has_incident_opened() ? event.incident_opened().report().id() : event.report_linked().report().id();
      known_.heard(report, whole);
      reports_.insert(report);
    }
  }

  void expect_stories(const NeedToKnow& before, const std::set<std::string>& described_now,
                      std::map<std::string, std::multiset<std::string>>& stories) const {
    for (const auto& ward : known_.everyone()) {
      std::multiset<std::string> due;
      for (const auto& [id, survivor] : before.survivors()) {
        const bool knows = known_.audience(id).contains(ward) || described_now.contains(survivor);
        if (knows && !before.audience(id).contains(ward)) due.insert(id);
      }
      EXPECT_EQ(stories[ward], due) << "the stories for " << ward;
    }
  }

  NeedToKnow known_;
  std::set<std::string> reports_;
  std::map<std::string, std::uint64_t> last_;
};

bool sees_everything(const domain::State& state, const std::string& ward) {
  return std::ranges::all_of(state.patrols, [&](const auto& each) { return sees_patrol(each.second, ward); }) &&
         std::ranges::all_of(state.incidents,
                             [&](const auto& each) { return sight(state, each.second, ward) == Sight::full; });
}

std::string bytes_of(const Decided& decided) {
  if (!decided) return decided.error().SerializeAsString();
  std::string bytes;
  for (const auto& stored : *decided) bytes += stored.SerializeAsString();
  return bytes;
}

class Evening {
 public:
  Evening(const Scene& founded, std::uint64_t seed)
      : scene_(founded), with_contents_(founded.state), random_(seed), listening_(founded.state) {}

  void step() {
    auto next = random_.next(scene_);
    time_passes(next.after, next.hub_away);
    scene_.clock_offset = next.clock_offset;
    auto envelope = scene_.envelope_of(next.who);
    const auto decided = decide(scene_.state, envelope, next.command, scene_.now);
    EXPECT_TRUE(bytes_of(decide(scene_.state, envelope, next.command, scene_.now)) == bytes_of(decided));
    if (sees_everything(scene_.state, next.who.ward)) {
      envelope.dry_run = true;
      EXPECT_TRUE(bytes_of(decide(scene_.state, envelope, next.command, scene_.now)) == bytes_of(decided));
    }
    if (decided) {
      const auto before = scene_.state;
      expect_numbered(*decided);
      listening_.expect_heard_by_the_right_wards(next.command, *decided);
      commit(envelope, *decided);
      expect_everyone_in_their_role(before, next.command, *decided);
      expect_decisions_follow_from_their_inputs(scene_.state, *decided);
      expect_sound(scene_.state);
    }
    if (random_deliveries_++ % 4 == 0) deliver(next.who.ward);
    if (random_deliveries_ % 7 == 0) station_comes_or_goes(next.who.ward);
  }

  // Invariant 1: what the journal says is what happened, and contents decide nothing.
  void expect_replayable() const {
    const std::string live = dump(scene_.state);
    EXPECT_EQ(dump(with_contents_), live);
    domain::State replayed;
    for (const auto& entry : scene_.journal) apply(replayed, entry);
    EXPECT_EQ(dump(replayed), live);
  }

  [[nodiscard]] const Scene& scene() const { return scene_; }

 private:
  void commit(const Envelope& envelope, const Events& events) {
    scene_.commit(envelope.sender, envelope.command_id, events);
    v1::EntryHeader entry = scene_.journal.back();
    entry.clear_events();
    entry.mutable_events()->Add(events.begin(), events.end());
    apply(with_contents_, entry);
  }

  void time_passes(base::Duration time, bool hub_away) {
    const base::Time until = scene_.now + time;
    const auto& deadlines = scene_.state.deadlines;
    while (!hub_away && !deadlines.empty() && deadlines.begin()->at <= until) {
      scene_.now = std::max(scene_.now, deadlines.begin()->at);
      fire();
    }
    scene_.now = until;
    while (!deadlines.empty() && deadlines.begin()->at <= until) fire();
  }

  // Invariant 8; and that time never does the same thing twice.
  void fire() {
    const auto command = due(scene_.state, scene_.now);
    ASSERT_TRUE(command.has_value());
    const auto& time_out = command->time_out();
    EXPECT_LE(base::from_proto(time_out.due_at()), scene_.now);
    const auto before = scene_.state;
    const auto events = scene_.unasked(*command);
    ASSERT_FALSE(events.empty()) << time_out.ShortDebugString();
    EXPECT_FALSE(stands(scene_.state, time_out, scene_.now)) << time_out.ShortDebugString();
    listening_.expect_heard_by_the_right_wards({}, events);
    apply(with_contents_, scene_.journal.back());
    expect_everyone_in_their_role(before, {}, events);
    expect_sound(scene_.state);
  }

  void station_comes_or_goes(const std::string& ward) {
    const auto known = scene_.state.stations.find(ward);
    const auto events = scene_.station_up(ward, known == scene_.state.stations.end() || !known->second.up);
    listening_.expect_heard_by_the_right_wards({}, events);
    apply(with_contents_, scene_.journal.back());
  }

  void deliver(const std::string& ward) {
    const auto events = scene_.delivered(ward);
    if (events.empty()) return;
    listening_.expect_heard_by_the_right_wards({}, events);
    apply(with_contents_, scene_.journal.back());
  }

  void expect_numbered(const Events& events) const {
    ASSERT_FALSE(events.empty());
    auto seq = scene_.state.seq;
    for (const auto& stored : events) {
      EXPECT_EQ(stored.event().seq(), ++seq);
      EXPECT_EQ(base::from_proto(stored.event().time()), scene_.now);
      EXPECT_NE(stored.event().urgency(), v1::URGENCY_UNSPECIFIED);
    }
  }

  Scene scene_;
  domain::State with_contents_;
  RandomEvening random_;
  Listening listening_;
  unsigned random_deliveries_ = 0;
};

// Answers with the kinds of event that came up.
std::set<v1::Event::BodyCase> spend(const Scene& founded, std::uint64_t first_seed) {
  std::set<v1::Event::BodyCase> kinds;
  for (std::uint64_t seed = first_seed; seed < first_seed + evenings; ++seed) {
    Evening evening(founded, seed);
    for (int step = 0; step < steps; ++step) {
      SCOPED_TRACE("seed " + std::to_string(seed) + " step " + std::to_string(step));
      evening.step();
      if (::testing::Test::HasFailure()) return kinds;
    }
    SCOPED_TRACE("seed " + std::to_string(seed));
    evening.expect_replayable();
    if (::testing::Test::HasFailure()) return kinds;
    for (const auto& entry : evening.scene().journal) {
      for (const auto& stored : entry.events()) kinds.insert(stored.event().body_case());
    }
  }
  return kinds;
}

TEST(Always, UnderTheDefaultRegulation) {
  const auto kinds = spend(Scene(), 1);
  // Evenings on which little happens would prove little.
  const auto came_up = [&](int first, int last) {
    for (int kind = first; rare_events_come_up && kind <= last; ++kind) {
      EXPECT_TRUE(kinds.contains(static_cast<v1::Event::BodyCase>(kind))) << "never came up: " << kind;
    }
  };
  came_up(v1::Event::kIncidentOpened, v1::Event::kHotspotRecorded);
  came_up(v1::Event::kLeadUnreachable, v1::Event::kActingAsked);
  came_up(v1::Event::kFlightRaised, v1::Event::kRecalled);
}

TEST(Always, UnderAnotherRegulation) {
  const auto toml = regulation_with("[[rule]]\nid = \"territory\"",
                                    R"([[rule]]
id = "grave"
when = { min_severity = 4, place = "territory" }
lead = "nearest-ward"
support = "neighbours"
[rule.clause]
vi = "a"
en = "b"
[[rule]]
id = "fires"
when = { categories = ["fire"] }
lead = "vinh-phuc"
support = "cluster"
[rule.clause]
vi = "a"
en = "b"
[[rule]]
id = "territory")");
  spend(Scene(toml), 1'000'001);
}

}  // namespace
}  // namespace wardlink::rules::testing
