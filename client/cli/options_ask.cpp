// What asks the hub, what asks nobody, and the flags that go with everything.
#include <array>

#include "client/cli/options.hpp"
#include "client/cli/times.hpp"

namespace wardlink::cli {

using Action = Invocation::Action;
using std::string;

void OptionTree::add_flags() {
  const auto once = [this](const char* name, std::optional<string> Layer::* member, const string& help) {
    return app_.add_option_function<string>(
        name, [this, member](const string& value) { in_.flags.*member = value; }, help);
  };
  in_.flags.origin = "flag";
  texts(
      app_, "--hub", [this](const string& hub) { in_.flags.hubs.push_back(hub); },
      t("Trung tâm; lặp lại để nêu nhiều nơi", "A hub; repeat it for several"))
      .type_name("HOST:PORT");
  once("--identity", &Layer::identity,
       t("Thư mục danh tính: cert.pem, key.pem, ca.pem", "Identity directory: cert.pem, key.pem, ca.pem"))
      ->type_name("DIR");
  once("--state", &Layer::state,
       t("Thư mục dữ liệu của trạm trên máy này", "The directory of this computer's station service"))
      ->type_name("DIR");
  once("--timeout", &Layer::timeout, t("Chờ tối đa, ví dụ 10s, 500ms, 2m", "Wait at most, e.g. 10s, 500ms, 2m"))
      ->type_name("D");
  choice(
      app_, "--lang", {{"vi", 0}, {"en", 1}}, [this](int lang) { in_.flags.lang = lang == 0 ? "vi" : "en"; },
      t("Ngôn ngữ", "Language"));
  app_.add_flag("--json", in_.json, t("In JSON cho chương trình khác", "Print JSON for other programs"));
  app_.add_flag("--no-color", in_.no_color, t("Không dùng màu", "No colours"));
  app_.add_flag("-q,--quiet", in_.quiet, t("Chỉ in dữ liệu và lỗi", "Print only data and errors"));
}

void OptionTree::add_questions() {
  CLI::App& watch = sub(app_, "watch", Action::watch, t("Theo dõi tin, tự nối lại mãi", "Follows events for ever"));
  watch.add_option("--from", in_.from_seq, t("Bắt đầu sau tin số này", "Begin after this event"))->type_name("SEQ");
  watch.add_option("--count", in_.count, t("Dừng sau N tin", "End after N events"))
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  watch
      .add_option("--until-idle", in_.until_idle,
                  t("Dừng khi đã nhận đủ và im lặng chừng này", "End when caught up and quiet for so long"))
      ->type_name("D")
      ->check([](const string& text) { return parse_duration(text) ? "" : text + ": 500ms, 10s, 2m"; });

  CLI::App& list = sub(app_, "list", Action::list, t("Các vụ việc đang mở", "The open incidents"));
  list.add_flag("--all", in_.all, t("Cả những vụ đã xong", "Those that are over, too"));

  incident(sub(app_, "show", Action::show, t("Một vụ việc và diễn biến", "One incident and its timeline")),
           [this](const string& id) { in_.id = id; });

  CLI::App& history = sub(app_, "history", Action::history, t("Tìm trong lịch sử", "Searches what happened"));
  history.add_option("--since", in_.since, t("Từ lúc", "From this time"))->type_name("T");
  history.add_option("--until", in_.until, t("Đến lúc", "Up to this time"))->type_name("T");
  text(
      history, "--text", [this](const string& v) { in_.history.set_text(v); },
      t("Có chữ này (không phân biệt dấu)", "With this text (diacritics ignored)"));
  text(
      history, "--kind", [this](const string& v) { in_.history.set_kind(v); },
      t("Loại sự kiện, ví dụ support_moved", "Kind of event, e.g. support_moved"));
  text(
      history, "--incident", [this](const string& v) { in_.history.set_incident(v); },
      t("Của vụ việc", "Of an incident"))
      .type_name("ID");
  history
      .add_option_function<std::uint64_t>(
          "--from", [this](std::uint64_t seq) { in_.history.set_after_seq(seq); },
          t("Sau tin số này", "After this event"))
      ->type_name("SEQ");

  CLI::App& admin = sub(app_, "admin", Action::none, t("Dành cho quản trị", "For admins"));
  admin.require_subcommand(1);
  sub(admin, "status", Action::admin_status, t("Tình trạng trung tâm", "How the hub is"));
  sub(admin, "stations", Action::admin_stations, t("Các trạm và kết nối", "Stations and their sessions"));
  CLI::App& audit = sub(admin, "audit", Action::admin_audit,
                        t("Ai bị từ chối, quản trị đã làm gì", "Who was denied, what admins did"));
  audit.add_option("--since", in_.since, t("Từ lúc", "From this time"))->type_name("T");
  audit.add_option("--until", in_.until, t("Đến lúc", "Up to this time"))->type_name("T");
  audit
      .add_option_function<string>(
          "--kind", [this](const string& kind) { in_.audit.set_kind(kind); },
          t("Chỉ loại này: handshake, rights, probe, admin, revoked, hub",
            "Only this kind: handshake, rights, probe, admin, revoked, hub"))
      ->type_name("KIND");
}

void OptionTree::add_local() {
  CLI::App& config = sub(app_, "config", Action::none, t("Cấu hình", "The configuration"));
  config.require_subcommand(1);
  CLI::App& check = sub(config, "check", Action::config_check, t("Kiểm tra tệp cấu hình", "Checks the files"));
  check.add_option("FILE", in_.file, t("Tệp này thay cho các tệp thường dùng", "This file instead of the usual ones"));
  sub(config, "show", Action::config_show, t("Giá trị đang dùng và nguồn", "What is in effect, and where from"));

  CLI::App& completion = sub(app_, "completion", Action::completion, t("Tự điền lệnh", "Completion for a shell"));
  choice(
      completion, "SHELL", {{"bash", 0}, {"zsh", 1}, {"fish", 2}},
      [this](int shell) { in_.shell = std::array{"bash", "zsh", "fish"}.at(static_cast<std::size_t>(shell)); },
      t("Loại shell", "Which shell"))
      .required();
}

}  // namespace wardlink::cli
