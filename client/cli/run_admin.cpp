// admin status and admin stations.
#include "client/cli/job.hpp"
#include "client/cli/json.hpp"
#include "client/cli/words.hpp"

namespace wardlink::cli {
namespace {

namespace asio = boost::asio;
using fmt::arg;
using std::string;

string time_or_never(const Words& words, bool known, const google::protobuf::Timestamp& time) {
  return known ? words.time(time) : words.say(Say::never);
}

string status_text(const v1::StatusResult& status, const Words& words) {
  return words.say(Say::admin_status, arg("version", status.hub_version()), arg("cluster", status.cluster()),
                   arg("started", words.time(status.started_at())), arg("seq", status.head_seq()),
                   arg("entries", status.entries()), arg("bytes", status.journal_bytes()), arg("epoch", status.epoch()),
                   arg("open", status.open_incidents()), arg("unanswered", status.supports_unanswered()),
                   arg("connections", status.connections()), arg("regulation", status.regulation_version()));
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

}  // namespace

asio::awaitable<ExitStatus> run_admin(Job job) {
  auto connection = co_await connect(job);
  if (!connection) co_return job.out.fail(connection.error());
  v1::Admin question;
  const bool status = job.invocation.action == Invocation::Action::admin_status;
  if (status) {
    question.mutable_status();
  } else {
    question.mutable_stations();
  }
  const auto result = co_await (*connection)->ask(question, job.deadline());
  if (!result) co_return job.out.fail(result.error());
  if (result->has_rejected()) co_return job.out.fail(result->rejected());
  const Names names;
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
