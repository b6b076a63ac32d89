// RULES.md 7: who may see what. The table names every kind of event there is; a ward outside it gets nothing.
#include <google/protobuf/descriptor.h>

#include <functional>
#include <map>

#include "hub/rules/view.hpp"
#include "tests/unit/rules/scene.hpp"

namespace wardlink::rules::testing {
namespace {

// A theft deep inside Nghĩa Đô, reported by Quan Hoa: Nghĩa Đô leads, and the other two have no need to know.
struct Theft : Scene {
  Theft() : id(reports(officer("quan-hoa"), {.place = deep_in_nghia_do(), .category = "theft"})) {}
  std::string id;
};

struct Row {
  std::function<Events(Theft&)> act;
  Set wards;
};

const Set the_two{"nghia-do", "quan-hoa"};

Events first_entry(const Scene& scene) { return {scene.journal[0].events().begin(), scene.journal[0].events().end()}; }

// On the line of Cống Vị and Vĩnh Phúc, which are then the two who know.
const auto on_the_line = at(21.0380, 105.8120);
const Set the_line{"cong-vi", "vinh-phuc"};

Events all_duties_declined(Theft& s) {
  const auto id = s.reports(officer("cong-vi"), {.place = on_the_line});
  return s.did(officer("vinh-phuc"), answer(id, S::DECLINED, "bận"));
}

Events revoked(Theft& s) {
  v1::HubCommand command;
  auto& identity = *command.mutable_revoke_identity()->mutable_identity();
  identity.set_cluster(s.state.cluster);
  identity.set_ward("cong-vi");
  identity.set_role(v1::OFFICER);
  identity.set_name("an");
  return s.unasked(command);
}

Events all_asked_declined(Theft& s) {
  s.did(officer("nghia-do"), ask(s.id, {"cong-vi", "quan-hoa", "vinh-phuc"}));
  for (const auto* ward : {"cong-vi", "vinh-phuc"}) s.did(officer(ward), answer(s.id, S::DECLINED, "bận"));
  return s.did(officer("quan-hoa"), answer(s.id, S::DECLINED, "bận"));
}

// Out of the cluster, so that only Nghĩa Đô may meet it.
Events flight_raised(Theft& s) {
  return s.did(officer("nghia-do"), flight(deep_in_nghia_do(), to_degrees(315), v1::FOOT, s.id));
}

std::string flying(Theft& s) { return flight_raised(s)[0].event().flight_raised().flight().id(); }

Events patrol_started(Theft& s) { return s.did(officer("nghia-do"), patrol(in_ward("nghia-do"))); }

const std::map<std::string, Row> table{
    {"incident_opened",
     {[](Theft& s) { return s.did(officer("quan-hoa"), s.report({.place = deep_in_nghia_do()})); }, the_two}},
    {"lead_decided",
     {[](Theft& s) { return s.did(officer("quan-hoa"), s.report({.place = deep_in_nghia_do()})); }, the_two}},
    {"report_linked",
     {[](Theft& s) {
        return s.did(officer("vinh-phuc"), s.report({.place = deep_in_nghia_do(), .category = "theft"}));
      },
      {"nghia-do", "quan-hoa", "vinh-phuc"}}},
    {"report_unlinked",
     {[](Theft& s) {
        s.did(officer("quan-hoa"), s.report({.place = deep_in_nghia_do(), .category = "theft"}));
        return s.did(officer("nghia-do"), unlink(s.id, s.incident(s.id).view.reports(1).id()));
      },
      the_two}},
    {"lead_confirmed", {[](Theft& s) { return s.did(officer("nghia-do"), confirm(s.id)); }, the_two}},
    {"lead_moved",
     {[](Theft& s) {
        s.reports(officer("cong-vi"), {.place = on_the_line});
        return s.did(officer("vinh-phuc"), s.report({.place = on_the_line, .ago = 60s}));
      },
      the_line}},
    {"late_claim",
     {[](Theft& s) {
        const auto id = s.reports(officer("cong-vi"), {.place = on_the_line});
        s.did(officer("cong-vi"), confirm(id));
        return s.did(officer("vinh-phuc"), s.report({.place = on_the_line, .ago = 60s}));
      },
      the_line}},
    // Reported by Cống Vị, but told to the two leads only, and Nghĩa Đô is both.
    {"possible_duplicate",
     {[](Theft& s) { return s.did(officer("cong-vi"), s.report({.place = deep_in_nghia_do()})); }, {"nghia-do"}}},
    {"incident_merged",
     {[](Theft& s) {
        const auto other = s.reports(officer("vinh-phuc"), {.place = deep_in_nghia_do()});
        return s.did(officer("nghia-do"), merge(other, s.id));
      },
      {"nghia-do", "quan-hoa", "vinh-phuc"}}},
    {"handover_offered", {[](Theft& s) { return s.did(officer("nghia-do"), offer(s.id, "quan-hoa")); }, the_two}},
    {"handover_answered",
     {[](Theft& s) {
        s.did(officer("nghia-do"), offer(s.id, "vinh-phuc"));
        return s.did(officer("vinh-phuc"), answer_offer(s.id, false));
      },
      {"nghia-do", "quan-hoa", "vinh-phuc"}}},
    {"incident_corrected", {[](Theft& s) { return s.did(officer("nghia-do"), correct_severity(s.id, 4)); }, the_two}},
    {"incident_noted", {[](Theft& s) { return s.did(officer("quan-hoa"), note(s.id, "gì đó")); }, the_two}},
    {"incident_resolved", {[](Theft& s) { return s.did(officer("nghia-do"), resolve(s.id)); }, the_two}},
    {"incident_reopened",
     {[](Theft& s) {
        s.did(officer("nghia-do"), resolve(s.id));
        return s.did(officer("nghia-do"), reopen(s.id));
      },
      the_two}},
    {"incident_closed", {[](Theft& s) { return s.did(officer("nghia-do"), close(s.id)); }, the_two}},
    {"support_opened",
     {[](Theft& s) { return s.did(officer("nghia-do"), ask(s.id, {"vinh-phuc"})); },
      {"nghia-do", "quan-hoa", "vinh-phuc"}}},
    {"support_moved",
     {[](Theft& s) {
        s.did(officer("nghia-do"), ask(s.id, {"vinh-phuc"}));
        return s.did(officer("vinh-phuc"), answer(s.id, S::SEEN));
      },
      {"nghia-do", "quan-hoa", "vinh-phuc"}}},
    {"escalated", {all_duties_declined, the_line}},
    {"support_exhausted", {all_asked_declined, the_two}},
    {"sighting_recorded", {[](Theft& s) { return s.did(officer("quan-hoa"), sighting(deep_in_nghia_do())); }, the_two}},
    {"hotspot_recorded", {[](Theft& s) { return s.did(officer("quan-hoa"), hotspot(deep_in_nghia_do())); }, the_two}},
    {"regulation_adopted", {first_entry, all_wards}},
    {"cluster_adopted", {first_entry, all_wards}},
    {"station_up", {[](Theft& s) { return s.station_up("cong-vi", true); }, all_wards}},
    {"station_down", {[](Theft& s) { return s.station_up("cong-vi", false); }, all_wards}},
    {"lead_unreachable", {[](Theft& s) { return s.wait(121s); }, the_two}},
    {"acting_asked",
     {[](Theft& s) {
        s.station_up("vinh-phuc", true);
        return s.wait(121s);
      },
      {"nghia-do", "quan-hoa", "vinh-phuc"}}},
    {"flight_raised", {flight_raised, the_two}},
    {"flight_blocked", {[](Theft& s) { return s.did(officer("nghia-do"), block(flying(s))); }, the_two}},
    {"flight_seen_again",
     {[](Theft& s) { return s.did(officer("nghia-do"), seen_again(flying(s), deep_in_nghia_do(), to_degrees(315))); },
      the_two}},
    {"flight_ended", {[](Theft& s) { return s.did(officer("nghia-do"), caught(flying(s))); }, the_two}},
    {"patrol_started", {patrol_started, all_but("cong-vi")}},
    {"displacement_watch", {patrol_started, all_but("cong-vi")}},
    {"patrol_ended",
     {[](Theft& s) {
        return s.did(officer("nghia-do"), end_patrol(patrol_started(s)[0].event().patrol_started().patrol().id()));
      },
      all_but("cong-vi")}},
    {"recalled",
     {[](Theft& s) { return s.did(officer("quan-hoa"), take_back({s.incident(s.id).view.reports(0).id()})); },
      the_two}},
    {"identity_revoked", {revoked, {"cong-vi"}}},
};

TEST(Audience, OfEveryKindOfEventIsExactlyTheTables) {
  const auto* bodies = v1::Event::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    const auto* field = bodies->field(i);
    const auto row = table.find(field->name());
    ASSERT_NE(row, table.end()) << "no row for " << field->name();
    Theft scene;
    const auto events = row->second.act(scene);
    const auto* stored = find(events, static_cast<v1::Event::BodyCase>(field->number()));
    ASSERT_NE(stored, nullptr) << field->name();
    EXPECT_EQ(receivers(*stored), row->second.wards) << field->name();
    for (const auto& recipient : stored->audience()) EXPECT_FALSE(recipient.description_only()) << field->name();
  }
}

TEST(Audience, OfABorderIncidentIsEveryWardOfThePlacement) {
  Scene scene;
  EXPECT_EQ(scene.audience_of(scene.reports(officer("cong-vi"))), all_wards);
  EXPECT_EQ(scene.audience_of(scene.reports(officer("cong-vi"), {.place = on_the_line})), the_line);
}

TEST(Audience, WhereSensitiveAlsoTheWardsWithinTheExchangeRange) {
  Scene scene;
  // In Cống Vị, 200 m from Quan Hoa, whose station otherwise hears nothing of it.
  const auto place = at(21.0335, 105.8065);
  const auto id = scene.reports(officer("cong-vi"), {.place = place});
  EXPECT_EQ(scene.audience_of(id), Set{"cong-vi"});
  const auto events = scene.did(officer("cong-vi"), correct_sensitive(id, true));
  EXPECT_EQ(scene.audience_of(id), (Set{"cong-vi", "quan-hoa"}));
  EXPECT_EQ(stories(events, "quan-hoa"), Set{id});
}

TEST(Audience, OnlyGrows) {
  Scene scene;
  const auto id = scene.reports(officer("quan-hoa"));
  scene.did(officer("quan-hoa"), correct_place(id, deep_in_quan_hoa()));
  scene.did(officer("quan-hoa"), note(id, "gì đó"));
  EXPECT_EQ(scene.audience_of(id), all_wards);
}

class OneTie : public ::testing::Test {
 protected:
  OneTie() { scene.did(officer("nghia-do"), ask(scene.id, {"vinh-phuc"})); }
  Events later() { return scene.did(officer("nghia-do"), note(scene.id, "gì đó")); }
  Theft scene;
};

TEST_F(OneTie, AWardThatDeclinedHearsItsOwnAnswerAndNothingLater) {
  const auto events = scene.did(officer("vinh-phuc"), answer(scene.id, S::DECLINED, "bận"));
  EXPECT_TRUE(receivers(events[0]).contains("vinh-phuc"));
  EXPECT_FALSE(receivers(later()[0]).contains("vinh-phuc"));
  EXPECT_EQ(scene.refused(officer("vinh-phuc"), note(scene.id, "x")), v1::Rejection::UNKNOWN_ID);
}

TEST_F(OneTie, AWardThatWasCancelledHearsThatAndNothingLater) {
  const auto events = scene.did(officer("nghia-do"), cancel(scene.id, "vinh-phuc"));
  EXPECT_TRUE(receivers(*find(events, v1::Event::kSupportMoved)).contains("vinh-phuc"));
  EXPECT_FALSE(receivers(later()[0]).contains("vinh-phuc"));
}

TEST_F(OneTie, AWardThatWithdrewOrWasReleasedStays) {
  scene.did(officer("vinh-phuc"), answer(scene.id, S::ON_SCENE));
  scene.did(officer("nghia-do"), release(scene.id, "vinh-phuc"));
  EXPECT_TRUE(receivers(later()[0]).contains("vinh-phuc"));
}

TEST_F(OneTie, AWardWithAnotherTieStaysThoughItDeclined) {
  scene.did(officer("nghia-do"), ask(scene.id, {"quan-hoa"}));
  scene.did(officer("quan-hoa"), answer(scene.id, S::DECLINED, "bận"));
  EXPECT_TRUE(receivers(later()[0]).contains("quan-hoa"));
}

TEST_F(OneTie, AskedAnewItJoinsAgainWithTheStory) {
  scene.did(officer("vinh-phuc"), answer(scene.id, S::DECLINED, "bận"));
  later();
  const auto events = scene.did(officer("nghia-do"), ask(scene.id, {"vinh-phuc"}));
  EXPECT_EQ(stories(events, "vinh-phuc"), Set{scene.id});
}

TEST(Joining, IsPrecededByTheStoryOnceAndOnlyForTheWardThatJoins) {
  Theft scene;
  const auto events = scene.did(officer("nghia-do"), ask(scene.id, {"cong-vi", "vinh-phuc"}));
  for (const auto* ward : {"cong-vi", "vinh-phuc"}) {
    EXPECT_EQ(std::ranges::count_if(events, [&](const auto& stored) { return !stories({stored}, ward).empty(); }), 1);
    EXPECT_EQ(stories({events.front()}, ward), Set{scene.id});
  }
  EXPECT_TRUE(stories(events, "nghia-do").empty());
  EXPECT_TRUE(stories(scene.did(officer("nghia-do"), note(scene.id, "gì đó")), "cong-vi").empty());
}

TEST(Joining, AReporterOfALinkedReportHearsTheStory) {
  Theft scene;
  const auto events = scene.did(officer("cong-vi"), scene.report({.place = deep_in_nghia_do(), .category = "theft"}));
  EXPECT_EQ(stories(events, "cong-vi"), Set{scene.id});
}

TEST(Joining, OfAnIncidentOpenedByThisVeryEntryThereIsNoStory) {
  Scene scene;
  const auto events = scene.did(officer("quan-hoa"), scene.report({}));
  for (const auto& ward : all_wards) EXPECT_TRUE(stories(events, ward).empty());
  EXPECT_EQ(receivers(events.front()), all_wards);
}

TEST(PrevSeq, OfEveryWardNamesTheLastEventItCouldSee) {
  Theft scene;
  scene.did(officer("cong-vi"), hotspot(on_the_line));
  scene.did(officer("nghia-do"), ask(scene.id, {"vinh-phuc"}));
  scene.did(officer("vinh-phuc"), answer(scene.id, S::DECLINED, "bận"));
  scene.reports(officer("vinh-phuc"));
  std::map<std::string, std::uint64_t> last;
  for (const auto& entry : scene.journal) {
    for (const auto& stored : entry.events()) {
      for (const auto& recipient : stored.audience()) {
        EXPECT_EQ(recipient.prev_seq(), last[recipient.ward()]) << recipient.ward();
        last[recipient.ward()] = stored.event().seq();
      }
    }
  }
  EXPECT_EQ(last.size(), 4U);
}

class MissingPerson : public ::testing::Test {
 protected:
  static constexpr auto wanted = "missing_person";
  Events opening() {
    return scene.did(officer("quan-hoa"), scene.report({.place = deep_in_nghia_do(), .category = wanted}));
  }
  static Set described_to(const v1::StoredEvent& stored) {
    Set wards;
    for (const auto& recipient : stored.audience()) {
      if (recipient.description_only()) wards.insert(recipient.ward());
    }
    return wards;
  }
  const Set the_others{"cong-vi", "vinh-phuc"};
  Scene scene;
};

TEST_F(MissingPerson, IsToldToEveryWardByDescriptionOnly) {
  const auto events = opening();
  const auto& opened = *find(events, v1::Event::kIncidentOpened);
  EXPECT_EQ(receivers(opened), all_wards);
  EXPECT_EQ(described_to(opened), the_others);
  EXPECT_EQ(receivers(*find(events, v1::Event::kLeadDecided)), the_two);
}

TEST_F(MissingPerson, TheDescriptionHasTheTextAndNeitherNamesNorOfficers) {
  auto command = scene.report({.place = deep_in_nghia_do(), .category = wanted, .text = "cháu 6 tuổi, áo vàng"});
  command.mutable_report_incident()->mutable_content()->add_phones("0900");
  command.mutable_report_incident()->mutable_content()->add_persons("Tên");
  command.mutable_report_incident()->mutable_content()->set_sensitive_text("riêng");
  command.mutable_report_incident()->set_sensitive(true);
  command.mutable_report_incident()->set_assist(true);
  auto event = scene.did(officer("quan-hoa"), command)[0].event();
  reduce_to_description(event);
  EXPECT_TRUE(event.description_only());
  EXPECT_EQ(event.content().text(), "cháu 6 tuổi, áo vàng");
  EXPECT_TRUE(event.content().phones().empty());
  EXPECT_TRUE(event.content().persons().empty());
  EXPECT_TRUE(event.content().sensitive_text().empty());
  EXPECT_TRUE(event.actor().name().empty());
  EXPECT_TRUE(event.incident_opened().report().officer().empty());
  EXPECT_FALSE(event.incident_opened().sensitive());
  EXPECT_FALSE(event.incident_opened().assist());
  EXPECT_TRUE(event.alarms().empty());
}

TEST_F(MissingPerson, WhatTurnsOutToBeOneIsToldFromTheBeginning) {
  const auto opened = scene.did(officer("quan-hoa"), scene.report({.place = deep_in_nghia_do(), .category = "other"}));
  const auto id = Scene::incident_of(opened);
  EXPECT_TRUE(described_to(*find(opened, v1::Event::kIncidentOpened)).empty());
  const auto events = scene.did(officer("nghia-do"), correct_category(id, wanted));
  EXPECT_EQ(described_to(*find(events, v1::Event::kIncidentCorrected)), the_others);
  for (const auto& ward : the_others) EXPECT_EQ(stories(events, ward), Set{id});
  EXPECT_TRUE(stories(scene.did(officer("nghia-do"), close(id)), "cong-vi").empty()) << "once";
}

TEST_F(MissingPerson, ItsEndIsToldToThemToo) {
  const auto id = Scene::incident_of(opening());
  const auto events = scene.did(officer("nghia-do"), close(id));
  EXPECT_EQ(described_to(*find(events, v1::Event::kIncidentResolved)), the_others);
  EXPECT_EQ(described_to(*find(events, v1::Event::kIncidentClosed)), the_others);
}

TEST_F(MissingPerson, ItsNotesAndSupportsAreNot) {
  const auto id = Scene::incident_of(opening());
  EXPECT_EQ(receivers(scene.did(officer("nghia-do"), note(id, "gì đó"))[0]), the_two);
  EXPECT_EQ(scene.refused(officer("cong-vi"), note(id, "gì đó")), v1::Rejection::UNKNOWN_ID);
  EXPECT_TRUE(view(scene.state, scene.incident(id), "cong-vi")->reports().empty());
}

TEST_F(MissingPerson, WhoThenReportsItJoinsWithTheWholeStory) {
  const auto id = Scene::incident_of(opening());
  const auto events = scene.did(officer("cong-vi"), scene.report({.same_as = id}));
  EXPECT_EQ(stories(events, "cong-vi"), Set{id});
  EXPECT_TRUE(scene.audience_of(id).contains("cong-vi"));
}

TEST(View, OfAnIncidentIsForItsAudienceAlone) {
  Theft scene;
  EXPECT_FALSE(view(scene.state, scene.incident(scene.id), "cong-vi"));
  const auto shown = view(scene.state, scene.incident(scene.id), "quan-hoa");
  ASSERT_TRUE(shown);
  EXPECT_EQ(Set(shown->audience().begin(), shown->audience().end()), the_two);
  EXPECT_TRUE(list(scene.state, "cong-vi", true).empty());
  EXPECT_EQ(list(scene.state, "quan-hoa", false).size(), 1U);
}

}  // namespace
}  // namespace wardlink::rules::testing
