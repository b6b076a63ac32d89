// What alarms a station, until when, and in which order (RULES.md 8).
#include "client/console/alarms.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace wardlink::console {
namespace {

using namespace std::chrono_literals;
using link::WallTime;
using testing::ElementsAre;
using v1::Alarm;

template <typename T>
T parsed(const std::string& text) {
  T message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) throw std::runtime_error(text);
  return message;
}

constexpr WallTime start{std::chrono::hours{480'000}};

/// A ward "us", and what its copy says stands.
class Station {
 public:
  void stands(const std::string& incident) {
    auto one = parsed<v1::Incident>("id: 'i' state: OPEN");
    one.MergeFrom(parsed<v1::Incident>(incident));
    incidents[one.id()] = one;
  }
  void flies(const std::string& flight) {
    auto one = parsed<v1::Flight>("id: 'f' " + flight);
    flights[one.id()] = one;
  }
  /// An event that alarms us, a second after the one before.
  void sounds(const std::string& event, const std::string& ward = "us") { hears("alarms: '" + ward + "' " + event); }
  void hears(const std::string& event) {
    auto one = parsed<v1::Event>("incident: 'i' urgency: URGENT mode: ACTUAL");
    one.MergeFrom(parsed<v1::Event>(event));
    one.set_seq(++seq);
    now += 1s;
    *one.mutable_time() = link::to_proto(now);
    events.push_back(one);
    alarms.heard(one, standing, now);
    alarms.settle(standing, now);
  }
  void passes(std::chrono::seconds time) {
    now += time;
    alarms.settle(standing, now);
  }
  [[nodiscard]] v1::AlarmBoard board() const { return alarms.board(now); }
  [[nodiscard]] std::vector<Alarm::Kind> kinds() const {
    std::vector<Alarm::Kind> list;
    const auto now_open = board();
    for (const auto& alarm : now_open.alarms()) list.push_back(alarm.kind());
    return list;
  }
  [[nodiscard]] std::string first() const { return board().alarms().empty() ? "" : board().alarms(0).id(); }

  AlarmList alarms{"us"};
  WallTime now = start;
  std::uint64_t seq = 0;
  std::vector<v1::Event> events;
  std::map<std::string, v1::Incident> incidents;
  std::map<std::string, v1::Flight> flights;
  Standing standing{.incident =
                        [this](const std::string& id) {
                          const auto found = incidents.find(id);
                          return found == incidents.end() ? nullptr : &found->second;
                        },
                    .flight =
                        [this](const std::string& id) {
                          const auto found = flights.find(id);
                          return found == flights.end() ? nullptr : &found->second;
                        }};
};

struct Question {
  const char* what;
  std::string event;   // alarms us
  std::string open;    // the incident while the question is open
  std::string closed;  // and when it has been answered
  Alarm::Kind kind;
};

const std::vector<Question> questions{
    {"a support aimed at us", "support_opened { support { id: 's' ward: 'us' state: SENT } }",
     "supports { id: 's' ward: 'us' state: SENT }", "supports { id: 's' ward: 'us' state: ACCEPTED }", Alarm::SUPPORT},
    {"a support that nobody looked at", "escalated { cause: UNSEEN wards: 'us' support: 's' }",
     "supports { id: 's' ward: 'us' state: DELIVERED }", "supports { id: 's' ward: 'us' state: DECLINED }",
     Alarm::SUPPORT},
    {"a severity raised under a support", "report_linked { raised: true severity: 5 }",
     "supports { id: 's' ward: 'us' state: SEEN }", "supports { id: 's' ward: 'us' state: CANCELLED }", Alarm::SUPPORT},
    {"a lead to confirm", "lead_decided { ward: 'us' provisional: true }", "lead { ward: 'us' provisional: true }",
     "lead { ward: 'us' }", Alarm::CONFIRM},
    {"a lead that moved to us", "lead_moved { from: 'a' to: 'us' provisional: true }",
     "lead { ward: 'us' provisional: true }", "lead { ward: 'a' provisional: true }", Alarm::CONFIRM},
    {"a lead nobody confirmed", "escalated { cause: UNCONFIRMED wards: 'us' }", "lead { ward: 'us' provisional: true }",
     "state: RESOLVED lead { ward: 'us' provisional: true }", Alarm::CONFIRM},
    {"a hand-over", "handover_offered { from: 'a' to: 'us' }", "handover_to: 'us'", "", Alarm::HANDOVER},
    {"to act as lead", "acting_asked { ward: 'us' }", "acting_asked: 'us' unreachable_lead: 'a'", "acting_asked: 'us'",
     Alarm::ACTING},
    {"an outside incident nearest us", "lead_decided { nearest: 'us' }", "placement { kind: OUTSIDE }",
     "placement { kind: OUTSIDE } lead { ward: 'a' }", Alarm::CLAIM},
    {"an outside incident nobody claims", "escalated { cause: UNCLAIMED wards: 'us' }", "placement { kind: OUTSIDE }",
     "state: CLOSED placement { kind: OUTSIDE }", Alarm::CLAIM},
    {"our request exhausted", "support_exhausted { request: 'r' }", "supports { ward: 'a' state: DECLINED }",
     "supports { ward: 'a' state: ACCEPTED }", Alarm::EXHAUSTED},
    {"nobody answers", "escalated { cause: UNANSWERED wards: 'a' }", "supports { ward: 'a' state: SEEN }",
     "supports { ward: 'a' state: EN_ROUTE }", Alarm::ESCALATED},
    {"our support stands still", "escalated { cause: STALLED wards: 'us' support: 's' }",
     "supports { id: 's' ward: 'us' state: ACCEPTED }", "supports { id: 's' ward: 'us' state: EN_ROUTE }",
     Alarm::ESCALATED},
    {"our support is overdue", "escalated { cause: OVERDUE wards: 'us' support: 's' }",
     "supports { id: 's' ward: 'us' state: EN_ROUTE }", "supports { id: 's' ward: 'us' state: ON_SCENE }",
     Alarm::ESCALATED},
};

TEST(AnAlarm, StaysForAsLongAsItsQuestionIsOpen) {
  for (const Question& each : questions) {
    Station station;
    station.stands(each.open);
    station.sounds(each.event);
    EXPECT_THAT(station.kinds(), ElementsAre(each.kind)) << each.what;
    EXPECT_TRUE(station.board().sounding()) << each.what;
    station.passes(24h);
    EXPECT_EQ(station.kinds().size(), 1U) << each.what;
    station.stands(each.closed);
    station.passes(0s);
    EXPECT_THAT(station.kinds(), ElementsAre()) << each.what;
    EXPECT_FALSE(station.board().sounding()) << each.what;
  }
}

TEST(AnAlarm, IsOnlyOfWhatNamesUs) {
  for (const Question& each : questions) {
    Station station;
    station.stands(each.open);
    station.sounds(each.event, "elsewhere");
    EXPECT_THAT(station.kinds(), ElementsAre()) << each.what;
  }
}

TEST(AnAlarm, EndsWithItsIncident) {
  for (const Question& each : questions) {
    Station station;
    station.stands(each.open);
    station.sounds(each.event);
    auto ended = station.incidents.at("i");
    ended.set_state(v1::Incident::MERGED);
    station.incidents.at("i") = ended;
    station.passes(0s);
    EXPECT_THAT(station.kinds(), ElementsAre()) << each.what;
  }
}

TEST(AnAlarm, ThatIsAcknowledgedIsSilentUntilItSoundsAgain) {
  Station station;
  station.stands("lead { ward: 'us' provisional: true }");
  station.sounds("lead_decided { ward: 'us' provisional: true }");
  const auto asked = station.board().alarms(0).asked_at();
  const auto was = station.alarms.acknowledge(station.first());
  ASSERT_TRUE(was);
  EXPECT_EQ(was->seq(), 1U);
  EXPECT_FALSE(station.alarms.acknowledge(station.first())) << "a second time it does nothing";
  EXPECT_TRUE(station.board().alarms(0).acknowledged());
  EXPECT_FALSE(station.board().sounding());
  station.sounds("escalated { cause: UNCONFIRMED wards: 'us' }");
  ASSERT_EQ(station.board().alarms_size(), 1) << "one a question";
  const Alarm again = station.board().alarms(0);
  EXPECT_FALSE(again.acknowledged());
  EXPECT_TRUE(station.board().sounding());
  EXPECT_EQ(again.seq(), 2U);
  EXPECT_EQ(again.asked_at().seconds(), asked.seconds());
  EXPECT_GT(again.sounded_at().seconds(), asked.seconds());
}

TEST(AnAlarm, ThatTellsUsSomethingEndsWhenItIsAcknowledged) {
  for (const char* event : {"support_exhausted {}", "escalated { cause: IDLE wards: 'us' }"}) {
    Station station;
    station.stands("lead { ward: 'us' }");
    station.sounds(event);
    ASSERT_TRUE(station.alarms.acknowledge(station.first())) << event;
    station.passes(0s);
    EXPECT_THAT(station.kinds(), ElementsAre()) << event;
  }
}

TEST(ASupport, ThatAPersonHasSeenIsAcknowledged) {
  Station station;
  station.stands("supports { id: 's' ward: 'us' state: SENT }");
  station.sounds("support_opened { support { id: 's' ward: 'us' state: SENT } }");
  station.hears("support_moved { support: 's' ward: 'us' to: DELIVERED }");
  EXPECT_TRUE(station.board().sounding());
  station.stands("supports { id: 's' ward: 'us' state: SEEN }");
  station.hears("support_moved { support: 's' ward: 'us' to: SEEN }");
  EXPECT_TRUE(station.board().alarms(0).acknowledged());
}

TEST(ASupport, KeepsItsAlarmWhenItsIncidentIsMerged) {
  Station station;
  station.stands("supports { id: 's' ward: 'us' state: SENT }");
  station.sounds("support_opened { support { id: 's' ward: 'us' state: SENT } }");
  station.incidents.at("i").set_state(v1::Incident::MERGED);
  station.incidents.at("i").clear_supports();
  station.incidents["j"] = parsed<v1::Incident>("id: 'j' state: OPEN supports { id: 's' ward: 'us' state: SENT }");
  station.hears("incident_merged { into: 'j' }");
  ASSERT_THAT(station.kinds(), ElementsAre(Alarm::SUPPORT));
  EXPECT_EQ(station.board().alarms(0).incident(), "j");
}

TEST(AskedToAct, EndsWhenTheLeadConfirmsAfterAll) {
  Station station;
  station.stands("acting_asked: 'us' unreachable_lead: 'a'");
  station.sounds("acting_asked { ward: 'us' }");
  station.hears("lead_confirmed { ward: 'a' }");
  EXPECT_THAT(station.kinds(), ElementsAre());
}

TEST(AFlight, AlarmsUntilWeBlockItOrItIsOver) {
  const std::string names_us = "candidates { ward: 'us' } ";
  const std::string expires = "expires_at { seconds: " + std::to_string(480'000L * 3600 + 600) + " } ";
  for (const std::string& over :
       {names_us + "end: CAUGHT", names_us + "blocks { ward: 'us' }", std::string("candidates { ward: 'a' }")}) {
    Station station;
    station.flies(names_us + expires);
    station.sounds("flight_raised { flight { id: 'f' } }");
    EXPECT_THAT(station.kinds(), ElementsAre(Alarm::FLIGHT));
    station.flies(names_us + expires + "blocks { ward: 'a' }");
    station.passes(0s);
    EXPECT_THAT(station.kinds(), ElementsAre(Alarm::FLIGHT)) << "one ward's answer never silences another's alarm";
    station.flies(over + " " + expires);
    station.passes(0s);
    EXPECT_THAT(station.kinds(), ElementsAre()) << over;
  }
  Station station;
  station.flies(names_us + expires);
  station.sounds("flight_raised { flight { id: 'f' } }");
  station.passes(598s);
  EXPECT_THAT(station.kinds(), ElementsAre(Alarm::FLIGHT));
  station.passes(2s);
  EXPECT_THAT(station.kinds(), ElementsAre()) << "expired";
}

TEST(AnAlarm, ThatWeCannotBeReachedEndsWhenSomebodyActs) {
  Station station;
  station.stands("lead { ward: 'us' } unreachable_lead: 'us'");
  station.sounds("lead_unreachable { ward: 'us' }");
  EXPECT_THAT(station.kinds(), ElementsAre(Alarm::ESCALATED));
  station.stands("lead { ward: 'a' acting: true } unreachable_lead: 'us' handover_to: 'us'");
  station.hears("lead_moved { from: 'us' to: 'a' reason: ACTING }");
  station.sounds("handover_offered { from: 'a' to: 'us' }");
  EXPECT_THAT(station.kinds(), ElementsAre(Alarm::HANDOVER));
}

TEST(Alarms, StandInTheOrderOfTheKeys) {
  Station station;
  for (const char* id : {"old", "young", "loud", "done"}) {
    station.incidents[id] =
        parsed<v1::Incident>(std::string("id: '") + id + "' state: OPEN lead { ward: 'us' provisional: true }");
  }
  const auto asked = [&](const char* id, const char* urgency) {
    station.sounds(std::string("lead_decided { ward: 'us' provisional: true } incident: '") + id +
                   "' urgency: " + urgency);
  };
  asked("old", "URGENT");
  asked("done", "FLASH");
  asked("young", "URGENT");
  asked("loud", "FLASH");
  ASSERT_TRUE(station.alarms.acknowledge("2:done"));
  std::vector<std::string> order;
  const auto board = station.board();
  for (const auto& alarm : board.alarms()) order.push_back(alarm.incident());
  EXPECT_THAT(order, ElementsAre("loud", "old", "young", "done"));
}

TEST(Quiet, LastsHalfAMinuteAndAcknowledgesNothing) {
  Station station;
  station.stands("lead { ward: 'us' provisional: true } handover_to: 'us'");
  station.sounds("lead_decided { ward: 'us' provisional: true }");
  station.alarms.quiet(station.now);
  EXPECT_FALSE(station.board().sounding());
  EXPECT_FALSE(station.board().alarms(0).acknowledged());
  EXPECT_TRUE(station.board().has_quiet_until());
  station.passes(29s);
  EXPECT_FALSE(station.board().sounding());
  station.passes(1s);
  EXPECT_TRUE(station.board().sounding());
  station.alarms.quiet(station.now);
  station.sounds("handover_offered { from: 'a' to: 'us' }");
  EXPECT_TRUE(station.board().sounding()) << "a new alarm ends it";
}

TEST(AFlood, IsMoreThanTenNewAlarmsInTenMinutes) {
  Station station;
  for (int i = 0; i < 11; ++i) {
    const std::string id = std::to_string(i);
    station.incidents[id] = parsed<v1::Incident>("id: '" + id + "' state: OPEN handover_to: 'us'");
    EXPECT_FALSE(station.board().flood()) << i;
    station.sounds("handover_offered { to: 'us' } incident: '" + id + "'");
  }
  EXPECT_TRUE(station.board().flood());
  EXPECT_EQ(station.board().alarms_size(), 11) << "every one is listed";
  station.passes(10min);
  EXPECT_FALSE(station.board().flood());
}

TEST(ALostLink, AlarmsUntilItIsBack) {
  Station station;
  station.alarms.link_lost(start - 5s, start);
  EXPECT_THAT(station.kinds(), ElementsAre(Alarm::LINK_LOST));
  EXPECT_TRUE(station.board().sounding());
  ASSERT_TRUE(station.alarms.acknowledge("link"));
  station.alarms.link_lost(start - 5s, start + 5s);
  EXPECT_FALSE(station.board().sounding()) << "every retry fails: it is still the same loss";
  station.alarms.link_back();
  EXPECT_THAT(station.kinds(), ElementsAre());
}

TEST(AfterARestart, OpenQuestionsAskAgainAndAcknowledgedOnesStaySilent) {
  Station before;
  before.stands("lead { ward: 'us' provisional: true } handover_to: 'us'");
  before.sounds("lead_decided { ward: 'us' provisional: true }");
  before.sounds("handover_offered { to: 'us' }");
  before.flies("candidates { ward: 'us' } raised_seq: 9");
  AlarmList after("us");
  const std::vector<v1::Flight> flights{before.flights.at("f")};
  after.rebuild(before.events, flights, {{.id = "2:i", .seq = 1}}, before.standing, before.now);
  const auto board = after.board(before.now);
  ASSERT_EQ(board.alarms_size(), 3);
  EXPECT_EQ(board.alarms(0).kind(), Alarm::FLIGHT) << "whose events may not be in any story of ours";
  EXPECT_EQ(board.alarms(1).kind(), Alarm::HANDOVER);
  EXPECT_EQ(board.alarms(2).kind(), Alarm::CONFIRM);
  EXPECT_TRUE(board.alarms(2).acknowledged());
  EXPECT_FALSE(board.flood());
  before.sounds("escalated { cause: UNCONFIRMED wards: 'us' }");
  after.rebuild(before.events, flights, {{.id = "2:i", .seq = 1}}, before.standing, before.now);
  EXPECT_FALSE(after.board(before.now).alarms(2).acknowledged()) << "it has sounded again since";
}

}  // namespace
}  // namespace wardlink::console
