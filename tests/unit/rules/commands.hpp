// Commands in the words of a duty officer.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "wardlink/v1/command.pb.h"

namespace wardlink::rules::testing {

inline v1::Command confirm(const std::string& id) {
  v1::Command c;
  c.mutable_confirm_lead()->set_incident(id);
  return c;
}
inline v1::Command claim(const std::string& id) {
  v1::Command c;
  c.mutable_claim_lead()->set_incident(id);
  return c;
}
inline v1::Command offer(const std::string& id, const std::string& ward) {
  v1::Command c;
  c.mutable_offer_handover()->set_incident(id);
  c.mutable_offer_handover()->set_to_ward(ward);
  return c;
}
inline v1::Command answer_offer(const std::string& id, bool accept) {
  v1::Command c;
  c.mutable_answer_handover()->set_incident(id);
  c.mutable_answer_handover()->set_accept(accept);
  return c;
}
inline v1::Command ask(const std::string& id, const std::vector<std::string>& wards,
                       const std::vector<std::pair<v1::Force::Kind, std::uint32_t>>& forces = {}) {
  v1::Command c;
  auto& request = *c.mutable_request_support();
  request.set_incident(id);
  request.set_auto_(wards.empty());
  request.mutable_wards()->Add(wards.begin(), wards.end());
  for (const auto& [kind, count] : forces) {
    auto& force = *request.add_forces();
    force.set_kind(kind);
    force.set_count(count);
  }
  return c;
}
inline v1::Command ask_auto(const std::string& id) { return ask(id, {}); }
inline v1::Command answer(const std::string& id, v1::Support::State state, const std::string& reason = "",
                          const std::vector<std::pair<v1::Force::Kind, std::uint32_t>>& forces = {}) {
  v1::Command c;
  auto& body = *c.mutable_answer_support();
  body.set_incident(id);
  body.set_state(state);
  body.set_reason(reason);
  for (const auto& [kind, count] : forces) {
    auto& force = *body.add_forces();
    force.set_kind(kind);
    force.set_count(count);
  }
  return c;
}
inline v1::Command cancel(const std::string& id, const std::string& ward) {
  v1::Command c;
  c.mutable_cancel_support()->set_incident(id);
  c.mutable_cancel_support()->set_ward(ward);
  return c;
}
inline v1::Command release(const std::string& id, const std::string& ward) {
  v1::Command c;
  c.mutable_release_support()->set_incident(id);
  c.mutable_release_support()->set_ward(ward);
  return c;
}
inline v1::Command phoned(const std::string& id, const std::string& ward, v1::Support::State state) {
  v1::Command c;
  auto& body = *c.mutable_record_answer();
  body.set_incident(id);
  body.set_ward(ward);
  body.set_state(state);
  body.set_said_by("anh Bình");
  return c;
}
inline v1::Command note(const std::string& id, const std::string& text, const std::string& called = "") {
  v1::Command c;
  c.mutable_note_incident()->set_incident(id);
  c.mutable_note_incident()->mutable_content()->set_text(text);
  c.mutable_note_incident()->set_called(called);
  return c;
}
inline v1::Command correct_place(const std::string& id, const v1::Place& place) {
  v1::Command c;
  c.mutable_correct_incident()->set_incident(id);
  *c.mutable_correct_incident()->mutable_place() = place;
  return c;
}
inline v1::Command correct_category(const std::string& id, const std::string& category) {
  v1::Command c;
  c.mutable_correct_incident()->set_incident(id);
  c.mutable_correct_incident()->set_category(category);
  return c;
}
inline v1::Command correct_severity(const std::string& id, std::uint32_t severity) {
  v1::Command c;
  c.mutable_correct_incident()->set_incident(id);
  c.mutable_correct_incident()->set_severity(severity);
  return c;
}
inline v1::Command correct_sensitive(const std::string& id, bool sensitive) {
  v1::Command c;
  c.mutable_correct_incident()->set_incident(id);
  c.mutable_correct_incident()->set_sensitive(sensitive);
  return c;
}
inline v1::Command resolve(const std::string& id) {
  v1::Command c;
  c.mutable_resolve_incident()->set_incident(id);
  return c;
}
inline v1::Command reopen(const std::string& id) {
  v1::Command c;
  c.mutable_reopen_incident()->set_incident(id);
  return c;
}
inline v1::Command close(const std::string& id) {
  v1::Command c;
  c.mutable_close_incident()->set_incident(id);
  return c;
}
inline v1::Command merge(const std::string& id, const std::string& into) {
  v1::Command c;
  c.mutable_merge_incidents()->set_incident(id);
  c.mutable_merge_incidents()->set_into(into);
  return c;
}
inline v1::Command unlink(const std::string& id, const std::string& report) {
  v1::Command c;
  c.mutable_unlink_report()->set_incident(id);
  c.mutable_unlink_report()->set_report(report);
  return c;
}
inline v1::Command sighting(const v1::Place& place, const std::string& incident = "",
                            const std::vector<std::string>& share_with = {}) {
  v1::Command c;
  auto& body = *c.mutable_report_sighting();
  body.set_mode(v1::ACTUAL);
  body.set_kind(v1::ReportSighting::PERSON);
  *body.mutable_place() = place;
  body.set_source(v1::PATROL);
  body.mutable_content()->set_text("áo đỏ, đi bộ");
  body.set_incident(incident);
  body.mutable_share_with()->Add(share_with.begin(), share_with.end());
  return c;
}
inline v1::Command hotspot(const v1::Place& place, const std::vector<std::string>& share_with = {}) {
  v1::Command c;
  auto& body = *c.mutable_report_hotspot();
  body.set_mode(v1::ACTUAL);
  body.set_category("drugs");
  *body.mutable_place() = place;
  body.set_source(v1::CITIZEN);
  body.mutable_content()->set_text("tụ tập đêm");
  body.mutable_share_with()->Add(share_with.begin(), share_with.end());
  return c;
}

inline v1::Heading to_degrees(std::uint32_t degrees) {
  v1::Heading heading;
  heading.set_degrees(degrees);
  return heading;
}
inline v1::Heading to_ward(const std::string& ward) {
  v1::Heading heading;
  heading.set_ward(ward);
  return heading;
}
/// No heading: any direction. Of the incident, where one is given.
inline v1::Command flight(const v1::Place& place, const std::optional<v1::Heading>& heading = {},
                          v1::TravelMode by = v1::MOTORBIKE, const std::string& incident = "") {
  v1::Command c;
  auto& body = *c.mutable_report_flight();
  body.set_mode(v1::ACTUAL);
  body.set_incident(incident);
  *body.mutable_place() = place;
  if (heading) *body.mutable_heading() = *heading;
  body.set_by(by);
  body.set_source(v1::PATROL);
  body.mutable_content()->set_text("áo đỏ, xe máy đen");
  return c;
}
inline v1::Command block(const std::string& id, const std::optional<v1::Place>& at = {}) {
  v1::Command c;
  c.mutable_block_flight()->set_flight(id);
  if (at) *c.mutable_block_flight()->mutable_at() = *at;
  return c;
}
inline v1::Command seen_again(const std::string& id, const v1::Place& place,
                              const std::optional<v1::Heading>& heading = {}) {
  v1::Command c;
  c.mutable_see_flight_again()->set_flight(id);
  *c.mutable_see_flight_again()->mutable_place() = place;
  if (heading) *c.mutable_see_flight_again()->mutable_heading() = *heading;
  return c;
}
inline v1::Command caught(const std::string& id) {
  v1::Command c;
  c.mutable_catch_flight()->set_flight(id);
  return c;
}
inline v1::Command patrol(const v1::Place& place, v1::Mode mode = v1::ACTUAL) {
  v1::Command c;
  c.mutable_start_patrol()->set_mode(mode);
  *c.mutable_start_patrol()->mutable_place() = place;
  return c;
}
inline v1::Command end_patrol(const std::string& id) {
  v1::Command c;
  c.mutable_end_patrol()->set_patrol(id);
  return c;
}
inline v1::Command take_back(const std::vector<std::string>& ids) {
  v1::Command c;
  c.mutable_recall()->mutable_ids()->Assign(ids.begin(), ids.end());
  c.mutable_recall()->set_reason("báo nhầm");
  return c;
}

}  // namespace wardlink::rules::testing
