// What comes back: whole ids, waiting, the outcome of a report, JSON, the terminal.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <map>

#include "client/cli/id_prefix.hpp"
#include "client/cli/json.hpp"
#include "client/cli/outcome.hpp"
#include "client/cli/output.hpp"
#include "client/cli/waiting.hpp"

namespace wardlink::cli {
namespace {

using testing::HasSubstr;
using S = v1::Support;

const std::string id_a = "aaaa1111-0000-5000-8000-000000000001";
const std::string id_b = "aaaa2222-0000-5000-8000-000000000002";
const std::string id_r = "bbbb3333-0000-5000-8000-000000000003";

TEST(IdPrefix, CompletesWhatNamesOneThing) {
  EXPECT_EQ(complete_id("aaaa1", {id_a, id_b}, "incident"), id_a);
  EXPECT_EQ(complete_id("AAAA2", {id_a, id_b}, "incident"), id_b);
  EXPECT_EQ(complete_id("aaaa1", {id_a, id_a}, "incident"), id_a);
}

TEST(IdPrefix, NamesTheCandidatesWhereItIsNotEnough) {
  const auto id = complete_id("aaaa", {id_a, id_b, id_r}, "incident");
  ASSERT_FALSE(id);
  EXPECT_EQ(id.error().code(), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(id.error().field(), "incident");
  EXPECT_THAT(id.error().message(), HasSubstr(id_a + ", " + id_b));
  EXPECT_THAT(id.error().message_vi(), HasSubstr(id_a));
}

TEST(IdPrefix, RefusesTheUnknownAndTheShort) {
  EXPECT_EQ(complete_id("cccc", {id_a}, "x").error().code(), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(complete_id("aaa", {id_a}, "x").error().code(), v1::Rejection::INVALID);
}

TEST(IdPrefix, CompletesEveryIdOfACommand) {
  v1::IncidentList known;
  known.add_incidents()->set_id(id_a);
  known.mutable_incidents(0)->add_reports()->set_id(id_r);
  known.add_incidents()->set_id(id_b);

  v1::Command merge;
  merge.mutable_merge_incidents()->set_incident("aaaa1");
  merge.mutable_merge_incidents()->set_into(id_b);
  EXPECT_TRUE(has_id_prefix(merge));
  ASSERT_TRUE(complete_ids(merge, known));
  EXPECT_EQ(merge.merge_incidents().incident(), id_a);
  EXPECT_EQ(merge.merge_incidents().into(), id_b);
  EXPECT_FALSE(has_id_prefix(merge));

  v1::Command unlink;
  unlink.mutable_unlink_report()->set_incident("aaaa1");
  unlink.mutable_unlink_report()->set_report("bbbb");
  ASSERT_TRUE(complete_ids(unlink, known));
  EXPECT_EQ(unlink.unlink_report().report(), id_r);
  unlink.mutable_unlink_report()->set_incident(id_b);
  unlink.mutable_unlink_report()->set_report("bbbb");
  EXPECT_FALSE(complete_ids(unlink, known)) << "a report of another incident";

  v1::Command report;
  report.mutable_report_incident()->set_same_as("aaaa2");
  ASSERT_TRUE(complete_ids(report, known));
  EXPECT_EQ(report.report_incident().same_as(), id_b);
  EXPECT_FALSE(has_id_prefix(v1::Command{}));
}

TEST(IdPrefix, CompletesFlightsPatrolsAndWhatIsTakenBack) {
  v1::IncidentList known;
  known.add_flights()->set_id(id_a);
  known.add_patrols()->set_id(id_b);
  known.add_incidents()->set_id("cccc1111-0000-5000-8000-000000000004");
  known.mutable_incidents(0)->add_reports()->set_id(id_r);

  v1::Command block;
  block.mutable_block_flight()->set_flight("aaaa");
  EXPECT_TRUE(has_id_prefix(block));
  ASSERT_TRUE(complete_ids(block, known));
  EXPECT_EQ(block.block_flight().flight(), id_a) << "the patrol is none";

  v1::Command end;
  end.mutable_end_patrol()->set_patrol("aaaa");
  ASSERT_TRUE(complete_ids(end, known));
  EXPECT_EQ(end.end_patrol().patrol(), id_b);

  v1::Command recall;
  for (const char* id : {"aaaa1", "aaaa2", "bbbb"}) recall.mutable_recall()->add_ids(id);
  EXPECT_TRUE(has_id_prefix(recall));
  ASSERT_TRUE(complete_ids(recall, known));
  EXPECT_THAT(recall.recall().ids(), testing::ElementsAre(id_a, id_b, id_r));
  EXPECT_FALSE(has_id_prefix(recall));
  recall.mutable_recall()->add_ids("cccc");
  EXPECT_FALSE(complete_ids(recall, known)) << "an incident is not taken back, its reports are";
}

class WaitingTest : public testing::Test {
 protected:
  static v1::Event opened(const std::string& id, const std::string& request) {
    v1::Event event;
    event.set_incident("i");
    auto& support = *event.mutable_support_opened()->mutable_support();
    support.set_id(id);
    support.set_ward("ward-" + id);
    support.set_request(request);
    support.set_state(S::SENT);
    return event;
  }
  static v1::Event moved(const std::string& id, S::State to) {
    v1::Event event;
    event.set_incident("i");
    event.mutable_support_moved()->set_support(id);
    event.mutable_support_moved()->set_to(to);
    return event;
  }
  static Waiting waiting(Goal goal, const std::string& request = "r") {
    v1::Accepted accepted;
    *accepted.add_events() = opened("1", request);
    *accepted.add_events() = opened("2", request);
    return {goal, accepted};
  }
  using Verdict = Waiting::Verdict;
};

TEST_F(WaitingTest, DeliveredAndSeenMeanEveryOne) {
  auto delivered = waiting(Goal::delivered);
  delivered.take(moved("1", S::DELIVERED));
  EXPECT_EQ(delivered.verdict(), Verdict::pending);
  delivered.take(moved("2", S::ACCEPTED));
  EXPECT_EQ(delivered.verdict(), Verdict::reached);

  auto seen = waiting(Goal::seen);
  seen.take(moved("1", S::DELIVERED));
  seen.take(moved("2", S::SEEN));
  EXPECT_EQ(seen.verdict(), Verdict::pending);
  seen.take(moved("1", S::CANCELLED));
  EXPECT_EQ(seen.verdict(), Verdict::reached) << "one that has ended is not waited for";
}

TEST_F(WaitingTest, AnsweredMeansOneAccepted) {
  auto answered = waiting(Goal::answered);
  answered.take(moved("1", S::DECLINED));
  answered.take(moved("2", S::SEEN));
  EXPECT_EQ(answered.verdict(), Verdict::pending);
  answered.take(moved("2", S::EN_ROUTE));
  EXPECT_EQ(answered.verdict(), Verdict::reached);
}

TEST_F(WaitingTest, AllDeclinedEndsItUnlessAnotherWardIsAsked) {
  auto answered = waiting(Goal::answered);
  answered.take(moved("1", S::DECLINED));
  answered.take(moved("2", S::DECLINED));
  EXPECT_EQ(answered.verdict(), Verdict::all_ended);
  answered.take(opened("3", "r"));
  EXPECT_EQ(answered.verdict(), Verdict::pending);
  answered.take(moved("3", S::ACCEPTED));
  EXPECT_EQ(answered.verdict(), Verdict::reached);
}

TEST_F(WaitingTest, OtherSupportsAreNoneOfItsBusiness) {
  auto answered = waiting(Goal::answered, "");
  answered.take(opened("9", ""));
  answered.take(opened("8", "another"));
  answered.take(moved("9", S::ACCEPTED));
  EXPECT_EQ(answered.verdict(), Verdict::pending);
  EXPECT_EQ(answered.supports().size(), 2);
}

TEST_F(WaitingTest, TakesAnIncidentAsItStands) {
  auto answered = waiting(Goal::answered);
  v1::Incident incident;
  incident.set_id("i");
  incident.add_supports()->set_id("2");
  incident.mutable_supports(0)->set_state(S::ON_SCENE);
  v1::Incident other = incident;
  other.set_id("j");
  answered.take(other);
  EXPECT_EQ(answered.verdict(), Verdict::pending);
  answered.take(incident);
  EXPECT_EQ(answered.verdict(), Verdict::reached);
}

TEST_F(WaitingTest, KnowsWhenThereIsNothingToWaitFor) {
  EXPECT_TRUE(Waiting(Goal::answered, v1::Accepted{}).nothing_opened());
  EXPECT_FALSE(waiting(Goal::answered).nothing_opened());
}

TEST(Outcome, OfAReportThatOpensAnIncident) {
  v1::Receipt receipt;
  auto& accepted = *receipt.mutable_accepted();
  accepted.set_seq(12);
  accepted.mutable_time()->set_seconds(1);
  auto* event = accepted.add_events();
  event->set_incident("i");
  event->mutable_incident_opened()->mutable_report()->set_id("r");
  event = accepted.add_events();
  event->set_incident("i");
  event->mutable_lead_decided()->set_ward("w");
  const auto outcome = outcome_of(receipt);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(to_json(*outcome, receipt),
            R"({"id":"r","incident":"i","seq":"12","time":"1970-01-01T00:00:01Z","duplicate":false,"linkedTo":"",)"
            R"("lead":"w"})");
  receipt.set_dry_run(true);
  EXPECT_THAT(to_json(*outcome, receipt), HasSubstr(R"("dryRun":true)"));
}

TEST(Outcome, OfALinkedReportMayNotKnowTheLead) {
  v1::Receipt receipt;
  auto* event = receipt.mutable_accepted()->add_events();
  event->set_incident("i");
  event->mutable_report_linked()->mutable_report()->set_id("r");
  auto outcome = outcome_of(receipt);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->linked_to, "i");
  EXPECT_FALSE(outcome->lead);
  event = receipt.mutable_accepted()->add_events();
  event->set_incident("i");
  event->mutable_lead_moved()->set_to("w");
  EXPECT_EQ(outcome_of(receipt)->lead, "w");
}

TEST(Outcome, OfAFlightThatOpensAnIncidentIsTheFlight) {
  v1::Receipt receipt;
  auto& opened = *receipt.mutable_accepted()->add_events();
  opened.set_incident("i");
  opened.mutable_incident_opened()->mutable_report()->set_id("r");
  auto& decided = *receipt.mutable_accepted()->add_events();
  decided.set_incident("i");
  decided.mutable_lead_decided()->set_ward("w");
  auto& raised = *receipt.mutable_accepted()->add_events();
  raised.set_incident("i");
  raised.mutable_flight_raised()->mutable_flight()->set_id("f");
  const auto outcome = outcome_of(receipt);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->id, "f");
  EXPECT_EQ(outcome->incident, "i");
  EXPECT_EQ(outcome->lead, "w");

  v1::Receipt started;
  started.mutable_accepted()->add_events()->mutable_patrol_started()->mutable_patrol()->set_id("p");
  EXPECT_EQ(outcome_of(started)->id, "p");
}

TEST(Outcome, OfASightingAndOfNoReport) {
  v1::Receipt receipt;
  auto* event = receipt.mutable_accepted()->add_events();
  event->mutable_sighting_recorded()->set_id("s");
  EXPECT_EQ(outcome_of(receipt)->id, "s");
  event->mutable_hotspot_recorded()->set_id("h");
  EXPECT_EQ(outcome_of(receipt)->id, "h");
  event->mutable_incident_closed();
  EXPECT_FALSE(outcome_of(receipt));
}

TEST(Json, PrintsDefaultsInLowerCamelCaseWith64BitNumbersAsTexts) {
  v1::Event event;
  event.set_seq(18'000'000'000'000'000'000U);
  event.mutable_station_up()->set_ward("w");
  const std::string json = to_json(event);
  EXPECT_THAT(json, HasSubstr(R"("seq":"18000000000000000000")"));
  EXPECT_THAT(json, HasSubstr(R"("prevSeq":"0")"));
  EXPECT_THAT(json, HasSubstr(R"("alarms":[])"));
  EXPECT_THAT(json, HasSubstr(R"("stationUp":{"ward":"w"})"));
  EXPECT_EQ(json.find('\n'), std::string::npos);
  v1::Event again;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &again).ok());
  EXPECT_EQ(again.SerializeAsString(), event.SerializeAsString());
}

TEST(Json, ARejectionInTheLanguageOfTheReader) {
  v1::Rejection rejection;
  rejection.set_code(v1::Rejection::NOT_LEAD);
  rejection.set_message("say \"no\"");
  rejection.set_message_vi("không");
  rejection.set_field("incident");
  EXPECT_EQ(to_json(rejection, Lang::vi), R"({"error":{"code":"NOT_LEAD","message":"không","field":"incident"}})");
  EXPECT_EQ(to_json(rejection, Lang::en), R"({"error":{"code":"NOT_LEAD","message":"say \"no\"","field":"incident"}})");
}

TEST(Output, CannotBeMadeToRewriteTheTerminal) {
  EXPECT_EQ(clean("một\nhai"), "một / hai");
  EXPECT_EQ(clean("a\033[2Jb\x7f"), "a\uFFFD[2Jb\uFFFD");
  EXPECT_EQ(clean("a\xc2\x9bK"), "a\uFFFDK");
  EXPECT_EQ(clean("đã rõ"), "đã rõ");
}

TEST(Output, ColoursAreForTerminals) {
  const auto with = [](std::map<std::string, std::string> values) {
    return [values](const char* name) -> std::optional<std::string> {
      const auto found = values.find(name);
      return found == values.end() ? std::nullopt : std::optional(found->second);
    };
  };
  EXPECT_TRUE(wants_color(false, true, with({{"TERM", "xterm"}})));
  EXPECT_FALSE(wants_color(true, true, with({{"TERM", "xterm"}})));
  EXPECT_FALSE(wants_color(false, false, with({{"TERM", "xterm"}})));
  EXPECT_FALSE(wants_color(false, true, with({{"TERM", "xterm"}, {"NO_COLOR", "1"}})));
  EXPECT_FALSE(wants_color(false, true, with({{"TERM", "dumb"}})));
  EXPECT_FALSE(wants_color(false, true, with({})));
}

TEST(Output, EveryLinkErrorHasASentence) {
  using Kind = link::Error::Kind;
  for (int kind = 0; kind <= static_cast<int>(Kind::timed_out); ++kind) {
    for (const Lang lang : {Lang::vi, Lang::en}) {
      EXPECT_FALSE(describe(link::Error{static_cast<Kind>(kind), "why"}, lang).empty());
    }
  }
  EXPECT_THAT(describe(link::Error{Kind::ahead, "x"}, Lang::en), HasSubstr("LOST DATA"));
}

}  // namespace
}  // namespace wardlink::cli
