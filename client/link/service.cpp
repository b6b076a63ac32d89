#include "client/link/service.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>
#include <utility>

#include "client/link/answers.hpp"
#include "client/link/outbox_listing.hpp"
#include "client/link/service_client.hpp"
#include "client/link/service_sender.hpp"

namespace wardlink::link {
namespace {

namespace asio = boost::asio;
using Kind = Error::Kind;

constexpr std::chrono::seconds query_max{5};

v1::StationStatus::Refusal refusal(Kind why) {
  switch (why) {
    case Kind::identity_refused:
      return v1::StationStatus::IDENTITY_REFUSED;
    case Kind::hub_untrusted:
      return v1::StationStatus::HUB_UNTRUSTED;
    case Kind::not_served:
      return v1::StationStatus::NOT_SERVED;
    default:
      return v1::StationStatus::REFUSAL_UNSPECIFIED;
  }
}

SteadyTime in(std::chrono::steady_clock::duration time) { return std::chrono::steady_clock::now() + time; }

}  // namespace

Stored<std::shared_ptr<Service>> Service::make(asio::any_io_executor executor, asio::ssl::context& identity,
                                               Options options, SqliteStore& store, ServiceObserver& observer) {
  auto outbox = Outbox::open(store);
  if (!outbox) return std::unexpected(outbox.error());
  auto replica = Replica::open(store);
  if (!replica) return std::unexpected(replica.error());
  return std::shared_ptr<Service>(new Service(std::move(executor), identity, std::move(options), store, observer,
                                              std::move(*outbox), std::move(*replica)));
}

Service::Service(asio::any_io_executor executor, asio::ssl::context& identity, Options options, SqliteStore& store,
                 ServiceObserver& observer, Outbox outbox, Replica replica)
    : executor_(std::move(executor)),
      identity_(identity),
      options_(std::move(options)),
      store_(store),
      observer_(observer),
      outbox_(std::move(outbox)),
      replica_(std::move(replica)),
      changed_at_(Moment::now().wall),
      changed_(executor_),
      random_(std::random_device{}()) {}

Service::~Service() = default;

void Service::start(const StateDirectory& directory) {
  spawn(serve(directory.listen(executor_)));
  add_sender(options_.station, nullptr);
  spawn(keep_link());
}

void Service::spawn(asio::awaitable<void> part) {
  asio::co_spawn(executor_, std::move(part), [self = shared_from_this()](const std::exception_ptr& thrown) {
    if (thrown && self->on_fault) self->on_fault(thrown);
  });
}

double Service::jitter() { return std::uniform_real_distribution<double>(0, 1)(random_); }

asio::awaitable<void> Service::pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(executor_, time);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

void Service::failed(const StoreError& error) {
  observer_.store_failed(error);
  if (!error.full) throw std::runtime_error(error.detail);
}

asio::awaitable<void> Service::keep_link() {
  std::size_t hub = 0;
  for (;;) {
    auto opened = co_await open_any(identity_, options_.hubs, hub, options_.client, SteadyTime::max());
    tried_ = true;
    Error error;
    if (opened) {
      const std::shared_ptr<Connection> link = std::move(*opened);
      link_ = link;
      const auto ended = co_await follow(*link);
      error = ended.error();
      link->give_up(error);
    } else {
      error = opened.error();
    }
    unlink(error);
    if (error.kind == Kind::ahead || error.kind == Kind::wrong_epoch) {
      // From here on commands go out over links of their own: without its events a station must not look on line.
      copy_refused_ = error.detail.empty() ? "refused" : error.detail;
      observer_.copy_refused(error);
      changed_.raise();
      for (const auto& [uri, sender] : senders_) sender->wake.raise();
      co_return;
    }
    if (error.kind == Kind::gap) {
      replica_.start_afresh();
    } else if (auto resumed = replica_.resume(); !resumed) {
      failed(resumed.error());
    }
    if (error.kind != Kind::gap) hub = (hub + 1) % options_.hubs.size();
    const auto retry_in = backoff_.next(jitter());
    observer_.cut_off(error, retry_in);
    co_await pause(retry_in);
  }
}

void Service::unlink(const Error& why) {
  if (link_) {
    link_->give_up(why);
    link_.reset();
    changed_at_ = Moment::now().wall;
  }
  refusal_ = refusal(why.kind);
  changed_.raise();
}

asio::awaitable<Result<void>> Service::follow(Connection& link) {
  changed_at_ = Moment::now().wall;
  refusal_ = v1::StationStatus::REFUSAL_UNSPECIFIED;
  told_caught_up_ = false;
  observer_.linked(link.endpoint(), link.welcome());
  changed_.raise();
  if (auto asked = link.subscribe(replica_.subscribe(link.welcome())); !asked) co_return asked;
  if (auto named = co_await learn_names(link); !named) co_return named;
  co_return co_await follow_events(link);
}

asio::awaitable<Result<void>> Service::learn_names(Connection& link) {
  v1::Query query;
  query.mutable_directory()->set_map(true);
  const auto result = co_await link.ask(query, in(connect_max));
  if (!result) co_return std::unexpected(result.error());
  if (result->has_directory()) replica_.take(result->directory());
  co_return Result<void>{};
}

asio::awaitable<Result<void>> Service::follow_events(Connection& link) {
  std::uint64_t acknowledged = 0;
  for (;;) {
    const auto frames = co_await link.feed(SteadyTime::max());
    if (!frames) co_return std::unexpected(frames.error());
    if (auto taken = take(*frames); !taken) co_return taken;
    if (acknowledgeable_ > acknowledged) {
      acknowledged = acknowledgeable_;
      link.acknowledge(acknowledged);
    }
    changed_.raise();
  }
}

Result<void> Service::take(const std::vector<v1::HubFrame>& frames) {
  Result<void> fits;
  acknowledgeable_ = 0;
  for (auto frame = frames.begin(); fits && frame != frames.end(); ++frame) {
    auto taken = replica_.take(*frame);
    if (!taken) {
      failed(taken.error());
      return fail(Kind::lost, "the local copy could not be read");
    }
    fits = std::move(*taken);
  }
  // What came before a gap is kept; it is told anew with the rest.
  const auto safe = replica_.commit(Moment::now().wall);
  if (!safe) {
    failed(safe.error());
    return fail(Kind::lost, "the local copy could not be written");
  }
  acknowledgeable_ = *safe;
  if (!fits) return fits;
  for (const auto& frame : frames) observer_.took(frame);
  if (replica_.caught_up() && !told_caught_up_) {
    told_caught_up_ = true;
    backoff_.reset();
    observer_.caught_up(replica_.position().seq);
  }
  return {};
}

bool Service::reachable() const { return (link_ && !link_->error()) || !tried_ || !copy_refused_.empty(); }

v1::StationStatus Service::status() const {
  v1::StationStatus status;
  status.set_identity(options_.station);
  status.set_linked(link_ && !link_->error());
  if (link_) status.set_hub(link_->endpoint().text());
  *status.mutable_changed_at() = to_proto(changed_at_);
  status.set_caught_up(link_ && replica_.caught_up());
  if (const auto as_of = store_.as_of(); as_of && *as_of != WallTime{}) *status.mutable_as_of() = to_proto(*as_of);
  status.set_seq(replica_.position().seq);
  const auto entries = outbox_.list();
  const auto rejected = std::ranges::count_if(entries, &Outbox::Entry::rejected);
  status.set_rejected(static_cast<std::uint32_t>(rejected));
  status.set_waiting(static_cast<std::uint32_t>(entries.size()) - status.rejected());
  status.set_copy_refused(copy_refused_);
  status.set_refusal(refusal_);
  if (status.linked()) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(link_->round_trip()).count();
    status.set_round_trip_ms(static_cast<std::uint32_t>(std::max<std::int64_t>(ms, 1)));
  }
  return status;
}

Outbox::Put Service::submit(const v1::Submit& submit, const std::string& sender) {
  auto put = outbox_.put(submit, sender, Moment::now().wall);
  if (put.fault) failed(*put.fault);
  if (const auto lane = senders_.find(sender); lane != senders_.end()) lane->second->wake.raise();
  changed_.raise();
  return put;
}

std::optional<v1::Receipt> Service::receipt(const std::string& id) const {
  const auto item = store_.item(id);
  if (!item || !*item || (*item)->state == OutboxItem::State::waiting) return std::nullopt;
  v1::Receipt receipt;
  receipt.ParseFromString((*item)->receipt);
  if (receipt.has_accepted() || receipt.has_rejected()) return receipt;
  return rejected(id, v1::Rejection::STALE_STATE, "id", "It was dropped from the outbox.",
                  "Lệnh đã bị bỏ khỏi hàng chờ.");
}

asio::awaitable<v1::LocalResult> Service::ask(v1::Query query) {
  v1::LocalResult answered;
  const std::string id = query.id();
  if (query.has_directory()) {
    // Names change seldom and are asked for before every command: a report must not wait for a link that hangs.
    auto names = answer(store_, query);
    if (names && names->has_directory()) {
      *answered.mutable_result() = std::move(*names);
      co_return answered;
    }
  }
  if (const auto link = link_; link && !link->error()) {
    if (auto result = co_await link->ask(query, in(query_max))) {
      *answered.mutable_result() = std::move(*result);
      answered.mutable_result()->set_id(id);
      co_return answered;
    }
  }
  auto result = answer(store_, query);
  const auto as_of = store_.as_of();
  if (!result || !as_of) {
    failed(result ? as_of.error() : result.error());
    auto& rejection = *answered.mutable_result()->mutable_rejected();
    rejection.set_code(v1::Rejection::UNAVAILABLE);
    rejection.set_message("The local copy cannot be read.");
    rejection.set_message_vi("Không đọc được bản sao tại trạm.");
    co_return answered;
  }
  *answered.mutable_result() = std::move(*result);
  *answered.mutable_as_of() = to_proto(*as_of);
  co_return answered;
}

v1::OutboxListing Service::outbox() const {
  return listing(outbox_, [this](const std::string& uri) { return senders_.contains(uri); });
}

Stored<Outbox::Acted> Service::retry(const std::string& id) {
  auto acted = outbox_.retry(id);
  for (const auto& [uri, sender] : senders_) sender->wake.raise();
  changed_.raise();
  return acted;
}

void Service::told(const std::string& id, const std::string& sender) {
  const auto entries = outbox_.list();
  const bool theirs = std::ranges::any_of(
      entries, [&](const Outbox::Entry& entry) { return entry.id == id && entry.rejected && entry.sender == sender; });
  if (!theirs) return;
  if (const auto dropped = drop(id); !dropped) failed(dropped.error());
}

Stored<Outbox::Acted> Service::drop(const std::string& id) {
  auto acted = outbox_.drop(id, Moment::now().wall);
  changed_.raise();
  return acted;
}

asio::awaitable<void> Service::serve(asio::local::stream_protocol::acceptor acceptor) {
  constexpr std::size_t clients_max = 64;
  constexpr std::chrono::milliseconds breath{100};
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
    if (error) {
      // Out of descriptors, most likely: those of others' ends come back.
      co_await pause(breath);
      continue;
    }
    if (!same_owner(socket) || clients_ >= clients_max) continue;
    ++clients_;
    const auto client = std::make_shared<Client>(shared_from_this(), LocalStream(std::move(socket)));
    asio::co_spawn(executor_, client->run(), [self = shared_from_this(), client](const std::exception_ptr& thrown) {
      --self->clients_;
      if (thrown && self->on_fault) self->on_fault(thrown);
    });
  }
}

}  // namespace wardlink::link
