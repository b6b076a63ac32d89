// Flights, patrols, and taking back what was told.
#include <charconv>

#include "client/cli/options.hpp"

namespace wardlink::cli {
namespace {

using std::string;

/// A number is degrees, anything else a ward: the hub says whether there is one of that name.
void put_heading(const string& text, v1::Heading& heading) {
  std::uint32_t degrees = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), degrees);
  if (error == std::errc{} && end == text.data() + text.size()) {
    heading.set_degrees(degrees);
  } else {
    heading.set_ward(text);
  }
}

}  // namespace

void OptionTree::running(CLI::App& app, Get<v1::Heading> heading, std::function<void(v1::TravelMode)> by) {
  text(
      app, "--heading", [heading](const string& to) { put_heading(to, heading()); },
      t("Chạy về hướng: độ (0 là bắc, 90 là đông) hoặc mã phường; không nêu: mọi hướng",
        "Runs towards: degrees (0 is north, 90 is east) or a ward's id; without: any direction"))
      .type_name("DEG|WARD");
  choice(
      app, "--by", {{"foot", v1::FOOT}, {"motorbike", v1::MOTORBIKE}, {"car", v1::CAR}},
      [by](int mode) { by(static_cast<v1::TravelMode>(mode)); }, t("Chạy bộ, xe máy hay ô tô", "How they run"));
}

void OptionTree::add_flight_report(CLI::App& report) {
  v1::Command& command = in_.command;
  CLI::App& flight =
      submit(report, "flight", t("Báo đối tượng bỏ chạy", "Reports somebody running into the next ward"));
  const auto to_flight = [&command]() -> v1::ReportFlight& { return *command.mutable_report_flight(); };
  flight.preparse_callback([to_flight](std::size_t) {
    to_flight().set_mode(v1::ACTUAL);
    to_flight().set_source(v1::PATROL);
    to_flight().set_by(v1::MOTORBIKE);
  });
  text(
      flight, "--incident", [to_flight](const string& id) { to_flight().set_incident(id); },
      t("Thuộc vụ việc này; không nêu: mở một vụ việc mới", "Of this incident; without: one is opened"))
      .type_name("ID");
  text(
      flight, "--category", [to_flight](const string& id) { to_flight().set_category(id); },
      t("Loại của vụ việc mới; mặc định other", "Category of the incident opened; default other"));
  number(
      flight, "--severity", [to_flight](std::uint32_t n) { to_flight().set_severity(n); },
      t("Mức của vụ việc mới; mặc định 4", "Severity of the incident opened; default 4"))
      .type_name("1..5");
  running(
      flight, [to_flight]() -> v1::Heading& { return *to_flight().mutable_heading(); },
      [to_flight](v1::TravelMode by) { to_flight().set_by(by); });
  place(flight, [to_flight]() -> v1::Place& { return *to_flight().mutable_place(); });
  content(flight, [to_flight]() -> v1::Content& { return *to_flight().mutable_content(); });
  times(flight);
  source(flight, [to_flight](v1::Source source) { to_flight().set_source(source); });
  mode(flight, [to_flight](v1::Mode mode) { to_flight().set_mode(mode); });
}

void OptionTree::add_patrol_report(CLI::App& report) {
  v1::Command& command = in_.command;
  CLI::App& patrol = submit(report, "patrol", t("Báo bắt đầu tuần tra", "Says that a patrol starts"));
  const auto to_patrol = [&command]() -> v1::StartPatrol& { return *command.mutable_start_patrol(); };
  patrol.preparse_callback([to_patrol](std::size_t) { to_patrol().set_mode(v1::ACTUAL); });
  place(patrol, [to_patrol]() -> v1::Place& { return *to_patrol().mutable_place(); });
  content(patrol, [to_patrol]() -> v1::Content& { return *to_patrol().mutable_content(); });
  mode(patrol, [to_patrol](v1::Mode mode) { to_patrol().set_mode(mode); });
}

void OptionTree::add_flights() {
  v1::Command& command = in_.command;
  const auto id = [this](CLI::App& app, std::function<void(const string&)> set) {
    text(app, "ID", std::move(set), t("Mã, hoặc 4 ký tự đầu trở lên", "The id, or its first 4 characters or more"))
        .required();
  };

  CLI::App& flight =
      sub(app_, "flight", Invocation::Action::none, t("Đối tượng đang bỏ chạy", "Somebody who is running"));
  flight.require_subcommand(1);
  CLI::App& block = submit(
      flight, "block",
      t("Đón chặn; không nêu vị trí: điểm cắt của phường mình", "Blocks it; without a place: at our own crossing"));
  id(block, [&command](const string& v) { command.mutable_block_flight()->set_flight(v); });
  place(block, [&command]() -> v1::Place& { return *command.mutable_block_flight()->mutable_at(); });
  content(block, [&command]() -> v1::Content& { return *command.mutable_block_flight()->mutable_content(); });

  CLI::App& again = submit(flight, "seen-again", t("Lại thấy đối tượng: tính lại từ đây", "Seen again: computed anew"));
  const auto to_again = [&command]() -> v1::SeeFlightAgain& { return *command.mutable_see_flight_again(); };
  id(again, [to_again](const string& v) { to_again().set_flight(v); });
  running(
      again, [to_again]() -> v1::Heading& { return *to_again().mutable_heading(); },
      [to_again](v1::TravelMode by) { to_again().set_by(by); });
  place(again, [to_again]() -> v1::Place& { return *to_again().mutable_place(); });
  content(again, [to_again]() -> v1::Content& { return *to_again().mutable_content(); });
  times(again);

  CLI::App& caught = submit(flight, "caught", t("Đã bắt được", "Caught"));
  id(caught, [&command](const string& v) { command.mutable_catch_flight()->set_flight(v); });
  content(caught, [&command]() -> v1::Content& { return *command.mutable_catch_flight()->mutable_content(); });

  CLI::App& patrol = sub(app_, "patrol", Invocation::Action::none, t("Ca tuần tra", "A patrol"));
  patrol.require_subcommand(1);
  CLI::App& end = submit(patrol, "end", t("Kết thúc tuần tra", "Ends it"));
  id(end, [&command](const string& v) { command.mutable_end_patrol()->set_patrol(v); });
  content(end, [&command]() -> v1::Content& { return *command.mutable_end_patrol()->mutable_content(); });

  CLI::App& recall =
      submit(app_, "recall",
             t("Thu hồi tin: tất cả các mã hoặc không mã nào", "Takes back what was told: all of the ids or none"));
  const auto to_recall = [&command]() -> v1::Recall& { return *command.mutable_recall(); };
  recall
      .add_option_function<std::vector<string>>(
          "ID",
          [to_recall](const std::vector<string>& ids) { to_recall().mutable_ids()->Assign(ids.begin(), ids.end()); },
          t("Mã tin báo, đối tượng, tụ điểm, vụ bỏ chạy hoặc ca tuần tra",
            "The id of a report, sighting, hot spot, flight or patrol"))
      ->required();
  text(recall, "--reason", [to_recall](const string& why) { to_recall().set_reason(why); }, t("Lý do", "Why"));
}

}  // namespace wardlink::cli
