// What a hub may send a client: read by the client's protocol, its subscription followed. However the bytes are cut,
// the client comes to the same; it never goes back in its feed, and never takes what it did not ask for.
#include <chrono>
#include <string>
#include <vector>

#include "client/link/feed.hpp"
#include "client/link/protocol.hpp"
#include "hub/base/panic.hpp"
#include "tests/fuzz/input.hpp"

namespace wardlink::fuzz {
namespace {

using base::check;

/// All that the client made of it.
struct Heard {
  std::string feed;
  std::string answers;
  std::string sent;
  std::string failed;
  std::uint64_t seen = 0;
  bool operator==(const Heard&) const = default;
};

constexpr link::Moment start{.wall = link::WallTime{std::chrono::sys_days{std::chrono::year{2026} / 3 / 14}},
                             .steady = link::SteadyTime{std::chrono::hours{1}}};
// What the seeds answer.
constexpr const char* asked_id = "019cecdd-4f51-7000-8000-000015000000";

void ask(link::Protocol& protocol, link::Feed& feed) {
  v1::Submit submit;
  submit.set_id(asked_id);
  v1::Query query;
  query.set_id(asked_id);
  v1::Admin admin;
  admin.set_id(asked_id);
  static_cast<void>(protocol.send(submit));
  static_cast<void>(protocol.send(query));
  static_cast<void>(protocol.send(admin));
  static_cast<void>(protocol.send(feed.subscribe(*protocol.welcome())));
}

void take_feed(link::Protocol& protocol, link::Feed& feed, Heard& heard) {
  for (const auto& frame : protocol.take_feed()) {
    check(frame.SpaceUsedLong() <= 2 * link::hub_frame_memory_bytes_max, "more memory than a frame may take");
    heard.feed += frame.SerializeAsString();
    const std::uint64_t before = feed.seen();
    const auto taken = feed.take(frame);
    const bool snapshot = frame.has_snapshot();
    check(snapshot || feed.seen() >= before, "events never go back");
    if (taken && frame.has_event()) check(feed.seen() == frame.event().seq() && feed.seen() > before, "one on");
    if (!taken) {
      check(feed.seen() == before, "what does not follow is not taken");
      heard.failed += taken.error().detail;
      feed.start_afresh();
    }
  }
  heard.seen = feed.seen();
}

Heard hear(std::string_view stream, std::size_t piece) {
  Heard heard;
  link::Protocol protocol("fuzz", start);
  link::Feed feed;
  bool asked = false;
  while (!stream.empty()) {
    const auto bytes = stream.substr(0, piece);
    stream.remove_prefix(bytes.size());
    const auto received = protocol.received(bytes, start);
    check(protocol.welcome() || !protocol.has_feed(), "nothing before the welcome");
    take_feed(protocol, feed, heard);
    if (auto receipt = protocol.take_receipt(asked_id)) heard.answers += receipt->SerializeAsString();
    if (auto result = protocol.take_query_result(asked_id)) heard.answers += result->SerializeAsString();
    if (auto result = protocol.take_admin_result(asked_id)) heard.answers += result->SerializeAsString();
    if (!received) {
      heard.failed += std::to_string(static_cast<int>(received.error().kind)) + received.error().detail;
      break;
    }
    if (protocol.welcome() && !asked) {
      asked = true;
      ask(protocol, feed);
    }
  }
  heard.sent = protocol.take_output();
  return heard;
}

void run(Input input) {
  // The welcome by itself, so that what is asked is asked at the same point however the rest is cut.
  const std::string_view stream = input.rest();
  const Heard slowly = hear(stream, 1);
  const Heard again = hear(stream, 1);
  check(slowly == again, "the same bytes, the same outcome");
  proto::FrameReader reader(link::hub_frame_bytes_max);
  std::string_view rest = stream;
  const auto welcome = reader.next(rest);
  if (!welcome || !*welcome) return;
  const std::size_t first = stream.size() - rest.size();
  // From the welcome on in frames' own pieces, or in one.
  link::Protocol protocol("fuzz", start);
  if (!protocol.received(stream.substr(0, first), start) || !protocol.welcome()) return;
  Heard whole;
  link::Feed feed;
  ask(protocol, feed);
  const auto received = protocol.received(rest, start);
  take_feed(protocol, feed, whole);
  check(whole.feed == slowly.feed && whole.seen == slowly.seen, "in one piece it is the same");
  check(received.has_value() || !slowly.failed.empty(), "a fault is a fault in any pieces");
}

}  // namespace
}  // namespace wardlink::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardlink::fuzz::run({data, size});
  return 0;
}
