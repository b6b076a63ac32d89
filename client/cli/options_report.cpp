// report incident | sighting | hotspot | flight | patrol
#include "client/cli/options.hpp"

namespace wardlink::cli {

using std::string;

void OptionTree::add_reports() {
  CLI::App& report = sub(app_, "report", Invocation::Action::none, t("Báo tin", "Publishes a report"));
  report.require_subcommand(1);
  v1::Command& command = in_.command;

  CLI::App& incident = submit(report, "incident", t("Báo vụ việc", "Reports an incident"));
  const auto to_incident = [&command]() -> v1::ReportIncident& { return *command.mutable_report_incident(); };
  incident.preparse_callback([to_incident](std::size_t) {
    to_incident().set_mode(v1::ACTUAL);
    to_incident().set_source(v1::PATROL);
    to_incident().set_severity(3);
  });
  text(
      incident, "--category", [to_incident](const string& id) { to_incident().set_category(id); },
      t("Loại vụ việc (mã trong quy chế)", "Category (an id of the regulation)"))
      .required();
  number(
      incident, "--severity", [to_incident](std::uint32_t n) { to_incident().set_severity(n); },
      t("Mức 1 (ghi nhận) đến 5 (nguy hiểm tính mạng); mặc định 3", "1 (note) to 5 (life in danger); default 3"))
      .type_name("1..5");
  incident.add_flag_callback(
      "--sensitive", [to_incident] { to_incident().set_sensitive(true); }, t("Nhạy cảm", "Sensitive"));
  incident.add_flag_callback(
      "--assist", [to_incident] { to_incident().set_assist(true); },
      t("Cán bộ cần chi viện", "An officer needs backup"));
  text(
      incident, "--same-as", [to_incident](const string& id) { to_incident().set_same_as(id); },
      t("Cùng là vụ việc này", "Another report of this incident"))
      .type_name("ID");
  place(incident, [to_incident]() -> v1::Place& { return *to_incident().mutable_place(); });
  content(incident, [to_incident]() -> v1::Content& { return *to_incident().mutable_content(); });
  times(incident);
  source(incident, [to_incident](v1::Source source) { to_incident().set_source(source); });
  mode(incident, [to_incident](v1::Mode mode) { to_incident().set_mode(mode); });

  CLI::App& sighting = submit(report, "sighting", t("Báo đối tượng nghi vấn", "Reports a suspect"));
  const auto to_sighting = [&command]() -> v1::ReportSighting& { return *command.mutable_report_sighting(); };
  sighting.preparse_callback([to_sighting](std::size_t) {
    to_sighting().set_mode(v1::ACTUAL);
    to_sighting().set_source(v1::PATROL);
    to_sighting().set_kind(v1::ReportSighting::PERSON);
  });
  choice(
      sighting, "--kind",
      {{"person", v1::ReportSighting::PERSON},
       {"vehicle", v1::ReportSighting::VEHICLE},
       {"group", v1::ReportSighting::GROUP}},
      [to_sighting](int kind) { to_sighting().set_kind(static_cast<v1::ReportSighting::Kind>(kind)); },
      t("Người (mặc định), phương tiện hay nhóm", "Person (default), vehicle or group"));
  text(
      sighting, "--incident", [to_sighting](const string& id) { to_sighting().set_incident(id); },
      t("Thuộc vụ việc này", "Belongs to this incident"))
      .type_name("ID");
  texts(
      sighting, "--share", [to_sighting](const string& ward) { to_sighting().add_share_with(ward); },
      t("Báo thêm cho phường này", "Tell this ward too"))
      .type_name("WARD");
  place(sighting, [to_sighting]() -> v1::Place& { return *to_sighting().mutable_place(); });
  content(sighting, [to_sighting]() -> v1::Content& { return *to_sighting().mutable_content(); });
  times(sighting);
  source(sighting, [to_sighting](v1::Source source) { to_sighting().set_source(source); });
  mode(sighting, [to_sighting](v1::Mode mode) { to_sighting().set_mode(mode); });

  CLI::App& hotspot = submit(report, "hotspot", t("Báo điểm, tụ điểm phức tạp", "Reports a hot spot"));
  const auto to_hotspot = [&command]() -> v1::ReportHotspot& { return *command.mutable_report_hotspot(); };
  hotspot.preparse_callback([to_hotspot](std::size_t) {
    to_hotspot().set_mode(v1::ACTUAL);
    to_hotspot().set_source(v1::PATROL);
  });
  text(
      hotspot, "--category", [to_hotspot](const string& id) { to_hotspot().set_category(id); },
      t("Loại (mã trong quy chế)", "Category (an id of the regulation)"))
      .required();
  hotspot.add_flag_callback(
      "--sensitive", [to_hotspot] { to_hotspot().set_sensitive(true); }, t("Nhạy cảm", "Sensitive"));
  texts(
      hotspot, "--share", [to_hotspot](const string& ward) { to_hotspot().add_share_with(ward); },
      t("Báo thêm cho phường này", "Tell this ward too"))
      .type_name("WARD");
  place(hotspot, [to_hotspot]() -> v1::Place& { return *to_hotspot().mutable_place(); });
  content(hotspot, [to_hotspot]() -> v1::Content& { return *to_hotspot().mutable_content(); });
  source(hotspot, [to_hotspot](v1::Source source) { to_hotspot().set_source(source); });
  mode(hotspot, [to_hotspot](v1::Mode mode) { to_hotspot().set_mode(mode); });

  add_flight_report(report);
  add_patrol_report(report);
}

}  // namespace wardlink::cli
