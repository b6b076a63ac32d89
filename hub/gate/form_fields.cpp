#include "hub/gate/form_fields.hpp"

#include <fmt/format.h>

#include <set>

#include "hub/base/limits.hpp"
#include "hub/gate/text.hpp"

namespace wardlink::gate {

using base::Expected;
using base::reject;
using domain::State;
namespace limits = base::limits;

namespace {

Expected<void> check_point(const State& state, const v1::Point& point, const std::string& field) {
  constexpr int e7 = 10'000'000;
  const bool on_earth = point.lat_e7() >= -90 * e7 && point.lat_e7() <= 90 * e7 && point.lon_e7() >= -180 * e7 &&
                        point.lon_e7() <= 180 * e7;
  if (!on_earth) return invalid(field + ".point", "These are no coordinates.", "Tọa độ không hợp lệ.");
  if (state.geography->to_cluster_cm(point) > static_cast<std::int64_t>(limits::cluster_reach_m * 100)) {
    return invalid(field + ".point", "The point is more than 20 km from the cluster.",
                   "Vị trí cách địa bàn cụm hơn 20 km.");
  }
  return {};
}

}  // namespace

std::unexpected<v1::Rejection> invalid(std::string_view field, std::string en, std::string vi) {
  return reject(v1::Rejection::INVALID, field, std::move(en), std::move(vi));
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

Expected<void> check_wards(const State& state, const google::protobuf::RepeatedPtrField<std::string>& wards,
                           std::string_view field) {
  if (static_cast<std::size_t>(wards.size()) > state.geography->wards().size()) {
    return reject(v1::Rejection::TOO_LARGE, field, "More wards than the cluster has.", "Nhiều phường hơn số của cụm.");
  }
  for (const auto& ward : wards) {
    if (auto ok = check_ward(state, ward, field); !ok) return ok;
  }
  return {};
}

Expected<void> check_place(const State& state, const v1::Place& place, const std::string& field) {
  if (place.radius_m() != 0 && !place.has_point()) {
    return invalid(field + ".radius_m", "A radius needs a point.", "Bán kính phải đi kèm một điểm.");
  }
  if (place.radius_m() > limits::radius_m_max) {
    return invalid(field + ".radius_m", "The radius is too large.", "Bán kính quá lớn.");
  }
  switch (place.at_case()) {
    case v1::Place::kPoint:
      return check_point(state, place.point(), field);
    case v1::Place::kWard:
      return check_ward(state, place.ward(), field + ".ward");
    case v1::Place::kZone:
      if (state.geography->zone(place.zone()) != nullptr) return {};
      return invalid(field + ".zone", "There is no border zone of this id.", "Không có khu vực giáp ranh mang mã này.");
    case v1::Place::kLandmark:
      if (state.geography->landmark(place.landmark()) != nullptr) return {};
      return invalid(field + ".landmark", "There is no landmark of this id.", "Không có mốc mang mã này.");
    case v1::Place::AT_NOT_SET:
      return {};
  }
  return {};
}

Expected<void> check_spot(const State& state, const v1::Place& place, const std::string& field) {
  if (!place.has_point() && !place.has_landmark()) {
    return invalid(field, "A point or a landmark is needed.", "Cần nêu một điểm hoặc một mốc.");
  }
  return check_place(state, place, field);
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

Expected<void> check_forces(const google::protobuf::RepeatedPtrField<v1::Force>& forces) {
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

}  // namespace wardlink::gate
