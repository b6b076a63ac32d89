#include "tests/sim/client.hpp"

#include <fmt/format.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
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
    : around_(around), identity_(std::move(identity)), clock_off_(clock_off), random_(random) {
  open_store();
}

void Client::submit(const v1::Command& command) {
  std::array<std::uint8_t, 10> bytes{};
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_.below(256));
  v1::Submit submit;
  submit.set_id(link::make_uuid_v7(wall(), bytes));
  *submit.mutable_command() = command;
  trace("{} writes {}: {}", text(), submit.id(), Shown{command});
  const auto put = outbox_->put(submit, sender(), wall());
  must(put.kind == link::Outbox::Put::Kind::queued, "{}: the outbox does not take {}", text(), submit.id());
  if (protocol_) serve();
}

/// What waits in the store waits again.
void Client::open_store() {
  auto opened = link::Outbox::open(store_);
  must(opened.has_value(), "{} cannot read its outbox", text());
  outbox_.emplace(*std::move(opened));
  auto replica = link::Replica::open(store_);
  must(replica.has_value(), "{} cannot read its copy", text());
  replica_.emplace(*std::move(replica));
}

void Client::crash() {
  trace("{} is killed", text());
  drop();
  open_store();
  again_.reset();
  backoff_.reset();
  later(random_.up_to(3s), &Client::connect);
}

bool Client::caught_up() const {
  return protocol_ && subscribed_ && replica_->caught_up() &&
         around_.checker.model(identity_.cluster()).next_for(identity_.ward(), taken()) == 0;
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
  must(outbox_->cut(sender(), why.kind, moment()).has_value(), "{} cannot write to its outbox", text());
  must(replica_->resume().has_value(), "{} cannot read its copy", text());
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

void Client::serve_if_linked() {
  if (protocol_) serve();
}

/// Whatever there is to do.
void Client::serve() {
  if (!protocol_->welcome()) return flush();
  if (!subscribed_) {
    subscribed_ = true;
    acknowledged_ = taken();
    (void)protocol_->send(replica_->subscribe(*protocol_->welcome()));
  }
  take_feed();
  take_receipt();
  send_next();
  flush();
}

void Client::take_feed() {
  for (const auto& frame : protocol_->take_feed()) {
    if (frame.has_event() && !fresh_) around_.checker.taken(identity_, frame.event(), taken());
    const auto fits = replica_->take(frame);
    must(fits && *fits, "{}: a gap: {}", text(), fits && !*fits ? fits->error().detail : "");
    must(replica_->commit(wall()).has_value(), "{} cannot write its copy", text());
    if (frame.has_snapshot() && frame.snapshot().last()) fresh_ = false;
    if (frame.has_event()) fresh_ = false;
  }
  if (replica_->caught_up()) backoff_.reset();
  if (taken() > acknowledged_) {
    acknowledged_ = taken();
    protocol_->acknowledge(acknowledged_);
  }
}

void Client::compare(const std::vector<v1::Snapshot>& hubs) const {
  for (const auto& part : hubs) {
    for (const auto& theirs : part.incidents()) {
      const auto mine = store_.incident(theirs.id());
      must(mine && *mine, "{} has no incident {}", text(), theirs.id());
      // A description is of what was reported first and of what was corrected; all else may have changed since.
      if (theirs.description_only()) {
        must((*mine)->state() == theirs.state(), "{} has the described {} in another state", text(), theirs.id());
        continue;
      }
      // Who else is told is in no event, and that two may be one thing is told to the leads of then.
      auto shown = theirs;
      auto own = **mine;
      shown.clear_audience();
      own.clear_audience();
      shown.clear_possible_duplicates();
      own.clear_possible_duplicates();
      must_match(own, shown);
    }
    const auto all = [&](const auto& theirs, const auto& mine) {
      for (const auto& each : theirs) {
        const auto found = std::ranges::find(mine, each.id(), [](const auto& own) { return own.id(); });
        must(found != mine.end(), "{} lacks {}", text(), Shown{each});
        must_match(*found, each);
      }
    };
    // One that has expired may have been told of as past before the hub got round to ending it.
    auto flights = *store_.flights();
    for (auto& flight : flights) {
      if (flight.end() == v1::Flight::EXPIRED) flight.clear_end();
    }
    all(part.flights(), flights);
    all(part.patrols(), *store_.patrols());
  }
}

void Client::must_match(const google::protobuf::Message& mine, const google::protobuf::Message& hubs) const {
  if (google::protobuf::util::MessageDifferencer::Equals(mine, hubs)) return;
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  (void)differencer.Compare(hubs, mine);
  must(false, "{}'s copy is not what the hub shows: {}\nthe hub shows {}", text(), difference, Shown{hubs});
}

void Client::send_next() {
  if (!sent_id_.empty()) return;
  const auto next = again_ ? again_ : outbox_->next(sender(), VirtualTime::steady());
  if (next) {
    const auto sent = protocol_->send(*next);
    must(sent.has_value(), "{} cannot send {}", text(), next->id());
    sent_id_ = next->id();
  } else if (const auto wake = outbox_->wake_at(sender()); wake != Steady::max()) {
    later(std::chrono::ceil<Duration>(wake - VirtualTime::steady()) + 1us, &Client::serve_if_linked);
  }
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
  if (again_ && again_->id() == receipt->id()) return take_again(*receipt);

  const auto item = store_.item(receipt->id());
  const double jitter = static_cast<double>(random_.below(1000)) / 1000;
  const auto stays = outbox_->received(sender(), *receipt, moment(), jitter);
  must(stays.has_value() && item.has_value() && item->has_value(), "{} cannot write to its outbox", text());
  if (!receipt->has_accepted()) return;
  must(receipt->accepted().entry() > last_entry_, "{}: {} was accepted before what it was said after", text(),
       receipt->id());
  last_entry_ = receipt->accepted().entry();
  if (!random_.chance(around_.weather.duplicate)) return;
  again_.emplace();
  again_->set_id(receipt->id());
  must(again_->mutable_command()->ParseFromString((*item)->command), "{}: a broken outbox", text());
}

/// What was accepted once is never accepted anew.
void Client::take_again(const v1::Receipt& receipt) {
  const auto code = receipt.rejected().code();
  if (code == v1::Rejection::UNAVAILABLE || code == v1::Rejection::RATE_LIMITED) return;
  must(receipt.has_accepted() && receipt.duplicate(), "{}: the repeated {} is no duplicate", text(), receipt.id());
  again_.reset();
}

void Client::flush() {
  if (link_ && protocol_->has_output()) link_->up->write(protocol_->take_output());
}

}  // namespace wardlink::sim
