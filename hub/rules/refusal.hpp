// The sentences a duty officer reads when the rules say no; one place, both languages.
#pragma once

#include <string_view>

#include "hub/base/rejection.hpp"
#include "hub/domain/state.hpp"

namespace wardlink::rules::refusal {

using No = std::unexpected<v1::Rejection>;

[[nodiscard]] No unknown_id(std::string_view field);
/// Names who leads, or that nobody does yet.
[[nodiscard]] No not_lead(const domain::Geography& geography, const domain::Incident& incident);
[[nodiscard]] No not_target(std::string_view field);
[[nodiscard]] No not_open(const domain::Incident& incident);
/// Of a flight or a patrol.
[[nodiscard]] No over(std::string_view field);
[[nodiscard]] No wrong_mode(std::string_view field);
[[nodiscard]] No stale(std::string_view field, std::string en, std::string vi);
[[nodiscard]] No invalid(std::string_view field, std::string en, std::string vi);
[[nodiscard]] No not_allowed(std::string_view field, std::string en, std::string vi);

}  // namespace wardlink::rules::refusal
