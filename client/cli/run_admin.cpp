// admin status, admin stations and admin audit.
#include <array>
#include <expected>
#include <utility>

#include "client/cli/detected_at.hpp"
#include "client/cli/job.hpp"
#include "client/cli/json.hpp"
#include "client/cli/times.hpp"
#include "client/cli/words.hpp"

namespace wardlink::cli {
namespace {

namespace asio = boost::asio;
using fmt::arg;
using std::string;

string time_or_never(const Words& words, bool known, const google::protobuf::Timestamp& time) {
  return known ? words.time(time) : words.say(Say::never);
}

string percentiles_text(const v1::StatusResult::Percentiles& of, const Words& words) {
  if (of.count() == 0) return "–";
  return words.say(Say::admin_percentiles, arg("p50", of.p50_ms()), arg("p99", of.p99_ms()));
}

string durations_text(const v1::StatusResult& status, const Words& words) {
  return words.say(Say::admin_durations, arg("delivery", percentiles_text(status.delivery(), words)),
                   arg("acknowledgement", percentiles_text(status.acknowledgement(), words)),
                   arg("fsync", percentiles_text(status.fsync(), words)), arg("depth", status.queue_depth()),
                   arg("oldest", status.queue_oldest_ms()));
}

string status_text(const v1::StatusResult& status, const Words& words) {
  string text;
  if (status.disk_full()) text += words.say(Say::admin_disk_full) + "\n";
  if (status.crl_unusable()) text += words.say(Say::admin_crl_unusable) + "\n";
  if (status.crl_expired()) text += words.say(Say::admin_crl_expired) + "\n";
  return text +
         words.say(Say::admin_status, arg("version", status.hub_version()), arg("cluster", status.cluster()),
                   arg("started", words.time(status.started_at())), arg("seq", status.head_seq()),
                   arg("entries", status.entries()), arg("bytes", status.journal_bytes()), arg("epoch", status.epoch()),
                   arg("open", status.open_incidents()), arg("unanswered", status.supports_unanswered()),
                   arg("connections", status.connections()), arg("regulation", status.regulation_version())) +
         "\n" + durations_text(status, words);
}

Lines stations_lines(const v1::StationsResult& result, const Words& words) {
  Lines lines;
  for (const auto& station : result.stations()) {
    lines.push_back({station.online() ? Tone::plain : Tone::urgent,
                     words.say(Say::admin_station, arg("name", station.name()), arg("ward", station.ward()),
                               arg("state", words.say(station.online() ? Say::online : Say::offline)),
                               arg("since", time_or_never(words, station.has_since(), station.since())),
                               arg("seen", time_or_never(words, station.has_last_seen(), station.last_seen())),
                               arg("seq", station.acknowledged_seq()))});
    for (const auto& session : station.sessions()) {
      lines.push_back({Tone::plain, "    " + words.say(Say::admin_session, arg("who", words.actor(session.identity())),
                                                       arg("since", words.time(session.since())),
                                                       arg("days", session.certificate_days_left()),
                                                       arg("seq", session.acknowledged_seq()))});
    }
  }
  return lines;
}

string kind_text(const string& kind, const Words& words) {
  constexpr std::array<std::pair<std::string_view, Say>, 6> kinds{{
      {"handshake", Say::audit_handshake},
      {"rights", Say::audit_rights},
      {"probe", Say::audit_probe},
      {"admin", Say::audit_admin},
      {"revoked", Say::audit_revoked},
      {"hub", Say::audit_hub},
  }};
  for (const auto& [word, what] : kinds) {
    if (word == kind) return words.say(what);
  }
  return kind;
}

Line audit_line(const v1::AuditRecord& record, const Words& words) {
  const string times = record.count() < 2 ? ""
                                          : words.say(Say::audit_times, arg("count", record.count()),
                                                      arg("last", words.time(record.last_at())));
  const bool by_hub = record.kind() == "hub";
  const string who = record.who().empty() && !by_hub ? words.say(Say::audit_nobody) : record.who();
  return {record.kind() == "admin" || by_hub ? Tone::quiet : Tone::plain,
          words.say(Say::admin_audit, arg("time", words.time(record.first_at())),
                    arg("what", kind_text(record.kind(), words)), arg("who", who),
                    arg("address", record.address().empty() ? "" : (who.empty() ? "" : " ") + record.address()),
                    arg("detail", record.detail()), arg("times", times))};
}

/// Ids stand for themselves; times are the cluster's.
Names names_at(std::int32_t utc_offset_minutes) {
  v1::DirectoryResult directory;
  directory.set_utc_offset_minutes(utc_offset_minutes);
  return Names(std::move(directory));
}

asio::awaitable<std::expected<v1::AdminResult, ExitStatus>> ask(link::Connection& connection, v1::Admin question,
                                                                const Job& job) {
  auto result = co_await connection.ask(question, job.deadline());
  if (!result) co_return std::unexpected(job.out.fail(result.error()));
  if (result->has_rejected()) co_return std::unexpected(job.out.fail(result->rejected()));
  co_return *std::move(result);
}

/// The times as typed, at the cluster's offset: the hub knows it.
asio::awaitable<std::expected<v1::Admin, ExitStatus>> audit_question(link::Connection& connection, const Job& job) {
  v1::Admin question;
  const Invocation& in = job.invocation;
  auto& audit = *question.mutable_audit();
  audit = in.audit;
  if (in.since.empty() && in.until.empty()) co_return question;
  v1::Admin status;
  status.mutable_status();
  const auto known = co_await ask(connection, status, job);
  if (!known) co_return std::unexpected(known.error());
  const std::chrono::minutes offset{known->status().utc_offset_minutes()};
  const auto now = job.started.wall;
  if (const auto since = parse_time(in.since, now, offset)) *audit.mutable_since() = link::to_proto(*since);
  if (const auto until = parse_time(in.until, now, offset)) *audit.mutable_until() = link::to_proto(*until);
  co_return question;
}

asio::awaitable<ExitStatus> run_audit(const Job& job, link::Connection& connection) {
  auto question = co_await audit_question(connection, job);
  if (!question) co_return question.error();
  do {
    const auto result = co_await ask(connection, *question, job);
    if (!result) co_return result.error();
    const Names names = names_at(result->audit().utc_offset_minutes());
    const Words words(job.out.lang(), names);
    for (const auto& record : result->audit().records()) {
      if (job.out.json()) {
        job.out.data(to_json(record));
      } else {
        job.out.data(Lines{audit_line(record, words)});
      }
    }
    job.out.flush();
    question->mutable_audit()->set_after_id(result->audit().next_after_id());
  } while (question->audit().after_id() != 0);
  co_return ExitStatus::done;
}

}  // namespace

asio::awaitable<ExitStatus> run_admin(Job job) {
  if (auto checked = check_times(job.invocation); !checked) co_return job.out.fail(checked.error());
  auto connection = co_await connect(job);
  if (!connection) co_return job.out.fail(connection.error());
  const auto action = job.invocation.action;
  if (action == Invocation::Action::admin_audit) co_return co_await run_audit(job, **connection);
  v1::Admin question;
  const bool status = action == Invocation::Action::admin_status;
  if (status) {
    question.mutable_status();
  } else {
    question.mutable_stations();
  }
  const auto result = co_await ask(**connection, question, job);
  if (!result) co_return result.error();
  const Names names =
      names_at(status ? result->status().utc_offset_minutes() : result->stations().utc_offset_minutes());
  const Words words(job.out.lang(), names);
  if (job.out.json()) {
    job.out.data(status ? to_json(result->status()) : to_json(result->stations()));
  } else if (status) {
    const string text = status_text(result->status(), words);
    job.out.data(std::string_view(text));
  } else {
    job.out.data(stations_lines(result->stations(), words));
  }
  co_return ExitStatus::done;
}

}  // namespace wardlink::cli
