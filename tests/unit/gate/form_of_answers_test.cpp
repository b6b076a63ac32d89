// The same for what a lead asks and a target answers, and for queries.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>

#include "hub/base/limits.hpp"
#include "tests/unit/gate/spoiled.hpp"

namespace wardlink::gate::testing {
namespace {

using C = v1::Command;
using R = v1::Rejection;
using S = v1::Support;
namespace limits = base::limits;

class FormOfAnswers : public ::testing::TestWithParam<Spoiled> {};
TEST_P(FormOfAnswers, IsCheckedFieldByField) { expect_checked(GetParam()); }

void add_force(google::protobuf::RepeatedPtrField<v1::Force>* forces, v1::Force::Kind kind, std::uint32_t count) {
  auto& force = *forces->Add();
  force.set_kind(kind);
  force.set_count(count);
}

INSTANTIATE_TEST_SUITE_P(
    OfARequest, FormOfAnswers,
    ::testing::Values(
        Spoiled{"NeitherWardsNorAuto", C::kRequestSupport, [](C& c) { c.mutable_request_support()->clear_auto_(); },
                "wards"},
        Spoiled{"BothWardsAndAuto", C::kRequestSupport, [](C& c) { c.mutable_request_support()->add_wards("cong-vi"); },
                "wards"},
        Spoiled{"AnUnknownWard", C::kRequestSupport,
                [](C& c) {
                  c.mutable_request_support()->clear_auto_();
                  c.mutable_request_support()->add_wards("nowhere");
                },
                "wards"},
        Spoiled{"AForceOfNoKind", C::kRequestSupport,
                [](C& c) { add_force(c.mutable_request_support()->mutable_forces(), {}, 1); }, "forces.kind"},
        Spoiled{
            "AForceOfAnUnknownKind", C::kRequestSupport,
            [](C& c) { add_force(c.mutable_request_support()->mutable_forces(), static_cast<v1::Force::Kind>(9), 1); },
            "forces.kind"},
        Spoiled{"TheSameForceTwice", C::kRequestSupport,
                [](C& c) {
                  add_force(c.mutable_request_support()->mutable_forces(), v1::Force::POLICE, 1);
                  add_force(c.mutable_request_support()->mutable_forces(), v1::Force::POLICE, 2);
                },
                "forces.kind"},
        Spoiled{"NobodyOfAKind", C::kRequestSupport,
                [](C& c) { add_force(c.mutable_request_support()->mutable_forces(), v1::Force::POLICE, 0); },
                "forces.count"},
        Spoiled{"AWholeArmy", C::kRequestSupport,
                [](C& c) {
                  add_force(c.mutable_request_support()->mutable_forces(), v1::Force::POLICE,
                            limits::force_count_max + 1);
                },
                "forces.count"},
        Spoiled{"NoIncident", C::kRequestSupport, [](C& c) { c.mutable_request_support()->clear_incident(); },
                "incident"},
        Spoiled{"AControlCharacter", C::kRequestSupport,
                [](C& c) { c.mutable_request_support()->mutable_content()->set_text("\r"); }, "content.text"},
        Spoiled{"CancelOfAnUnknownWard", C::kCancelSupport,
                [](C& c) { c.mutable_cancel_support()->set_ward("nowhere"); }, "ward"},
        Spoiled{"CancelForAnOverlongReason", C::kCancelSupport,
                [](C& c) { c.mutable_cancel_support()->set_reason(std::string(limits::text_chars_max + 1, 'a')); },
                "reason", R::TOO_LARGE},
        Spoiled{"ReleaseOfAnUnknownWard", C::kReleaseSupport,
                [](C& c) { c.mutable_release_support()->set_ward("nowhere"); }, "ward"},
        Spoiled{"OfferToAnUnknownWard", C::kOfferHandover,
                [](C& c) { c.mutable_offer_handover()->set_to_ward("nowhere"); }, "to_ward"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    OfAnAnswer, FormOfAnswers,
    ::testing::Values(
        Spoiled{"NoState", C::kAnswerSupport, [](C& c) { c.mutable_answer_support()->clear_state(); }, "state"},
        Spoiled{"AStateThatIsNoAnswer", C::kAnswerSupport,
                [](C& c) { c.mutable_answer_support()->set_state(S::RELEASED); }, "state"},
        Spoiled{"DeliveredIsTheHubsToSay", C::kAnswerSupport,
                [](C& c) { c.mutable_answer_support()->set_state(S::DELIVERED); }, "state"},
        Spoiled{"DeclinedWithoutAReason", C::kAnswerSupport,
                [](C& c) { c.mutable_answer_support()->set_state(S::DECLINED); }, "reason"},
        Spoiled{"WithdrawnWithoutAReason", C::kAnswerSupport,
                [](C& c) { c.mutable_answer_support()->set_state(S::WITHDRAWN); }, "reason"},
        Spoiled{"AnArrivalTooFarOff", C::kAnswerSupport,
                [](C& c) { c.mutable_answer_support()->set_eta_minutes(limits::eta_minutes_max + 1); }, "eta_minutes"},
        Spoiled{"ByTelephoneNobodyWithdraws", C::kRecordAnswer,
                [](C& c) { c.mutable_record_answer()->set_state(S::WITHDRAWN); }, "state"},
        Spoiled{"ByTelephoneNobodySaidSo", C::kRecordAnswer, [](C& c) { c.mutable_record_answer()->clear_said_by(); },
                "said_by"},
        Spoiled{"ByTelephoneOfAnUnknownWard", C::kRecordAnswer,
                [](C& c) { c.mutable_record_answer()->set_ward("nowhere"); }, "ward"},
        Spoiled{"ByTelephoneDeclinedWithoutAReason", C::kRecordAnswer,
                [](C& c) { c.mutable_record_answer()->set_state(S::DECLINED); }, ""}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    OfAnIncident, FormOfAnswers,
    ::testing::Values(Spoiled{"AnEmptyNote", C::kNoteIncident, [](C& c) { c.mutable_note_incident()->clear_content(); },
                              "content.text"},
                      Spoiled{"ANoteOfACallNeedsNoText", C::kNoteIncident,
                              [](C& c) {
                                c.mutable_note_incident()->clear_content();
                                c.mutable_note_incident()->set_called("114");
                              },
                              ""},
                      Spoiled{"ANoteOfACallWithAControlCharacter", C::kNoteIncident,
                              [](C& c) { c.mutable_note_incident()->set_called("11\b4"); }, "called"},
                      Spoiled{"ACorrectionOfNothing", C::kCorrectIncident,
                              [](C& c) { c.mutable_correct_incident()->clear_severity(); }, "place"},
                      Spoiled{"ACorrectionToNotSensitive", C::kCorrectIncident,
                              [](C& c) {
                                c.mutable_correct_incident()->clear_severity();
                                c.mutable_correct_incident()->set_sensitive(false);
                              },
                              ""},
                      Spoiled{"ACorrectionOfTheTextAlone", C::kCorrectIncident,
                              [](C& c) {
                                c.mutable_correct_incident()->clear_severity();
                                c.mutable_correct_incident()->mutable_content()->set_text("không có dao");
                              },
                              ""},
                      Spoiled{"ACorrectionOutOfRange", C::kCorrectIncident,
                              [](C& c) { c.mutable_correct_incident()->set_severity(6); }, "severity"},
                      Spoiled{"ACorrectionToAnUnknownCategory", C::kCorrectIncident,
                              [](C& c) { c.mutable_correct_incident()->set_category("weather"); }, "category"},
                      Spoiled{"ACorrectionToAnUnknownPlace", C::kCorrectIncident,
                              [](C& c) { c.mutable_correct_incident()->mutable_place()->set_zone("t12"); },
                              "place.zone"},
                      Spoiled{"AResolutionWithAControlCharacter", C::kResolveIncident,
                              [](C& c) { c.mutable_resolve_incident()->mutable_content()->set_text("\v"); },
                              "content.text"},
                      Spoiled{"AMergeIntoNothing", C::kMergeIncidents,
                              [](C& c) { c.mutable_merge_incidents()->clear_into(); }, "into"},
                      Spoiled{"AnUnlinkOfNoReport", C::kUnlinkReport,
                              [](C& c) { c.mutable_unlink_report()->clear_report(); }, "report"}),
    name_of);

TEST(FormOfIds, EveryCommandOfAnIncidentNamesIt) {
  const auto* kinds = C::descriptor()->FindOneofByName("kind");
  for (int i = 0; i < kinds->field_count(); ++i) {
    const auto* field = kinds->field(i);
    const auto* incident = field->message_type()->FindFieldByName("incident");
    auto command = sound(static_cast<C::KindCase>(field->number()));
    if (incident == nullptr || command.has_report_sighting() || command.has_report_flight()) continue;
    auto* body = command.GetReflection()->MutableMessage(&command, field);
    for (const auto& id :
         {std::string(), std::string("có dấu"), std::string("a b"), std::string(limits::id_bytes_max + 1, 'a')}) {
      body->GetReflection()->SetString(body, incident, id);
      const auto checked = by_officer(command);
      ASSERT_FALSE(checked) << field->name();
      EXPECT_EQ(checked.error().field(), "incident") << field->name();
    }
  }
}

TEST(FormOfSubmits, TheIdIsAUuidOfVersion7) {
  auto command = submit(sound(C::kConfirmLead));
  EXPECT_TRUE(check(served_cluster(), identity(v1::OFFICER), command));
  for (const auto* id : {"", "1", "019cecdd-4f51-4000-8000-000015000000", "019CECDD-4F51-7000-8000-000015000000",
                         "019cecdd-4f51-7000-c000-000015000000", "019cecdd4f5170008000000015000000"}) {
    command.set_id(id);
    const auto checked = check(served_cluster(), identity(v1::OFFICER), command);
    ASSERT_FALSE(checked) << id;
    EXPECT_EQ(checked.error().field(), "id");
    EXPECT_EQ(checked.error().code(), R::INVALID);
  }
}

TEST(FormOfSubmits, AnEmptyCommandIsNeverACommand) {
  for (const auto role : {v1::OFFICER, v1::STATION}) {
    const auto checked = check(served_cluster(), identity(role), submit({}));
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code(), R::INVALID);
    EXPECT_EQ(checked.error().field(), "command");
  }
}

TEST(FormOfQueries, AreCheckedFieldByField) {
  v1::Query query;
  const auto field = [&] {
    const auto checked = check(query);
    return checked ? std::string("passes") : checked.error().field();
  };
  EXPECT_EQ(field(), "kind");
  query.mutable_list();
  EXPECT_EQ(field(), "passes");
  query.mutable_directory();
  EXPECT_EQ(field(), "passes");
  query.mutable_show();
  EXPECT_EQ(field(), "show.id");
  query.mutable_show()->set_id("i");
  EXPECT_EQ(field(), "passes");
  query.mutable_history();
  EXPECT_EQ(field(), "passes");
  query.mutable_history()->set_kind("support_moved");
  EXPECT_EQ(field(), "passes");
  for (const auto* kind : {"seq", "nothing", "supportMoved"}) {
    query.mutable_history()->set_kind(kind);
    EXPECT_EQ(field(), "history.kind") << kind;
  }
  query.mutable_history()->clear_kind();
  query.mutable_history()->set_text("a\tb");
  EXPECT_EQ(field(), "history.text");
  query.mutable_history()->set_text("cầu");
  query.mutable_history()->set_incident("a b");
  EXPECT_EQ(field(), "history.incident");
  query.mutable_history()->clear_incident();
  query.set_id("a b");
  EXPECT_EQ(field(), "id");
}

}  // namespace
}  // namespace wardlink::gate::testing
