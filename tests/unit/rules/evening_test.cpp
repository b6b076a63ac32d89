// The first five steps of the T11 evening (INTERFACES.md), and before them that a cluster stands at all.
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

TEST(Founding, TheSampleClusterStandsWithItsRegulation) {
  Scene scene;
  EXPECT_TRUE(scene.state.founded());
  EXPECT_EQ(scene.state.cluster, "hoa-do-phuc-vi");
  EXPECT_EQ(scene.state.regulation_version, 1U);
  EXPECT_EQ(scene.state.seq, 2U);
}

TEST(Smoke, AReportOnTheBridgeOpensOneIncidentOneLeadThreeDuties) {
  Scene scene;
  const auto events = scene.did(officer("quan-hoa"), scene.report({}));
  ASSERT_EQ(events.size(), 5U);
  EXPECT_TRUE(events[0].event().has_incident_opened());
  EXPECT_TRUE(events[1].event().has_lead_decided());
  EXPECT_EQ(count(events, v1::Event::kSupportOpened), 3);
  const auto id = Scene::incident_of(events);
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_EQ(scene.lead(id).rule(), "border-first-detector");
  for (const auto* ward : {"cong-vi", "nghia-do", "vinh-phuc"}) EXPECT_EQ(scene.support(id, ward), S::SENT) << ward;
  for (const auto& stored : events) EXPECT_EQ(receivers(stored), all_wards);
}

class T11Evening : public ::testing::Test {
 protected:
  // Steps 1 and 2.
  std::string brawl() {
    const auto id = scene.reports(officer("quan-hoa"));
    scene.pass(2s);
    EXPECT_EQ(scene.reports(officer("vinh-phuc"), {.ago = 30s}), id);
    return id;
  }
  Scene scene;
};

TEST_F(T11Evening, Step1QuanHoaDetectsFirstAndLeads) {
  const auto id = scene.reports(officer("quan-hoa"));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_EQ(scene.incident(id).view.supports_size(), 3);
}

TEST_F(T11Evening, Step2VinhPhucSawItEarlierAndTakesTheLead) {
  const auto id = brawl();
  EXPECT_EQ(scene.lead_of(id), "vinh-phuc");
  EXPECT_EQ(scene.support(id, "quan-hoa"), S::SEEN);
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::CANCELLED);
  EXPECT_EQ(scene.support(id, "nghia-do"), S::SENT);
  EXPECT_EQ(scene.support(id, "cong-vi"), S::SENT);
  EXPECT_EQ(scene.incident(id).view.reports_size(), 2);
}

TEST_F(T11Evening, Step3NghiaDoComesCongViDeclines) {
  const auto id = brawl();
  for (const auto state : {S::ACCEPTED, S::EN_ROUTE, S::ON_SCENE}) {
    scene.did(officer("nghia-do"), answer(id, state));
    EXPECT_EQ(scene.support(id, "nghia-do"), state);
  }
  scene.did(officer("cong-vi"), answer(id, S::DECLINED, "đang xử lý vụ khác"));
  EXPECT_EQ(scene.support(id, "cong-vi"), S::DECLINED);
  EXPECT_EQ(scene.incident(id).support_of("cong-vi")->reason(), "đang xử lý vụ khác");
}

TEST_F(T11Evening, Step4ATheftDeepInNghiaDoIsLedByNghiaDoAndCongViHearsNothing) {
  const auto events = scene.did(officer("quan-hoa"), scene.report({.place = deep_in_nghia_do(), .category = "theft"}));
  const auto id = Scene::incident_of(events);
  EXPECT_EQ(scene.lead_of(id), "nghia-do");
  EXPECT_EQ(scene.lead(id).rule(), "territory");
  EXPECT_EQ(scene.incident(id).view.supports_size(), 0);
  for (const auto& stored : events) EXPECT_EQ(receivers(stored), (Set{"nghia-do", "quan-hoa"}));
}

TEST_F(T11Evening, Step5OnlyTheLeadAsksAndItsNeighboursGetIt) {
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_nghia_do(), .category = "theft"});
  EXPECT_EQ(scene.refused(officer("quan-hoa"), ask_auto(id)), v1::Rejection::NOT_LEAD);
  scene.did(officer("nghia-do"), ask_auto(id));
  EXPECT_EQ(scene.support(id, "quan-hoa"), S::SENT);
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::SENT);
  EXPECT_EQ(scene.support(id, "cong-vi"), S::STATE_UNSPECIFIED);
  EXPECT_FALSE(scene.audience_of(id).contains("cong-vi"));
}

}  // namespace
}  // namespace wardlink::rules::testing
