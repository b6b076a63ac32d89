#include "hub/gate/form.hpp"

#include <set>

#include "hub/base/limits.hpp"
#include "hub/gate/form_fields.hpp"
#include "hub/gate/text.hpp"
#include "hub/rules/flight.hpp"

namespace wardlink::gate {
namespace {

using base::Expected;
using domain::State;
namespace limits = base::limits;

Expected<void> check(const State& state, const v1::ReportIncident& c) {
  return all([&] { return check_mode(c.mode()); }, [&] { return check_category(state, c.category()); },
             [&] { return check_severity(c.severity()); }, [&] { return check_place(state, c.place()); },
             [&] { return check_time(c.detected_at()); }, [&] { return check_source(c.source()); },
             [&] { return check_content(c.content(), "content"); },
             [&] { return check_id(c.same_as(), "same_as", false); });
}

Expected<void> check(const State& state, const v1::ReportSighting& c) {
  if (c.kind() == v1::ReportSighting::KIND_UNSPECIFIED || !v1::ReportSighting::Kind_IsValid(c.kind())) {
    return invalid("kind", "A sighting is of a person, a vehicle or a group.",
                   "Đối tượng là người, phương tiện hoặc nhóm.");
  }
  return all([&] { return check_mode(c.mode()); }, [&] { return check_place(state, c.place()); },
             [&] { return check_time(c.detected_at()); }, [&] { return check_source(c.source()); },
             [&] { return check_content(c.content(), "content"); }, [&] { return check_said(c.content()); },
             [&] { return check_id(c.incident(), "incident", false); },
             [&] { return check_wards(state, c.share_with(), "share_with"); });
}

Expected<void> check(const State& state, const v1::ReportHotspot& c) {
  return all([&] { return check_mode(c.mode()); }, [&] { return check_category(state, c.category()); },
             [&] { return check_place(state, c.place()); }, [&] { return check_source(c.source()); },
             [&] { return check_content(c.content(), "content"); }, [&] { return check_said(c.content()); },
             [&] { return check_wards(state, c.share_with(), "share_with"); });
}

Expected<void> check(const State& state, const v1::OfferHandover& c) {
  return all([&] { return check_id(c.incident(), "incident"); },
             [&] { return check_ward(state, c.to_ward(), "to_ward"); });
}

Expected<void> check(const State& state, const v1::RequestSupport& c) {
  if (c.auto_() == !c.wards().empty()) {
    return invalid("wards", "Name wards, or leave the choice to the regulation; one of the two.",
                   "Nêu phường cụ thể hoặc để quy chế chọn; một trong hai.");
  }
  return all([&] { return check_id(c.incident(), "incident"); }, [&] { return check_wards(state, c.wards(), "wards"); },
             [&] { return check_forces(c.forces()); }, [&] { return check_content(c.content(), "content"); });
}

Expected<void> check(const State& state, const v1::CancelSupport& c) {
  return all([&] { return check_id(c.incident(), "incident"); }, [&] { return check_ward(state, c.ward(), "ward"); },
             [&] { return check_reason(c.reason(), false); });
}

Expected<void> check(const State& state, const v1::ReleaseSupport& c) {
  return all([&] { return check_id(c.incident(), "incident"); }, [&] { return check_ward(state, c.ward(), "ward"); });
}

Expected<void> check(const v1::AnswerSupport& c) {
  using S = v1::Support;
  const bool answer = c.state() == S::SEEN || c.state() == S::ACCEPTED || c.state() == S::EN_ROUTE ||
                      c.state() == S::ON_SCENE || c.state() == S::DECLINED || c.state() == S::WITHDRAWN;
  if (!answer) return invalid("state", "This is no answer to a request.", "Đây không phải câu trả lời phối hợp.");
  if (c.eta_minutes() > limits::eta_minutes_max) {
    return invalid("eta_minutes", "The arrival is at most 1,440 minutes off.", "Thời gian đến tối đa 1.440 phút.");
  }
  const bool refuses = c.state() == S::DECLINED || c.state() == S::WITHDRAWN;
  return all([&] { return check_id(c.incident(), "incident"); }, [&] { return check_reason(c.reason(), refuses); },
             [&] { return check_forces(c.forces()); });
}

Expected<void> check(const State& state, const v1::RecordAnswer& c) {
  using S = v1::Support;
  if (c.state() != S::ACCEPTED && c.state() != S::DECLINED && c.state() != S::ON_SCENE) {
    return invalid("state", "By telephone a ward accepts, declines or is on scene.",
                   "Qua điện thoại: nhận, từ chối hoặc đã có mặt.");
  }
  if (c.said_by().empty()) return invalid("said_by", "Say who answered.", "Phải nêu người trả lời.");
  return all([&] { return check_id(c.incident(), "incident"); }, [&] { return check_ward(state, c.ward(), "ward"); },
             [&] { return check_text(c.said_by(), "said_by"); }, [&] { return check_reason(c.reason(), false); },
             [&] { return check_forces(c.forces()); });
}

Expected<void> check(const v1::NoteIncident& c) {
  return all([&] { return check_id(c.incident(), "incident"); }, [&] { return check_text(c.called(), "called"); },
             [&] { return c.called().empty() ? check_said(c.content()) : Expected<void>(); },
             [&] { return check_content(c.content(), "content"); });
}

Expected<void> check(const State& state, const v1::CorrectIncident& c) {
  if (!c.has_place() && c.category().empty() && c.severity() == 0 && !c.has_sensitive() &&
      c.content().ByteSizeLong() == 0) {
    return invalid("place", "Nothing is corrected.", "Chưa nêu nội dung đính chính.");
  }
  return all([&] { return check_id(c.incident(), "incident"); },
             [&] { return c.has_place() ? check_place(state, c.place()) : Expected<void>(); },
             [&] { return c.category().empty() ? Expected<void>() : check_category(state, c.category()); },
             [&] { return c.severity() == 0 ? Expected<void>() : check_severity(c.severity()); },
             [&] { return check_content(c.content(), "content"); });
}

Expected<void> check_heading(const State& state, const v1::Heading& heading) {
  if (heading.has_ward()) return check_ward(state, heading.ward(), "heading.ward");
  if (heading.has_degrees() && heading.degrees() < 360) return {};
  return invalid("heading", "The heading is 0 to 359 degrees, or a ward.",
                 "Hướng chạy là 0 đến 359 độ hoặc một phường.");
}

Expected<void> check_travel(v1::TravelMode by, bool required) {
  if (by == v1::TRAVEL_MODE_UNSPECIFIED ? !required : v1::TravelMode_IsValid(by)) return {};
  return invalid("by", "Say whether on foot, by motorbike or by car.", "Cần nêu chạy bộ, đi xe máy hay ô tô.");
}

Expected<void> check(const State& state, const v1::ReportFlight& c) {
  const bool opens = c.incident().empty();
  const std::string category = opens && c.category().empty() ? std::string(rules::flight_category) : c.category();
  return all([&] { return check_mode(c.mode()); }, [&] { return check_id(c.incident(), "incident", false); },
             [&] { return category.empty() ? Expected<void>() : check_category(state, category); },
             [&] { return c.severity() == 0 ? Expected<void>() : check_severity(c.severity()); },
             [&] { return check_spot(state, c.place(), "place"); },
             [&] { return c.has_heading() ? check_heading(state, c.heading()) : Expected<void>(); },
             [&] { return check_travel(c.by(), true); }, [&] { return check_time(c.detected_at()); },
             [&] { return check_source(c.source()); }, [&] { return check_content(c.content(), "content"); });
}

Expected<void> check(const State& state, const v1::BlockFlight& c) {
  return all([&] { return check_id(c.flight(), "flight"); },
             [&] { return c.has_at() ? check_spot(state, c.at(), "at") : Expected<void>(); },
             [&] { return check_content(c.content(), "content"); });
}

Expected<void> check(const State& state, const v1::SeeFlightAgain& c) {
  return all([&] { return check_id(c.flight(), "flight"); }, [&] { return check_spot(state, c.place(), "place"); },
             [&] { return c.has_heading() ? check_heading(state, c.heading()) : Expected<void>(); },
             [&] { return check_travel(c.by(), false); }, [&] { return check_time(c.detected_at()); },
             [&] { return check_content(c.content(), "content"); });
}

Expected<void> check(const State& state, const v1::StartPatrol& c) {
  if (!c.place().has_zone() && !c.place().has_ward()) {
    return invalid("place", "A patrol is of a border zone or a ward.",
                   "Tuần tra tại một khu vực giáp ranh hoặc một phường.");
  }
  return all([&] { return check_mode(c.mode()); }, [&] { return check_place(state, c.place()); },
             [&] { return check_content(c.content(), "content"); });
}

Expected<void> check(const v1::Recall& c) {
  if (c.ids().empty()) return invalid("ids", "Name what is taken back.", "Cần nêu mã tin thu hồi.");
  if (static_cast<std::size_t>(c.ids_size()) > limits::list_items_max) {
    return base::reject(v1::Rejection::TOO_LARGE, "ids", "At most 64 at once.", "Mỗi lần tối đa 64 mã.");
  }
  std::set<std::string> ids;
  for (const auto& id : c.ids()) {
    if (auto ok = check_id(id, "ids"); !ok) return ok;
    if (!ids.insert(id).second) return invalid("ids", "Each once.", "Mỗi mã nêu một lần.");
  }
  return check_reason(c.reason(), false);
}

template <typename C>
Expected<void> check_ending(const C& c) {
  return all([&] { return check_id(c.incident(), "incident"); }, [&] { return check_content(c.content(), "content"); });
}

}  // namespace

Expected<void> check_form(const State& state, const v1::Command& command) {
  using C = v1::Command;
  switch (command.kind_case()) {
    case C::kReportIncident:
      return check(state, command.report_incident());
    case C::kReportSighting:
      return check(state, command.report_sighting());
    case C::kReportHotspot:
      return check(state, command.report_hotspot());
    case C::kConfirmLead:
      return check_id(command.confirm_lead().incident(), "incident");
    case C::kClaimLead:
      return check_id(command.claim_lead().incident(), "incident");
    case C::kOfferHandover:
      return check(state, command.offer_handover());
    case C::kAnswerHandover:
      return check_id(command.answer_handover().incident(), "incident");
    case C::kRequestSupport:
      return check(state, command.request_support());
    case C::kCancelSupport:
      return check(state, command.cancel_support());
    case C::kReleaseSupport:
      return check(state, command.release_support());
    case C::kAnswerSupport:
      return check(command.answer_support());
    case C::kRecordAnswer:
      return check(state, command.record_answer());
    case C::kNoteIncident:
      return check(command.note_incident());
    case C::kCorrectIncident:
      return check(state, command.correct_incident());
    case C::kResolveIncident:
      return check_ending(command.resolve_incident());
    case C::kReopenIncident:
      return check_ending(command.reopen_incident());
    case C::kCloseIncident:
      return check_ending(command.close_incident());
    case C::kMergeIncidents:
      return all([&] { return check_id(command.merge_incidents().incident(), "incident"); },
                 [&] { return check_id(command.merge_incidents().into(), "into"); });
    case C::kUnlinkReport:
      return all([&] { return check_id(command.unlink_report().incident(), "incident"); },
                 [&] { return check_id(command.unlink_report().report(), "report"); });
    case C::kReportFlight:
      return check(state, command.report_flight());
    case C::kBlockFlight:
      return check(state, command.block_flight());
    case C::kSeeFlightAgain:
      return check(state, command.see_flight_again());
    case C::kCatchFlight:
      return all([&] { return check_id(command.catch_flight().flight(), "flight"); },
                 [&] { return check_content(command.catch_flight().content(), "content"); });
    case C::kStartPatrol:
      return check(state, command.start_patrol());
    case C::kEndPatrol:
      return all([&] { return check_id(command.end_patrol().patrol(), "patrol"); },
                 [&] { return check_content(command.end_patrol().content(), "content"); });
    case C::kRecall:
      return check(command.recall());
    case C::KIND_NOT_SET:
      break;
  }
  return invalid("command", "The command is empty.", "Lệnh trống.");
}

}  // namespace wardlink::gate
