// Commands the system tests send.
#pragma once

#include <string>

#include "wardlink/v1/command.pb.h"

namespace wardlink::system_test {

inline v1::Place at(double lat, double lon) {
  v1::Place place;
  place.mutable_point()->set_lat_e7(static_cast<std::int32_t>(lat * 1e7));
  place.mutable_point()->set_lon_e7(static_cast<std::int32_t>(lon * 1e7));
  return place;
}
inline v1::Place on_the_bridge() { return at(21.0401, 105.8063); }
inline v1::Place deep_in_nghia_do() { return at(21.0475, 105.8000); }

inline v1::Command incident(const v1::Place& place, const std::string& category = "disorder",
                            std::uint32_t severity = 3, const std::string& text = "hai nhóm xô xát") {
  v1::Command command;
  auto& report = *command.mutable_report_incident();
  report.set_mode(v1::ACTUAL);
  report.set_category(category);
  report.set_severity(severity);
  *report.mutable_place() = place;
  report.set_source(v1::PATROL);
  report.mutable_content()->set_text(text);
  return command;
}

inline v1::Command sighting(const v1::Place& place, const std::string& text = "áo đỏ, đi bộ") {
  v1::Command command;
  auto& report = *command.mutable_report_sighting();
  report.set_mode(v1::ACTUAL);
  report.set_kind(v1::ReportSighting::PERSON);
  *report.mutable_place() = place;
  report.set_source(v1::PATROL);
  report.mutable_content()->set_text(text);
  return command;
}

inline v1::Command answer(const std::string& incident_id, v1::Support::State state, const std::string& reason = "") {
  v1::Command command;
  command.mutable_answer_support()->set_incident(incident_id);
  command.mutable_answer_support()->set_state(state);
  command.mutable_answer_support()->set_reason(reason);
  return command;
}

inline v1::Command note(const std::string& incident_id, const std::string& text) {
  v1::Command command;
  command.mutable_note_incident()->set_incident(incident_id);
  command.mutable_note_incident()->mutable_content()->set_text(text);
  return command;
}

inline v1::Command resolve(const std::string& incident_id) {
  v1::Command command;
  command.mutable_resolve_incident()->set_incident(incident_id);
  return command;
}

inline v1::Command ask_auto(const std::string& incident_id) {
  v1::Command command;
  command.mutable_request_support()->set_incident(incident_id);
  command.mutable_request_support()->set_auto_(true);
  return command;
}

inline v1::Command flight(const v1::Place& place, const std::string& text = "áo đỏ, xe máy đen") {
  v1::Command command;
  auto& report = *command.mutable_report_flight();
  report.set_mode(v1::ACTUAL);
  *report.mutable_place() = place;
  report.set_by(v1::MOTORBIKE);
  report.set_source(v1::PATROL);
  report.mutable_content()->set_text(text);
  return command;
}

inline v1::Command block(const std::string& flight_id) {
  v1::Command command;
  command.mutable_block_flight()->set_flight(flight_id);
  return command;
}

inline v1::Command caught(const std::string& flight_id) {
  v1::Command command;
  command.mutable_catch_flight()->set_flight(flight_id);
  return command;
}

inline v1::Command take_back(const std::string& id) {
  v1::Command command;
  command.mutable_recall()->add_ids(id);
  command.mutable_recall()->set_reason("báo nhầm");
  return command;
}

}  // namespace wardlink::system_test
