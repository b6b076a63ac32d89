#include "tests/sim/stranger.hpp"

#include <utility>

#include "client/link/uuid.hpp"
#include "hub/base/limits.hpp"
#include "tests/sim/checker.hpp"
#include "tests/sim/process.hpp"
#include "tests/sim/shown.hpp"
#include "tests/sim/trace.hpp"
#include "tests/unit/rules/commands.hpp"

namespace wardlink::sim {

using namespace std::chrono_literals;

Stranger::Stranger(Surroundings& around, v1::Identity identity, Random random)
    : around_(around), identity_(std::move(identity)), random_(random) {}

void Stranger::leave() {
  left_ = true;
  drop();
}

void Stranger::drop() {
  life_ = std::make_shared<int>();
  if (!link_) return;
  const auto link = std::exchange(link_, nullptr);
  link->down->on_arrival = link->on_reset_at_client = [] {};
  around_.timeline.after({}, [link] { link->on_reset_at_hub(); });
}

void Stranger::again() {
  drop();
  if (!left_) later(random_.up_to(2s), &Stranger::connect);
}

void Stranger::later(Duration delay, void (Stranger::*what)()) {
  around_.timeline.after(delay, [this, what, alive = std::weak_ptr(life_)] {
    if (!alive.expired()) (this->*what)();
  });
}

void Stranger::connect() {
  link_ = around_.connect(identity_);
  if (!link_) return again();
  frames_ = std::make_unique<proto::FrameReader>(base::limits::hub_frame_bytes_max);
  probes_.clear();
  link_->down->on_arrival = [this, alive = std::weak_ptr(life_)] {
    if (!alive.expired()) read();
  };
  link_->on_reset_at_client = [this, alive = std::weak_ptr(life_)] {
    if (!alive.expired()) again();
  };
  if (random_.chance(900)) {
    v1::ClientFrame hello;
    hello.mutable_hello()->set_client("no friend");
    send(hello);
  }
  act();
}

void Stranger::read() {
  const std::string bytes = link_->down->read(64 * 1024);
  std::string_view rest = bytes;
  for (;;) {
    const auto frame = frames_->next(rest);
    must(frame.has_value(), "the hub sent what is no frame");
    if (!*frame) break;
    v1::HubFrame parsed;
    must(parsed.ParseFromArray((*frame)->data(), static_cast<int>((*frame)->size())), "the hub sent a broken frame");
    heard(parsed);
  }
  if (link_->down->ended()) return again();
  if (link_->down->readable()) later({}, &Stranger::read);
}

/// RULES.md 7: what is none of its business does not exist.
void Stranger::heard(const v1::HubFrame& frame) {
  if (frame.has_goodbye()) trace("the stranger is put out: {}", frame.goodbye().message());
  const bool receipt = frame.has_receipt();
  if (!receipt && !frame.has_query_result()) return;
  const auto& rejected = receipt ? frame.receipt().rejected() : frame.query_result().rejected();
  const auto probe = probes_.find(receipt ? frame.receipt().id() : frame.query_result().id());
  if (probe == probes_.end() || around_.checker.model(identity_.cluster()).may_know_of(identity_.ward(), probe->second))
    return;
  const auto code = rejected.code();
  if (code == v1::Rejection::RATE_LIMITED || code == v1::Rejection::UNAVAILABLE) return;
  must(code == v1::Rejection::UNKNOWN_ID, "a stranger learnt that incident {} is there: {}", probe->second,
       Shown{frame});
}

void Stranger::send(const v1::ClientFrame& frame) {
  std::string bytes;
  proto::append_frame(bytes, frame);
  link_->up->write(bytes);
}

std::string Stranger::new_id() {
  std::array<std::uint8_t, 10> bytes{};
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_.below(256));
  return link::make_uuid_v7(VirtualTime::wall(), bytes);
}

void Stranger::probe() {
  const auto& incidents = around_.checker.model(random_.one_of(around_.clusters).id).state().incidents;
  if (incidents.empty()) return;
  const auto& id = std::next(incidents.begin(), static_cast<int>(random_.below(incidents.size())))->first;
  v1::ClientFrame frame;
  const std::string ask = new_id();
  if (random_.chance(500)) {
    frame.mutable_query()->set_id(ask);
    frame.mutable_query()->mutable_show()->set_id(id);
  } else {
    frame.mutable_submit()->set_id(ask);
    frame.mutable_submit()->set_dry_run(random_.chance(500));
    *frame.mutable_submit()->mutable_command() =
        random_.chance(500) ? rules::testing::confirm(id) : rules::testing::answer(id, v1::Support::SEEN);
  }
  probes_[ask] = id;
  send(frame);
}

void Stranger::flood() {
  for (int i = 0; i < 30; ++i) {
    v1::ClientFrame frame;
    frame.mutable_query()->set_id("q");
    if (random_.chance(500)) {
      frame.mutable_query()->mutable_list();
    } else {
      frame.mutable_query()->mutable_history();
    }
    send(frame);
  }
}

void Stranger::act() {
  v1::ClientFrame frame;
  switch (random_.below(12)) {
    case 0: {
      std::string garbage(1 + random_.below(200), '\0');
      for (auto& byte : garbage) byte = static_cast<char>(random_.below(256));
      link_->up->write(garbage);
      break;
    }
    case 1:
      link_->up->write(std::string_view("\0", 1));
      break;
    case 2:
      link_->up->write("\xff\xff\xff\xff\x0f");
      break;
    case 3:
      frame.mutable_ack()->set_seq(1 + random_.below(1'000'000));
      send(frame);
      break;
    case 4:
      frame.mutable_subscribe()->set_after_seq(random_.chance(700) ? 0 : random_.below(1000));
      send(frame);
      break;
    case 5:
      frame.mutable_hello();
      send(frame);
      break;
    case 6:
      flood();
      break;
    case 7:
      link_->up->write("\x04\xfa\x7f\x01x");  // a field nobody knows
      break;
    default:
      probe();
      break;
  }
  later(random_.up_to(800ms), &Stranger::act);
}

}  // namespace wardlink::sim
