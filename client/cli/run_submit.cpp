// Everything that asks the hub to do something.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>
#include <utility>

#include "client/cli/board.hpp"
#include "client/cli/contact.hpp"
#include "client/cli/detected_at.hpp"
#include "client/cli/event_lines.hpp"
#include "client/cli/id_prefix.hpp"
#include "client/cli/job.hpp"
#include "client/cli/json.hpp"
#include "client/cli/outcome.hpp"
#include "client/cli/station_sentences.hpp"
#include "client/cli/waiting.hpp"
#include "client/link/backoff.hpp"
#include "client/link/feed.hpp"
#include "client/link/utf8.hpp"
#include "client/link/uuid.hpp"

namespace wardlink::cli {
namespace {

namespace asio = boost::asio;
using fmt::arg;
using link::Result;
using std::string;
using Kind = link::Error::Kind;

/// Trying again may help: the same id makes it safe.
bool passing(const link::Error& error) {
  switch (error.kind) {
    case Kind::unreachable:
    case Kind::shutting_down:
    case Kind::overloaded:
    case Kind::lost:
    case Kind::silent:
      return true;
    default:
      return false;
  }
}
bool passing(const v1::Rejection& rejection) {
  return rejection.code() == v1::Rejection::RATE_LIMITED || rejection.code() == v1::Rejection::UNAVAILABLE;
}

class Submission {
 public:
  explicit Submission(const Job& job) : job_(job), in_(job.invocation), out_(job.out) {
    submit_.set_id(in_.command_id.empty() ? link::new_uuid_v7() : in_.command_id);
    submit_.set_dry_run(in_.dry_run);
    *submit_.mutable_command() = in_.command;
  }

  asio::awaitable<ExitStatus> run() {
    if (auto checked = check_times(in_); !checked) co_return out_.fail(checked.error());
    auto contact = co_await reach();
    if (!contact) co_return out_.fail(contact.error());
    contact_ = std::move(*contact);
    const auto prepared = co_await prepare();
    if (!prepared) co_return out_.fail(prepared.error());
    if (!*prepared) co_return out_.fail((*prepared).error());

    if (contact_.station) co_return co_await submit_to_station();
    const auto receipt = co_await submit();
    if (!receipt) {
      const ExitStatus status = out_.fail(receipt.error());
      out_.error(say(out_.lang(), Say::outcome_unknown, arg("id", submit_.id())));
      co_return status;
    }
    co_return co_await report(*receipt);
  }

 private:
  /// What is only tried out waits for nobody: it is asked of a hub, under our own certificate.
  asio::awaitable<Result<Contact>> reach() {
    if (!in_.dry_run) co_return co_await cli::reach(job_);
    Contact contact;
    auto hub = co_await connect(job_);
    if (!hub) co_return std::unexpected(hub.error());
    contact.hub = std::move(*hub);
    contact.ward = contact.hub->welcome().identity().ward();
    co_return contact;
  }

  asio::awaitable<ExitStatus> report(v1::Receipt receipt) {
    if (receipt.has_rejected()) co_return out_.fail(receipt.rejected());
    co_await print(receipt);
    out_.flush();
    const bool no_more = in_.goal == Goal::queued || in_.goal == Goal::hub || receipt.dry_run();
    if (no_more) co_return ExitStatus::done;
    co_return co_await wait(receipt.accepted());
  }

  /// The service has it on its disk before it says "queued"; the hub's receipt follows when there is a link.
  asio::awaitable<ExitStatus> submit_to_station() {
    if (auto unlocked = co_await unlock(contact_, job_); !unlocked) co_return out_.fail(unlocked.error());
    v1::LocalRequest request;
    *request.mutable_submit() = submit_;
    auto answer = co_await contact_.station->ask(request, job_.deadline());
    std::optional<v1::Queued> queued;
    for (;;) {
      if (!answer) co_return unanswered(answer.error(), queued);
      if (answer->has_receipt()) break;
      if (!answer->has_queued()) co_return out_.fail(answer->rejected());
      queued = answer->queued();
      if (in_.goal == Goal::queued || (!queued->linked() && !in_.goal_given)) co_return only_queued(*queued);
      answer = co_await contact_.station->next(job_.deadline());
    }
    const ExitStatus status = co_await report(answer->receipt());
    if (answer->receipt().has_rejected()) {
      v1::LocalRequest told;
      told.set_told(submit_.id());
      (void)co_await contact_.station->ask(told, job_.deadline());  // else it stays to be seen in the outbox
    }
    co_return status;
  }

  ExitStatus only_queued(const v1::Queued& queued) {
    if (out_.json()) out_.data(to_json(queued));
    if (queued.linked()) {
      out_.message(say(out_.lang(), StationSay::queued, arg("id", queued.id())));
    } else {
      out_.error(say(out_.lang(), StationSay::queued_cut_off, arg("time", names_.time(queued.cut_off_since())),
                     arg("id", queued.id()), arg("waiting", queued.waiting())));
    }
    return in_.goal == Goal::queued ? ExitStatus::done : ExitStatus::queued_only;
  }

  /// No more answers from the service: too late, or it is gone. What it has queued stays so.
  ExitStatus unanswered(const link::Error& error, const std::optional<v1::Queued>& queued) {
    if (!queued) {
      out_.error(say(out_.lang(), StationSay::service_gone));
      out_.error(say(out_.lang(), Say::outcome_unknown, arg("id", submit_.id())));
      return exit_status(error.kind);
    }
    if (!queued->linked()) return only_queued(*queued);
    if (out_.json()) out_.data(to_json(*queued));
    out_.error(say(out_.lang(), StationSay::queued_unanswered, arg("id", submit_.id())));
    return ExitStatus::queued_only;
  }

  /// Names, whole ids, the time; what only this program can refuse.
  asio::awaitable<Result<Checked<void>>> prepare() {
    auto names = co_await ask_names(contact_, job_.deadline());
    if (!names) co_return std::unexpected(names.error());
    names_ = std::move(*names);
    our_ward_ = contact_.ward;
    v1::Command& command = *submit_.mutable_command();
    if (has_id_prefix(command)) {
      v1::Query query;
      query.mutable_list()->set_all(true);
      const auto known = co_await contact_.ask(query, job_.deadline());
      if (!known) co_return std::unexpected(known.error());
      if (known->has_rejected()) co_return Checked<void>(std::unexpected(known->rejected()));
      if (auto completed = complete_ids(command, known->list()); !completed) co_return completed;
    }
    const auto now = job_.started.wall;
    if (auto put = put_detected_at(command, in_, submit_.id(), now, names_.utc_offset(now)); !put) co_return put;
    if (const auto field = link::field_not_utf8(submit_)) {
      co_return Checked<void>(reject(v1::Rejection::INVALID, without_kind(*field), Say::error_not_utf8));
    }
    co_return Checked<void>();
  }

  /// "command.report_incident.content.text" as the hub names it: "content.text".
  static string without_kind(const string& path) {
    if (!path.starts_with("command.")) return path;
    const auto dot = path.find('.', string("command.").size());
    return dot == string::npos ? path : path.substr(dot + 1);
  }

  /// Until there is an answer that stays, or the time is up.
  asio::awaitable<Result<v1::Receipt>> submit() {
    for (;;) {
      Result<v1::Receipt> receipt;
      if (contact_.hub) {
        receipt = co_await contact_.hub->submit(submit_, job_.deadline());
      } else if (auto again = co_await connect(job_)) {
        contact_.hub = std::move(*again);
        continue;
      } else {
        receipt = std::unexpected(again.error());
      }
      if (!receipt && receipt.error().kind == Kind::too_large) co_return too_large();
      const bool retry = receipt ? receipt->has_rejected() && passing(receipt->rejected()) : passing(receipt.error());
      if (!retry) co_return receipt;
      if (!receipt) contact_.hub.reset();
      if (!co_await pause()) co_return receipt;
    }
  }

  v1::Receipt too_large() {
    v1::Receipt receipt;
    *receipt.mutable_rejected() = reject(v1::Rejection::TOO_LARGE, "command", Say::error_too_large,
                                         arg("detail", std::to_string(submit_.ByteSizeLong()) + " bytes"))
                                      .error();
    return receipt;
  }

  /// False: the time is up.
  asio::awaitable<bool> pause() {
    const auto delay = backoff_.next(std::uniform_real_distribution<double>(0, 1)(random_));
    const auto at = std::chrono::steady_clock::now() + delay;
    if (at >= job_.deadline()) co_return false;
    asio::steady_timer timer(co_await asio::this_coro::executor, at);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return true;
  }

  asio::awaitable<void> print(const v1::Receipt& receipt) {
    auto outcome = is_report(in_.command) ? outcome_of(receipt) : std::nullopt;
    if (out_.json()) {
      if (outcome && !outcome->lead && !outcome->incident.empty()) outcome->lead = co_await lead_of(outcome->incident);
      out_.data(outcome ? to_json(*outcome, receipt) : to_json(receipt));
      co_return;
    }
    const Words words(out_.lang(), names_);
    const v1::Accepted& accepted = receipt.accepted();
    if (receipt.dry_run()) {
      out_.data(words.say(Say::previewed));
    } else {
      const string id = accepted.events().empty() ? "" : accepted.events(0).incident();
      out_.data(words.say(receipt.duplicate() ? Say::recorded_before : Say::recorded,
                          arg("time", words.time(accepted.time())), arg("id", id.empty() ? "–" : id)));
    }
    for (const v1::Event& event : accepted.events()) out_.data(event_lines(event, words, our_ward_));
    if (accepted.events().empty()) out_.data(words.say(Say::nothing_visible));
    if (outcome && !outcome->linked_to.empty()) {
      if (const auto story = co_await show(outcome->incident)) {
        out_.data(incident_lines(story->incident(), words, our_ward_));
      }
    }
  }

  asio::awaitable<std::optional<v1::IncidentStory>> show(string incident) {
    v1::Query query;
    query.mutable_show()->set_id(incident);
    auto result = co_await contact_.ask(query, job_.deadline());
    if (!result || !result->has_show()) co_return std::nullopt;
    co_return std::move(*result->mutable_show());
  }

  asio::awaitable<string> lead_of(string incident) {
    const auto story = co_await show(incident);
    co_return story ? story->incident().lead().ward() : "";
  }

  /// On the same link while it lasts, or on one of its own; nothing is acknowledged here: that is the station's to do.
  asio::awaitable<ExitStatus> wait(const v1::Accepted& accepted) {
    Waiting waiting(in_.goal, accepted);
    if (waiting.nothing_opened()) {
      out_.message(say(out_.lang(), Say::wait_none));
      co_return ExitStatus::done;
    }
    link::Feed feed(accepted.seq());
    bool subscribed = false;
    for (;;) {
      Result<void> followed;
      if (!contact_.hub) {
        auto again = co_await connect(job_);
        if (again) {
          contact_.hub = std::move(*again);
          subscribed = false;
        } else {
          followed = std::unexpected(again.error());
        }
      }
      if (followed && !subscribed) {
        followed = contact_.hub->subscribe(feed.subscribe(contact_.hub->welcome()));
        subscribed = true;
      }
      if (followed) followed = co_await follow(feed, waiting);
      if (followed) co_return verdict(waiting);
      if (followed.error().kind == Kind::timed_out) co_return timed_out(waiting);
      if (!passing(followed.error())) co_return out_.fail(followed.error());
      contact_.hub.reset();
      if (!co_await pause()) co_return timed_out(waiting);
    }
  }

  /// Until the verdict is there.
  asio::awaitable<Result<void>> follow(link::Feed& feed, Waiting& waiting) {
    for (;;) {
      if (waiting.verdict() == Waiting::Verdict::reached) co_return Result<void>{};
      if (waiting.verdict() == Waiting::Verdict::all_ended) {
        // The next ward may have been asked in the entry in which the last one declined.
        const auto story = co_await show(waiting.incident());
        if (story) waiting.take(story->incident());
        if (waiting.verdict() != Waiting::Verdict::pending) co_return Result<void>{};
      }
      const auto frames = co_await contact_.hub->feed(job_.deadline());
      if (!frames) co_return std::unexpected(frames.error());
      for (const v1::HubFrame& frame : *frames) {
        if (auto fits = feed.take(frame); !fits) co_return fits;
        if (frame.has_event()) waiting.take(frame.event());
        for (const v1::Incident& incident : frame.snapshot().incidents()) waiting.take(incident);
      }
    }
  }

  ExitStatus verdict(const Waiting& waiting) {
    const bool reached = waiting.verdict() == Waiting::Verdict::reached;
    out_.message(say(out_.lang(), reached ? Say::wait_reached : Say::wait_declined,
                     arg("list", supports_words(waiting.supports(), Words(out_.lang(), names_)))));
    return reached ? ExitStatus::done : ExitStatus::declined;
  }

  ExitStatus timed_out(const Waiting& waiting) {
    out_.error(say(out_.lang(), Say::wait_timed_out,
                   arg("list", supports_words(waiting.supports(), Words(out_.lang(), names_)))));
    return ExitStatus::wait_timed_out;
  }

  const Job& job_;
  const Invocation& in_;
  Output& out_;
  v1::Submit submit_;
  Contact contact_;
  Names names_;
  string our_ward_;
  link::Backoff backoff_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace

asio::awaitable<ExitStatus> run_submit(Job job) {
  Submission submission(job);
  co_return co_await submission.run();
}

}  // namespace wardlink::cli
