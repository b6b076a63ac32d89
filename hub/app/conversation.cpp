#include "hub/app/conversation.hpp"

#include "hub/base/ids.hpp"
#include "hub/base/limits.hpp"
#include "hub/gate/gate.hpp"
#include "hub/ops/log.hpp"
#include "proto/framing.hpp"

namespace wardlink::app {
namespace {

namespace limits = base::limits;

v1::Goodbye::Code code_of(net::CloseReason reason) {
  switch (reason) {
    case net::CloseReason::silent:
      return v1::Goodbye::TIMED_OUT;
    case net::CloseReason::certificate_expired:
      return v1::Goodbye::NOT_SERVED;
    default:
      return v1::Goodbye::BAD_FRAME;
  }
}

}  // namespace

void Conversation::on_frame(std::string_view bytes) {
  if (ending_) return;
  const auto frame = gate::parse(bytes);
  if (!frame) return goodbye(v1::Goodbye::BAD_FRAME, frame.error().message(), net::CloseReason::bad_frame);
  if (!member_) return greet(*frame);
  core_.heard(*member_);
  serve(*frame);
}

void Conversation::greet(const v1::ClientFrame& frame) {
  if (!frame.has_hello()) {
    return goodbye(v1::Goodbye::BAD_FRAME, "hello must come first", net::CloseReason::protocol_violation);
  }
  auto joined = core_.join({connection_.peer().identity, connection_.peer().not_after}, *this);
  if (!joined) return goodbye(v1::Goodbye::NOT_SERVED, joined.error().message(), net::CloseReason::not_served);
  member_ = *std::move(joined);
  ops::Line("session_opened")
      .field("peer", base::sender_key(connection_.peer().identity))
      .field("address", connection_.address())
      .field("client", frame.hello().client())
      .field("serial", connection_.peer().serial);

  const v1::HubFrame welcome = core_.welcome(*member_);
  if (frame.hello().has_client_time()) {
    clock_meter_.answered(frame.hello().client_time(), base::from_proto(welcome.welcome().hub_time()));
  }
  reply(welcome);
}

void Conversation::serve(const v1::ClientFrame& frame) {
  switch (frame.kind_case()) {
    case v1::ClientFrame::kSubmit:
      return core_.submit(member_, frame.submit());
    case v1::ClientFrame::kSubscribe:
      return keep_or_end(core_.subscribe(*member_, frame.subscribe()));
    case v1::ClientFrame::kAck:
      return keep_or_end(core_.acknowledge(*member_, frame.ack().seq()));
    case v1::ClientFrame::kQuery:
      return ask([&] { core_.query(member_, frame.query()); });
    case v1::ClientFrame::kAdmin:
      return ask([&] { core_.admin(member_, frame.admin()); });
    case v1::ClientFrame::kPing:
      return answer_ping(frame.ping());
    case v1::ClientFrame::kHello:
    case v1::ClientFrame::KIND_NOT_SET:
      break;
  }
  goodbye(v1::Goodbye::BAD_FRAME, "hello comes once", net::CloseReason::protocol_violation);
}

void Conversation::answer_ping(const v1::Ping& ping) {
  clock_meter_.heard(ping);
  member_->clock_offset = clock_meter_.offset();
  const base::Time now = core_.now();
  if (ping.has_client_time()) clock_meter_.answered(ping.client_time(), now);
  v1::HubFrame frame;
  *frame.mutable_pong()->mutable_hub_time() = base::to_proto(now);
  *frame.mutable_pong()->mutable_client_time() = ping.client_time();
  reply(frame);
}

void Conversation::ask(const std::function<void()>& question) {
  question_open_ = true;
  question();
  pause_or_resume();
}

void Conversation::keep_or_end(const std::expected<void, v1::Goodbye>& outcome) {
  if (outcome) return;
  goodbye(outcome.error().code(), outcome.error().message(), net::CloseReason::protocol_violation);
}

void Conversation::reply(const v1::HubFrame& frame) {
  if (ending_) return;
  if (frame.has_query_result() || frame.has_admin_result()) question_open_ = false;
  queue(frame);
  pause_or_resume();
  connection_.wake();
}

void Conversation::queue(const v1::HubFrame& frame) {
  std::string bytes;
  proto::append_frame(bytes, frame);
  reply_bytes_ += bytes.size();
  replies_.push_back(std::move(bytes));
}

void Conversation::pause_or_resume() {
  const bool full = replies_.size() >= limits::session_replies_max || reply_bytes_ >= limits::session_reply_bytes_max;
  const bool pause = question_open_ || full;
  if (pause == paused_) return;
  paused_ = pause;
  if (pause) {
    connection_.pause_reading();
  } else {
    connection_.resume_reading();
  }
}

void Conversation::fill(std::string& out, std::size_t bytes_max) {
  while (!replies_.empty() && out.size() < bytes_max) {
    out += replies_.front();
    reply_bytes_ -= replies_.front().size();
    replies_.pop_front();
  }
  pause_or_resume();
  if (ending_ || !member_ || out.size() >= bytes_max) return;
  const bool more = core_.fill(*member_, out, bytes_max);
  if (!more || !out.empty()) return;
  // It read as much as one turn may and found nothing for this ward: on with it when the others had their turn.
  connection_.wake_later();
}

void Conversation::on_hello_due() {
  if (!member_) goodbye(v1::Goodbye::TIMED_OUT, "no hello came in time", net::CloseReason::silent);
}

void Conversation::goodbye(v1::Goodbye::Code code, std::string_view message, net::CloseReason reason) {
  if (ending_) return;
  say_goodbye(code, message);
  connection_.close_after_flush(reason);
}

void Conversation::on_ending(net::CloseReason reason) {
  if (!ending_) say_goodbye(code_of(reason), net::word(reason));
}

void Conversation::say_goodbye(v1::Goodbye::Code code, std::string_view message) {
  v1::HubFrame frame;
  frame.mutable_goodbye()->set_code(code);
  frame.mutable_goodbye()->set_message(std::string(message));
  queue(frame);
  ending_ = true;
  ops::Line("goodbye", code == v1::Goodbye::SHUTTING_DOWN ? ops::Level::info : ops::Level::warning)
      .field("peer", base::sender_key(connection_.peer().identity))
      .field("code", v1::Goodbye::Code_Name(code))
      .field("message", message);
}

void Conversation::on_closed(net::CloseReason reason) {
  ops::Line("session_closed")
      .field("peer", base::sender_key(connection_.peer().identity))
      .field("address", connection_.address())
      .field("reason", net::word(reason));
  metrics_.session_closed(net::word(reason));
  if (member_) core_.leave(*member_);
}

}  // namespace wardlink::app
