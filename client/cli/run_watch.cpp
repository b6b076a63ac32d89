// watch: prints events as they come, for ever.
#include "client/cli/board.hpp"
#include "client/cli/event_lines.hpp"
#include "client/cli/flight_words.hpp"
#include "client/cli/job.hpp"
#include "client/cli/json.hpp"
#include "client/cli/times.hpp"
#include "client/link/watcher.hpp"

namespace wardlink::cli {
namespace {

namespace asio = boost::asio;
using fmt::arg;
using std::string;

class Printer final : public link::WatchObserver {
 public:
  Printer(Output& out, std::optional<std::uint64_t> count, std::optional<std::chrono::milliseconds> until_idle)
      : out_(out), left_(count), until_idle_(until_idle) {}

  asio::awaitable<link::Result<void>> welcomed(link::Connection& connection) override {
    caught_up_ = false;
    snapshot_.Clear();
    our_ward_ = connection.welcome().identity().ward();
    auto names = co_await ask_names(connection, std::chrono::steady_clock::now() + link::connect_max);
    if (!names) co_return std::unexpected(names.error());
    names_ = std::move(*names);
    out_.message(
        say(out_.lang(), Say::watch_on, arg("hub", connection.endpoint().text()), arg("ward", names_.ward(our_ward_))));
    co_return link::Result<void>{};
  }

  bool take(const v1::HubFrame& frame) override {
    heard_ = std::chrono::steady_clock::now();
    if (frame.has_caught_up()) {
      caught_up_ = true;
      out_.message(say(out_.lang(), Say::watch_caught_up, arg("seq", frame.caught_up().seq())));
    }
    if (out_.json()) {
      out_.data(frame.has_event() ? to_json(frame.event()) : to_json(frame));
    } else if (frame.has_event()) {
      out_.data(event_lines(frame.event(), words(), our_ward_));
    } else if (frame.has_story()) {
      story(frame.story());
    } else if (frame.has_snapshot()) {
      snapshot(frame.snapshot());
    }
    if (frame.has_event() && left_ && --*left_ == 0) return false;
    return true;
  }

  void flush() override { out_.flush(); }

  [[nodiscard]] link::SteadyTime idle_until() const override {
    return until_idle_ && caught_up_ ? heard_ + *until_idle_ : link::SteadyTime::max();
  }

  void lost(const link::Error& error, std::chrono::milliseconds retry_in) override {
    if (error.kind == link::Error::Kind::gap) {
      out_.error(say(out_.lang(), Say::watch_gap, arg("detail", error.detail)));
      return;
    }
    const auto now = link::Moment::now().wall;
    out_.error(say(out_.lang(), Say::watch_lost, arg("time", format_time(now, names_.utc_offset(now))),
                   arg("reason", describe(error, out_.lang())),
                   arg("seconds", fmt::format("{:.1f}", static_cast<double>(retry_in.count()) / 1000))));
  }

 private:
  [[nodiscard]] Words words() const { return {out_.lang(), names_}; }

  void story(const v1::Story& story) {
    out_.data(Lines{{Tone::quiet, words().say(Say::watch_story, arg("id", short_id(story.incident())))}});
    for (const v1::Event& event : story.events()) out_.data(event_lines(event, words(), our_ward_, false));
  }

  /// Parts are gathered and shown as one board; the incidents' stories are for `show`.
  void snapshot(const v1::Snapshot& part) {
    snapshot_.MergeFrom(part);
    if (!part.last()) return;
    out_.data(Lines{{Tone::quiet, words().say(Say::watch_snapshot, arg("seq", part.seq()))}});
    out_.data(situation_lines(snapshot_.flights(), snapshot_.patrols(), words(), our_ward_,
                              link::to_proto(link::Moment::now().wall)));
    out_.data(board_lines(snapshot_.incidents(), words(), our_ward_));
    for (const v1::Event& event : snapshot_.events()) {
      if (event.has_hotspot_recorded() || event.has_sighting_recorded()) {
        out_.data(event_lines(event, words(), our_ward_, false));
      }
    }
    for (const auto& station : snapshot_.stations()) {
      if (station.online()) continue;
      out_.data(Lines{{Tone::urgent, words().say(Say::station_down, arg("ward", station.name()),
                                                 arg("phone", station.duty_phone()))}});
    }
    snapshot_.Clear();
  }

  Output& out_;
  std::optional<std::uint64_t> left_;
  std::optional<std::chrono::milliseconds> until_idle_;
  Names names_;
  string our_ward_;
  v1::Snapshot snapshot_;
  bool caught_up_ = false;
  link::SteadyTime heard_{};
};

}  // namespace

asio::awaitable<ExitStatus> run_watch(Job job) {
  const Invocation& in = job.invocation;
  const auto until_idle = in.until_idle.empty() ? std::nullopt : parse_duration(in.until_idle);
  job.out.message(say(job.out.lang(), Say::waiting_for_hub, arg("hub", job.settings.hubs.value.front().text())));
  Printer printer(job.out, in.count, until_idle);
  link::Watcher watcher(job.identity,
                        {.hubs = job.settings.hubs.value, .client = client_name(), .after_seq = in.from_seq}, printer);
  const auto ended = co_await watcher.run();
  if (!ended) co_return job.out.fail(ended.error());
  co_return ExitStatus::done;
}

}  // namespace wardlink::cli
