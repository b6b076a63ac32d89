#include "client/cli/detected_at.hpp"

#include <charconv>
#include <optional>

#include "client/cli/times.hpp"
#include "client/link/uuid.hpp"

namespace wardlink::cli {
namespace {

using fmt::arg;
using std::string;

v1::DetectedAt* detected_at(v1::Command& command) {
  if (command.has_report_incident()) return command.mutable_report_incident()->mutable_detected_at();
  if (command.has_report_sighting()) return command.mutable_report_sighting()->mutable_detected_at();
  if (command.has_report_flight()) return command.mutable_report_flight()->mutable_detected_at();
  if (command.has_see_flight_again()) return command.mutable_see_flight_again()->mutable_detected_at();
  return nullptr;
}

/// The first 48 bits of a UUIDv7: milliseconds.
std::optional<link::WallTime> time_in(std::string_view id) {
  if (!link::is_uuid_v7(id)) return std::nullopt;
  const string digits = string(id.substr(0, 8)) + string(id.substr(9, 4));
  std::int64_t ms = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), ms, 16);
  return link::WallTime(std::chrono::milliseconds(ms));
}

auto bad_time(const string& text, const char* field) {
  return reject(v1::Rejection::INVALID, field, Say::error_bad_time, arg("text", text));
}

}  // namespace

Checked<void> check_times(const Invocation& in) {
  constexpr std::chrono::minutes any{0};
  if (!in.detected_at.empty() && !in.begun_at.empty()) {
    return reject(v1::Rejection::INVALID, "detected_at", Say::error_both_times);
  }
  for (const string* text : {&in.detected_at, &in.begun_at}) {
    if (!text->empty() && !parse_time(*text, {}, any)) return bad_time(*text, "detected_at.time");
  }
  if (!in.since.empty() && !parse_time(in.since, {}, any)) return bad_time(in.since, "history.since");
  if (!in.until.empty() && !parse_time(in.until, {}, any)) return bad_time(in.until, "history.until");
  return {};
}

Checked<void> put_detected_at(v1::Command& command, const Invocation& in, std::string_view command_id,
                              link::WallTime now, std::chrono::minutes utc_offset) {
  v1::DetectedAt* const at = detected_at(command);
  if (at == nullptr) return {};
  const bool typed = !in.detected_at.empty();
  const string& text = typed ? in.detected_at : in.begun_at;
  at->set_source(typed ? v1::TYPED : v1::DEVICE);
  if (!text.empty()) {
    const auto time = parse_time(text, now, utc_offset);
    if (!time) return bad_time(text, "detected_at.time");
    *at->mutable_time() = link::to_proto(*time);
    return {};
  }
  const auto time = time_in(command_id);
  if (time && now - *time < std::chrono::days(1) && *time - now < std::chrono::minutes(1)) {
    *at->mutable_time() = link::to_proto(*time);
  }
  return {};
}

}  // namespace wardlink::cli
