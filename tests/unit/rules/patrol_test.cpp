// RULES.md 6, Patrol: who watches for what it drives away, and what happens meanwhile.
#include <gmock/gmock.h>

#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using E = v1::Event;

class Patrols : public ::testing::Test {
 protected:
  std::string starts(const Who& who, const v1::Place& place, v1::Mode mode = v1::ACTUAL) {
    const auto events = scene.did(who, patrol(place, mode));
    return events.empty() ? "" : events[0].event().patrol_started().patrol().id();
  }
  Scene scene;
};

TEST_F(Patrols, InAZoneItsOtherWardsGetADisplacementWatch) {
  const auto events = scene.did(station("quan-hoa"), patrol(in_zone("t11")));
  ASSERT_EQ(events.size(), 2U);
  const auto& started = events[0].event().patrol_started().patrol();
  EXPECT_EQ(started.ward(), "quan-hoa");
  EXPECT_EQ(started.officer(), "") << "by the station's own certificate";
  EXPECT_EQ(base::from_proto(started.expires_at()), scene.now + 4h);
  EXPECT_EQ(receivers(events[0]), all_wards);
  const auto& watch = events[1].event().displacement_watch();
  EXPECT_THAT(watch.wards(), ElementsAre("cong-vi", "nghia-do", "vinh-phuc"));
  EXPECT_EQ(watch.patrol(), started.id());
  EXPECT_EQ(base::from_proto(watch.until()), scene.now + 4h);
  EXPECT_EQ(receivers(events[1]), all_wards) << "its ward and those watched";
  EXPECT_EQ(alarmed(events), Set{});
}

TEST_F(Patrols, InAWardItsNeighboursWatch) {
  // A zone in common makes Nghĩa Đô and Cống Vị no neighbours.
  const auto events = scene.did(officer("nghia-do"), patrol(in_ward("nghia-do")));
  EXPECT_THAT(events[1].event().displacement_watch().wards(), ElementsAre("quan-hoa", "vinh-phuc"));
  EXPECT_EQ(receivers(events[0]), all_but("cong-vi"));
}

TEST_F(Patrols, AWardPatrolsWhereItIsAtHome) {
  EXPECT_EQ(scene.refused(officer("quan-hoa"), patrol(in_ward("nghia-do"))), v1::Rejection::NOT_ALLOWED);
  starts(officer("quan-hoa"), in_ward("quan-hoa"));
  starts(officer("quan-hoa"), in_zone("t11"));
  EXPECT_EQ(scene.refused(officer("quan-hoa"), patrol(in_zone("t11"))), v1::Rejection::STALE_STATE) << "it is on";
  starts(officer("quan-hoa"), in_zone("t11"), v1::EXERCISE);
  starts(officer("nghia-do"), in_zone("t11"));
}

TEST_F(Patrols, EndsByItsOwnWard) {
  const auto id = starts(officer("nghia-do"), in_ward("nghia-do"));
  EXPECT_EQ(scene.refused(officer("quan-hoa"), end_patrol(id)), v1::Rejection::NOT_ALLOWED);
  EXPECT_EQ(scene.refused(officer("cong-vi"), end_patrol(id)), v1::Rejection::UNKNOWN_ID) << "it knows nothing of it";
  const auto events = scene.did(officer("nghia-do"), end_patrol(id));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event().patrol_ended().end(), v1::Patrol::ENDED);
  EXPECT_EQ(receivers(events[0]), all_but("cong-vi"));
  EXPECT_EQ(scene.refused(officer("nghia-do"), end_patrol(id)), v1::Rejection::CLOSED);
  EXPECT_FALSE(scene.state.deadlines_of.contains(id));
}

TEST_F(Patrols, EndsByItselfAfterItsTimeAndNotEarlier) {
  const auto id = starts(officer("nghia-do"), in_ward("nghia-do"));
  scene.pass(4h - 1us);
  EXPECT_TRUE(scene.expire(id).empty());
  scene.pass(1us);
  EXPECT_EQ(scene.refused(officer("nghia-do"), end_patrol(id)), v1::Rejection::CLOSED);
  const auto events = scene.expire(id);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event().patrol_ended().end(), v1::Patrol::EXPIRED);
  EXPECT_EQ(scene.state.patrols.at(id).end(), v1::Patrol::EXPIRED);
  EXPECT_TRUE(scene.state.patrols_on.empty());
}

TEST_F(Patrols, WhatHappensMeanwhileInAWatchedWardCarriesItsId) {
  const auto id = starts(officer("nghia-do"), in_ward("nghia-do"));
  const auto patrols_of = [&](const v1::Place& place, v1::Mode mode = v1::ACTUAL) {
    const auto events = scene.did(officer("cong-vi"), scene.report({.place = place, .mode = mode}));
    const auto& opened = events[0].event();
    EXPECT_THAT(scene.incident(opened.incident()).view.patrols(),
                ::testing::ElementsAreArray(opened.incident_opened().patrols()));
    return opened.incident_opened().patrols();
  };
  EXPECT_THAT(patrols_of(deep_in_quan_hoa()), ElementsAre(id));
  EXPECT_THAT(patrols_of(on_the_bridge()), ElementsAre(id)) << "the border of a watched ward";
  EXPECT_THAT(patrols_of(deep_in_nghia_do()), IsEmpty()) << "where it patrols nothing is displaced to";
  EXPECT_THAT(patrols_of(in_ward("cong-vi")), IsEmpty()) << "no neighbour";
  EXPECT_THAT(patrols_of(deep_in_quan_hoa(), v1::EXERCISE), IsEmpty()) << "modes never mix";

  const auto seen = scene.did(officer("quan-hoa"), sighting(deep_in_quan_hoa()));
  EXPECT_THAT(seen[0].event().sighting_recorded().patrols(), ElementsAre(id));
  scene.did(officer("nghia-do"), end_patrol(id));
  EXPECT_THAT(patrols_of(in_ward("vinh-phuc")), IsEmpty()) << "meanwhile only";
}

TEST_F(Patrols, ADryRunTellsOfNoneItsSenderMayNotKnow) {
  const auto id = starts(officer("nghia-do"), in_ward("nghia-do"));
  const auto report = scene.report({.place = deep_in_quan_hoa()});
  const auto patrols_in = [&](const std::string& ward) {
    return scene.dry_run(officer(ward), report).value()[0].event().incident_opened().patrols();
  };
  EXPECT_THAT(patrols_in("vinh-phuc"), ElementsAre(id));
  EXPECT_THAT(patrols_in("cong-vi"), IsEmpty());
}

}  // namespace
}  // namespace wardlink::rules::testing
