// A dry run is the decision itself, taken as if incidents outside the sender's audience did not exist (RULES.md 7).
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

constexpr auto opened = v1::Event::kIncidentOpened;
constexpr auto linked = v1::Event::kReportLinked;

TEST(DryRun, ShowsWhoWouldLeadAndByWhichClause) {
  const Scene before;
  Scene scene;
  const auto decided = scene.dry_run(officer("quan-hoa"), scene.report({}));
  ASSERT_TRUE(decided);
  const auto& lead = find(*decided, v1::Event::kLeadDecided)->event().lead_decided();
  EXPECT_EQ(lead.ward(), "quan-hoa");
  EXPECT_FALSE(lead.decision().clause().vi().empty());
  EXPECT_EQ(scene.state.seq, before.state.seq);
  EXPECT_TRUE(scene.state.incidents.empty());
}

TEST(DryRun, LinksToAnIncidentTheSenderSees) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  const auto decided = scene.dry_run(officer("vinh-phuc"), scene.report({}));
  EXPECT_EQ(decided->front().event().body_case(), linked);
  EXPECT_EQ(decided->front().event().incident(), id);
}

TEST(DryRun, DoesNotLinkToAnIncidentTheSenderMayNotKnow) {
  Scene scene;
  const auto id = scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  const auto command = scene.report({.place = deep_in_nghia_do()});
  EXPECT_EQ(scene.dry_run(officer("cong-vi"), command)->front().event().body_case(), opened);
  EXPECT_EQ(Scene::incident_of(scene.did(officer("cong-vi"), command)), id);
}

TEST(DryRun, NamesNoPossibleDuplicateTheSenderMayNotKnow) {
  Scene scene;
  scene.reports(officer("nghia-do"), {.place = deep_in_nghia_do()});
  const auto command = scene.report({.place = deep_in_nghia_do(), .category = "theft"});
  EXPECT_EQ(count(*scene.dry_run(officer("cong-vi"), command), v1::Event::kPossibleDuplicate), 0);
  EXPECT_EQ(count(*scene.dry_run(officer("nghia-do"), command), v1::Event::kPossibleDuplicate), 1);
}

TEST(DryRun, LinksToAMissingPersonKnownByDescriptionOnly) {
  Scene scene;
  const Seen missing{.place = deep_in_nghia_do(), .category = "missing_person"};
  const auto id = scene.reports(officer("nghia-do"), missing);
  EXPECT_EQ(scene.dry_run(officer("cong-vi"), scene.report(missing))->front().event().incident(), id);
}

TEST(DryRun, RejectsAsTheRealOneDoes) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  const auto decided = scene.dry_run(officer("nghia-do"), ask(id, {"cong-vi"}));
  ASSERT_FALSE(decided);
  EXPECT_EQ(decided.error().code(), v1::Rejection::NOT_LEAD);
}

}  // namespace
}  // namespace wardlink::rules::testing
