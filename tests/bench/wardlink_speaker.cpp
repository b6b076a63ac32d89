#include "tests/bench/wardlink_speaker.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

#include "client/link/clock.hpp"
#include "client/link/uuid.hpp"
#include "proto/framing.hpp"
#include "tests/bench/record.hpp"
#include "tests/bench/wire_fields.hpp"

namespace wardlink::bench {
namespace {

constexpr std::chrono::seconds heartbeat{2};

// A command's id ends in the message's number; all before it is the same for the whole program.
constexpr std::size_t number_digits = 12;

const std::string& id_prefix() {
  static const std::string prefix = [] {
    const std::string id = link::new_uuid_v7();
    return id.substr(0, id.size() - number_digits);
  }();
  return prefix;
}

std::optional<std::uint64_t> number_of(std::string_view id) {
  if (!id.starts_with(id_prefix())) return std::nullopt;
  id.remove_prefix(id_prefix().size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number, 16);
  if (error != std::errc{} || end != id.data() + id.size()) return std::nullopt;
  return number;
}

google::protobuf::Timestamp wall_time() { return link::to_proto(link::Moment::now().wall); }

template <typename Message>
Message parse(std::string_view bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    throw std::runtime_error("the hub sent what does not parse");
  }
  return message;
}

std::string sighting(const std::string& id, const std::string& landmark) {
  v1::ClientFrame frame;
  frame.mutable_submit()->set_id(id);
  auto& sighting = *frame.mutable_submit()->mutable_command()->mutable_report_sighting();
  sighting.set_mode(v1::ACTUAL);
  sighting.set_kind(v1::ReportSighting::PERSON);
  sighting.set_source(v1::PATROL);
  sighting.mutable_place()->set_landmark(landmark);
  sighting.mutable_content()->set_text(std::string(payload_bytes, 'x'));
  std::string framed;
  proto::append_frame(framed, frame);
  return framed;
}

}  // namespace

WardlinkSpeaker::WardlinkSpeaker(Role role, const std::string& landmark)
    : role_(role),
      submit_(sighting(id_prefix() + std::string(number_digits, '0'), landmark)),
      number_at_(submit_.find(id_prefix()) + id_prefix().size()) {}

void WardlinkSpeaker::open(std::string& out) {
  v1::ClientFrame frame;
  frame.mutable_hello()->set_client("wardlink-bench");
  *frame.mutable_hello()->mutable_client_time() = wall_time();
  proto::append_frame(out, frame);
}

void WardlinkSpeaker::publish(std::uint64_t number, std::string& out) {
  const std::size_t begin = out.size();
  out += submit_;
  fmt::format_to(out.begin() + static_cast<std::ptrdiff_t>(begin + number_at_), "{:0{}x}", number, number_digits);
}

Speaker::Heard WardlinkSpeaker::hear(std::string_view frame, std::string& out) {
  WireFields fields(frame);
  if (!fields.next()) throw std::runtime_error("the hub sent an empty frame");
  switch (fields.number()) {
    case v1::HubFrame::kReceiptFieldNumber:
      return hear_receipt(fields.bytes());
    case v1::HubFrame::kEventFieldNumber:
      return hear_event(fields.bytes());
    case v1::HubFrame::kWelcomeFieldNumber:
      welcomed(parse<v1::Welcome>(fields.bytes()), out);
      return {};
    case v1::HubFrame::kPongFieldNumber: {
      hub_time_ = parse<v1::Pong>(fields.bytes()).hub_time();
      hub_time_received_ = wall_time();
      // With the first pong the hub has measured our clock: it decides our messages at once.
      const bool first = !std::exchange(measured_, true);
      return {.kind = first && role_ == Role::publisher ? Heard::Kind::ready : Heard::Kind::other};
    }
    case v1::HubFrame::kCaughtUpFieldNumber:
      return {.kind = Heard::Kind::ready};
    case v1::HubFrame::kGoodbyeFieldNumber:
      throw std::runtime_error("the hub said goodbye: " + parse<v1::Goodbye>(fields.bytes()).message());
    default:
      return {};
  }
}

Speaker::Heard WardlinkSpeaker::hear_receipt(std::string_view receipt) {
  std::optional<std::uint64_t> number;
  bool accepted = false;
  for (WireFields fields(receipt); !(number && accepted) && fields.next();) {
    if (fields.number() == v1::Receipt::kIdFieldNumber) number = number_of(fields.bytes());
    if (fields.number() == v1::Receipt::kAcceptedFieldNumber) accepted = true;
    if (fields.number() == v1::Receipt::kRejectedFieldNumber) {
      throw std::runtime_error("the hub refused a message: " + parse<v1::Rejection>(fields.bytes()).message());
    }
  }
  if (!number || !accepted) throw std::runtime_error("the hub sent a receipt of something else");
  return {.kind = Heard::Kind::taken, .number = *number};
}

Speaker::Heard WardlinkSpeaker::hear_event(std::string_view event) {
  std::optional<std::uint64_t> number;
  for (WireFields fields(event); fields.next();) {
    if (fields.number() == v1::Event::kSeqFieldNumber) seen_ = fields.value();
    if (fields.number() == v1::Event::kCauseFieldNumber) number = number_of(fields.bytes());
  }
  if (!number) return {};  // a station came or went
  return {.kind = Heard::Kind::delivered, .number = *number};
}

void WardlinkSpeaker::welcomed(const v1::Welcome& welcome, std::string& out) {
  welcomed_ = true;
  hub_time_ = welcome.hub_time();
  hub_time_received_ = wall_time();
  ping(out);
  if (role_ == Role::publisher) return;
  v1::ClientFrame frame;
  frame.mutable_subscribe()->set_after_seq(welcome.head_seq());
  frame.mutable_subscribe()->set_epoch(welcome.epoch());
  proto::append_frame(out, frame);
  seen_ = acknowledged_ = welcome.head_seq();
}

void WardlinkSpeaker::settle(Clock::time_point now, std::string& out) {
  if (!welcomed_) return;
  if (now - pinged_ >= heartbeat) ping(out);
  if (seen_ <= acknowledged_) return;
  acknowledged_ = seen_;
  v1::ClientFrame frame;
  frame.mutable_ack()->set_seq(acknowledged_);
  proto::append_frame(out, frame);
}

void WardlinkSpeaker::ping(std::string& out) {
  v1::ClientFrame frame;
  *frame.mutable_ping()->mutable_client_time() = wall_time();
  *frame.mutable_ping()->mutable_echo_hub_time() = hub_time_;
  *frame.mutable_ping()->mutable_echo_received_at() = hub_time_received_;
  proto::append_frame(out, frame);
  pinged_ = Clock::now();
}

}  // namespace wardlink::bench
