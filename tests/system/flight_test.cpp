// A flight from the moment it is reported to its end, and a recall, between real stations and a real hub.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

bool alarms(const v1::Event& event, const std::string& ward) {
  return std::ranges::find(event.alarms(), ward) != event.alarms().end();
}

std::string raised_id(const v1::Receipt& receipt) {
  for (const auto& event : receipt.accepted().events()) {
    if (event.has_flight_raised()) return event.flight_raised().flight().id();
  }
  ADD_FAILURE() << receipt.ShortDebugString();
  return {};
}

/// A station that follows its ward's events.
class Station {
 public:
  Station(const World& world, const std::string& ward) : peer_(world.port(), world.station(ward)) {
    peer_.subscribe(0, "");
    const auto frames = peer_.until([](const v1::HubFrame& frame) { return frame.has_caught_up(); });
    seen_seq_ = frames.back().caught_up().seq();
  }

  v1::Event next(v1::Event::BodyCase kind) {
    const auto frame = peer_.await([&](const v1::HubFrame& f) { return f.event().body_case() == kind; });
    return frame.event();
  }
  [[nodiscard]] std::uint64_t seen_seq() const { return seen_seq_; }
  [[nodiscard]] std::string epoch() const { return peer_.welcome().epoch(); }
  Peer& peer() { return peer_; }

 private:
  Peer peer_;
  std::uint64_t seen_seq_ = 0;
};

class FlightTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world = std::make_unique<World>();
    // Making one takes longer than the hub bears a peer's silence.
    for (const char* ward : {"quan-hoa", "vinh-phuc", "cong-vi"}) {
      static_cast<void>(world->station(ward));
      static_cast<void>(world->officer(ward));
    }
    world->start_hub();
  }
  static void TearDownTestSuite() { world.reset(); }
  static std::unique_ptr<World> world;
};
std::unique_ptr<World> FlightTest::world;

TEST_F(FlightTest, RaisedBlockedAndCaughtReachesBothStations) {
  Station reporting(*world, "quan-hoa");
  Station ahead(*world, "vinh-phuc");
  Peer officer(world->port(), world->officer("quan-hoa"));
  const auto id = raised_id(officer.submit(flight(on_the_bridge())));

  const auto alert = ahead.next(v1::Event::kFlightRaised);
  EXPECT_EQ(alert.urgency(), v1::FLASH);
  EXPECT_TRUE(alarms(alert, "vinh-phuc"));
  EXPECT_EQ(alert.content().text(), "áo đỏ, xe máy đen");

  // Nobody has signed in there yet: the station's own certificate may block.
  ASSERT_TRUE(ahead.peer().submit(block(id)).has_accepted());
  const auto blocked = reporting.next(v1::Event::kFlightBlocked).flight_blocked();
  EXPECT_EQ(blocked.flight(), id);
  EXPECT_EQ(blocked.block().ward(), "vinh-phuc");
  EXPECT_EQ(ahead.peer().submit(caught(id)).rejected().code(), v1::Rejection::NOT_ALLOWED) << "that needs an officer";

  Peer catching(world->port(), world->officer("vinh-phuc"));
  ASSERT_TRUE(catching.submit(caught(id)).has_accepted());
  for (Station* station : {&reporting, &ahead}) {
    const auto ended = station->next(v1::Event::kFlightEnded).flight_ended();
    EXPECT_EQ(ended.flight(), id);
    EXPECT_EQ(ended.end(), v1::Flight::CAUGHT);
    EXPECT_EQ(ended.ward(), "vinh-phuc");
  }
  EXPECT_EQ(officer.submit(block(id)).rejected().code(), v1::Rejection::CLOSED);
}

TEST_F(FlightTest, OneThatIsOverIsNotAlarmedToAStationThatWasAway) {
  std::uint64_t left_at = 0;
  std::string epoch;
  {
    Station away(*world, "cong-vi");
    left_at = away.seen_seq();
    epoch = away.epoch();
  }
  Peer officer(world->port(), world->officer("quan-hoa"));
  const auto id = raised_id(officer.submit(flight(on_the_bridge())));
  ASSERT_TRUE(officer.submit(caught(id)).has_accepted());

  Peer back(world->port(), world->station("cong-vi"));
  back.subscribe(left_at, epoch);
  bool told = false;
  for (const auto& frame : back.until([](const v1::HubFrame& f) { return f.has_caught_up(); })) {
    if (!frame.event().has_flight_raised() || frame.event().flight_raised().flight().id() != id) continue;
    told = true;
    EXPECT_EQ(frame.event().urgency(), v1::ROUTINE);
    EXPECT_EQ(frame.event().alarms_size(), 0);
    EXPECT_EQ(frame.event().flight_raised().flight().end(), v1::Flight::CAUGHT);
  }
  EXPECT_TRUE(told) << "it is history, not hidden";
}

TEST_F(FlightTest, ARecallReachesWhoeverGotTheOriginal) {
  Station other(*world, "vinh-phuc");
  Peer officer(world->port(), world->officer("quan-hoa"));
  const auto receipt = officer.submit(sighting(on_the_bridge()));
  const auto id = receipt.accepted().events(0).sighting_recorded().id();
  EXPECT_EQ(other.next(v1::Event::kSightingRecorded).sighting_recorded().id(), id);
  ASSERT_TRUE(officer.submit(take_back(id)).has_accepted());
  const auto recalled = other.next(v1::Event::kRecalled);
  EXPECT_EQ(recalled.urgency(), v1::URGENT);
  ASSERT_EQ(recalled.recalled().ids_size(), 1);
  EXPECT_EQ(recalled.recalled().ids(0), id);
  EXPECT_EQ(recalled.recalled().reason(), "báo nhầm");
}

TEST_F(FlightTest, AsTypedAtTheCommandLine) {
  const auto as = [&](const std::string& ward, const std::vector<std::string>& arguments) {
    return world->wardlink(world->officer(ward), arguments);
  };
  const auto reported = as("quan-hoa", {"report", "flight", "--at", "21.0401,105.8063", "--heading", "vinh-phuc",
                                        "--by", "foot", "--text", "áo trắng", "--json"});
  ASSERT_EQ(reported.status, 0) << reported.errors;
  google::protobuf::Struct outcome;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(reported.out, &outcome).ok()) << reported.out;
  const auto id = outcome.fields().at("id").string_value();
  EXPECT_FALSE(outcome.fields().at("incident").string_value().empty());
  EXPECT_EQ(outcome.fields().at("lead").string_value(), "quan-hoa");

  const auto listed = as("vinh-phuc", {"list", "--lang", "en"});
  EXPECT_NE(listed.out.find(id.substr(0, 8) + "  SUSPECT RUNNING (on foot, heading"), std::string::npos) << listed.out;
  EXPECT_NE(listed.out.find("wardlink flight block " + id.substr(0, 8)), std::string::npos);
  EXPECT_EQ(as("vinh-phuc", {"flight", "block", id.substr(0, 8)}).status, 0);
  EXPECT_EQ(as("vinh-phuc", {"flight", "seen-again", id.substr(0, 8), "--landmark", "cau-t11"}).status, 0);
  EXPECT_EQ(as("vinh-phuc", {"flight", "caught", id.substr(0, 8)}).status, 0);
  EXPECT_EQ(as("vinh-phuc", {"flight", "caught", id}).status, 5) << "it is over";

  const auto started = as("quan-hoa", {"report", "patrol", "--zone", "t11", "--json"});
  ASSERT_EQ(started.status, 0) << started.errors;
  google::protobuf::Struct patrol;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(started.out, &patrol).ok()) << started.out;
  const auto beat = patrol.fields().at("id").string_value();
  EXPECT_NE(as("cong-vi", {"list", "--lang", "en"}).out.find(" patrols: "), std::string::npos);
  EXPECT_EQ(as("quan-hoa", {"patrol", "end", beat.substr(0, 8)}).status, 0);
  EXPECT_EQ(as("quan-hoa", {"recall", id, beat, "--reason", "báo nhầm"}).status, 0);
  EXPECT_EQ(as("quan-hoa", {"recall", id}).status, 6) << "it was taken back already";
}

}  // namespace
}  // namespace wardlink::system_test
