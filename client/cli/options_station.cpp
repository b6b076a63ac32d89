// The station service and what waits in it.
#include "client/cli/options.hpp"

namespace wardlink::cli {

using Action = Invocation::Action;

void OptionTree::add_station() {
  CLI::App& run = sub(app_, "run", Action::run,
                      t("Chạy dịch vụ trạm: giữ kết nối, hàng chờ gửi và bản sao tại chỗ",
                        "The station service: keeps the link, the outbox and a local copy"));
  CLI::App& console = sub(app_, "console", Action::console,
                          t("Bàn trực: như `run`, thêm trang web chỉ mở được trên máy này",
                            "The watch's console: as `run`, with pages that only this computer can open"));
  for (CLI::App* each : {&run, &console}) {
    each->add_flag("--fresh", in_.fresh,
                   t("Cất bản sao cũ riêng ra và bắt đầu bản mới (khi trung tâm đã được khôi phục)",
                     "Put the old copy aside and begin a new one (after the hub was restored)"));
  }
  console
      .add_option("--port", in_.flags.console_port,
                  t("Cổng trên 127.0.0.1 (mặc định 7480; 0: cổng trống bất kỳ)",
                    "Port on 127.0.0.1 (default 7480; 0: any free one)"))
      ->type_name("PORT");
  console
      .add_option("--people", in_.flags.console_people,
                  t("Thư mục chứa danh tính của những cán bộ được đăng nhập trực",
                    "Directory that holds the identities of the officers who may sign in"))
      ->type_name("DIR");
  console.add_flag("--open", in_.open, t("Mở luôn trong trình duyệt", "Open it in a browser"));

  CLI::App& outbox = sub(app_, "outbox", Action::none, t("Lệnh đang chờ gửi", "What waits to be sent"));
  outbox.require_subcommand(1);
  sub(outbox, "list", Action::outbox_list,
      t("Những lệnh chờ gửi hoặc bị từ chối", "What waits, and what was rejected"));
  CLI::App& retry = sub(outbox, "retry", Action::outbox_retry, t("Gửi lại", "Sends it again"));
  CLI::App& drop = sub(outbox, "drop", Action::outbox_drop, t("Bỏ hẳn", "Never sends it"));
  for (CLI::App* each : {&retry, &drop}) {
    each->add_option("ID", in_.id, t("Mã lệnh, hoặc phần đầu của mã", "The command's id, or its first characters"))
        ->required();
  }
}

}  // namespace wardlink::cli
