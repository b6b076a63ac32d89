// RULES.md 4, "Correction of the place", and what else the lead corrects (6).
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

TEST(Correction, OnlyByTheLead) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  EXPECT_EQ(scene.refused(officer("nghia-do"), correct_place(id, deep_in_nghia_do())), v1::Rejection::NOT_LEAD);
}

TEST(Correction, IsDecidedAgainAndBothClausesAreRecorded) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  const auto events = scene.did(officer("quan-hoa"), correct_place(id, deep_in_quan_hoa()));
  const auto& body = find(events, v1::Event::kIncidentCorrected)->event().incident_corrected();
  EXPECT_EQ(body.before().rule(), "border-first-detector");
  EXPECT_EQ(body.after().rule(), "territory");
  EXPECT_FALSE(body.after().clause().vi().empty());
  EXPECT_EQ(scene.lead(id).rule(), "territory");
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
}

TEST(Correction, MovesAProvisionalLead) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  const auto events = scene.did(officer("quan-hoa"), correct_place(id, deep_in_nghia_do()));
  EXPECT_EQ(scene.lead_of(id), "nghia-do");
  EXPECT_TRUE(scene.lead(id).provisional());
  EXPECT_EQ(find(events, v1::Event::kLeadMoved)->event().lead_moved().reason(), v1::LeadMoved::CORRECTION);
  EXPECT_EQ(count(events, v1::Event::kLeadConfirmed), 0);
  EXPECT_EQ(scene.support(id, "nghia-do"), S::CANCELLED);
}

TEST(Correction, OfAConfirmedLeadOnlyOffersTheHandOver) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("quan-hoa"), confirm(id));
  const auto events = scene.did(officer("quan-hoa"), correct_place(id, deep_in_nghia_do()));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_EQ(find(events, v1::Event::kIncidentCorrected)->event().incident_corrected().suggested_lead(), "nghia-do");
  EXPECT_EQ(find(events, v1::Event::kHandoverOffered)->event().handover_offered().to(), "nghia-do");
  scene.did(officer("nghia-do"), answer_offer(id, true));
  EXPECT_EQ(scene.lead_of(id), "nghia-do");
}

TEST(Correction, AHandedOverLeadIsNotOfferedBackWhereThePlaceSaysNothingNew) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("quan-hoa"), offer(id, "vinh-phuc"));
  scene.did(officer("vinh-phuc"), answer_offer(id, true));
  for (const auto& command : {correct_severity(id, 4), correct_place(id, north_of(on_the_bridge(), 20))}) {
    EXPECT_EQ(count(scene.did(officer("vinh-phuc"), command), v1::Event::kHandoverOffered), 0);
  }
  EXPECT_EQ(count(scene.did(officer("vinh-phuc"), correct_place(id, deep_in_nghia_do())), v1::Event::kHandoverOffered),
            1);
  EXPECT_EQ(scene.lead_of(id), "vinh-phuc");
}

TEST(Correction, WardsThatGainADutyGetItAtOnce) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_quan_hoa()});
  scene.did(officer("quan-hoa"), correct_place(id, on_the_bridge()));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  for (const auto* ward : {"cong-vi", "nghia-do", "vinh-phuc"}) {
    EXPECT_EQ(scene.support(id, ward), S::SENT) << ward;
    EXPECT_EQ(scene.incident(id).support_of(ward)->basis(), S::DUTY);
  }
}

TEST(Correction, WardsThatGainADutyAgainGetItAgain) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("quan-hoa"), correct_place(id, deep_in_quan_hoa()));
  ASSERT_EQ(scene.support(id, "cong-vi"), S::CANCELLED);
  scene.did(officer("quan-hoa"), correct_place(id, on_the_bridge()));
  EXPECT_EQ(scene.support(id, "cong-vi"), S::SENT);
}

TEST(Correction, AWardThatDeclinedItsDutyIsNotAskedAgainWhereTheGroundIsTheSame) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("cong-vi"), answer(id, S::DECLINED, "bận"));
  scene.did(officer("quan-hoa"), cancel(id, "vinh-phuc"));
  scene.did(officer("quan-hoa"), correct_severity(id, 2));
  EXPECT_EQ(scene.support(id, "cong-vi"), S::DECLINED);
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::CANCELLED);
}

TEST(Correction, SupportsNobodyAcceptedThatHaveNoGroundAreCancelledAcceptedOnesNever) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("nghia-do"), answer(id, S::ACCEPTED));
  scene.did(officer("cong-vi"), answer(id, S::SEEN));
  scene.did(officer("quan-hoa"), correct_place(id, deep_in_quan_hoa()));
  EXPECT_EQ(scene.support(id, "nghia-do"), S::ACCEPTED);
  EXPECT_EQ(scene.support(id, "cong-vi"), S::CANCELLED);
  EXPECT_EQ(scene.support(id, "vinh-phuc"), S::CANCELLED);
}

TEST(Correction, ARequestKeepsItsGround) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_quan_hoa()});
  scene.did(officer("quan-hoa"), ask(id, {"nghia-do"}));
  scene.did(officer("quan-hoa"), correct_place(id, north_of(deep_in_quan_hoa(), 20)));
  EXPECT_EQ(scene.support(id, "nghia-do"), S::SENT);
}

TEST(Correction, ToOutsideNeverLeavesItWithoutALead) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), {.place = deep_in_quan_hoa()});
  scene.did(officer("quan-hoa"), correct_place(id, outside_the_cluster()));
  EXPECT_EQ(scene.lead_of(id), "quan-hoa");
  EXPECT_EQ(scene.audience_of(id), all_wards);
}

TEST(Correction, ARaisedSeverityAlertsAgain) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), {.severity = 2});
  scene.did(officer("nghia-do"), answer(id, S::ACCEPTED));
  const auto events = scene.did(officer("quan-hoa"), correct_severity(id, 4));
  const auto& event = find(events, v1::Event::kIncidentCorrected)->event();
  EXPECT_EQ(event.urgency(), v1::FLASH);
  EXPECT_EQ(alarmed(events), (Set{"cong-vi", "vinh-phuc"}));
  EXPECT_EQ(scene.incident(id).view.severity(), 4U);
}

TEST(Correction, ALoweredSeverityIsQuiet) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), {.severity = 4});
  const auto events = scene.did(officer("quan-hoa"), correct_severity(id, 2));
  EXPECT_TRUE(alarmed(events).empty());
  EXPECT_EQ(find(events, v1::Event::kIncidentCorrected)->event().urgency(), v1::ROUTINE);
}

TEST(Correction, OnlyWhatIsPresentIsCorrected) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"), {.severity = 4, .sensitive = true});
  scene.did(officer("quan-hoa"), correct_category(id, "robbery"));
  EXPECT_EQ(scene.incident(id).view.category(), "robbery");
  EXPECT_EQ(scene.incident(id).view.severity(), 4U);
  EXPECT_TRUE(scene.incident(id).view.sensitive());
  EXPECT_EQ(scene.incident(id).view.placement().zone(), "t11");
  scene.did(officer("quan-hoa"), correct_sensitive(id, false));
  EXPECT_FALSE(scene.incident(id).view.sensitive());
}

TEST(Correction, ACategorysCallStandsUntilAnOfficerNotesWhoCalled) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  EXPECT_TRUE(scene.incident(id).view.call().empty());
  scene.did(officer("quan-hoa"), correct_category(id, "fire"));
  EXPECT_EQ(scene.incident(id).view.call(), "114");
  scene.did(officer("nghia-do"), note(id, "khói nhiều"));
  scene.did(officer("nghia-do"), note(id, "", "113"));
  EXPECT_EQ(scene.incident(id).view.call(), "114");
  scene.did(officer("nghia-do"), note(id, "", "114"));
  EXPECT_TRUE(scene.incident(id).view.call().empty());
}

TEST(Correction, OfAnIncidentThatIsOverIsRefused) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("quan-hoa"), resolve(id));
  EXPECT_EQ(scene.refused(officer("quan-hoa"), correct_severity(id, 4)), v1::Rejection::CLOSED);
}

}  // namespace
}  // namespace wardlink::rules::testing
