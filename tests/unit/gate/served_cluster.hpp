// The sample cluster as the gate sees it, and commands that pass it, for the tests to spoil.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "hub/domain/state.hpp"
#include "hub/gate/gate.hpp"

namespace wardlink::gate::testing {

inline const domain::State& served_cluster() {
  static const domain::State served = [] {
    const auto read = [](const std::string& ending) {
      std::ifstream in(std::string(WARDLINK_SOURCE_DIR) + "/hub/clusters/hoa-do-phuc-vi." + ending);
      std::stringstream text;
      text << in.rdbuf();
      return text.str();
    };
    domain::State state;
    auto regulation = domain::Regulation::parse(read("toml")).value();
    auto geography = domain::Geography::parse(read("geojson"), regulation.limits).value();
    state.cluster = geography.id();
    state.regulation_version = regulation.version;
    state.regulations[regulation.version] = std::make_shared<const domain::Regulation>(std::move(regulation));
    state.geography = std::make_shared<const domain::Geography>(std::move(geography));
    return state;
  }();
  return served;
}

inline v1::Identity identity(v1::Role role, const std::string& ward = "quan-hoa") {
  v1::Identity who;
  who.set_cluster("hoa-do-phuc-vi");
  who.set_ward(role == v1::ADMIN ? "-" : ward);
  who.set_role(role);
  who.set_name("an");
  return who;
}

inline constexpr auto a_uuid = "019cecdd-4f51-7000-8000-000015000000";

inline v1::Submit submit(const v1::Command& command) {
  v1::Submit submit;
  submit.set_id(a_uuid);
  *submit.mutable_command() = command;
  return submit;
}

inline base::Expected<void> by_officer(const v1::Command& command) {
  return check(served_cluster(), identity(v1::OFFICER), submit(command));
}

/// A command of this kind (the field number in v1::Command) with every field it needs.
inline v1::Command sound(v1::Command::KindCase kind) {
  using C = v1::Command;
  v1::Command c;
  switch (kind) {
    case C::kReportIncident: {
      auto& body = *c.mutable_report_incident();
      body.set_mode(v1::ACTUAL);
      body.set_category("theft");
      body.set_severity(3);
      body.set_source(v1::PATROL);
      break;
    }
    case C::kReportSighting: {
      auto& body = *c.mutable_report_sighting();
      body.set_mode(v1::ACTUAL);
      body.set_kind(v1::ReportSighting::PERSON);
      body.set_source(v1::PATROL);
      body.mutable_content()->set_text("áo đỏ");
      break;
    }
    case C::kReportHotspot: {
      auto& body = *c.mutable_report_hotspot();
      body.set_mode(v1::ACTUAL);
      body.set_category("drugs");
      body.set_source(v1::CITIZEN);
      body.mutable_content()->set_text("tụ tập");
      break;
    }
    case C::kConfirmLead:
      c.mutable_confirm_lead()->set_incident("i");
      break;
    case C::kClaimLead:
      c.mutable_claim_lead()->set_incident("i");
      break;
    case C::kOfferHandover:
      c.mutable_offer_handover()->set_incident("i");
      c.mutable_offer_handover()->set_to_ward("cong-vi");
      break;
    case C::kAnswerHandover:
      c.mutable_answer_handover()->set_incident("i");
      break;
    case C::kRequestSupport:
      c.mutable_request_support()->set_incident("i");
      c.mutable_request_support()->set_auto_(true);
      break;
    case C::kCancelSupport:
      c.mutable_cancel_support()->set_incident("i");
      c.mutable_cancel_support()->set_ward("cong-vi");
      break;
    case C::kReleaseSupport:
      c.mutable_release_support()->set_incident("i");
      c.mutable_release_support()->set_ward("cong-vi");
      break;
    case C::kAnswerSupport:
      c.mutable_answer_support()->set_incident("i");
      c.mutable_answer_support()->set_state(v1::Support::EN_ROUTE);
      break;
    case C::kRecordAnswer: {
      auto& body = *c.mutable_record_answer();
      body.set_incident("i");
      body.set_ward("cong-vi");
      body.set_said_by("anh Bình");
      body.set_state(v1::Support::ACCEPTED);
      break;
    }
    case C::kNoteIncident:
      c.mutable_note_incident()->set_incident("i");
      c.mutable_note_incident()->mutable_content()->set_text("gì đó");
      break;
    case C::kCorrectIncident:
      c.mutable_correct_incident()->set_incident("i");
      c.mutable_correct_incident()->set_severity(4);
      break;
    case C::kResolveIncident:
      c.mutable_resolve_incident()->set_incident("i");
      break;
    case C::kReopenIncident:
      c.mutable_reopen_incident()->set_incident("i");
      break;
    case C::kCloseIncident:
      c.mutable_close_incident()->set_incident("i");
      break;
    case C::kMergeIncidents:
      c.mutable_merge_incidents()->set_incident("i");
      c.mutable_merge_incidents()->set_into("j");
      break;
    case C::kUnlinkReport:
      c.mutable_unlink_report()->set_incident("i");
      c.mutable_unlink_report()->set_report("r");
      break;
    case C::kReportFlight: {
      auto& body = *c.mutable_report_flight();
      body.set_mode(v1::ACTUAL);
      body.mutable_place()->mutable_point()->set_lat_e7(210401000);
      body.mutable_place()->mutable_point()->set_lon_e7(1058063000);
      body.set_by(v1::FOOT);
      body.set_source(v1::PATROL);
      break;
    }
    case C::kBlockFlight:
      c.mutable_block_flight()->set_flight("f");
      break;
    case C::kSeeFlightAgain:
      c.mutable_see_flight_again()->set_flight("f");
      c.mutable_see_flight_again()->mutable_place()->mutable_point()->set_lat_e7(210401000);
      c.mutable_see_flight_again()->mutable_place()->mutable_point()->set_lon_e7(1058063000);
      break;
    case C::kCatchFlight:
      c.mutable_catch_flight()->set_flight("f");
      break;
    case C::kStartPatrol:
      c.mutable_start_patrol()->set_mode(v1::ACTUAL);
      c.mutable_start_patrol()->mutable_place()->set_zone("t11");
      break;
    case C::kEndPatrol:
      c.mutable_end_patrol()->set_patrol("p");
      break;
    case C::kRecall:
      c.mutable_recall()->add_ids("r");
      break;
    case C::KIND_NOT_SET:
      break;
  }
  return c;
}

}  // namespace wardlink::gate::testing
