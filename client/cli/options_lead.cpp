// The lead, and what the lead asks for.
#include "client/cli/options.hpp"

namespace wardlink::cli {

using std::string;

void OptionTree::add_lead() {
  v1::Command& command = in_.command;
  incident(submit(app_, "confirm", t("Xác nhận chủ trì", "Confirms the lead")),
           [&command](const string& id) { command.mutable_confirm_lead()->set_incident(id); });
  incident(submit(app_, "claim", t("Nhận làm đầu mối vụ ngoài địa bàn", "Becomes the contact of an incident outside")),
           [&command](const string& id) { command.mutable_claim_lead()->set_incident(id); });

  CLI::App& handover = submit(app_, "handover", t("Đề nghị bàn giao chủ trì", "Offers to hand over the lead"));
  incident(handover, [&command](const string& id) { command.mutable_offer_handover()->set_incident(id); });
  text(
      handover, "--to", [&command](const string& ward) { command.mutable_offer_handover()->set_to_ward(ward); },
      t("Phường nhận chủ trì", "The ward to take it"))
      .required()
      ->type_name("WARD");

  incident(submit(app_, "accept-handover", t("Nhận bàn giao chủ trì", "Accepts the hand-over")),
           [&command](const string& id) {
             command.mutable_answer_handover()->set_incident(id);
             command.mutable_answer_handover()->set_accept(true);
           });
  incident(submit(app_, "decline-handover", t("Không nhận bàn giao chủ trì", "Declines the hand-over")),
           [&command](const string& id) { command.mutable_answer_handover()->set_incident(id); });
}

void OptionTree::add_support() {
  v1::Command& command = in_.command;

  CLI::App& request = submit(app_, "request", t("Yêu cầu phối hợp", "Requests support"));
  const auto to_request = [&command]() -> v1::RequestSupport& { return *command.mutable_request_support(); };
  incident(request, [to_request](const string& id) { to_request().set_incident(id); });
  texts(
      request, "--ward", [to_request](const string& ward) { to_request().add_wards(ward); },
      t("Phường được yêu cầu", "A ward to ask"))
      .type_name("WARD");
  request.add_flag_callback(
      "--auto", [to_request] { to_request().set_auto_(true); },
      t("Các phường theo quy chế, gần nhất trước", "The wards the regulation names, nearest first"));
  forces(request, [to_request] { return to_request().add_forces(); });
  content(request, [to_request]() -> v1::Content& { return *to_request().mutable_content(); });

  CLI::App& cancel = submit(app_, "cancel-support", t("Hủy yêu cầu phối hợp", "Cancels a support"));
  const auto to_cancel = [&command]() -> v1::CancelSupport& { return *command.mutable_cancel_support(); };
  incident(cancel, [to_cancel](const string& id) { to_cancel().set_incident(id); });
  text(
      cancel, "--ward", [to_cancel](const string& ward) { to_cancel().set_ward(ward); },
      t("Của phường", "Of this ward"))
      .required()
      ->type_name("WARD");
  text(cancel, "--reason", [to_cancel](const string& why) { to_cancel().set_reason(why); }, t("Lý do", "Why"));

  CLI::App& release = submit(app_, "release", t("Cho lực lượng phối hợp về", "Releases a support"));
  const auto to_release = [&command]() -> v1::ReleaseSupport& { return *command.mutable_release_support(); };
  incident(release, [to_release](const string& id) { to_release().set_incident(id); });
  text(
      release, "--ward", [to_release](const string& ward) { to_release().set_ward(ward); },
      t("Của phường", "Of this ward"))
      .required()
      ->type_name("WARD");

  CLI::App& record = submit(app_, "record-answer", t("Ghi câu trả lời qua điện thoại", "Records a telephone answer"));
  const auto to_record = [&command]() -> v1::RecordAnswer& { return *command.mutable_record_answer(); };
  incident(record, [to_record](const string& id) { to_record().set_incident(id); });
  choice(
      record, "ANSWER",
      {{"accept", v1::Support::ACCEPTED}, {"decline", v1::Support::DECLINED}, {"on-scene", v1::Support::ON_SCENE}},
      [to_record](int state) { to_record().set_state(static_cast<v1::Support::State>(state)); },
      t("Câu trả lời", "What was said"))
      .required();
  text(
      record, "--ward", [to_record](const string& ward) { to_record().set_ward(ward); },
      t("Phường trả lời", "The ward that answered"))
      .required()
      ->type_name("WARD");
  text(
      record, "--by", [to_record](const string& name) { to_record().set_said_by(name); },
      t("Ai trả lời", "Who said so"))
      .required()
      ->type_name("NAME");
  text(record, "--reason", [to_record](const string& why) { to_record().set_reason(why); }, t("Lý do", "Why"));
  forces(record, [to_record] { return to_record().add_forces(); });

  // The target's own answers.
  const auto answer = [&](const char* name, v1::Support::State state, const string& help) -> CLI::App& {
    CLI::App& app = submit(app_, name, help);
    app.preparse_callback([&command, state](std::size_t) { command.mutable_answer_support()->set_state(state); });
    incident(app, [&command](const string& id) { command.mutable_answer_support()->set_incident(id); });
    return app;
  };
  const auto reason = [&](CLI::App& app) {
    text(
        app, "--reason", [&command](const string& why) { command.mutable_answer_support()->set_reason(why); },
        t("Lý do", "Why"))
        .required();
  };
  const auto eta = [&](CLI::App& app) {
    number(
        app, "--eta", [&command](std::uint32_t m) { command.mutable_answer_support()->set_eta_minutes(m); },
        t("Dự kiến đến sau, phút", "Expected after, minutes"))
        .type_name("M");
  };
  answer("seen", v1::Support::SEEN, t("Đã rõ", "Acknowledged by a person"));
  CLI::App& accept = answer("accept", v1::Support::ACCEPTED, t("Nhận phối hợp", "Accepts the support"));
  eta(accept);
  forces(accept, [&command] { return command.mutable_answer_support()->add_forces(); });
  reason(answer("decline", v1::Support::DECLINED, t("Chưa bố trí được lực lượng", "Declines the support")));
  eta(answer("en-route", v1::Support::EN_ROUTE, t("Đang đến", "On the way")));
  answer("on-scene", v1::Support::ON_SCENE, t("Có mặt", "On the scene"));
  reason(answer("withdraw", v1::Support::WITHDRAWN, t("Rút khỏi phối hợp", "Withdraws")));
}

}  // namespace wardlink::cli
