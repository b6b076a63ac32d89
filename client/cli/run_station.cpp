// The station service.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <exception>
#include <functional>
#include <optional>

#include "client/cli/job.hpp"
#include "client/cli/run_console.hpp"
#include "client/cli/station_sentences.hpp"
#include "client/cli/times.hpp"
#include "client/link/identity.hpp"
#include "client/link/service.hpp"

namespace wardlink::cli {
namespace {

namespace asio = boost::asio;
using fmt::arg;
using std::string;
using Told = StationSay;

/// Tells whoever watches the service: what an administrator must know, never what a report says.
class Teller final : public link::ServiceObserver {
 public:
  explicit Teller(Output& out) : out_(out) {}

  void linked(const link::Endpoint& hub, const v1::Welcome& /*welcome*/) override {
    said_.reset();
    out_.message(say(out_.lang(), Told::linked, arg("hub", hub.text()), arg("time", now())));
  }
  void caught_up(std::uint64_t seq) override {
    out_.message(say(out_.lang(), Told::caught_up, arg("seq", seq), arg("waiting", waiting())));
  }
  void took(const v1::HubFrame& /*frame*/) override {}
  void cut_off(const link::Error& error, std::chrono::milliseconds /*retry_in*/) override {
    if (said_ == error.kind) return;  // once for each reason: it is tried again for ever
    said_ = error.kind;
    out_.error(say(out_.lang(), Told::cut_off, arg("time", now()), arg("reason", describe(error, out_.lang()))));
  }
  void copy_refused(const link::Error& error) override {
    out_.error(say(out_.lang(), Told::copy_refused, arg("reason", describe(error, out_.lang()))));
  }
  void rejected(const string& id, const v1::Rejection& rejection) override {
    out_.error(say(out_.lang(), Told::rejected_later, arg("id", id),
                   arg("reason", out_.lang() == Lang::vi ? rejection.message_vi() : rejection.message())));
  }
  void store_failed(const link::StoreError& error) override {
    out_.error(say(out_.lang(), error.full ? Told::store_full : Told::store_failed, arg("detail", error.detail)));
  }

  std::function<std::uint32_t()> waiting = [] { return 0U; };

 private:
  static string now() {
    const Names here;
    return here.time(link::to_proto(link::Moment::now().wall));
  }

  Output& out_;
  std::optional<link::Error::Kind> said_;
};

ExitStatus failed(Output& out, const string& detail) {
  out.error(say(out.lang(), Told::store_failed, arg("detail", detail)));
  return ExitStatus::error;
}

bool is_station(const string& uri) {
  const auto name = uri.rfind('/');
  return name != string::npos && uri.substr(0, name).ends_with("/station");
}

/// Puts the old copy aside, under a name that tells when.
std::optional<ExitStatus> start_afresh(link::SqliteStore& store, const link::StateDirectory& directory, Output& out) {
  const auto stamp = std::chrono::floor<std::chrono::milliseconds>(link::Moment::now().wall).time_since_epoch().count();
  const auto aside = directory.path() / ("copy-until-" + std::to_string(stamp) + ".db");
  if (auto done = store.forget_copy(aside); !done) return failed(out, done.error().detail);
  out.message(say(out.lang(), Told::started_afresh, arg("file", aside.string())));
  return std::nullopt;
}

}  // namespace

asio::awaitable<ExitStatus> run_station(Job job) {
  Output& out = job.out;
  const string uri = link::uri_of(job.identity);
  const auto& state = job.settings.state.value;
  if (!is_station(uri) || state.empty()) {
    out.error(state.empty() ? say(out.lang(), Told::no_state)
                            : say(out.lang(), Told::not_a_station, arg("identity", uri)));
    co_return ExitStatus::usage;
  }
  const auto directory = link::StateDirectory::lock(state);
  if (!directory) {
    const bool in_use = directory.error().why == link::StateDirectory::Why::in_use;
    if (!in_use) co_return failed(out, directory.error().detail);
    out.error(say(out.lang(), Told::in_use, arg("state", state.string())));
    show_running_console(out, state);
    co_return ExitStatus::error;
  }
  const auto store = link::SqliteStore::open(directory->store(), uri);
  if (!store) co_return failed(out, store.error().detail);
  if (job.invocation.fresh) {
    if (const auto no = start_afresh(**store, *directory, out)) co_return *no;
  }

  Teller teller(out);
  const auto executor = co_await asio::this_coro::executor;
  forget_console(directory->path());
  std::optional<ConsoleFront> front;
  if (job.invocation.action == Invocation::Action::console) {
    front.emplace(job, teller);
    if (auto opened = front->open(executor, uri, directory->path(), **store); !opened) {
      co_return failed(out, opened.error().detail);
    }
  }
  link::ServiceObserver& observer = front ? front->observer() : teller;
  const auto service = link::Service::make(executor, job.identity,
                                           {.hubs = job.settings.hubs.value, .client = client_name(), .station = uri},
                                           **store, observer);
  if (!service) co_return failed(out, service.error().detail);
  teller.waiting = [&service] { return (*service)->status().waiting(); };
  // A store that fails ends the process at once: what is under way must not go on with it.
  (*service)->on_fault = [&out](const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
      out.error(error.what());
    }
    std::_Exit(static_cast<int>(ExitStatus::error));
  };
  asio::steady_timer forever(executor, link::SteadyTime::max());
  if (front && !front->serve(*service)) co_return ExitStatus::error;
  (*service)->start(*directory);
  out.message(say(out.lang(), Told::serving, arg("station", uri), arg("state", state.string())));
  co_await forever.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return ExitStatus::done;
}

}  // namespace wardlink::cli
