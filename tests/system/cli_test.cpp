// `wardlink` as a person and a script use it (INTERFACES.md): what it prints, and what it tells the shell.
#include <gtest/gtest.h>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include "tests/system/peer.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

using Json = google::protobuf::Value;

Json parse(const std::string& text) {
  Json json;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &json).ok()) << text;
  return json;
}

/// A member of an object, or of the objects within: at(json, "lead", "ward").
template <typename... Keys>
Json at(const Json& json, const std::string& key, const Keys&... more) {
  const auto& fields = json.struct_value().fields();
  const auto found = fields.find(key);
  if (found == fields.end()) {
    ADD_FAILURE() << "no " << key << " in " << json.ShortDebugString();
    return {};
  }
  if constexpr (sizeof...(more) == 0) {
    return found->second;
  } else {
    return at(found->second, more...);
  }
}

class CliTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world = std::make_unique<World>();
    world->start_hub();
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(world->stop_hub(), 0);
    world.reset();
  }

  static World::Outcome officer(const std::string& ward, std::vector<std::string> arguments) {
    return world->wardlink(world->officer(ward), std::move(arguments));
  }
  static Json json(const std::string& ward, std::vector<std::string> arguments, int status = 0) {
    arguments.emplace_back("--json");
    const auto outcome = officer(ward, std::move(arguments));
    EXPECT_EQ(outcome.status, status) << outcome.out << outcome.errors;
    return parse(outcome.out);
  }
  /// A theft deep inside Nghĩa Đô, reported by Quan Hoa; each a different one.
  static std::string theft() {
    static int n = 0;
    return at(json("quan-hoa",
                   {"report", "incident", "--ward", "nghia-do", "--category", "theft", "--detected-at",
                    std::string("2020-01-01T00:00:0") + std::to_string(n++ % 10) + "+07:00", "--text", "mất xe"}),
              "incident")
        .string_value();
  }
  static std::string shown_lead(const std::string& ward, const std::string& id) {
    return at(json(ward, {"show", id}), "lead", "ward").string_value();
  }

  static std::unique_ptr<World> world;
};
std::unique_ptr<World> CliTest::world;

TEST_F(CliTest, AReportAnswersWithWhatScriptsRelyOn) {
  const auto reported = json("quan-hoa", {"report", "incident", "--at", "21.0401,105.8063", "--category", "robbery",
                                          "--severity", "4", "--text", "cướp giật trên cầu"});
  for (const char* key : {"id", "incident", "seq", "time", "duplicate", "linkedTo", "lead"}) at(reported, key);
  EXPECT_FALSE(at(reported, "duplicate").bool_value());
  const auto id = at(reported, "incident").string_value();
  const auto shown = json("vinh-phuc", {"show", id});
  for (const char* key : {"id", "mode", "category", "severity", "sensitive", "state", "placement", "lead", "reports",
                          "supports", "audience", "openedAt", "openedSeq"}) {
    at(shown, key);
  }
  EXPECT_EQ(at(shown, "lead", "ward").string_value(), "quan-hoa");
  EXPECT_EQ(at(shown, "lead", "rule").string_value(), "border-first-detector");
  EXPECT_EQ(at(shown, "placement", "kind").string_value(), "BORDER");
  EXPECT_EQ(at(shown, "supports").list_value().values_size(), 3);
  EXPECT_EQ(at(at(shown, "supports").list_value().values(0), "basis").string_value(), "DUTY");
}

TEST_F(CliTest, TheWholeLifeOfASupportAndAnIncident) {
  const auto id = theft();
  EXPECT_EQ(officer("nghia-do", {"confirm", id}).status, 0);
  EXPECT_EQ(
      officer("nghia-do", {"request", id, "--ward", "quan-hoa", "--ward", "vinh-phuc", "--force", "police=2"}).status,
      0);
  EXPECT_EQ(officer("quan-hoa", {"seen", id}).status, 0);
  EXPECT_EQ(officer("quan-hoa", {"accept", id, "--eta", "5", "--force", "police=1"}).status, 0);
  EXPECT_EQ(officer("quan-hoa", {"en-route", id}).status, 0);
  EXPECT_EQ(officer("quan-hoa", {"on-scene", id}).status, 0);
  EXPECT_EQ(officer("nghia-do", {"record-answer", id, "accept", "--ward", "vinh-phuc", "--by", "anh Bình"}).status, 0);
  EXPECT_EQ(officer("vinh-phuc", {"withdraw", id, "--reason", "có việc gấp"}).status, 0);
  EXPECT_EQ(officer("nghia-do", {"release", id, "--ward", "quan-hoa"}).status, 0);
  EXPECT_EQ(officer("nghia-do", {"note", id, "--text", "đã lấy lời khai"}).status, 0);
  EXPECT_EQ(officer("nghia-do", {"correct", id, "--severity", "4"}).status, 0);
  EXPECT_EQ(officer("nghia-do", {"resolve", id}).status, 0);
  EXPECT_EQ(officer("nghia-do", {"reopen", id}).status, 0);
  EXPECT_EQ(officer("nghia-do", {"close", id}).status, 0);
  EXPECT_EQ(at(json("nghia-do", {"show", id}), "state").string_value(), "CLOSED");
}

TEST_F(CliTest, HandingOverTheLead) {
  const auto id = theft();
  EXPECT_EQ(officer("nghia-do", {"handover", id, "--to", "quan-hoa"}).status, 0);
  EXPECT_EQ(officer("quan-hoa", {"decline-handover", id}).status, 0);
  EXPECT_EQ(shown_lead("quan-hoa", id), "nghia-do");
  EXPECT_EQ(officer("nghia-do", {"handover", id, "--to", "quan-hoa"}).status, 0);
  EXPECT_EQ(officer("quan-hoa", {"accept-handover", id}).status, 0);
  EXPECT_EQ(shown_lead("nghia-do", id), "quan-hoa");
}

TEST_F(CliTest, MergingAndUnlinking) {
  const auto one = theft();
  const auto two = theft();
  EXPECT_EQ(officer("nghia-do", {"merge", two, one}).status, 0);
  const auto merged = json("nghia-do", {"show", one});
  ASSERT_EQ(at(merged, "reports").list_value().values_size(), 2);
  const auto second = at(at(merged, "reports").list_value().values(1), "id").string_value();
  EXPECT_EQ(officer("nghia-do", {"unlink", one, second}).status, 0);
  EXPECT_EQ(at(json("nghia-do", {"show", one}), "reports").list_value().values_size(), 1);
}

TEST_F(CliTest, AnIncidentOutsideIsClaimed) {
  const auto reported = json("quan-hoa", {"report", "incident", "--at", "21.03,105.82", "--category", "accident"});
  const auto id = at(reported, "incident").string_value();
  EXPECT_EQ(officer("cong-vi", {"claim", id}).status, 0);
  EXPECT_EQ(shown_lead("vinh-phuc", id), "cong-vi");
}

TEST_F(CliTest, SightingsAndHotspotsAreFoundInHistoryWithAndWithoutDiacritics) {
  EXPECT_EQ(officer("quan-hoa", {"report", "sighting", "--landmark", "cau-t11", "--text", "đối tượng áo đỏ"}).status,
            0);
  EXPECT_EQ(
      officer("quan-hoa", {"report", "hotspot", "--zone", "t11", "--category", "drugs", "--text", "tụ tập ở gầm cầu"})
          .status,
      0);
  for (const char* words : {"áo đỏ", "ao do", "ÁO ĐỎ"}) {
    const auto found = officer("vinh-phuc", {"history", "--text", words, "--json"});
    EXPECT_EQ(found.status, 0);
    EXPECT_NE(found.out.find("sightingRecorded"), std::string::npos) << words;
  }
  EXPECT_NE(officer("vinh-phuc", {"history", "--text", "gam cau", "--kind", "hotspot_recorded", "--json"})
                .out.find("hotspotRecorded"),
            std::string::npos);
}

TEST_F(CliTest, ExitStatusesTellTheShellWhatHappened) {
  const auto id = theft();
  EXPECT_EQ(officer("quan-hoa", {"report", "incident"}).status, 2) << "usage";
  EXPECT_EQ(officer("quan-hoa", {"no-such-command"}).status, 2);
  EXPECT_EQ(officer("quan-hoa", {"request", id, "--auto"}).status, 5) << "not the lead";
  EXPECT_EQ(officer("quan-hoa", {"report", "incident", "--at", "10,106", "--category", "theft"}).status, 5);
  EXPECT_EQ(officer("cong-vi", {"show", id}).status, 6) << "outside the audience";
  EXPECT_EQ(officer("nghia-do", {"reopen", id}).status, 6) << "stale";
  EXPECT_EQ(world->wardlink(world->station("nghia-do"), {"resolve", id}).status, 4) << "needs an officer";
  EXPECT_EQ(
      officer("nghia-do", {"request", id, "--ward", "quan-hoa", "--wait", "answered", "--timeout", "300ms"}).status, 7);
  EXPECT_EQ(world
                ->run({WARDLINK_PROGRAMS_DIR "/wardlink", "--hub", "127.0.0.1:1", "--identity",
                       world->officer("quan-hoa").string(), "list"},
                      world->folder())
                .status,
            1)
      << "cannot reach the hub";
}

TEST_F(CliTest, ARejectionSaysWhyInBothLanguagesAndInJson) {
  const auto id = theft();
  const auto error = json("quan-hoa", {"request", id, "--auto"}, 5);
  EXPECT_EQ(at(error, "error", "code").string_value(), "NOT_LEAD");
  EXPECT_NE(at(error, "error", "message").string_value().find("Nghĩa Đô"), std::string::npos) << "names the lead";
  at(error, "error", "field");
  const auto vi = officer("quan-hoa", {"request", id, "--auto", "--lang", "vi"});
  const auto en = officer("quan-hoa", {"request", id, "--auto", "--lang", "en"});
  EXPECT_NE(vi.errors.find("chủ trì"), std::string::npos) << vi.errors;
  EXPECT_NE(en.errors.find("lead"), std::string::npos) << en.errors;
  EXPECT_TRUE(vi.out.empty() && en.out.empty()) << "data on stdout only";
}

TEST_F(CliTest, TheSameIdIsSafeToRepeatAndADryRunChangesNothing) {
  const auto id = new_id();
  const std::vector<std::string> report{"report", "sighting", "--zone",     "t11",
                                        "--text", "nhóm lạ",  "--begun-at", "2026-01-01T00:00:00+07:00",
                                        "--id",   id};
  const auto first = json("quan-hoa", report);
  const auto again = json("quan-hoa", report);
  EXPECT_FALSE(at(first, "duplicate").bool_value());
  EXPECT_TRUE(at(again, "duplicate").bool_value());
  EXPECT_EQ(at(first, "seq").string_value(), at(again, "seq").string_value());
  const auto would = json("quan-hoa", {"report", "incident", "--ward", "cong-vi", "--category", "fire", "--dry-run"});
  EXPECT_EQ(at(would, "lead").string_value(), "cong-vi");
  EXPECT_EQ(officer("cong-vi", {"show", at(would, "incident").string_value()}).status, 6) << "nothing was opened";
}

TEST_F(CliTest, WaitingEndsWhenEveryTargetDeclines) {
  const auto id = theft();
  support::Process asking({WARDLINK_PROGRAMS_DIR "/wardlink", "--hub", "127.0.0.1:" + std::to_string(world->port()),
                           "--identity", world->officer("nghia-do").string(), "request", id, "--ward", "cong-vi",
                           "--wait", "answered", "--timeout", "30s"},
                          world->folder() / "asking.errors");
  Peer cong_vi(world->port(), world->station("cong-vi"));
  cong_vi.subscribe(0, "");
  cong_vi.await([&](const v1::HubFrame& frame) {
    if (frame.event().incident() == id) return true;
    return std::ranges::any_of(frame.snapshot().incidents(),
                               [&](const v1::Incident& shown) { return shown.id() == id; });
  });
  EXPECT_EQ(officer("cong-vi", {"decline", id, "--reason", "không còn lực lượng"}).status, 0);
  // The nearest ward not yet asked is asked at once, and the next; when they decline as well nobody is left.
  EXPECT_EQ(officer("quan-hoa", {"decline", id, "--reason", "đang bận"}).status, 0);
  EXPECT_EQ(officer("vinh-phuc", {"decline", id, "--reason", "đang bận"}).status, 0);
  EXPECT_EQ(asking.wait(std::chrono::seconds(40)), 8);
}

TEST_F(CliTest, AnAdminSeesTheHubAndTheStationsNeverContent) {
  Peer on(world->port(), world->station("quan-hoa"));
  on.subscribe(0, "");
  on.until([](const v1::HubFrame& frame) { return frame.has_caught_up(); });
  const auto status = world->wardlink(world->admin(), {"admin", "status", "--json"});
  EXPECT_EQ(status.status, 0) << status.errors;
  EXPECT_EQ(at(parse(status.out), "cluster").string_value(), World::sample);
  EXPECT_GT(at(parse(status.out), "fsync", "p99Ms").number_value(), 0);
  const auto read = world->wardlink(world->admin(), {"--lang", "en", "admin", "status"});
  EXPECT_NE(read.out.find("fsync p50 "), std::string::npos) << read.out;
  EXPECT_NE(read.out.find("queue "), std::string::npos) << read.out;
  const auto stations = world->wardlink(world->admin(), {"admin", "stations", "--json"});
  EXPECT_EQ(stations.status, 0) << stations.errors;
  EXPECT_NE(stations.out.find("certificateDaysLeft"), std::string::npos);
  EXPECT_EQ(officer("quan-hoa", {"admin", "status"}).status, 4);
}

TEST_F(CliTest, WatchPrintsWhatComesAndStopsWhenTold) {
  const auto watched = officer("quan-hoa", {"watch", "--until-idle", "200ms", "--json"});
  EXPECT_EQ(watched.status, 0) << watched.errors;
  EXPECT_FALSE(watched.out.empty());
  support::Process watching({WARDLINK_PROGRAMS_DIR "/wardlink", "--hub", "127.0.0.1:" + std::to_string(world->port()),
                             "--identity", world->station("quan-hoa").string(), "watch", "--json"},
                            world->folder() / "watching.errors");
  ASSERT_TRUE(watching.line(0, std::chrono::seconds(20)));
  watching.signal(SIGINT);
  EXPECT_EQ(watching.wait(std::chrono::seconds(20)), 130);
}

TEST_F(CliTest, ConfigurationAndCompletion) {
  EXPECT_EQ(officer("quan-hoa", {"config", "check"}).status, 0);
  EXPECT_EQ(officer("quan-hoa", {"config", "show"}).status, 0);
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const auto script = officer("quan-hoa", {"completion", shell});
    EXPECT_EQ(script.status, 0);
    EXPECT_NE(script.out.find("record-answer"), std::string::npos) << shell;
  }
  EXPECT_EQ(support::run_shell(WARDLINK_PROGRAMS_DIR "/wardlink completion bash | bash -n").status, 0);
}

}  // namespace
}  // namespace wardlink::system_test
