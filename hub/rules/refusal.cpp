#include "hub/rules/refusal.hpp"

#include <fmt/format.h>

namespace wardlink::rules::refusal {

using base::reject;

No unknown_id(std::string_view field) {
  return reject(v1::Rejection::UNKNOWN_ID, field, "There is nothing of this id.", "Không có mã này.");
}

No not_lead(const domain::Geography& geography, const domain::Incident& incident) {
  if (incident.lead().empty()) {
    return reject(v1::Rejection::NOT_LEAD, "incident", "Nobody leads this incident yet: claim it first.",
                  "Vụ việc chưa có đơn vị chủ trì: hãy nhận làm đầu mối trước.");
  }
  const auto* ward = geography.ward(incident.lead());
  const std::string& name = ward == nullptr ? incident.lead() : ward->name;
  return reject(v1::Rejection::NOT_LEAD, "incident", fmt::format("Only the lead may do this; {} leads.", name),
                fmt::format("Chỉ đơn vị chủ trì được làm việc này; {} đang chủ trì.", name));
}

No not_target(std::string_view field) {
  return reject(v1::Rejection::NOT_TARGET, field, "This was not put to your ward.",
                "Yêu cầu này không gửi đến phường của đồng chí.");
}

No not_open(const domain::Incident& incident) {
  switch (incident.view.state()) {
    case v1::Incident::MERGED:
      return reject(v1::Rejection::CLOSED, "incident",
                    fmt::format("This incident was merged into {}.", incident.view.merged_into()),
                    fmt::format("Vụ việc đã được gộp vào {}.", incident.view.merged_into()));
    case v1::Incident::RESOLVED:
      return reject(v1::Rejection::CLOSED, "incident", "This incident is resolved; the lead may reopen it.",
                    "Vụ việc đã giải quyết xong; đơn vị chủ trì có thể mở lại.");
    default:
      return reject(v1::Rejection::CLOSED, "incident", "This incident is closed.", "Vụ việc đã kết thúc.");
  }
}

No over(std::string_view field) {
  return reject(v1::Rejection::CLOSED, field, "This is over already.", "Việc này đã kết thúc.");
}

No wrong_mode(std::string_view field) {
  return reject(v1::Rejection::WRONG_MODE, field, "Actual, exercise and test never mix.",
                "Vụ việc thật, diễn tập và thử nghiệm không được lẫn nhau.");
}

No stale(std::string_view field, std::string en, std::string vi) {
  return reject(v1::Rejection::STALE_STATE, field, std::move(en), std::move(vi));
}

No invalid(std::string_view field, std::string en, std::string vi) {
  return reject(v1::Rejection::INVALID, field, std::move(en), std::move(vi));
}

No not_allowed(std::string_view field, std::string en, std::string vi) {
  return reject(v1::Rejection::NOT_ALLOWED, field, std::move(en), std::move(vi));
}

}  // namespace wardlink::rules::refusal
