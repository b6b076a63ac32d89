// RULES.md 6: note, resolve, reopen, close.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

class OfAnIncident : public ::testing::Test {
 protected:
  OfAnIncident() : id(scene.reports(officer("quan-hoa"), {.place = deep_in_nghia_do()})) {}
  v1::Incident::State now() const { return scene.incident(id).view.state(); }
  Scene scene;
  std::string id;
};

TEST_F(OfAnIncident, AnyOfficerInTheAudienceNotes) {
  for (const auto* ward : {"quan-hoa", "nghia-do"}) {
    const auto events = scene.did(officer(ward), note(id, "đã khống chế"));
    EXPECT_EQ(events[0].event().content().text(), "đã khống chế");
  }
  EXPECT_EQ(scene.refused(officer("cong-vi"), note(id, "gì đó")), v1::Rejection::UNKNOWN_ID);
}

TEST_F(OfAnIncident, TheLeadAloneResolvesReopensAndCloses) {
  for (const auto& command : {resolve(id), close(id), correct_severity(id, 5)}) {
    EXPECT_EQ(scene.refused(officer("quan-hoa"), command), v1::Rejection::NOT_LEAD);
  }
  scene.did(officer("nghia-do"), resolve(id));
  EXPECT_EQ(now(), v1::Incident::RESOLVED);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), reopen(id)), v1::Rejection::NOT_LEAD);
  scene.did(officer("nghia-do"), reopen(id));
  EXPECT_EQ(now(), v1::Incident::OPEN);
  scene.did(officer("nghia-do"), resolve(id));
  scene.did(officer("nghia-do"), close(id));
  EXPECT_EQ(now(), v1::Incident::CLOSED);
}

TEST_F(OfAnIncident, ClosingAnOpenOneResolvesItFirst) {
  const auto events = scene.did(officer("nghia-do"), close(id));
  const auto* resolved = find(events, v1::Event::kIncidentResolved);
  const auto* closed = find(events, v1::Event::kIncidentClosed);
  ASSERT_TRUE(resolved != nullptr && closed != nullptr);
  EXPECT_LT(resolved->event().seq(), closed->event().seq());
}

TEST_F(OfAnIncident, AnOpenOneCannotBeReopened) {
  EXPECT_EQ(scene.refused(officer("nghia-do"), reopen(id)), v1::Rejection::STALE_STATE);
}

TEST_F(OfAnIncident, AResolvedOneMayStillBeNotedAClosedOneIsOver) {
  scene.did(officer("nghia-do"), resolve(id));
  scene.did(officer("quan-hoa"), note(id, "biên bản 12"));
  EXPECT_EQ(scene.refused(officer("nghia-do"), resolve(id)), v1::Rejection::CLOSED);
  scene.did(officer("nghia-do"), close(id));
  EXPECT_EQ(scene.refused(officer("quan-hoa"), note(id, "biên bản 13")), v1::Rejection::CLOSED);
  EXPECT_EQ(scene.refused(officer("nghia-do"), reopen(id)), v1::Rejection::CLOSED);
  EXPECT_EQ(scene.refused(officer("nghia-do"), close(id)), v1::Rejection::CLOSED);
}

TEST_F(OfAnIncident, AMergedOneIsOverAndTheRefusalNamesTheSurvivor) {
  const auto other = scene.reports(officer("quan-hoa"), {.place = deep_in_nghia_do(), .category = "theft"});
  scene.did(officer("nghia-do"), merge(other, id));
  const auto decided = scene.would(officer("nghia-do"), note(other, "gì đó"));
  ASSERT_FALSE(decided);
  EXPECT_EQ(decided.error().code(), v1::Rejection::CLOSED);
  EXPECT_NE(decided.error().message().find(id), std::string::npos);
}

TEST_F(OfAnIncident, ItKeepsTheRegulationItWasOpenedUnder) {
  for (const auto& events :
       {scene.did(officer("nghia-do"), ask(id, {"cong-vi"})), scene.did(officer("nghia-do"), note(id, "gì đó"))}) {
    for (const auto& stored : events) EXPECT_EQ(stored.event().regulation_version(), 1U);
  }
}

}  // namespace
}  // namespace wardlink::rules::testing
