#include "client/cli/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

namespace wardlink::cli {
namespace {

using std::string;

std::optional<std::int32_t> degrees_e7(std::string_view text) {
  double degrees = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), degrees);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(degrees)) return std::nullopt;
  // What is off the earth stays off it: the hub names the field and says so.
  return static_cast<std::int32_t>(std::llround(std::clamp(degrees, -200.0, 200.0) * 1e7));
}

bool parse_point(std::string_view text, v1::Point& point) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return false;
  std::string_view second = text.substr(comma + 1);
  while (second.starts_with(' ')) second.remove_prefix(1);
  const auto lat = degrees_e7(text.substr(0, comma));
  const auto lon = degrees_e7(second);
  if (!lat || !lon) return false;
  point.set_lat_e7(*lat);
  point.set_lon_e7(*lon);
  return true;
}

bool parse_force(std::string_view text, v1::Force& force) {
  using Kind = v1::Force;
  constexpr std::array<std::pair<std::string_view, v1::Force::Kind>, 5> kinds{{{"police", Kind::POLICE},
                                                                               {"security-team", Kind::SECURITY_TEAM},
                                                                               {"civil-defence", Kind::CIVIL_DEFENCE},
                                                                               {"vehicle", Kind::VEHICLE},
                                                                               {"other", Kind::OTHER}}};
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return false;
  const auto* kind = std::ranges::find(kinds, text.substr(0, equals), &decltype(kinds)::value_type::first);
  if (kind == kinds.end()) return false;
  const std::string_view number = text.substr(equals + 1);
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
  if (error != std::errc{} || end != number.data() + number.size()) return false;
  force.set_kind(kind->second);
  force.set_count(count);
  return true;
}

}  // namespace

CLI::App& OptionTree::sub(CLI::App& parent, const char* name, Invocation::Action action, const string& help) {
  CLI::App* const added = parent.add_subcommand(name, help);
  added->set_help_flag("-h,--help", t("In hướng dẫn này", "Print this help"));
  if (action != Invocation::Action::none) added->callback([this, action] { in_.action = action; });
  return *added;
}

CLI::App& OptionTree::submit(CLI::App& parent, const char* name, const string& help) {
  CLI::App& added = sub(parent, name, Invocation::Action::submit, help);
  added.add_option("--id", in_.command_id, t("Mã UUID v7, để lặp lại lệnh an toàn", "UUID v7, to repeat safely"))
      ->type_name("UUID");
  added.add_flag("--dry-run", in_.dry_run,
                 t("Chỉ xem sẽ quyết định thế nào: không ghi, không báo ai",
                   "Only what would be decided: nothing is recorded or told"));
  choice(
      added, "--wait",
      {{"queued", static_cast<int>(Goal::queued)},
       {"hub", static_cast<int>(Goal::hub)},
       {"delivered", static_cast<int>(Goal::delivered)},
       {"seen", static_cast<int>(Goal::seen)},
       {"answered", static_cast<int>(Goal::answered)}},
      [this](int goal) {
        in_.goal = static_cast<Goal>(goal);
        in_.goal_given = true;
      },
      t("Chờ: đã xếp hàng tại trạm, đến trung tâm, hoặc các phối hợp mà lệnh mở ra: đã đến máy, đã rõ (tất cả), trả "
        "lời (một "
        "đơn vị nhận)",
        "Wait until queued at the station, with the hub, or for the supports this opens: all delivered, all seen, or "
        "answered (one accepts)"));
  return added;
}

CLI::Option& OptionTree::text(CLI::App& app, const char* name, std::function<void(const string&)> set,
                              const string& help) {
  return *app.add_option_function<string>(name, set, help);
}

CLI::Option& OptionTree::number(CLI::App& app, const char* name, std::function<void(std::uint32_t)> set,
                                const string& help) {
  return *app.add_option_function<std::uint32_t>(name, std::move(set), help)->type_name("N");
}

CLI::Option& OptionTree::texts(CLI::App& app, const char* name, std::function<void(const string&)> add,
                               const string& help) {
  const auto add_all = [add = std::move(add)](const std::vector<string>& values) {
    std::ranges::for_each(values, add);
  };
  return *app.add_option_function<std::vector<string>>(name, add_all, help)->allow_extra_args(false);
}

CLI::Option& OptionTree::choice(CLI::App& app, const char* name, Choices choices, std::function<void(int)> set,
                                const string& help) {
  std::vector<string> names;
  for (const auto& [word, value] : choices) names.push_back(word);
  const std::vector<std::pair<string, int>> values(choices);
  const auto pick = [values, set = std::move(set)](const string& word) {
    for (const auto& [known, value] : values) {
      if (known == word) set(value);
    }
  };
  CLI::Validator member = CLI::IsMember(names);
  return *app.add_option_function<string>(name, pick, help)
              ->check(member.description(""))
              ->type_name(fmt::format("{{{}}}", fmt::join(names, ",")));
}

void OptionTree::incident(CLI::App& app, std::function<void(const string&)> set) {
  text(app, "ID", std::move(set),
       t("Mã vụ việc, hoặc 4 ký tự đầu trở lên", "The incident's id, or its first 4 characters or more"))
      .required();
}

void OptionTree::place(CLI::App& app, Get<v1::Place> place) {
  auto& at = text(
      app, "--at",
      [place](const string& text) {
        if (!parse_point(text, *place().mutable_point())) throw CLI::ConversionError(text, "--at LAT,LON");
      },
      t("Vị trí, độ thập phân", "Position, decimal degrees"));
  at.type_name("LAT,LON");
  number(
      app, "--radius", [place](std::uint32_t m) { place().set_radius_m(m); },
      t("Bán kính sai số của vị trí, mét", "How sure the position is, metres"))
      .type_name("M");
  auto& landmark =
      text(app, "--landmark", [place](const string& id) { place().set_landmark(id); }, t("Mốc", "Landmark"));
  auto& zone =
      text(app, "--zone", [place](const string& id) { place().set_zone(id); }, t("Khu vực giáp ranh", "Border area"));
  auto& ward = text(
      app, "--ward", [place](const string& id) { place().set_ward(id); }, t("Địa bàn phường", "Territory of a ward"));
  at.excludes(&landmark)->excludes(&zone)->excludes(&ward);
  landmark.excludes(&zone)->excludes(&ward);
  zone.excludes(&ward);
  for (auto* option : {&landmark, &zone, &ward}) option->type_name("ID");
}

void OptionTree::content(CLI::App& app, Get<v1::Content> content) {
  text(app, "--text", [content](const string& v) { content().set_text(v); }, t("Nội dung", "What it is"));
  texts(
      app, "--person", [content](const string& v) { content().add_persons(v); }, t("Họ tên người", "Name of a person"));
  texts(app, "--plate", [content](const string& v) { content().add_plates(v); }, t("Biển số", "Number plate"));
  texts(
      app, "--phone", [content](const string& v) { content().add_phones(v); }, t("Số điện thoại", "Telephone number"));
  text(
      app, "--sensitive-text", [content](const string& v) { content().set_sensitive_text(v); },
      t("Nội dung nhạy cảm", "Sensitive text"));
}

void OptionTree::forces(CLI::App& app, std::function<v1::Force*()> add) {
  texts(
      app, "--force",
      [add = std::move(add)](const string& text) {
        if (!parse_force(text, *add())) throw CLI::ConversionError(text, "--force KIND=N");
      },
      t("Lực lượng: police, security-team, civil-defence, vehicle, other; ví dụ police=4",
        "Forces: police, security-team, civil-defence, vehicle, other; e.g. police=4"))
      .type_name("KIND=N");
}

void OptionTree::times(CLI::App& app) {
  app.add_option("--detected-at", in_.detected_at,
                 t("Giờ phát hiện, nhập tay: ISO 8601 có múi giờ, hoặc HH:MM[:SS]",
                   "When it was detected, typed: ISO 8601 with a zone, or HH:MM[:SS]"))
      ->type_name("T");
  app.add_option("--begun-at", in_.begun_at,
                 t("Giờ phát hiện, do thiết bị ghi", "When it was detected, stamped by a device"))
      ->type_name("T");
}

void OptionTree::mode(CLI::App& app, std::function<void(v1::Mode)> set) {
  choice(
      app, "--mode", {{"actual", v1::ACTUAL}, {"exercise", v1::EXERCISE}, {"test", v1::TEST}},
      [set](int value) { set(static_cast<v1::Mode>(value)); },
      t("Thật (mặc định), diễn tập hay thử", "Actual (default), exercise or test"));
}

void OptionTree::source(CLI::App& app, std::function<void(v1::Source)> set) {
  choice(
      app, "--source",
      {{"patrol", v1::PATROL},
       {"camera", v1::CAMERA},
       {"citizen", v1::CITIZEN},
       {"security-team", v1::SECURITY_TEAM},
       {"113", v1::CALL_113}},
      [set](int value) { set(static_cast<v1::Source>(value)); },
      t("Nguồn tin (mặc định patrol: tổ tuần tra)", "Where it came from (default patrol)"));
}

}  // namespace wardlink::cli
