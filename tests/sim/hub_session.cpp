#include "tests/sim/hub_session.hpp"

#include <utility>

#include "hub/base/limits.hpp"
#include "tests/sim/checker.hpp"
#include "tests/sim/process.hpp"
#include "tests/sim/trace.hpp"

namespace wardlink::sim {

HubSession::HubSession(HubProcess& process, std::shared_ptr<Link> link, net::PeerIdentity peer)
    : process_(process),
      link_(std::move(link)),
      peer_(std::move(peer)),
      course_(options_),
      conversation_(*process.core_, *this, process.metrics_),
      sent_(base::limits::hub_frame_bytes_max) {}

HubSession::~HubSession() { vanish(); }

void HubSession::vanish() {
  link_->up->on_arrival = link_->down->on_drained = link_->on_reset_at_hub = [] {};
}

void HubSession::start() {
  const auto weak = weak_from_this();
  const auto handle = [weak](void (HubSession::*what)()) {
    return [weak, what] {
      if (const auto self = weak.lock()) self->process_.run([&] { ((*self).*what)(); });
    };
  };
  link_->up->on_arrival = handle(&HubSession::read);
  link_->down->on_drained = handle(&HubSession::written);
  link_->on_reset_at_hub = [weak] {
    if (const auto self = weak.lock()) {
      self->process_.run([&] { self->close(net::CloseReason::connection_lost); });
    }
  };
  course_.start(VirtualTime::steady());
  later(base::limits::hello_max, &HubSession::due_hello);
  judge();
  read();
}

void HubSession::later(Duration delay, void (HubSession::*what)()) {
  process_.later(delay, [weak = weak_from_this(), what] {
    if (const auto self = weak.lock(); self && !self->course_.closed()) ((*self).*what)();
  });
}

void HubSession::wake() {
  if (std::exchange(woken_, true) || writing_) return;
  later({}, &HubSession::write);
}

void HubSession::resume_reading() {
  if (course_.resume(VirtualTime::steady())) later({}, &HubSession::read);
}

void HubSession::close_after_flush(net::CloseReason reason) {
  if (!course_.begin_to_end(reason, VirtualTime::steady())) return;
  resume_reading();
  wake();
  later({}, &HubSession::judge);
}

void HubSession::read() {
  if (course_.closed()) return;
  if (course_.paused()) return;
  if (link_->up->readable()) {
    received_ += link_->up->read(16 * 1024);
    course_.heard(VirtualTime::steady());
  }
  std::string_view bytes = received_;
  for (;;) {
    const auto frame = course_.next_frame(bytes);
    if (!frame) {
      received_.clear();
      return end(frame.error());
    }
    if (!*frame) break;
    v1::ClientFrame said;
    if (said.ParseFromArray((*frame)->data(), static_cast<int>((*frame)->size())) && said.has_subscribe()) {
      process_.machine_.checker.subscribing(peer_.identity, told_, said.subscribe());
    }
    conversation_.on_frame(**frame);
  }
  received_ = std::string(bytes);
  if (course_.closed() || course_.paused()) return;
  if (course_.ending()) received_.clear();
  if (link_->up->readable()) return later({}, &HubSession::read);
  if (link_->up->ended()) close(net::CloseReason::peer_closed);
}

void HubSession::write() {
  if (writing_ || course_.closed()) return;
  woken_ = false;
  std::string out;
  conversation_.fill(out, options_.write_batch_bytes);
  if (course_.closed()) return;
  if (out.empty()) {
    if (course_.ending() && !woken_) link_->down->end();
    return;
  }
  tell_checker(out);
  course_.writing(VirtualTime::steady());
  writing_ = true;
  link_->down->write(out);
  if (link_->down->drained()) later({}, &HubSession::written);
}

void HubSession::written() {
  if (!writing_ || !link_->down->drained()) return;
  writing_ = false;
  course_.written();
  later({}, &HubSession::write);
}

void HubSession::judge() {
  const auto now = VirtualTime::steady();
  if (const auto verdict = course_.judge(now, std::chrono::system_clock::now() < peer_.not_after)) {
    if (verdict->at_once) return close(verdict->reason);
    end(verdict->reason);
  }
  if (course_.closed()) return;
  later(std::chrono::ceil<Duration>(course_.next_judgement(now) - now), &HubSession::judge);
}

void HubSession::end(net::CloseReason reason) {
  conversation_.on_ending(reason);
  close_after_flush(reason);
}

void HubSession::close(net::CloseReason reason) {
  if (!course_.close(reason)) return;
  trace("hub: session of {} {} closed: {}", peer_.identity.ward(), peer_.identity.name(), net::word(course_.reason()));
  link_->down->end();
  const auto self = shared_from_this();
  conversation_.on_closed(course_.reason());
  std::erase(process_.sessions_, self);
}

/// Everything that leaves the hub, the moment it leaves.
void HubSession::tell_checker(std::string_view bytes) {
  for (;;) {
    const auto frame = sent_.next(bytes);
    must(frame.has_value(), "the hub wrote what is no frame");
    if (!*frame) return;
    v1::HubFrame parsed;
    must(parsed.ParseFromArray((*frame)->data(), static_cast<int>((*frame)->size())), "the hub wrote a broken frame");
    process_.machine_.checker.leaving(peer_.identity, told_, parsed);
  }
}

}  // namespace wardlink::sim
