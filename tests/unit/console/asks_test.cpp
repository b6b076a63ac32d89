// What the requests of the pages do, once.
#include <gmock/gmock.h>

#include <sstream>

#include "tests/unit/console/desk.hpp"

namespace wardlink::console {
namespace {

using testing::ElementsAre;
using v1::LogEntry;
using v1::Rejection;
using AnAsk = AConsole;
using SigningIn = AConsole;
using TheShiftLog = AConsole;
using TheAlarms = AConsole;

constexpr const char* an = "wardlink://t11/quan-hoa/officer/an";
constexpr const char* binh = "wardlink://t11/quan-hoa/officer/binh";

std::vector<LogEntry::Kind> logged(Launch& here) {
  std::vector<LogEntry::Kind> kinds;
  const auto answer = here.ask("log {}");
  for (const auto& entry : answer.log().entries()) kinds.push_back(entry.kind());
  return kinds;
}

std::string report(const std::string& more = {}) {
  return "id: '" + link::new_uuid_v7() +
         "' command { report_incident { category: 'theft' content { text: 'TEXT' persons: 'PERSON' } } } " + more;
}

TEST_F(AnAsk, ThatIsNotOfTheContractIsRefused) {
  Launch& here = launch();
  for (const char* json :
       {"", "{", "[]", "null", "{\"id\":\"1\",\"nothing\":{}}", "{\"id\":1.5}",
        "{\"id\":\"1\",\"logNote\":{\"text\":\"\xff\"}}", "{\"id\":\"1\",\"log\":{},\"quiet\":{}}"}) {
    const JsonAnswer answered = here.await(here.console->ask(json));
    EXPECT_FALSE(answered.parsed) << json;
    EXPECT_TRUE(answered.json.contains("INVALID")) << json;
  }
  v1::ConsoleAnswer answer;
  for (const std::string& odd :
       {std::string("{\"quiet\":{}}"), "{\"id\":\"" + std::string(65, 'x') + "\",\"quiet\":{}}",
        std::string("{\"id\":\"1\"}")}) {
    const JsonAnswer answered = here.await(here.console->ask(odd));
    EXPECT_TRUE(answered.json.contains("INVALID")) << odd;
  }
}

TEST_F(AnAsk, OnceMoreDoesNothingNew) {
  Launch& here = launch();
  EXPECT_TRUE(here.ask("id: '1' log_note { text: 'a' }").has_done());
  EXPECT_TRUE(here.ask("id: '1' log_note { text: 'a' }").has_done());
  EXPECT_THAT(logged(here), ElementsAre(LogEntry::STARTED, LogEntry::NOTED));
  EXPECT_EQ(here.ask("id: '1' log_note { text: 'b' }").rejected().code(), Rejection::INVALID);
  for (int i = 0; i < 1000; ++i) (void)here.ask("quiet {}");
  EXPECT_TRUE(here.ask("id: '1' log_note { text: 'a' }").has_done());
  auto kinds = logged(here);
  std::erase(kinds, LogEntry::LINK_LOST);  // no hub runs here, and a slow machine comes to say so
  EXPECT_EQ(kinds.back(), LogEntry::NOTED) << "a thousand others later it is forgotten";
}

TEST_F(AnAsk, ForACommandIsQueuedAtOnceWhileCutOff) {
  Launch& here = launch();
  const std::string submit = report();
  const auto answer = here.ask("id: '1' submit { " + submit + " }");
  ASSERT_TRUE(answer.has_queued()) << answer.DebugString();
  EXPECT_FALSE(answer.queued().linked());
  EXPECT_EQ(answer.queued().waiting(), 1U);
  EXPECT_TRUE(here.ask("id: '1' submit { " + submit + " }").has_queued());
  const auto outbox = here.ask("outbox { list {} }").outbox();
  ASSERT_EQ(outbox.entries_size(), 1);
  EXPECT_EQ(outbox.entries(0).identity(), station_uri);
  EXPECT_FALSE(outbox.ShortDebugString().contains("PERSON"));
  EXPECT_EQ(here.ask("outbox { drop: 'nothing' }").rejected().code(), Rejection::UNKNOWN_ID);
  EXPECT_EQ(here.ask("outbox { drop: '" + outbox.entries(0).id() + "' }").outbox().entries_size(), 0);
  EXPECT_EQ(here.ask("submit { " + report("dry_run: true") + " }").rejected().code(), Rejection::INVALID);
  EXPECT_EQ(here.ask("preview { " + report() + " }").rejected().code(), Rejection::UNAVAILABLE);
}

TEST_F(AnAsk, ForACommandShowsItsReceiptLater) {
  Launch& here = launch();
  const auto stream = here.console->updates("");
  (void)here.next(*stream);
  const auto id = here.ask("submit { " + report() + " }").queued().id();
  (void)here.ask("outbox { drop: '" + id + "' }");
  v1::ConsoleUpdate update;
  for (int i = 0; i < 5 && update.receipts().empty(); ++i) update = here.next(*stream);
  ASSERT_EQ(update.receipts_size(), 1);
  EXPECT_EQ(update.receipts(0).id(), id);
}

TEST_F(AnAsk, AboutTheCopyHasItsSentences) {
  Launch& here = launch();
  here.takes(opened);
  const auto answer = here.ask("query { show { id: 'i' } }");
  ASSERT_EQ(answer.told_size(), 1);
  EXPECT_EQ(answer.told(0).sentence().en(), "#1 TEXT");
  EXPECT_FALSE(answer.ShortDebugString().contains("PERSON"));
  EXPECT_TRUE(answer.result().has_as_of());
}

TEST_F(AnAsk, ShowsThePastAsItStood) {
  Launch& here = launch();
  here.takes(opened);
  here.takes("seq: 2 " + lead_to_confirm);
  here.takes("seq: 3 incident: 'i' lead_confirmed { ward: 'quan-hoa' }");
  EXPECT_EQ(here.ask("replay_at { seq: 0 }").stood().incidents_size(), 0);
  EXPECT_EQ(here.ask("replay_at { seq: 1 }").stood().incidents(0).lead().ward(), "");
  EXPECT_TRUE(here.ask("replay_at { seq: 2 }").stood().incidents(0).lead().provisional());
  const auto now = here.ask("replay_at { seq: 99 }");
  EXPECT_FALSE(now.stood().incidents(0).lead().provisional());
  EXPECT_FALSE(now.ShortDebugString().contains("PERSON"));
}

TEST_F(SigningIn, IsForOfficersOfThisWardAndAdminsOfThisCluster) {
  Launch& here = launch();
  std::vector<std::string> names;
  const auto watch = here.first().watch();
  for (const auto& person : watch.people()) names.push_back(person.id());
  EXPECT_THAT(names, ElementsAre("an", "binh", "open", "quan-tri"));
  for (const char* person : {"cuong", "dung", "cu", "tram", "empty", "../people/an", "", "nobody"}) {
    EXPECT_EQ(here.sign_in(person).rejected().code(), Rejection::UNKNOWN_ID) << person;
  }
}

TEST_F(SigningIn, NeedsThePassphrase) {
  Launch& here = launch();
  const auto refused = here.sign_in("an", "a guess").rejected();
  EXPECT_EQ(refused.code(), Rejection::NOT_ALLOWED);
  EXPECT_FALSE(refused.message_vi().empty());
  EXPECT_EQ(refused.field(), "passphrase");
  EXPECT_EQ(here.sign_in("an", "").rejected().code(), Rejection::NOT_ALLOWED);
  EXPECT_EQ(here.sign_in("open").rejected().code(), Rejection::NOT_ALLOWED) << "a key that is open to everybody";
  EXPECT_EQ(here.first().watch().officer(), "");
  EXPECT_THAT(logged(here), ElementsAre(LogEntry::STARTED));
  EXPECT_TRUE(here.sign_in("an").has_done());
  EXPECT_EQ(here.first().watch().officer(), an);
}

TEST_F(SigningIn, IsTriedFiveTimesAMinuteAtMost) {
  Launch& here = launch();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(here.sign_in("an", "x").rejected().code(), Rejection::NOT_ALLOWED);
  EXPECT_EQ(here.sign_in("an", "x").rejected().code(), Rejection::RATE_LIMITED);
  EXPECT_EQ(here.sign_in("an").rejected().code(), Rejection::RATE_LIMITED) << "the right one too";
  EXPECT_EQ(
      here.ask(std::string("hand_over { to { person: 'an' passphrase: '") + passphrase + "' } }").rejected().code(),
      Rejection::RATE_LIMITED);
}

TEST_F(SigningIn, SendsUnderTheOfficerUntilSigningOut) {
  Launch& here = launch();
  ASSERT_TRUE(here.sign_in("an").has_done());
  (void)here.ask("submit { " + report() + " }");
  EXPECT_EQ(here.ask("outbox {}").outbox().entries(0).identity(), an);
  EXPECT_TRUE(here.ask("outbox {}").ShortDebugString().contains("PERSON"));
  ASSERT_TRUE(here.sign_in("binh").has_done());
  EXPECT_FALSE(here.service->speaks_for(an));
  EXPECT_TRUE(here.service->speaks_for(binh));
  ASSERT_TRUE(here.ask("sign_out {}").has_done());
  EXPECT_FALSE(here.service->speaks_for(binh));
  (void)here.ask("submit { " + report() + " }");
  EXPECT_EQ(here.ask("outbox {}").outbox().entries(1).identity(), station_uri);
  EXPECT_EQ(launch().first().watch().officer(), "");
}

TEST_F(SigningIn, AsAnAdminStandsBesideTheOfficer) {
  Launch& here = launch();
  EXPECT_EQ(here.ask("admin { status {} }").rejected().code(), Rejection::NOT_ALLOWED);
  here.takes(opened);
  ASSERT_TRUE(here.sign_in("quan-tri").has_done());
  auto first = here.first();
  EXPECT_EQ(first.watch().admin(), "wardlink://t11/-/admin/quan-tri");
  EXPECT_EQ(first.watch().officer(), "");
  EXPECT_FALSE(first.ShortDebugString().contains("PERSON")) << "an admin sees no content";
  EXPECT_EQ(here.ask("admin { status {} }").rejected().code(), Rejection::UNAVAILABLE) << "the hub is out of reach";
  ASSERT_TRUE(here.sign_in("an").has_done());
  ASSERT_TRUE(here.ask("sign_out { admin: true }").has_done());
  EXPECT_EQ(here.first().watch().admin(), "");
  EXPECT_EQ(here.first().watch().officer(), an);
}

TEST_F(SigningIn, NamesWhatWasAnsweredWithNobodyThere) {
  Launch& here = launch();
  const auto sees = [&](int seq, const std::string& incident, const std::string& mark) {
    here.takes("seq: " + std::to_string(seq) + " incident: '" + incident +
               "' support_moved { ward: 'quan-hoa' to: SEEN marks: '" + mark + "' }");
  };
  sees(1, "i", "unattended");
  sees(2, "j", "phone");
  here.takes("seq: 3 incident: 'k' lead_confirmed { ward: 'elsewhere' marks: 'unattended' }");
  EXPECT_THAT(launch().first().watch().unattended(), ElementsAre("i"));
  Launch& again = launch();
  ASSERT_TRUE(again.sign_in("an").has_done());
  EXPECT_THAT(again.first().watch().unattended(), ElementsAre("i"));
  ASSERT_TRUE(again.ask("sign_out {}").has_done());
  EXPECT_THAT(again.first().watch().unattended(), ElementsAre());
}

TEST_F(TheShiftLog, HasEveryChangeOfTheWatch) {
  Launch& here = launch();
  (void)here.sign_in("an");
  (void)here.ask("log_note { text: 'WRITTEN' }");
  (void)here.ask(std::string("hand_over { to { person: 'binh' passphrase: '") + passphrase +
                 "' } text: 'WRITTEN' sound_heard: true incidents: 'i' }");
  (void)here.ask("quiet {}");
  auto page = here.ask("log {}").log();
  ASSERT_EQ(page.entries_size(), 6) << page.DebugString();
  EXPECT_EQ(page.entries(0).kind(), LogEntry::STARTED);
  EXPECT_EQ(page.entries(1).officer(), an);
  EXPECT_EQ(page.entries(2).text(), "WRITTEN");
  EXPECT_EQ(page.entries(3).kind(), LogEntry::HANDED_OVER);
  EXPECT_EQ(page.entries(3).officer(), an);
  EXPECT_EQ(page.entries(3).to(), binh);
  EXPECT_THAT(page.entries(3).incidents(), ElementsAre("i"));
  EXPECT_EQ(page.entries(4).kind(), LogEntry::SOUND_HEARD);
  EXPECT_EQ(page.entries(5).kind(), LogEntry::QUIETED);
  EXPECT_EQ(page.entries(5).officer(), binh);
  EXPECT_TRUE(here.first().watch().has_sound_heard_at());
  (void)here.ask("sign_out {}");
  EXPECT_FALSE(here.ask("log {}").ShortDebugString().contains("WRITTEN")) << "a note may name anybody";
  EXPECT_EQ(logged(launch()).size(), 8U) << "it survives";
}

TEST_F(TheShiftLog, TakesTextsAsTheHubDoes) {
  Launch& here = launch();
  std::string longest;
  for (int i = 0; i < 2000; ++i) longest += "ữ";
  const auto noted = [&](const std::string& text) {
    v1::ConsoleRequest request;
    request.mutable_log_note()->set_text(text);
    return here.ask(request).rejected().code();
  };
  EXPECT_EQ(noted(longest), Rejection::CODE_UNSPECIFIED);
  EXPECT_EQ(noted("a\nb"), Rejection::CODE_UNSPECIFIED);
  EXPECT_EQ(noted(longest + "x"), Rejection::INVALID);
  EXPECT_EQ(noted("\x1b[2J"), Rejection::INVALID);
  EXPECT_EQ(noted(""), Rejection::INVALID);
}

TEST_F(TheShiftLog, GivesTheLatestPageOfATime) {
  Launch& here = launch();
  for (int i = 0; i < 300; ++i) (void)here.ask("log_note { text: '" + std::to_string(i) + "' }");
  (void)here.sign_in("an");
  const auto page = here.ask("log {}").log();
  EXPECT_EQ(page.entries_size(), 256);
  EXPECT_EQ(page.entries(254).text(), "299");
  EXPECT_EQ(here.ask("log { until { seconds: 1000 } }").log().entries_size(), 0);
  EXPECT_EQ(here.ask("log { since { seconds: 99999999999 } }").log().entries_size(), 0);
}

TEST_F(TheAlarms, ThatAreAcknowledgedStaySoAfterARestart) {
  Launch& here = launch();
  here.takes(opened);
  here.takes("seq: 2 " + lead_to_confirm);
  const std::string id = here.first().alarms().alarms(0).id();
  EXPECT_TRUE(here.ask("acknowledge { alarms: '" + id + "' alarms: 'nothing' }").has_done());
  EXPECT_FALSE(here.first().alarms().sounding());
  const auto page = here.ask("log {}").log();
  EXPECT_EQ(page.entries(page.entries_size() - 1).alarm().incident(), "i");
  Launch& again = launch();
  ASSERT_EQ(again.first().alarms().alarms_size(), 1);
  EXPECT_TRUE(again.first().alarms().alarms(0).acknowledged());
}

TEST_F(TheAlarms, OfASupportAreAcknowledgedToTheHubToo) {
  Launch& here = launch();
  here.takes("seq: 1 incident: 'i' incident_opened {}");
  here.takes(
      "seq: 2 incident: 'i' alarms: 'quan-hoa' support_opened { support { id: 's' ward: 'quan-hoa' state: SENT } }");
  EXPECT_TRUE(here.ask("acknowledge { alarms: 'support:s' }").has_done());
  (void)here.ask("acknowledge { alarms: 'support:s' }");
  const auto outbox = here.ask("outbox {}").outbox();
  ASSERT_EQ(outbox.entries_size(), 1);
  EXPECT_EQ(outbox.entries(0).command().answer_support().incident(), "i");
  EXPECT_EQ(outbox.entries(0).command().answer_support().state(), v1::Support::SEEN);
}

TEST_F(TheAlarms, TellOfTheLinkLostAndBack) {
  Launch& here = launch();
  EXPECT_EQ(here.first().alarms().alarms_size(), 0) << "it has only begun";
  here.console->linked({}, {});
  here.console->cut_off({}, 1s);
  here.console->cut_off({}, 1s);
  EXPECT_EQ(here.first().alarms().alarms(0).kind(), v1::Alarm::LINK_LOST);
  here.console->linked({}, {});
  EXPECT_EQ(here.first().alarms().alarms_size(), 0);
  EXPECT_THAT(logged(here), ElementsAre(LogEntry::STARTED, LogEntry::LINK_LOST, LogEntry::LINK_BACK));
}

TEST_F(TheAlarms, OfAStationThatNeverLinksBeginAfterSixSeconds) {
  Launch& here = launch();
  here.run(4500ms);
  EXPECT_EQ(here.first().alarms().alarms_size(), 0);
  here.run(4000ms);
  EXPECT_EQ(here.first().alarms().alarms_size(), 1);
}

TEST_F(TheAlarms, SoundByACommandUntilAcknowledged) {
  const auto file = state().parent_path() / "sounded";
  Launch& here =
      launch({"/bin/sh", "-c", "echo $WARDLINK_URGENCY $WARDLINK_ALARMS $$ >> \"$0\"; sleep 60 & wait", file});
  EXPECT_TRUE(here.first().watch().sound_command());
  here.takes(opened);
  here.takes("seq: 2 " + lead_to_confirm);
  for (int i = 0; i < 100 && support::read_file(file).empty(); ++i) here.run(20ms);
  std::istringstream words(support::read_file(file));
  std::string urgency;
  int alarms = 0;
  pid_t group = 0;
  words >> urgency >> alarms >> group;
  EXPECT_EQ(urgency, "FLASH");
  EXPECT_EQ(alarms, 1);
  ASSERT_GT(group, 1);
  const auto runs = [&] { return support::run_shell("pgrep -r R,S,D -g " + std::to_string(group)).status == 0; };
  EXPECT_TRUE(runs());
  here.run(300ms);
  EXPECT_TRUE(runs()) << "it goes on";
  (void)here.ask("acknowledge { alarms: '" + here.first().alarms().alarms(0).id() + "' }");
  here.run(300ms);
  EXPECT_FALSE(runs()) << "with all that it has started";
}

TEST_F(TheAlarms, CommandThatDoesNotRunIsSaidOnce) {
  Launch& here = launch({"/nowhere/alarm"});
  EXPECT_EQ(here.ask("sound_test {}").rejected().code(), Rejection::UNAVAILABLE);
  EXPECT_EQ(here.ask("sound_test {}").rejected().code(), Rejection::UNAVAILABLE);
  EXPECT_FALSE(here.first().watch().sound_command());
  EXPECT_EQ(here.observer.failures.size(), 1U);
  EXPECT_TRUE(here.ask("sound_test { heard: true }").has_done());
}

TEST_F(AConsole, LeavesItsAddressToItsOwnerWhileItRuns) {
  Launch& here = launch();
  const auto file = Console::address_file(state());
  EXPECT_EQ(support::read_file(file), here.console->address() + "\n");
  struct stat is = {};
  ASSERT_EQ(stat(file.c_str(), &is), 0);
  EXPECT_EQ(is.st_mode & 0777U, 0600U);
  ASSERT_EQ(stat((state() / "console.db").c_str(), &is), 0);
  EXPECT_EQ(is.st_mode & 0777U, 0600U);
  const std::string before = here.console->address();
  stop();
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_NE(launch().console->address(), before) << "a token a launch";
}

}  // namespace
}  // namespace wardlink::console
