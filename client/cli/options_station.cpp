// The station service and what waits in it.
#include "client/cli/options.hpp"

namespace wardlink::cli {

using Action = Invocation::Action;

void OptionTree::add_station() {
  CLI::App& run = sub(app_, "run", Action::run,
                      t("Chạy dịch vụ trạm: giữ kết nối, hàng chờ gửi và bản sao tại chỗ",
                        "The station service: keeps the link, the outbox and a local copy"));
  run.add_flag("--fresh", in_.fresh,
               t("Cất bản sao cũ riêng ra và bắt đầu bản mới (khi trung tâm đã được khôi phục)",
                 "Put the old copy aside and begin a new one (after the hub was restored)"));

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
