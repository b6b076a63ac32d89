// list, show and history.
#include <utility>

#include "client/cli/board.hpp"
#include "client/cli/contact.hpp"
#include "client/cli/detected_at.hpp"
#include "client/cli/event_lines.hpp"
#include "client/cli/flight_words.hpp"
#include "client/cli/id_prefix.hpp"
#include "client/cli/job.hpp"
#include "client/cli/json.hpp"
#include "client/cli/times.hpp"

namespace wardlink::cli {
namespace {

namespace asio = boost::asio;
using std::string;

/// A failed question as its status, said.
ExitStatus failed(const Job& job, const link::Result<v1::QueryResult>& result) {
  return result ? job.out.fail(result->rejected()) : job.out.fail(result.error());
}

bool answered(const link::Result<v1::QueryResult>& result) { return result && !result->has_rejected(); }

asio::awaitable<link::Result<v1::QueryResult>> ask_list(Contact& contact, bool all, const Job& job) {
  v1::Query query;
  query.mutable_list()->set_all(all);
  co_return co_await contact.ask(query, job.deadline());
}

asio::awaitable<std::expected<string, ExitStatus>> whole_id(Contact& contact, const string& typed, const Job& job) {
  if (typed.empty() || is_whole_id(typed)) co_return typed;
  const auto known = co_await ask_list(contact, true, job);
  if (!answered(known)) co_return std::unexpected(failed(job, known));
  std::vector<string> candidates;
  for (const v1::Incident& incident : known->list().incidents()) candidates.push_back(incident.id());
  auto id = complete_id(typed, candidates, "id");
  if (!id) co_return std::unexpected(job.out.fail(id.error()));
  co_return std::move(*id);
}

}  // namespace

asio::awaitable<ExitStatus> run_list(Job job) {
  auto contact = co_await reach(job);
  if (!contact) co_return job.out.fail(contact.error());
  const auto result = co_await ask_list(*contact, job.invocation.all, job);
  if (!answered(result)) co_return failed(job, result);
  const auto names = co_await ask_names(*contact, job.deadline());
  if (!names) co_return job.out.fail(names.error());
  mark_old(*contact, *names, job.out);
  if (job.out.json()) {
    job.out.data(to_json(result->list()));
    co_return ExitStatus::done;
  }
  const Words words(job.out.lang(), *names);
  const string& us = contact->ward;
  job.out.data(situation_lines(result->list().flights(), result->list().patrols(), words, us,
                               link::to_proto(link::Moment::now().wall)));
  job.out.data(board_lines(result->list().incidents(), words, us));
  co_return ExitStatus::done;
}

asio::awaitable<ExitStatus> run_show(Job job) {
  auto contact = co_await reach(job);
  if (!contact) co_return job.out.fail(contact.error());
  const auto id = co_await whole_id(*contact, job.invocation.id, job);
  if (!id) co_return id.error();
  v1::Query query;
  query.mutable_show()->set_id(*id);
  const auto result = co_await contact->ask(query, job.deadline());
  if (!answered(result)) co_return failed(job, result);
  const auto names = co_await ask_names(*contact, job.deadline());
  if (!names) co_return job.out.fail(names.error());
  mark_old(*contact, *names, job.out);
  if (job.out.json()) {
    job.out.data(to_json(result->show().incident()));
    co_return ExitStatus::done;
  }
  job.out.data(story_lines(result->show(), Words(job.out.lang(), *names), contact->ward));
  co_return ExitStatus::done;
}

asio::awaitable<ExitStatus> run_history(Job job) {
  const Invocation& in = job.invocation;
  if (auto checked = check_times(in); !checked) co_return job.out.fail(checked.error());
  auto contact = co_await reach(job);
  if (!contact) co_return job.out.fail(contact.error());
  const auto names = co_await ask_names(*contact, job.deadline());
  if (!names) co_return job.out.fail(names.error());
  const auto id = co_await whole_id(*contact, in.history.incident(), job);
  if (!id) co_return id.error();

  v1::Query query;
  auto& history = *query.mutable_history();
  history = in.history;
  history.set_incident(*id);
  const auto now = job.started.wall;
  const auto offset = names->utc_offset(now);
  if (const auto since = parse_time(in.since, now, offset)) *history.mutable_since() = link::to_proto(*since);
  if (const auto until = parse_time(in.until, now, offset)) *history.mutable_until() = link::to_proto(*until);
  const Words words(job.out.lang(), *names);
  const string us = contact->ward;
  bool marked = false;
  do {
    const auto result = co_await contact->ask(query, job.deadline());
    if (!answered(result)) co_return failed(job, result);
    if (contact->as_of && !std::exchange(marked, true)) mark_old(*contact, *names, job.out);
    for (const v1::Event& event : result->history().events()) {
      if (job.out.json()) {
        job.out.data(to_json(event));
      } else {
        job.out.data(event_lines(event, words, us, false));
      }
    }
    job.out.flush();
    history.set_after_seq(result->history().next_after_seq());
  } while (history.after_seq() != 0);
  co_return ExitStatus::done;
}

}  // namespace wardlink::cli
