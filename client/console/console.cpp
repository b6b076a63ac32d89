#include "client/console/console.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "client/console/rejections.hpp"
#include "client/link/json.hpp"

namespace wardlink::console {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using link::Stored;
using link::WallTime;
using v1::LogEntry;

namespace {

WallTime wall_now() { return link::Moment::now().wall; }

std::string ward_of(const std::string& uri) { return identity_of(uri).value_or(v1::Identity()).ward(); }

/// When somebody was last signed in; the beginning of time where nobody ever was.
Stored<WallTime> last_signed_in(Records& records) {
  const auto last = records.last_of({LogEntry::SIGNED_IN, LogEntry::SIGNED_OUT, LogEntry::HANDED_OVER});
  if (!last) return std::unexpected(last.error());
  return *last ? link::from_proto((*last)->at()) : WallTime{};
}

/// Mode 0600 from its first moment. std::system_error where it cannot be written.
void write_private(const fs::path& file, const std::string& line) {
  const fs::path made = file.string() + ".new";
  unlink(made.c_str());
  const int out = open(made.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  const bool written = out >= 0 && write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const int reason = errno;
  if (out >= 0) close(out);
  if (!written || rename(made.c_str(), file.c_str()) != 0) {
    throw std::system_error(written ? errno : reason, std::generic_category(), file.string());
  }
}

}  // namespace

fs::path Console::address_file(const fs::path& state) { return state / "console-address"; }

Stored<std::shared_ptr<Console>> Console::open(asio::any_io_executor executor, Options options,
                                               const link::SqliteStore& store, Sentences& sentences,
                                               Observer& observer) {
  auto records = Records::open(options.state / "console.db");
  if (!records) return std::unexpected(records.error());
  const auto since = last_signed_in(**records);
  if (!since) return std::unexpected(since.error());
  std::shared_ptr<Console> console(
      new Console(std::move(executor), std::move(options), store, sentences, observer, std::move(*records), *since));
  if (auto ready = console->recall(); !ready) return std::unexpected(ready.error());
  return console;
}

Console::Console(asio::any_io_executor executor, Options options, const link::SqliteStore& store, Sentences& sentences,
                 Observer& observer, std::unique_ptr<Records> records, WallTime unattended_since)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      store_(store),
      observer_(observer),
      records_(std::move(records)),
      maker_(store, sentences),
      alarms_(ward_of(options_.station)),
      watch_(executor_, {.people = options_.people,
                         .station = options_.station,
                         .hubs = options_.hubs,
                         .client = options_.client,
                         .unattended_since = unattended_since}),
      sounder_(std::make_shared<Sounder>(executor_, options_.alarm_command)),
      log_(executor_),
      launch_(new_token().substr(0, 8)),
      started_(wall_now()) {
  standing_.incident = [this](const std::string& id) -> const v1::Incident* {
    auto found = store_.incident(id);
    incident_ = good(found) ? std::move(*found) : std::nullopt;
    return incident_ ? &*incident_ : nullptr;
  };
  standing_.flight = [this](const std::string& id) -> const v1::Flight* {
    const auto all = store_.flights();
    flight_.reset();
    if (!good(all)) return nullptr;
    for (const auto& each : *all) {
      if (each.id() == id) flight_ = each;
    }
    return flight_ ? &*flight_ : nullptr;
  };
  sounder_->on_failed = [this](const std::string& detail) {
    observer_.alarm_command_failed(detail);
    touch();
  };
}

Console::~Console() {
  if (address_written_) unlink(address_file(options_.state).c_str());
}

void Console::bad(const link::StoreError& error) {
  store_failed(error);
  if (!error.full) throw std::runtime_error(error.detail);
}

Stored<void> Console::recall() {
  const auto heard = records_->last_of({LogEntry::SOUND_HEARD});
  if (!heard) return std::unexpected(heard.error());
  if (*heard) sound_heard_at_ = (*heard)->at();
  const auto position = store_.position();
  if (!position) return std::unexpected(position.error());
  // What happened lately, and is not in any story: who is on line, and what was answered with nobody signed in.
  constexpr std::uint64_t lately = 20'000;
  constexpr std::size_t step = 1'000;
  link::EventFilter filter{.after_seq = position->seq > lately ? position->seq - lately : 0, .rows_max = step};
  for (bool more = true; more;) {
    const auto events = store_.events(filter);
    if (!events) return std::unexpected(events.error());
    more = events->size() == step;
    for (const auto& event : *events) {
      filter.after_seq = event.seq();
      if (event.has_station_up()) maker_.station(event.station_up().ward(), true);
      if (event.has_station_down()) maker_.station(event.station_down().ward(), false);
      watch_.heard(event);
    }
  }
  if (auto names = maker_.directory(); !names) return std::unexpected(names.error());
  rebuild_alarms();
  return {};
}

void Console::rebuild_alarms() {
  const auto incidents = store_.incidents();
  const auto flights = store_.flights();
  const auto acknowledged = records_->acknowledged();
  if (!good(incidents) || !good(flights) || !good(acknowledged)) return;
  std::map<std::uint64_t, v1::Event> stories;
  for (const auto& incident : *incidents) {
    if (incident.state() != v1::Incident::OPEN) continue;
    auto story = maker_.story(incident.id());
    if (!good(story)) return;
    for (auto& event : *story) stories.emplace(event.seq(), std::move(event));
  }
  std::vector<v1::Event> events;
  for (auto& [seq, event] : stories) events.push_back(std::move(event));
  alarms_.rebuild(events, *flights, *acknowledged, standing_, wall_now());
}

void Console::spawn(asio::awaitable<void> part) {
  asio::co_spawn(executor_, std::move(part), [self = shared_from_this()](const std::exception_ptr& thrown) {
    if (thrown && self->on_fault_) self->on_fault_(thrown);
  });
}

void Console::serve(std::shared_ptr<link::Service> service, std::function<void(std::exception_ptr)> on_fault) {
  on_fault_ = std::move(on_fault);
  service_ = std::move(service);
  watch_.serve(service_);
  server_ = Server::listen(executor_, *this, options_.port);
  server_->on_fault = on_fault_;
  asks_.emplace(executor_, Desk{.service = *service_,
                                .copy = store_,
                                .maker = maker_,
                                .alarms = alarms_,
                                .records = *records_,
                                .watch = watch_,
                                .sounder = *sounder_,
                                .standing = standing_,
                                .log = [this](LogEntry entry) { return log(std::move(entry)); },
                                .touched = [this] { touch(); },
                                .shown_anew = [this] { show_anew(); },
                                .expect_receipt =
                                    [this](const std::string& id) {
                                      awaited_.insert(id);
                                      touch();
                                    },
                                .store_failed = [this](const link::StoreError& error) { store_failed(error); }});
  const auto waiting = service_->outbox();
  for (const auto& entry : waiting.entries()) {
    if (entry.state() != v1::OutboxEntry::REJECTED) awaited_.insert(entry.id());
  }
  write_private(address_file(options_.state), address() + "\n");
  address_written_ = true;
  LogEntry started;
  started.set_kind(LogEntry::STARTED);
  log(std::move(started));
  sounder_->start(on_fault_);
  server_->start();
  spawn(follow_service());
  spawn(beat());
}

asio::awaitable<void> Console::follow_service() {
  for (;;) {
    co_await service_->changed();
    touch();
  }
}

asio::awaitable<void> Console::beat() {
  asio::steady_timer timer(executor_);
  for (;;) {
    timer.expires_after(heartbeat);
    co_await timer.async_wait(asio::use_awaitable);
    (void)watch_.tick();
    if (lost_since_ || !ever_linked_) lost_link();
    flush(true);
  }
}

asio::awaitable<JsonAnswer> Console::ask(std::string json) {
  v1::ConsoleRequest request;
  const bool parsed = link::from_json(json, request);
  OPENSSL_cleanse(json.data(), json.size());
  v1::ConsoleAnswer answer;
  if (parsed) {
    answer = co_await asks_->answer(std::move(request));
  } else {
    *answer.mutable_rejected() = rejection(v1::Rejection::INVALID, not_understood);
  }
  co_return JsonAnswer{.parsed = parsed, .json = link::to_json(answer)};
}

void Console::csp_reported() { observer_.csp_reported(++csp_reports_); }

bool Console::log(LogEntry entry) {
  *entry.mutable_at() = link::to_proto(wall_now());
  if (entry.officer().empty() && entry.kind() != LogEntry::HANDED_OVER) entry.set_officer(watch_.officer());
  if (auto written = records_->log(entry); !written) {
    store_failed(written.error());
    return false;
  }
  if (entry.kind() == LogEntry::SOUND_HEARD) sound_heard_at_ = entry.at();
  return true;
}

void Console::linked(const link::Endpoint& hub, const v1::Welcome& welcome) {
  if (std::exchange(loss_told_, false)) {
    LogEntry back;
    back.set_kind(LogEntry::LINK_BACK);
    const auto gone = std::chrono::floor<std::chrono::seconds>(wall_now() - lost_since_.value_or(started_)).count();
    back.set_after_s(static_cast<std::uint32_t>(std::max<std::int64_t>(gone, 0)));
    log(std::move(back));
  }
  ever_linked_ = true;
  lost_since_.reset();
  alarms_.link_back();
  touch();
  observer_.service().linked(hub, welcome);
}

void Console::caught_up(std::uint64_t seq) {
  changes_.directory = true;
  touch();
  observer_.service().caught_up(seq);
}

void Console::lost_link() {
  const WallTime now = wall_now();
  if (!lost_since_) lost_since_ = ever_linked_ ? now : started_;
  if (!ever_linked_ && now < *lost_since_ + linking_max) return;
  alarms_.link_lost(*lost_since_, now);
  if (!std::exchange(loss_told_, true)) {
    LogEntry lost;
    lost.set_kind(LogEntry::LINK_LOST);
    log(std::move(lost));
  }
  touch();
}

void Console::cut_off(const link::Error& error, std::chrono::milliseconds retry_in) {
  lost_link();
  observer_.service().cut_off(error, retry_in);
}

void Console::copy_refused(const link::Error& error) {
  lost_link();
  observer_.service().copy_refused(error);
}

void Console::rejected(const std::string& id, const v1::Rejection& why) {
  touch();
  observer_.service().rejected(id, why);
}

void Console::store_failed(const link::StoreError& error) { observer_.service().store_failed(error); }

void Console::took(const v1::HubFrame& frame) {
  if (frame.has_event()) {
    took_event(frame.event());
  } else if (frame.has_story()) {
    changes_.incidents.insert(frame.story().incident());
    changes_.events.insert(changes_.events.end(), frame.story().events().begin(), frame.story().events().end());
  } else if (frame.has_snapshot()) {
    for (const auto& ward : frame.snapshot().stations()) maker_.station(ward.id(), ward.online());
    if (frame.snapshot().last()) {
      rebuild_alarms();
      anew_ = true;
    }
  }
  touch();
  observer_.service().took(frame);
}

void Console::took_event(const v1::Event& event) {
  if (event.has_station_up()) maker_.station(event.station_up().ward(), true);
  if (event.has_station_down()) maker_.station(event.station_down().ward(), false);
  note(event, changes_);
  changes_.events.push_back(event);
  watch_.heard(event);
  alarms_.heard(event, standing_, wall_now());
}

}  // namespace wardlink::console
