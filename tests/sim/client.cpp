#include "tests/sim/client.hpp"

#include <fmt/format.h>

#include <utility>

#include "client/link/uuid.hpp"
#include "tests/sim/checker.hpp"
#include "tests/sim/process.hpp"
#include "tests/sim/shown.hpp"
#include "tests/sim/trace.hpp"

namespace wardlink::sim {

using namespace std::chrono_literals;
using Kind = link::Error::Kind;

Client::Client(Surroundings& around, v1::Identity identity, Duration clock_off, Random random)
    : around_(around), identity_(std::move(identity)), clock_off_(clock_off), random_(random) {}

void Client::submit(const v1::Command& command) {
  std::array<std::uint8_t, 10> bytes{};
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_.below(256));
  Waiting waiting;
  waiting.submit.set_id(link::make_uuid_v7(wall(), bytes));
  *waiting.submit.mutable_command() = command;
  trace("{} writes {}: {}", text(), waiting.submit.id(), Shown{command});
  outbox_.push_back(std::move(waiting));
  if (protocol_) serve();
}

void Client::crash() {
  trace("{} is killed", text());
  drop();
  backoff_.reset();
  later(random_.up_to(3s), &Client::connect);
}

bool Client::caught_up() const {
  return protocol_ && subscribed_ && feed_.caught_up() &&
         around_.checker.model().next_for(identity_.ward(), feed_.seen()) == 0;
}

std::string Client::text() const { return fmt::format("{}/{}", identity_.ward(), identity_.name()); }

void Client::connect() {
  if (link_) return;
  link_ = around_.connect(identity_);
  if (!link_) return reconnect_later();
  protocol_.emplace("simulated", moment());
  subscribed_ = false;
  sent_id_.clear();
  const auto alive = std::weak_ptr(life_);
  link_->down->on_arrival = [this, alive] {
    if (!alive.expired()) read();
  };
  link_->on_reset_at_client = [this, alive] {
    if (!alive.expired()) lost({Kind::lost, "reset"});
  };
  flush();
  tick();
}

void Client::reconnect_later() {
  const double jitter = static_cast<double>(random_.below(1000)) / 1000;
  later(backoff_.next(jitter), &Client::connect);
}

/// The connection is of no more use.
void Client::lost(const link::Error& why) {
  trace("{} lost the hub: {} {}", text(), static_cast<int>(why.kind), why.detail);
  must(why.kind != Kind::gap && why.kind != Kind::ahead && why.kind != Kind::wrong_epoch &&
           why.kind != Kind::protocol && why.kind != Kind::not_served,
       "{} is thrown out: {}", text(), why.detail);
  drop();
  reconnect_later();
}

/// Everything of the process is gone.
void Client::drop() {
  life_ = std::make_shared<int>();
  reading_ = false;
  protocol_.reset();
  subscribed_ = false;
  sent_id_.clear();
  holding_ = false;
  if (!link_) return;
  link_->down->on_arrival = [] {};
  link_->on_reset_at_client = [] {};
  const auto link = std::exchange(link_, nullptr);
  around_.timeline.after(random_.up_to(link->manners.latency), [link] { link->on_reset_at_hub(); });
}

void Client::later(Duration delay, void (Client::*what)()) {
  around_.timeline.after(delay, [this, what, alive = std::weak_ptr(life_)] {
    if (!alive.expired()) (this->*what)();
  });
}

void Client::read() {
  if (!link_ || reading_) return;
  const auto bytes = link_->down->read(64 * 1024);
  if (!bytes.empty()) {
    if (auto taken = protocol_->received(bytes, moment()); !taken) {
      if (protocol_->has_feed()) take_feed();
      return lost(taken.error());
    }
    serve();
    if (!link_) return;
  }
  if (link_->down->ended()) return lost({Kind::lost, "ended"});
  if (link_->manners.read_pause > 0us) {
    reading_ = true;
    around_.timeline.after(link_->manners.read_pause, [this, alive = std::weak_ptr(life_)] {
      if (alive.expired()) return;
      reading_ = false;
      if (link_->down->readable() || link_->down->ended()) read();
    });
  } else if (link_->down->readable()) {
    later({}, &Client::read);
  }
}

void Client::tick() {
  if (!protocol_) return;
  if (auto alive = protocol_->tick(moment()); !alive) return lost(alive.error());
  flush();
  const auto wait = std::chrono::ceil<Duration>(protocol_->next_tick() - VirtualTime::steady());
  later(std::max<Duration>(wait, 1ms), &Client::tick);
}

/// Whatever there is to do.
void Client::serve() {
  if (!protocol_->welcome()) return flush();
  if (!subscribed_) {
    subscribed_ = true;
    acknowledged_ = feed_.seen();
    (void)protocol_->send(feed_.subscribe(*protocol_->welcome()));
  }
  take_feed();
  take_receipt();
  send_next();
  flush();
}

void Client::take_feed() {
  for (const auto& frame : protocol_->take_feed()) {
    if (frame.has_event() && !fresh_) around_.checker.taken(identity_, frame.event(), feed_.seen());
    const auto fits = feed_.take(frame);
    must(fits.has_value(), "{}: a gap: {}", text(), fits ? "" : fits.error().detail);
    if (frame.has_snapshot() && frame.snapshot().last()) fresh_ = false;
    if (frame.has_event()) fresh_ = false;
  }
  if (feed_.caught_up()) backoff_.reset();
  if (feed_.seen() > acknowledged_) {
    acknowledged_ = feed_.seen();
    protocol_->acknowledge(acknowledged_);
  }
}

void Client::send_next() {
  if (outbox_.empty() || !sent_id_.empty() || holding_) return;
  const auto& next = outbox_.front().submit;
  const auto sent = protocol_->send(next);
  must(sent.has_value(), "{} cannot send {}", text(), next.id());
  sent_id_ = next.id();
}

void Client::take_receipt() {
  if (sent_id_.empty()) return;
  const auto receipt = protocol_->take_receipt(sent_id_);
  if (!receipt) return;
  sent_id_.clear();
  if (Trace::on) {
    trace("{} has the receipt of {}: {}", text(), receipt->id(),
          receipt->has_accepted()
              ? fmt::format("entry {}{}", receipt->accepted().entry(), receipt->duplicate() ? ", duplicate" : "")
              : v1::Rejection::Code_Name(receipt->rejected().code()));
  }
  around_.checker.receipt(identity_, *receipt);
  const auto code = receipt->rejected().code();
  if (code == v1::Rejection::UNAVAILABLE || code == v1::Rejection::RATE_LIMITED) {
    holding_ = true;
    around_.timeline.after(random_.up_to(1s), [this, alive = std::weak_ptr(life_)] {
      if (alive.expired()) return;
      holding_ = false;
      if (protocol_) serve();
    });
    return;
  }
  auto& front = outbox_.front();
  must(!front.repeated || receipt->has_rejected() || receipt->duplicate(), "{}: the repeated {} was accepted anew",
       text(), receipt->id());
  if (receipt->has_accepted() && !front.repeated && random_.chance(around_.weather.duplicate)) {
    front.repeated = true;
    return;
  }
  outbox_.pop_front();
}

void Client::flush() {
  if (link_ && protocol_->has_output()) link_->up->write(protocol_->take_output());
}

}  // namespace wardlink::sim
