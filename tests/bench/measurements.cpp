#include "tests/bench/measurements.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "client/link/identity.hpp"
#include "tests/bench/journal_file.hpp"
#include "tests/bench/processor_time.hpp"

namespace wardlink::bench {
namespace {

constexpr std::chrono::milliseconds pace{20};
constexpr std::size_t subscribers = 3;
// The first part of a run warms caches and sockets.
constexpr std::size_t warm_up_share = 10;

double us(Clock::duration duration) { return std::chrono::duration<double, std::micro>(duration).count(); }

template <typename Value>
std::vector<double> samples(const Outcome& outcome, Value value) {
  std::vector<double> all;
  for (std::size_t i = outcome.messages.size() / warm_up_share; i < outcome.messages.size(); ++i) {
    all.push_back(value(outcome.messages[i]));
  }
  return all;
}

double until_taken(const Message& message) { return us(message.taken - message.sent); }
double until_last(const Message& message) { return us(std::max(message.taken, message.delivered) - message.sent); }

std::vector<double> sync_samples(JournalFile& file, std::size_t count, Clock::duration interval) {
  const std::string block(JournalFile::block_bytes, 'x');
  std::vector<double> all;
  auto due = Clock::now();
  for (std::size_t i = 0; i < count; ++i) {
    std::this_thread::sleep_until(due);
    const auto begun = Clock::now();
    file.write(block);
    if (i >= count / warm_up_share) all.push_back(us(Clock::now() - begun));
    due += interval;
  }
  return all;
}

/// How many a second came to be so within the run, its first fifth left out.
template <typename When>
double rate(const Outcome& outcome, Clock::duration run, When when) {
  const auto end = outcome.messages.front().sent + run;
  const auto begin = end - run * 4 / 5;
  const auto count = std::ranges::count_if(outcome.messages, [&](const Message& message) {
    const auto at = when(message);
    return at >= begin && at < end;
  });
  return static_cast<double>(count) / std::chrono::duration<double>(end - begin).count();
}

}  // namespace

Measurements::Measurements(Figures& figures, Effort effort, const std::vector<std::filesystem::path>& identities)
    : figures_(figures), effort_(effort) {
  for (const auto& identity : identities) {
    auto context = link::load_identity(identity, {});
    if (!context) throw std::runtime_error(context.error().detail);
    contexts_.push_back(*std::move(context));
  }
}

void Measurements::echo(const Hub& hub) {
  const auto fleet = connect(hub, 1, 0);
  const auto paced = fleet->paced(effort_.paced_messages, pace);
  count_losses(hub, paced);
  add_percentiles("tls.echo.50_a_second", samples(paced, until_taken), {}, "512 bytes, mutual TLS 1.3, P-256");
  const auto busy = fleet->windowed(1, effort_.windowed / 4);
  count_losses(hub, busy);
  add_percentiles("tls.echo.back_to_back", samples(busy, until_taken));
}

void Measurements::sync(const std::filesystem::path& folder) {
  const auto path = folder / "sync";
  JournalFile file(path, effort_.journal_bytes);
  add_percentiles("disk.sync.50_a_second", sync_samples(file, effort_.paced_messages, pace), {},
                  "4 KiB, O_DIRECT, preallocated, fdatasync");
  add_percentiles("disk.sync.back_to_back", sync_samples(file, effort_.busy_messages, Clock::duration::zero()));
  std::filesystem::remove(path);
}

void Measurements::latency(const Hub& hub) {
  const auto fleet = connect(hub, 1, subscribers);
  const auto outcome = fleet->paced(effort_.paced_messages, pace);
  count_losses(hub, outcome);
  const auto add_both = [&](const std::string& name, std::vector<double> values) {
    add_percentiles(hub.name + name, std::move(values), hub.floor.empty() ? "" : hub.floor + name, hub.note);
  };
  add_both(".publish_to_ack", samples(outcome, until_taken));
  add_both(".publish_to_last", samples(outcome, until_last));
}

void Measurements::throughput(const Hub& hub, std::size_t window) {
  const auto fleet = connect(hub, contexts_.size(), subscribers);
  const ProcessorTime server(hub.pid);
  const ProcessorTime own(::getpid());
  const auto outcome = fleet->windowed(window, effort_.windowed);
  count_losses(hub, outcome);
  const auto millions = static_cast<double>(outcome.messages.size() * subscribers) / 1e6;
  const std::string name = fmt::format("window_{}.", window);
  add(hub, name + "acked", rate(outcome, effort_.windowed, [](const Message& m) { return m.taken; }), "messages/s");
  add(hub, name + "at_last_subscriber", rate(outcome, effort_.windowed, [](const Message& m) { return m.delivered; }),
      "messages/s");
  add(hub, name + "server_cpu", server.seconds_since() / millions, "s/million delivered");
  add(hub, name + "client_cpu", own.seconds_since() / millions, "s/million delivered");
}

void Measurements::add(const Hub& hub, const std::string& name, double value, const std::string& unit) {
  figures_.add(fmt::format("{}.{}", hub.name, name), value, unit,
               hub.floor.empty() ? "" : fmt::format("{}.{}", hub.floor, name), hub.note);
}

void Measurements::add_percentiles(const std::string& name, std::vector<double> samples_us, const std::string& floor,
                                   const std::string& note) {
  for (const int share : {50, 99}) {
    const std::string suffix = fmt::format(".p{}", share);
    figures_.add(name + suffix, percentile(samples_us, share / 100.0), "us", floor.empty() ? "" : floor + suffix, note);
  }
}

std::unique_ptr<Fleet> Measurements::connect(const Hub& hub, std::size_t publisher_count,
                                             std::size_t subscriber_count) {
  using Role = Speaker::Role;
  std::vector<Fleet::Client> clients;
  const auto add_client = [&](Role role, std::size_t ward) {
    clients.push_back({.role = role, .context = contexts_[ward]->native_handle(), .speaker = hub.speaker(role)});
  };
  for (std::size_t i = 0; i < publisher_count; ++i) add_client(Role::publisher, i);
  for (std::size_t i = 0; i < subscriber_count; ++i) add_client(Role::subscriber, i + 1);
  return std::make_unique<Fleet>(hub.port, std::move(clients));
}

void Measurements::count_losses(const Hub& hub, const Outcome& outcome) {
  lost_[hub.name] += outcome.lost + outcome.repeated;
}

std::uint64_t Measurements::add_losses() {
  std::uint64_t all = 0;
  for (const auto& [hub, lost] : lost_) {
    figures_.add(hub + ".lost", static_cast<double>(lost), "messages", {}, "lost or repeated, all rounds together");
    all += lost;
  }
  return all;
}

}  // namespace wardlink::bench
