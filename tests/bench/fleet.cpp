#include "tests/bench/fleet.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace wardlink::bench {
namespace {

constexpr std::chrono::seconds ready_max{20};
constexpr std::chrono::seconds patience{60};

// One counter for all fleets: a hub would take a number it has seen for a repeated command.
std::uint64_t next_number = 1;

bool complete(const Message& message, std::uint32_t all_receivers) {
  return message.taken != Clock::time_point{} && message.receivers == all_receivers;
}

}  // namespace

Fleet::Member::Member(Client client, std::uint16_t port, std::uint32_t subscriber)
    : role(client.role),
      speaker(std::move(client.speaker)),
      channel(client.context, connect_to_loopback(port), TlsChannel::Side::client),
      bit(subscriber) {}

Fleet::Fleet(std::uint16_t port, std::vector<Client> clients) : poll_(epoll_create1(EPOLL_CLOEXEC)) {
  for (Client& client : clients) {
    std::uint32_t bit = 0;
    if (client.role == Speaker::Role::subscriber) {
      bit = all_receivers_ + 1;
      all_receivers_ |= bit;
    }
    auto& member = *members_.emplace_back(std::make_unique<Member>(std::move(client), port, bit));
    epoll_event wanted{.events = EPOLLIN | EPOLLOUT | EPOLLET, .data = {.ptr = &member}};
    if (epoll_ctl(poll_, EPOLL_CTL_ADD, member.channel.socket(), &wanted) != 0) {
      throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
    member.speaker->open(member.channel.output());
    member.channel.flush();
  }
  const auto ready = [&] { return std::ranges::all_of(members_, [](const auto& member) { return member->ready; }); };
  converse(Clock::now() + ready_max, ready);
  if (!ready()) throw std::runtime_error("the hub did not become ready for its clients");
}

Fleet::~Fleet() { close(poll_); }

Outcome Fleet::paced(std::size_t count, Clock::duration interval) {
  first_number_ = next_number;
  Member& publisher = **std::ranges::find(members_, Speaker::Role::publisher, [](const auto& m) { return m->role; });
  auto due = Clock::now();
  for (std::size_t i = 0; i < count; ++i) {
    converse(due, [] { return false; });
    publish(publisher);
    publisher.channel.flush();
    due += interval;
  }
  return finish();
}

Outcome Fleet::windowed(std::size_t window, Clock::duration duration) {
  first_number_ = next_number;
  const auto end = Clock::now() + duration;
  const auto fill_windows = [&] {
    for (const auto& member : members_) {
      if (member->role != Speaker::Role::publisher) continue;
      while (member->unacknowledged < window) publish(*member);
      member->channel.flush();
    }
    return false;
  };
  fill_windows();
  converse(end, fill_windows);
  return finish();
}

Outcome Fleet::finish() {
  converse(Clock::now() + patience, [&] { return complete_ == outcome_.messages.size(); });
  outcome_.lost = outcome_.messages.size() - complete_;
  complete_ = 0;
  for (const auto& member : members_) member->unacknowledged = 0;
  return std::exchange(outcome_, {});
}

void Fleet::publish(Member& member) {
  member.speaker->publish(next_number++, member.channel.output());
  ++member.unacknowledged;
  outcome_.messages.push_back({.sent = Clock::now()});
}

void Fleet::converse(Clock::time_point until, const std::function<bool()>& enough) {
  while (Clock::now() < until) {
    wait_for_input(until);
    const auto now = Clock::now();
    for (const auto& member : members_) {
      member->speaker->settle(now, member->channel.output());
      member->channel.flush();
    }
    if (enough()) return;
  }
}

void Fleet::wait_for_input(Clock::time_point until) {
  const auto left = std::max(Clock::duration::zero(), until - Clock::now());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
  const timespec timeout{.tv_sec = seconds.count(), .tv_nsec = std::chrono::nanoseconds(left - seconds).count()};
  std::array<epoll_event, 16> events{};
  const int count = epoll_pwait2(poll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
  if (count < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "epoll_pwait2");
  for (int i = 0; i < count; ++i) {
    auto& member = *static_cast<Member*>(events[static_cast<std::size_t>(i)].data.ptr);
    if (!member.channel.receive([&](std::string_view frame) { hear(member, frame); })) {
      throw std::runtime_error("the hub has closed a connection");
    }
  }
}

void Fleet::hear(Member& member, std::string_view frame) {
  using Kind = Speaker::Heard::Kind;
  const auto heard = member.speaker->hear(frame, member.channel.output());
  if (heard.kind == Kind::ready) member.ready = true;
  if (heard.kind != Kind::taken && heard.kind != Kind::delivered) return;
  const std::uint64_t index = heard.number - first_number_;
  if (index >= outcome_.messages.size()) throw std::runtime_error("the hub spoke of a message nobody has sent");
  Message& message = outcome_.messages[index];
  const bool was_complete = complete(message, all_receivers_);
  const auto now = Clock::now();
  if (heard.kind == Kind::taken) {
    message.taken = now;
    --member.unacknowledged;
  } else {
    if ((message.receivers & member.bit) != 0) {
      ++outcome_.repeated;
      return;
    }
    message.receivers |= member.bit;
    message.delivered = now;
  }
  if (!was_complete && complete(message, all_receivers_)) ++complete_;
}

}  // namespace wardlink::bench
