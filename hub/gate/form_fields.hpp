// The fields that commands share, each checked in one place. `field`: how the rejection names it.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>

#include "hub/base/rejection.hpp"
#include "hub/domain/state.hpp"
#include "wardlink/v1/command.pb.h"

namespace wardlink::gate {

[[nodiscard]] std::unexpected<v1::Rejection> invalid(std::string_view field, std::string en, std::string vi);

/// Runs the checks in order and stops at the first that fails.
template <typename... Checks>
[[nodiscard]] base::Expected<void> all(Checks&&... checks) {
  base::Expected<void> result;
  static_cast<void>(((result = checks(), result.has_value()) && ...));
  return result;
}

[[nodiscard]] base::Expected<void> check_mode(v1::Mode mode);
[[nodiscard]] base::Expected<void> check_source(v1::Source source);
[[nodiscard]] base::Expected<void> check_severity(std::uint32_t severity);
[[nodiscard]] base::Expected<void> check_category(const domain::State& state, const std::string& category);
[[nodiscard]] base::Expected<void> check_ward(const domain::State& state, const std::string& ward,
                                              std::string_view field);
[[nodiscard]] base::Expected<void> check_wards(const domain::State& state,
                                               const google::protobuf::RepeatedPtrField<std::string>& wards,
                                               std::string_view field);
[[nodiscard]] base::Expected<void> check_place(const domain::State& state, const v1::Place& place,
                                               const std::string& field = "place");
/// A point or a landmark, nothing less exact.
[[nodiscard]] base::Expected<void> check_spot(const domain::State& state, const v1::Place& place,
                                              const std::string& field);
[[nodiscard]] base::Expected<void> check_time(const v1::DetectedAt& detected);
[[nodiscard]] base::Expected<void> check_forces(const google::protobuf::RepeatedPtrField<v1::Force>& forces);
[[nodiscard]] base::Expected<void> check_said(const v1::Content& content);
[[nodiscard]] base::Expected<void> check_reason(const std::string& reason, bool required);

}  // namespace wardlink::gate
