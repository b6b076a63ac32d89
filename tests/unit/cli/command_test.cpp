// The command line, as typed, to what is sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "client/cli/command_line.hpp"
#include "client/cli/exit_status.hpp"

namespace wardlink::cli {
namespace {

using testing::HasSubstr;
using Action = Invocation::Action;

std::expected<Invocation, CommandLine::Ended> parse(const std::string& line, Lang lang = Lang::en) {
  std::istringstream words(line);
  CommandLine command_line(lang);
  return command_line.parse({std::istream_iterator<std::string>(words), {}});
}

std::string sent(const std::string& line) {
  const auto in = parse(line);
  if (!in) return in.error().text;
  EXPECT_EQ(in->action, Action::submit) << line;
  return in->command.ShortDebugString();
}

TEST(CommandLine, LeadAndIncidentCommands) {
  EXPECT_EQ(sent("confirm I"), "confirm_lead { incident: \"I\" }");
  EXPECT_EQ(sent("claim I"), "claim_lead { incident: \"I\" }");
  EXPECT_EQ(sent("handover I --to w"), "offer_handover { incident: \"I\" to_ward: \"w\" }");
  EXPECT_EQ(sent("accept-handover I"), "answer_handover { incident: \"I\" accept: true }");
  EXPECT_EQ(sent("decline-handover I"), "answer_handover { incident: \"I\" }");
  EXPECT_EQ(sent("note I --text t --called 114"),
            "note_incident { incident: \"I\" content { text: \"t\" } called: \"114\" }");
  EXPECT_EQ(sent("correct I --at 21.05,105.8 --severity 4 --not-sensitive"),
            "correct_incident { incident: \"I\" place { point { lat_e7: 210500000 lon_e7: 1058000000 } } severity: 4 "
            "sensitive: false }");
  EXPECT_EQ(sent("resolve I --text t"), "resolve_incident { incident: \"I\" content { text: \"t\" } }");
  EXPECT_EQ(sent("reopen I"), "reopen_incident { incident: \"I\" }");
  EXPECT_EQ(sent("close I"), "close_incident { incident: \"I\" }");
  EXPECT_EQ(sent("merge I J"), "merge_incidents { incident: \"I\" into: \"J\" }");
  EXPECT_EQ(sent("unlink I R"), "unlink_report { incident: \"I\" report: \"R\" }");
}

TEST(CommandLine, SupportCommands) {
  EXPECT_EQ(
      sent("request I --ward a --ward b --force police=4 --force vehicle=1"),
      "request_support { incident: \"I\" wards: \"a\" wards: \"b\" forces { kind: POLICE count: 4 } forces { kind: "
      "VEHICLE count: 1 } }");
  EXPECT_EQ(sent("request --ward a I"), "request_support { incident: \"I\" wards: \"a\" }");
  EXPECT_EQ(sent("request I --auto"), "request_support { incident: \"I\" auto: true }");
  EXPECT_EQ(sent("cancel-support I --ward a --reason r"),
            "cancel_support { incident: \"I\" ward: \"a\" reason: \"r\" }");
  EXPECT_EQ(sent("release I --ward a"), "release_support { incident: \"I\" ward: \"a\" }");
  EXPECT_EQ(sent("seen I"), "answer_support { incident: \"I\" state: SEEN }");
  EXPECT_EQ(
      sent("accept I --eta 5 --force civil-defence=2"),
      "answer_support { incident: \"I\" state: ACCEPTED eta_minutes: 5 forces { kind: CIVIL_DEFENCE count: 2 } }");
  EXPECT_EQ(sent("decline I --reason r"), "answer_support { incident: \"I\" state: DECLINED reason: \"r\" }");
  EXPECT_EQ(sent("en-route I"), "answer_support { incident: \"I\" state: EN_ROUTE }");
  EXPECT_EQ(sent("on-scene I"), "answer_support { incident: \"I\" state: ON_SCENE }");
  EXPECT_EQ(sent("withdraw I --reason r"), "answer_support { incident: \"I\" state: WITHDRAWN reason: \"r\" }");
}

TEST(CommandLine, ATelephoneAnswerIsNotTakenForASubCommand) {
  for (const auto& [word, state] :
       {std::pair("accept", "ACCEPTED"), std::pair("decline", "DECLINED"), std::pair("on-scene", "ON_SCENE")}) {
    EXPECT_EQ(sent(std::string("record-answer I --ward w --by An ") + word),
              std::string("record_answer { incident: \"I\" ward: \"w\" said_by: \"An\" state: ") + state + " }");
    EXPECT_EQ(sent(std::string("record-answer I ") + word + " --ward w --by An"),
              sent(std::string("record-answer I --ward w --by An ") + word));
  }
}

TEST(CommandLine, Reports) {
  EXPECT_EQ(sent("report incident --category fire --zone z --radius 30 --text t"),
            "report_incident { mode: ACTUAL category: \"fire\" severity: 3 place { zone: \"z\" radius_m: 30 } source: "
            "PATROL content { text: \"t\" } }");
  EXPECT_EQ(sent("report incident --category c --severity 5 --sensitive --assist --landmark l --source 113 --mode "
                 "exercise --same-as X --person p --person q --plate n --phone 1 --sensitive-text s"),
            "report_incident { mode: EXERCISE category: \"c\" severity: 5 sensitive: true assist: true place { "
            "landmark: \"l\" } source: CALL_113 content { persons: \"p\" persons: \"q\" plates: \"n\" phones: \"1\" "
            "sensitive_text: \"s\" } same_as: \"X\" }");
  EXPECT_EQ(sent("report sighting --kind group --ward w --share a --share b --incident X --text t"),
            "report_sighting { mode: ACTUAL kind: GROUP place { ward: \"w\" } source: PATROL content { text: \"t\" } "
            "incident: \"X\" share_with: \"a\" share_with: \"b\" }");
  EXPECT_EQ(sent("report hotspot --category c --at=-1.5,105 --text t"),
            "report_hotspot { mode: ACTUAL category: \"c\" place { point { lat_e7: -15000000 lon_e7: 1050000000 } } "
            "source: PATROL content { text: \"t\" } }");
}

TEST(CommandLine, FlightsPatrolsAndRecalls) {
  EXPECT_EQ(sent("report flight --at 21.04,105.8 --heading 90 --by car --incident X --text t"),
            "report_flight { mode: ACTUAL incident: \"X\" place { point { lat_e7: 210400000 lon_e7: 1058000000 } } "
            "heading { degrees: 90 } by: CAR source: PATROL content { text: \"t\" } }");
  EXPECT_EQ(sent("report flight --landmark l --heading nghia-do --category robbery --severity 5 --mode exercise"),
            "report_flight { mode: EXERCISE category: \"robbery\" severity: 5 place { landmark: \"l\" } heading { "
            "ward: \"nghia-do\" } by: MOTORBIKE source: PATROL }");
  EXPECT_EQ(sent("report patrol --zone z --text t"),
            "start_patrol { mode: ACTUAL place { zone: \"z\" } content { text: \"t\" } }");
  EXPECT_EQ(sent("flight block F"), "block_flight { flight: \"F\" }");
  EXPECT_EQ(sent("flight block F --landmark l --text t"),
            "block_flight { flight: \"F\" at { landmark: \"l\" } content { text: \"t\" } }");
  EXPECT_EQ(sent("flight seen-again F --landmark l --heading 0"),
            "see_flight_again { flight: \"F\" place { landmark: \"l\" } heading { degrees: 0 } }");
  EXPECT_EQ(sent("flight seen-again F --landmark l --by foot"),
            "see_flight_again { flight: \"F\" place { landmark: \"l\" } by: FOOT }");
  EXPECT_EQ(sent("flight caught F --text t"), "catch_flight { flight: \"F\" content { text: \"t\" } }");
  EXPECT_EQ(sent("patrol end P"), "end_patrol { patrol: \"P\" }");
  EXPECT_EQ(sent("recall A B --reason r"), "recall { ids: \"A\" ids: \"B\" reason: \"r\" }");
  for (const char* half : {"flight", "patrol", "recall", "report flight --by boat", "flight block"}) {
    ASSERT_FALSE(parse(half)) << half;
    EXPECT_EQ(parse(half).error().status, ExitStatus::usage) << half;
  }
}

TEST(CommandLine, CommonOptionsStandAnywhere) {
  const auto in = parse("--json confirm I --hub a:1 --hub b:2 --timeout 3s -q --id U --dry-run --wait seen --lang vi");
  ASSERT_TRUE(in);
  EXPECT_TRUE(in->json);
  EXPECT_TRUE(in->quiet);
  EXPECT_TRUE(in->dry_run);
  EXPECT_EQ(in->flags.hubs, (std::vector<std::string>{"a:1", "b:2"}));
  EXPECT_EQ(in->flags.timeout, "3s");
  EXPECT_EQ(in->flags.lang, "vi");
  EXPECT_EQ(in->command_id, "U");
  EXPECT_EQ(in->goal, Goal::seen);
}

TEST(CommandLine, Questions) {
  EXPECT_EQ(parse("list --all")->action, Action::list);
  EXPECT_TRUE(parse("list --all")->all);
  EXPECT_EQ(parse("show abcd")->id, "abcd");
  const auto history = parse("history --kind support_moved --since 10:00 --incident abcd --from 7 --text t");
  EXPECT_EQ(history->history.ShortDebugString(), "text: \"t\" kind: \"support_moved\" after_seq: 7 incident: \"abcd\"");
  EXPECT_EQ(history->since, "10:00");
  const auto watch = parse("watch --from 0 --count 3 --until-idle 2s");
  EXPECT_EQ(watch->from_seq, 0U);
  EXPECT_EQ(watch->count, 3U);
  EXPECT_FALSE(parse("watch")->from_seq);
  EXPECT_EQ(parse("admin status")->action, Action::admin_status);
  EXPECT_EQ(parse("admin stations")->action, Action::admin_stations);
  EXPECT_EQ(parse("config check f")->file, "f");
  EXPECT_EQ(parse("config show")->action, Action::config_show);
  EXPECT_EQ(parse("completion fish")->shell, "fish");
}

TEST(CommandLine, WrongUseIsTwoAndSaysWhat) {
  for (const auto& [line, what] : {std::pair("", "subcommand"),
                                   std::pair("nonsense", "nonsense"),
                                   std::pair("confirm", "ID"),
                                   std::pair("decline I", "--reason"),
                                   std::pair("handover I", "--to"),
                                   std::pair("confirm I J", "J"),
                                   std::pair("report", "subcommand"),
                                   std::pair("report incident", "--category"),
                                   std::pair("report incident --category c --at 1", "--at"),
                                   std::pair("report incident --category c --at a,b", "--at"),
                                   std::pair("report incident --category c --severity -1", "severity"),
                                   std::pair("report incident --category c --mode real", "real"),
                                   std::pair("report incident --category c --zone z --ward w", "--ward"),
                                   std::pair("request I --force police", "--force"),
                                   std::pair("request I --force army=2", "--force"),
                                   std::pair("record-answer I maybe --ward w --by An", "maybe"),
                                   std::pair("watch --until-idle soon", "soon"),
                                   std::pair("watch --count 0", "count"),
                                   std::pair("confirm I --wait never", "never"),
                                   std::pair("runs", "runs"),
                                   std::pair("completion tcsh", "tcsh"),
                                   std::pair("list --lang fr", "fr")}) {
    const auto in = parse(line);
    ASSERT_FALSE(in) << line;
    EXPECT_EQ(in.error().status, ExitStatus::usage) << line;
    EXPECT_THAT(in.error().text, HasSubstr(what)) << line;
    EXPECT_THAT(in.error().text, HasSubstr("wardlink --help"));
  }
}

TEST(CommandLine, AWordThatDoesNotExistComesWithTheNearestThatDoes) {
  EXPECT_THAT(parse("confrim I").error().text, HasSubstr("there is no \"confrim\"; the nearest is \"confirm\""));
  EXPECT_THAT(parse("report incidnt --category c").error().text, HasSubstr("\"incident\""));
  EXPECT_THAT(parse("confirm I --jsn").error().text, HasSubstr("there is no \"--jsn\"; the nearest is \"--json\""));
  EXPECT_THAT(parse("report incident --category c --severty=3").error().text, HasSubstr("\"--severity\""));
}

TEST(CommandLine, HelpAndVersionAreDone) {
  for (const char* line : {"--help", "report incident --help", "confirm -h", "--version"}) {
    const auto in = parse(line);
    ASSERT_FALSE(in);
    EXPECT_EQ(in.error().status, ExitStatus::done) << line;
  }
  EXPECT_THAT(parse("--version").error().text, HasSubstr("wardlink "));
  EXPECT_THAT(parse("report incident --help").error().text, HasSubstr("--severity"));
  EXPECT_THAT(parse("--help", Lang::vi).error().text, HasSubstr("Yêu cầu phối hợp"));
  EXPECT_THAT(parse("--help", Lang::en).error().text, HasSubstr("Requests support"));
}

TEST(CommandLine, ThePointOffTheEarthIsLeftToTheHub) {
  EXPECT_THAT(sent("report incident --category c --at 999,105"), HasSubstr("lat_e7: 2000000000"));
}

TEST(CommandLine, TheLanguageIsReadBeforeAnythingElse) {
  EXPECT_EQ(lang_flag({"watch", "--lang", "en"}), Lang::en);
  EXPECT_EQ(lang_flag({"--lang=vi"}), Lang::vi);
  EXPECT_EQ(lang_flag({"--lang"}), std::nullopt);
  EXPECT_EQ(lang_flag({"watch"}), std::nullopt);
}

TEST(ExitStatus, OfRejections) {
  EXPECT_EQ(exit_status(v1::Rejection::NOT_ALLOWED), ExitStatus::refused);
  EXPECT_EQ(exit_status(v1::Rejection::UNKNOWN_ID), ExitStatus::unknown_or_stale);
  EXPECT_EQ(exit_status(v1::Rejection::STALE_STATE), ExitStatus::unknown_or_stale);
  for (const auto code :
       {v1::Rejection::NOT_LEAD, v1::Rejection::NOT_TARGET, v1::Rejection::INVALID, v1::Rejection::TOO_LARGE,
        v1::Rejection::RATE_LIMITED, v1::Rejection::WRONG_MODE, v1::Rejection::CLOSED, v1::Rejection::UNAVAILABLE}) {
    EXPECT_EQ(exit_status(code), ExitStatus::rejected) << v1::Rejection::Code_Name(code);
  }
}

TEST(ExitStatus, OfTheLink) {
  using Kind = link::Error::Kind;
  for (const auto kind : {Kind::hub_untrusted, Kind::identity_refused, Kind::not_served}) {
    EXPECT_EQ(exit_status(kind), ExitStatus::refused);
  }
  for (const auto kind : {Kind::unreachable, Kind::lost, Kind::silent, Kind::ahead, Kind::wrong_epoch}) {
    EXPECT_EQ(exit_status(kind), ExitStatus::error);
  }
  EXPECT_EQ(exit_status(Kind::timed_out), ExitStatus::wait_timed_out);
  EXPECT_EQ(exit_status(Kind::too_large), ExitStatus::rejected);
}

}  // namespace
}  // namespace wardlink::cli
