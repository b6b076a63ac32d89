// What is done to an incident.
#include "client/cli/options.hpp"

namespace wardlink::cli {

using std::string;

void OptionTree::add_incident() {
  v1::Command& command = in_.command;

  CLI::App& note = submit(app_, "note", t("Ghi chú vào vụ việc", "Adds a note"));
  const auto to_note = [&command]() -> v1::NoteIncident& { return *command.mutable_note_incident(); };
  incident(note, [to_note](const string& id) { to_note().set_incident(id); });
  content(note, [to_note]() -> v1::Content& { return *to_note().mutable_content(); });
  text(
      note, "--called", [to_note](const string& number) { to_note().set_called(number); },
      t("Đã gọi số khẩn cấp này", "This emergency number was called"))
      .type_name("N");

  CLI::App& correct = submit(app_, "correct", t("Đính chính", "Corrects place, category, severity or sensitivity"));
  const auto to_correct = [&command]() -> v1::CorrectIncident& { return *command.mutable_correct_incident(); };
  incident(correct, [to_correct](const string& id) { to_correct().set_incident(id); });
  place(correct, [to_correct]() -> v1::Place& { return *to_correct().mutable_place(); });
  text(
      correct, "--category", [to_correct](const string& id) { to_correct().set_category(id); },
      t("Loại vụ việc", "Category"));
  number(
      correct, "--severity", [to_correct](std::uint32_t n) { to_correct().set_severity(n); }, t("Mức", "Severity"))
      .type_name("1..5");
  CLI::Option* sensitive = correct.add_flag_callback(
      "--sensitive", [to_correct] { to_correct().set_sensitive(true); }, t("Nhạy cảm", "Sensitive"));
  correct
      .add_flag_callback(
          "--not-sensitive", [to_correct] { to_correct().set_sensitive(false); }, t("Không nhạy cảm", "Not sensitive"))
      ->excludes(sensitive);
  content(correct, [to_correct]() -> v1::Content& { return *to_correct().mutable_content(); });

  CLI::App& resolve = submit(app_, "resolve", t("Đã giải quyết xong", "It is resolved"));
  incident(resolve, [&command](const string& id) { command.mutable_resolve_incident()->set_incident(id); });
  content(resolve, [&command]() -> v1::Content& { return *command.mutable_resolve_incident()->mutable_content(); });

  CLI::App& reopen = submit(app_, "reopen", t("Mở lại", "Opens it again"));
  incident(reopen, [&command](const string& id) { command.mutable_reopen_incident()->set_incident(id); });
  content(reopen, [&command]() -> v1::Content& { return *command.mutable_reopen_incident()->mutable_content(); });

  CLI::App& close = submit(app_, "close", t("Kết thúc", "Closes it"));
  incident(close, [&command](const string& id) { command.mutable_close_incident()->set_incident(id); });
  content(close, [&command]() -> v1::Content& { return *command.mutable_close_incident()->mutable_content(); });

  CLI::App& merge = submit(app_, "merge", t("Gộp tin: hai vụ là một", "Merges two incidents that are one"));
  incident(merge, [&command](const string& id) { command.mutable_merge_incidents()->set_incident(id); });
  text(
      merge, "INTO", [&command](const string& id) { command.mutable_merge_incidents()->set_into(id); },
      t("Vụ việc kia", "The other incident"))
      .required();

  CLI::App& unlink = submit(app_, "unlink", t("Tách tin thành vụ riêng", "Makes a report an incident of its own"));
  incident(unlink, [&command](const string& id) { command.mutable_unlink_report()->set_incident(id); });
  text(
      unlink, "REPORT", [&command](const string& id) { command.mutable_unlink_report()->set_report(id); },
      t("Mã tin báo", "The report's id"))
      .required();
}

}  // namespace wardlink::cli
