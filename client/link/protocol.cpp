#include "client/link/protocol.hpp"

#include <algorithm>
#include <utility>

#include "proto/shape.hpp"

namespace wardlink::link {
namespace {

using Kind = Error::Kind;

// A later hub may say more than this program knows: that is passed over.
constexpr proto::ShapeLimits frame_limits{.memory_bytes_max = hub_frame_memory_bytes_max, .unknown_fields = true};

Error goodbye(const v1::Goodbye& said) {
  switch (said.code()) {
    case v1::Goodbye::AHEAD:
      return {Kind::ahead, said.message()};
    case v1::Goodbye::WRONG_EPOCH:
      return {Kind::wrong_epoch, said.message()};
    case v1::Goodbye::SHUTTING_DOWN:
      return {Kind::shutting_down, said.message()};
    case v1::Goodbye::NOT_SERVED:
      return {Kind::not_served, said.message()};
    case v1::Goodbye::TIMED_OUT:
      return {Kind::lost, said.message()};
    case v1::Goodbye::OVERLOADED:
      return {Kind::overloaded, said.message()};
    case v1::Goodbye::BAD_FRAME:
      return {Kind::protocol, "the hub refused a frame: " + said.message()};
    default:
      return {Kind::lost, said.message()};
  }
}

}  // namespace

template <typename Answer>
bool Protocol::Asked<Answer>::put(Answer&& answer) {
  if (open.erase(answer.id()) == 0) return false;
  std::string id = answer.id();
  answered.insert_or_assign(std::move(id), std::move(answer));
  return true;
}

template <typename Answer>
std::optional<Answer> Protocol::Asked<Answer>::take(const std::string& id) {
  auto node = answered.extract(id);
  if (node.empty()) return std::nullopt;
  return std::move(node.mapped());
}

template struct Protocol::Asked<v1::Receipt>;
template struct Protocol::Asked<v1::QueryResult>;
template struct Protocol::Asked<v1::AdminResult>;

Protocol::Protocol(std::string_view client, Moment now) : heard_(now.steady), pinged_(now.steady) {
  v1::ClientFrame frame;
  frame.mutable_hello()->set_client(std::string(client));
  *frame.mutable_hello()->mutable_client_time() = to_proto(now.wall);
  proto::append_frame(output_, frame);
}

Result<void> Protocol::received(std::string_view bytes, Moment now) {
  for (;;) {
    const auto frame = reader_.next(bytes);
    if (!frame) return fail(Kind::protocol, std::string(proto::describe(frame.error())));
    if (!*frame) return {};
    heard_ = now.steady;
    if (auto done = on_frame(**frame, now); !done) return done;
  }
}

Result<void> Protocol::on_frame(std::string_view bytes, Moment now) {
  if (const auto shape = proto::check_shape(bytes, *v1::HubFrame::descriptor(), frame_limits); !shape) {
    return fail(Kind::protocol, std::string(proto::describe(shape.error())));
  }
  v1::HubFrame frame;
  if (!frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return fail(Kind::protocol, "the hub sent a frame that does not parse");
  }
  using Frame = v1::HubFrame;
  const auto kind = frame.kind_case();
  if (!welcome_ && kind != Frame::kWelcome && kind != Frame::kGoodbye) {
    return fail(Kind::protocol, "the hub spoke before its welcome");
  }
  bool expected = true;
  switch (kind) {
    case Frame::kWelcome:
      return on_welcome(frame.welcome(), now);
    case Frame::kGoodbye:
      return std::unexpected(goodbye(frame.goodbye()));
    case Frame::kPong:
      on_pong(frame.pong(), now);
      break;
    case Frame::kReceipt:
      expected = receipts_.put(std::move(*frame.mutable_receipt()));
      break;
    case Frame::kQueryResult:
      expected = queries_.put(std::move(*frame.mutable_query_result()));
      break;
    case Frame::kAdminResult:
      expected = admins_.put(std::move(*frame.mutable_admin_result()));
      break;
    case Frame::kSnapshot:
    case Frame::kStory:
    case Frame::kEvent:
    case Frame::kCaughtUp:
      expected = subscribed_;
      feed_.push_back(std::move(frame));
      break;
    case Frame::KIND_NOT_SET:
      return fail(Kind::protocol, "the hub sent a frame of an unknown kind");
  }
  if (!expected) return fail(Kind::protocol, "the hub sent what was not asked for");
  return {};
}

Result<void> Protocol::on_welcome(const v1::Welcome& welcome, Moment now) {
  if (welcome_) return fail(Kind::protocol, "the hub said welcome twice");
  if (welcome.frame_bytes_max() == 0 || welcome.heartbeat_ms() == 0) {
    return fail(Kind::protocol, "the hub's welcome names no limits");
  }
  welcome_ = welcome;
  heartbeat_ = std::chrono::milliseconds(welcome.heartbeat_ms());
  hub_time_ = welcome.hub_time();
  hub_time_received_ = now.wall;
  ping(now);
  return {};
}

void Protocol::on_pong(const v1::Pong& pong, Moment now) {
  hub_time_ = pong.hub_time();
  hub_time_received_ = now.wall;
  round_trip_ = now.wall - from_proto(pong.client_time());
}

Result<void> Protocol::tick(Moment now) {
  if (now.steady - heard_ >= silence_max) return fail(Kind::silent);
  if (welcome_ && now.steady - pinged_ >= heartbeat_) ping(now);
  return {};
}

SteadyTime Protocol::next_tick() const {
  const SteadyTime silent_at = heard_ + silence_max;
  return welcome_ ? std::min(silent_at, pinged_ + heartbeat_) : silent_at;
}

void Protocol::ping(Moment now) {
  v1::ClientFrame frame;
  *frame.mutable_ping()->mutable_client_time() = to_proto(now.wall);
  *frame.mutable_ping()->mutable_echo_hub_time() = hub_time_;
  *frame.mutable_ping()->mutable_echo_received_at() = to_proto(hub_time_received_);
  proto::append_frame(output_, frame);
  pinged_ = now.steady;
}

Result<void> Protocol::send_frame(const v1::ClientFrame& frame) {
  if (!welcome_) return fail(Kind::protocol, "not welcomed yet");
  if (frame.ByteSizeLong() > welcome_->frame_bytes_max()) {
    return fail(Kind::too_large, std::to_string(frame.ByteSizeLong()) + " bytes");
  }
  proto::append_frame(output_, frame);
  return {};
}

Result<void> Protocol::send(const v1::Submit& submit) {
  v1::ClientFrame frame;
  *frame.mutable_submit() = submit;
  auto sent = send_frame(frame);
  if (sent) receipts_.open.insert(submit.id());
  return sent;
}

Result<void> Protocol::send(const v1::Query& query) {
  v1::ClientFrame frame;
  *frame.mutable_query() = query;
  auto sent = send_frame(frame);
  if (sent) queries_.open.insert(query.id());
  return sent;
}

Result<void> Protocol::send(const v1::Admin& admin) {
  v1::ClientFrame frame;
  *frame.mutable_admin() = admin;
  auto sent = send_frame(frame);
  if (sent) admins_.open.insert(admin.id());
  return sent;
}

Result<void> Protocol::send(const v1::Subscribe& subscribe) {
  v1::ClientFrame frame;
  *frame.mutable_subscribe() = subscribe;
  auto sent = send_frame(frame);
  if (sent) subscribed_ = true;
  return sent;
}

void Protocol::acknowledge(std::uint64_t seq) {
  v1::ClientFrame frame;
  frame.mutable_ack()->set_seq(seq);
  proto::append_frame(output_, frame);
}

}  // namespace wardlink::link
