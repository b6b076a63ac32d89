#include "client/cli/run_outbox.hpp"

#include <utility>

#include "client/cli/contact.hpp"
#include "client/cli/id_prefix.hpp"
#include "client/cli/json.hpp"
#include "client/cli/station_sentences.hpp"
#include "client/cli/words.hpp"
#include "client/link/outbox_listing.hpp"
#include "client/link/sqlite_store.hpp"
#include "client/link/state_directory.hpp"

namespace wardlink::cli {
namespace {

namespace asio = boost::asio;
using fmt::arg;
using std::string;
using Action = Invocation::Action;
using Told = StationSay;

string kind_of(const v1::Command& command) {
  const auto* body = v1::Command::descriptor()->FindOneofByName("kind");
  const auto* field = command.GetReflection()->GetOneofFieldDescriptor(command, body);
  return field == nullptr ? "" : field->name();
}

string state_of(const v1::OutboxEntry& entry, Lang lang) {
  const string reason = lang == Lang::vi ? entry.rejection().message_vi() : entry.rejection().message();
  switch (entry.state()) {
    case v1::OutboxEntry::REJECTED:
      return say(lang, Told::outbox_rejected, arg("reason", reason));
    case v1::OutboxEntry::SENT:
      return say(lang, Told::outbox_sent);
    case v1::OutboxEntry::LOCKED:
      return say(lang, Told::outbox_locked);
    default:
      return say(lang, Told::outbox_waiting) + (reason.empty() ? "" : ": " + reason);
  }
}

string who(const string& uri) {
  return uri.substr(std::min(uri.size(), uri.find('/', string("wardlink://").size()) + 1));
}

void print(const v1::OutboxListing& listing, Output& out) {
  const Names names;  // they are the hub's: not needed to read a list of what waits for it
  if (listing.entries().empty() && !out.json()) out.message(say(out.lang(), Told::outbox_empty));
  for (const auto& entry : listing.entries()) {
    if (out.json()) {
      out.data(to_json(entry));
      continue;
    }
    const Tone tone = entry.state() == v1::OutboxEntry::REJECTED ? Tone::urgent : Tone::plain;
    out.data(Lines{{tone, say(out.lang(), Told::outbox_entry, arg("id", entry.id()),
                              arg("time", names.time(entry.queued_at())), arg("kind", kind_of(entry.command())),
                              arg("who", who(entry.identity())), arg("state", state_of(entry, out.lang())))}});
  }
}

/// Whom we ask: the service, or its store while it does not run.
class Keeper {
 public:
  [[nodiscard]] static asio::awaitable<std::expected<Keeper, ExitStatus>> find(const Settings& settings, Output& out) {
    const auto& state = settings.state.value;
    Keeper keeper;
    keeper.station_ = co_await link::LocalLink::open(state);
    if (keeper.station_) co_return keeper;
    std::error_code ignored;
    if (state.empty() || !std::filesystem::exists(state / "station.db", ignored)) {
      out.error(say(out.lang(), Told::no_outbox, arg("state", state.string())));
      co_return std::unexpected(ExitStatus::error);
    }
    auto directory = link::StateDirectory::lock(state);
    if (!directory) co_return std::unexpected(failed(out, directory.error().detail));
    keeper.directory_ = std::make_unique<link::StateDirectory>(std::move(*directory));
    auto store = link::SqliteStore::open(keeper.directory_->store(), "");
    if (!store) co_return std::unexpected(failed(out, store.error().detail));
    keeper.store_ = std::move(*store);
    auto outbox = link::Outbox::open(*keeper.store_);
    if (!outbox) co_return std::unexpected(failed(out, outbox.error().detail));
    keeper.outbox_ = std::make_unique<link::Outbox>(std::move(*outbox));
    co_return keeper;
  }

  [[nodiscard]] asio::awaitable<link::Result<v1::LocalAnswer>> ask(v1::OutboxAction action, link::SteadyTime until) {
    if (!station_) co_return act(action);
    v1::LocalRequest request;
    *request.mutable_outbox() = std::move(action);
    co_return co_await station_->ask(request, until);
  }

 private:
  static ExitStatus failed(Output& out, const string& detail) {
    out.error(say(out.lang(), Told::store_failed, arg("detail", detail)));
    return ExitStatus::error;
  }

  v1::LocalAnswer act(const v1::OutboxAction& action) {
    link::Stored<link::Outbox::Acted> acted = link::Outbox::Acted::done;
    if (action.has_retry()) acted = outbox_->retry(action.retry());
    if (action.has_drop()) acted = outbox_->drop(action.drop(), link::Moment::now().wall);
    return link::outbox_answer(acted, *outbox_, [](const string&) { return true; });
  }

  std::unique_ptr<link::LocalLink> station_;
  std::unique_ptr<link::StateDirectory> directory_;
  std::unique_ptr<link::SqliteStore> store_;
  std::unique_ptr<link::Outbox> outbox_;
};

/// The one entry that is meant.
Checked<string> whole_id(const string& typed, const v1::OutboxListing& listing) {
  std::vector<string> ids;
  for (const auto& entry : listing.entries()) ids.push_back(entry.id());
  return complete_id(typed, ids, "id");
}

asio::awaitable<ExitStatus> act(Keeper& keeper, const Invocation& in, Output& out, link::SteadyTime until) {
  v1::OutboxAction list;
  list.mutable_list();
  const auto listed = co_await keeper.ask(list, until);
  if (!listed) co_return out.fail(listed.error());
  if (listed->has_rejected()) co_return out.fail(listed->rejected());
  if (in.action == Action::outbox_list) {
    print(listed->outbox(), out);
    co_return ExitStatus::done;
  }
  const auto id = whole_id(in.id, listed->outbox());
  if (!id) co_return out.fail(id.error());
  const bool retry = in.action == Action::outbox_retry;
  v1::OutboxAction action;
  (retry ? *action.mutable_retry() : *action.mutable_drop()) = *id;
  const auto acted = co_await keeper.ask(action, until);
  if (!acted) co_return out.fail(acted.error());
  if (acted->has_rejected()) co_return out.fail(acted->rejected());
  out.message(say(out.lang(), retry ? Told::outbox_retried : Told::outbox_dropped, arg("id", *id)));
  co_return ExitStatus::done;
}

}  // namespace

asio::awaitable<ExitStatus> run_outbox(OutboxJob job) {
  auto keeper = co_await Keeper::find(job.settings, job.out);
  if (!keeper) co_return keeper.error();
  const auto until = std::chrono::steady_clock::now() + job.settings.timeout.value;
  co_return co_await act(*keeper, job.invocation, job.out, until);
}

asio::awaitable<ExitStatus> run_retry(Job job) {
  {
    // Another identity's commands wait for it: now it is there.
    Contact contact;
    contact.station = co_await link::LocalLink::open(job.settings.state.value);
    if (auto unlocked = co_await unlock(contact, job); !unlocked) co_return job.out.fail(unlocked.error());
  }
  co_return co_await run_outbox({job.invocation, job.settings, job.out});
}

}  // namespace wardlink::cli
