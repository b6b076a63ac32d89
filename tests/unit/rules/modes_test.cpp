// RULES.md 9: ACTUAL, EXERCISE and TEST never mix.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

TEST(Modes, EveryEventOfAnIncidentCarriesItsMode) {
  for (const auto mode : {v1::ACTUAL, v1::EXERCISE, v1::TEST}) {
    Scene scene;
    const auto check = [&](const Events& events) {
      for (const auto& stored : events) EXPECT_EQ(stored.event().mode(), mode);
    };
    const auto opened = scene.did(officer("quan-hoa"), scene.report({.mode = mode}));
    const auto id = Scene::incident_of(opened);
    check(opened);
    check(scene.did(officer("nghia-do"), answer(id, S::DECLINED, "bận")));
    check(scene.delivered("cong-vi"));
    check(scene.did(officer("quan-hoa"), offer(id, "cong-vi")));
    check(scene.did(officer("cong-vi"), answer_offer(id, true)));
    check(scene.did(officer("cong-vi"), close(id)));
  }
}

TEST(Modes, NoLinkCrosses) {
  Scene scene;
  const auto actual = scene.reports(officer("quan-hoa"));
  const auto exercise = scene.reports(officer("vinh-phuc"), {.mode = v1::EXERCISE});
  EXPECT_NE(actual, exercise);
  EXPECT_EQ(scene.lead_of(actual), "quan-hoa");
  EXPECT_EQ(scene.reports(officer("cong-vi"), {.mode = v1::EXERCISE}), exercise);
}

TEST(Modes, NoReferenceCrosses) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  auto seen = sighting(on_the_bridge(), id);
  seen.mutable_report_sighting()->set_mode(v1::EXERCISE);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), seen), v1::Rejection::WRONG_MODE);
  EXPECT_EQ(scene.refused(officer("quan-hoa"), scene.report({.mode = v1::EXERCISE, .same_as = id})),
            v1::Rejection::WRONG_MODE);
}

TEST(Modes, NoMergeCrosses) {
  Scene scene;
  const auto one = scene.reports(officer("quan-hoa"));
  const auto two = scene.reports(officer("quan-hoa"), {.mode = v1::TEST});
  EXPECT_EQ(scene.refused(officer("quan-hoa"), merge(one, two)), v1::Rejection::WRONG_MODE);
}

TEST(Modes, AnUnlinkedReportKeepsTheMode) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), {.mode = v1::EXERCISE});
  scene.reports(officer("vinh-phuc"), {.mode = v1::EXERCISE});
  const auto report = scene.incident(id).view.reports(1).id();
  const auto events = scene.did(officer("quan-hoa"), unlink(id, report));
  const auto own = find(events, v1::Event::kReportUnlinked)->event().report_unlinked().into();
  EXPECT_EQ(scene.incident(own).view.mode(), v1::EXERCISE);
}

}  // namespace
}  // namespace wardlink::rules::testing
