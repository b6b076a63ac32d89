#include "hub/gate/form.hpp"

#include <fmt/format.h>

#include <set>

#include "hub/base/limits.hpp"
#include "hub/gate/text.hpp"

namespace wardlink::gate {
namespace {

using base::Expected;
using base::reject;
using domain::State;
namespace limits = base::limits;
using Forces = google::protobuf::RepeatedPtrField<v1::Force>;
using Strings = google::protobuf::RepeatedPtrField<std::string>;

auto invalid(std::string_view field, std::string en, std::string vi) {
  return reject(v1::Rejection::INVALID, field, std::move(en), std::move(vi));
}

// Runs the checks in order and stops at the first that fails.
template <typename... Checks>
Expected<void> all(Checks&&... checks) {
  Expected<void> result;
  static_cast<void>(((result = checks(), result.has_value()) && ...));
  return result;
}

Expected<void> check_mode(v1::Mode mode) {
  if (mode == v1::ACTUAL || mode == v1::EXERCISE || mode == v1::TEST) return {};
  return invalid("mode", "The mode must be actual, exercise or test.",
                 "Chế độ phải là thật, diễn tập hoặc thử nghiệm.");
}

Expected<void> check_source(v1::Source source) {
  if (source != v1::SOURCE_UNSPECIFIED && v1::Source_IsValid(source)) return {};
  return invalid("source", "The report must say where it came from.", "Tin báo phải nêu nguồn tin.");
}

Expected<void> check_severity(std::uint32_t severity) {
  if (severity >= 1 && severity <= 5) return {};
  return invalid("severity", "The severity must be 1 to 5.", "Mức độ phải từ 1 đến 5.");
}

Expected<void> check_category(const State& state, const std::string& category) {
  if (state.regulation().category(category) != nullptr) return {};
  return invalid("category", "The regulation has no such category.", "Quy chế không có loại vụ việc này.");
}

Expected<void> check_ward(const State& state, const std::string& ward, std::string_view field) {
  if (state.geography->ward(ward) != nullptr) return {};
  return invalid(field, "There is no ward of this id.", "Không có phường mang mã này.");
}

Expected<void> check_wards(const State& state, const Strings& wards, std::string_view field) {
  if (static_cast<std::size_t>(wards.size()) > state.geography->wards().size()) {
    return reject(v1::Rejection::TOO_LARGE, field, "More wards than the cluster has.", "Nhiều phường hơn số của cụm.");
  }
  for (const auto& ward : wards) {
    if (auto ok = check_ward(state, ward, field); !ok) return ok;
  }
  return {};
}

Expected<void> check_point(const State& state, const v1::Point& point) {
  constexpr int e7 = 10'000'000;
  const bool on_earth = point.lat_e7() >= -90 * e7 && point.lat_e7() <= 90 * e7 && point.lon_e7() >= -180 * e7 &&
                        point.lon_e7() <= 180 * e7;
  if (!on_earth) return invalid("place.point", "These are no coordinates.", "Tọa độ không hợp lệ.");
  if (state.geography->to_cluster_cm(point) > static_cast<std::int64_t>(limits::cluster_reach_m * 100)) {
    return invalid("place.point", "The point is more than 20 km from the cluster.",
                   "Vị trí cách địa bàn cụm hơn 20 km.");
  }
  return {};
}

Expected<void> check_place(const State& state, const v1::Place& place) {
  if (place.radius_m() != 0 && !place.has_point()) {
    return invalid("place.radius_m", "A radius needs a point.", "Bán kính phải đi kèm một điểm.");
  }
  if (place.radius_m() > limits::radius_m_max) {
    return invalid("place.radius_m", "The radius is too large.", "Bán kính quá lớn.");
  }
  switch (place.at_case()) {
    case v1::Place::kPoint:
      return check_point(state, place.point());
    case v1::Place::kWard:
      return check_ward(state, place.ward(), "place.ward");
    case v1::Place::kZone:
      if (state.geography->zone(place.zone()) != nullptr) return {};
      return invalid("place.zone", "There is no border zone of this id.", "Không có khu vực giáp ranh mang mã này.");
    case v1::Place::kLandmark:
      if (state.geography->landmark(place.landmark()) != nullptr) return {};
      return invalid("place.landmark", "There is no landmark of this id.", "Không có mốc mang mã này.");
    case v1::Place::AT_NOT_SET:
      return {};
  }
  return {};
}

Expected<void> check_time(const v1::DetectedAt& detected) {
  constexpr std::int64_t year_1 = -62'135'596'800;
  constexpr std::int64_t year_9999 = 253'402'300'799;
  const auto& time = detected.time();
  if (time.seconds() < year_1 || time.seconds() > year_9999 || time.nanos() < 0 || time.nanos() > 999'999'999) {
    return invalid("detected_at.time", "This is no time.", "Thời gian không hợp lệ.");
  }
  if (detected.has_time() && detected.source() != v1::DEVICE && detected.source() != v1::TYPED) {
    return invalid("detected_at.source", "Say whether a device stamped the time or a person typed it.",
                   "Phải nêu thời gian do thiết bị ghi hay nhập tay.");
  }
  return {};
}

Expected<void> check_forces(const Forces& forces) {
  std::set<int> kinds;
  for (const auto& force : forces) {
    if (force.kind() == v1::Force::KIND_UNSPECIFIED || !v1::Force::Kind_IsValid(force.kind()) ||
        !kinds.insert(force.kind()).second) {
      return invalid("forces.kind", "Each kind of force once, and a known one.",
                     "Mỗi loại lực lượng nêu một lần và phải hợp lệ.");
    }
    if (force.count() == 0 || force.count() > limits::force_count_max) {
      return invalid("forces.count", "The count of a force must be 1 to 1,000.", "Số lượng lực lượng từ 1 đến 1.000.");
    }
  }
  return {};
}

Expected<void> check_said(const v1::Content& content) {
  if (!content.text().empty() || !content.sensitive_text().empty() || !content.persons().empty() ||
      !content.plates().empty()) {
    return {};
  }
  return invalid("content.text", "Say what it is.", "Cần có nội dung.");
}

Expected<void> check_reason(const std::string& reason, bool required) {
  if (required && reason.empty()) return invalid("reason", "A reason is needed.", "Cần nêu lý do.");
  return check_text(reason, "reason");
}

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
    case C::kBlockFlight:
    case C::kSeeFlightAgain:
    case C::kCatchFlight:
    case C::kStartPatrol:
    case C::kEndPatrol:
    case C::kRecall:
    case C::KIND_NOT_SET:
      break;
  }
  return invalid("command", "The command is empty.", "Lệnh trống.");
}

}  // namespace wardlink::gate
