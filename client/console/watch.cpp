#include "client/console/watch.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "client/console/rejections.hpp"
#include "client/link/connection.hpp"
#include "client/link/signal.hpp"

namespace wardlink::console {
namespace {

namespace asio = boost::asio;
using v1::Rejection;

/// People come and go seldom; their files are looked at this often.
constexpr std::chrono::seconds listed_for{30};
constexpr std::chrono::seconds admin_answer_max{10};

link::SteadyTime steady_now() { return std::chrono::steady_clock::now(); }

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace

/// An admin's session with the hub, opened when first asked.
struct Watch::AdminLink {
  std::string uri{};
  std::unique_ptr<asio::ssl::context> identity{};
  std::shared_ptr<link::Connection> link{};
  link::SteadyTime used{};
};

/// A key being opened: written by the opener's thread, read on the executor once `done` says so.
struct Watch::Opening {
  Opening(const asio::any_io_executor& executor, std::string phrase) : passphrase(std::move(phrase)), ended(executor) {}
  ~Opening() { wipe(passphrase); }
  Opening(const Opening&) = delete;
  Opening& operator=(const Opening&) = delete;

  std::string passphrase;
  bool asked = false;  // the key is encrypted
  link::Result<link::OpenIdentity> identity = link::fail(link::Error::Kind::identity_unusable);
  bool done = false;
  link::Signal ended;
};

Watch::Watch(asio::any_io_executor executor, Options options)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      station_(identity_of(options_.station).value_or(v1::Identity())),
      since_(link::Moment::now().wall),
      unattended_since_(options_.unattended_since) {
  (void)list();
}

bool Watch::list() {
  listed_ = steady_now();
  if (options_.people.empty()) return false;
  auto now = list_people(options_.people, station_, link::Moment::now().wall);
  const bool same = std::ranges::equal(now, people_, [](const PersonFiles& one, const PersonFiles& other) {
    return one.person.id() == other.person.id() && one.person.identity() == other.person.identity();
  });
  people_ = std::move(now);
  return !same;
}

const std::string& Watch::sender() const {
  return !officer_.empty() && service_->speaks_for(officer_) ? officer_ : options_.station;
}

asio::awaitable<Watch::Allowed<v1::Person>> Watch::sign_in(v1::SignIn asked, bool officers_only) {
  std::string passphrase = std::move(*asked.mutable_passphrase());
  asked.clear_passphrase();
  (void)list();
  const auto known =
      std::ranges::find(people_, asked.person(), [](const PersonFiles& each) { return each.person.id(); });
  if (known == people_.end()) {
    wipe(passphrase);
    co_return std::unexpected(rejection(Rejection::UNKNOWN_ID, no_such_person, "person"));
  }
  const PersonFiles person = *known;
  if (officers_only && person.person.role() != v1::OFFICER) {
    wipe(passphrase);
    co_return std::unexpected(rejection(Rejection::NOT_ALLOWED, not_an_officer, "person"));
  }
  const link::SteadyTime now = steady_now();
  while (!tries_.empty() && tries_.front() + tries_window <= now) tries_.pop_front();
  if (tries_.size() >= tries_max) {
    wipe(passphrase);
    co_return std::unexpected(rejection(Rejection::RATE_LIMITED, too_many_tries));
  }
  tries_.push_back(now);
  auto identity = co_await open(person, std::move(passphrase));
  if (!identity) co_return std::unexpected(identity.error());
  auto kept = keep(person.person, *identity);
  wipe(identity->key_pem);
  if (!kept) co_return std::unexpected(kept.error());
  // Whoever knows the passphrase has not been guessing.
  tries_.clear();
  co_return person.person;
}

asio::awaitable<Watch::Allowed<link::OpenIdentity>> Watch::open(const PersonFiles& person, std::string passphrase) {
  const auto opening = std::make_shared<Opening>(executor_, std::move(passphrase));
  asio::post(opener_, [opening, directory = person.directory, executor = executor_] {
    auto loaded = link::load_identity(directory, [&] {
      opening->asked = true;
      return std::optional(opening->passphrase);
    });
    opening->identity = loaded ? link::open_identity(directory, **loaded) : std::unexpected(loaded.error());
    asio::post(executor, [opening] {
      opening->done = true;
      opening->ended.raise();
    });
  });
  while (!opening->done) co_await opening->ended.wait();
  if (!opening->identity) {
    const bool wrong = opening->asked && opening->identity.error().detail.contains("passphrase");
    auto refused = wrong ? rejection(Rejection::NOT_ALLOWED, wrong_passphrase, "passphrase")
                         : rejection(Rejection::NOT_ALLOWED, identity_unusable, "person");
    co_return std::unexpected(std::move(refused));
  }
  // Anybody at this computer could be that officer.
  if (!opening->asked) co_return std::unexpected(rejection(Rejection::NOT_ALLOWED, no_passphrase, "person"));
  co_return std::move(*opening->identity);
}

Watch::Allowed<void> Watch::keep(const v1::Person& person, const link::OpenIdentity& identity) {
  // The files may be others than those that were listed.
  auto context = link::load_identity(identity);
  if (!context || link::uri_of(**context) != person.identity()) {
    return std::unexpected(rejection(Rejection::NOT_ALLOWED, identity_unusable, "person"));
  }
  if (person.role() == v1::ADMIN) {
    if (admin_ && admin_->link) admin_->link->give_up({link::Error::Kind::lost, "locked"});
    admin_ = std::make_shared<AdminLink>();
    admin_->uri = person.identity();
    admin_->identity = std::move(*context);
    admin_->used = steady_now();
    return {};
  }
  v1::Unlock unlock;
  unlock.set_certificate_pem(identity.certificate_pem);
  unlock.set_key_pem(identity.key_pem);
  unlock.set_ca_pem(identity.ca_pem);
  const auto uri = service_->unlock(unlock);
  wipe(*unlock.mutable_key_pem());
  if (!uri) return std::unexpected(rejection(Rejection::NOT_ALLOWED, identity_unusable, "person"));
  if (!officer_.empty() && officer_ != *uri) service_->lock(officer_);
  service_->keep(*uri);
  officer_ = *uri;
  since_ = link::Moment::now().wall;
  return {};
}

std::string Watch::sign_out(bool admin_only) {
  if (admin_ && admin_->link) admin_->link->give_up({link::Error::Kind::lost, "locked"});
  admin_.reset();
  if (admin_only || officer_.empty()) return {};
  service_->lock(officer_);
  since_ = unattended_since_ = link::Moment::now().wall;
  unattended_.clear();
  return std::exchange(officer_, {});
}

asio::awaitable<Watch::Allowed<v1::AdminResult>> Watch::ask(v1::Admin asked) {
  const auto admin = admin_;
  if (!admin) co_return std::unexpected(rejection(Rejection::NOT_ALLOWED, no_admin));
  admin->used = steady_now();
  if (!admin->link || admin->link->error()) {
    auto opened =
        co_await link::open_any(*admin->identity, options_.hubs, 0, options_.client, steady_now() + admin_answer_max);
    if (!opened) co_return std::unexpected(rejection(Rejection::UNAVAILABLE, cut_off));
    if (admin != admin_) co_return std::unexpected(rejection(Rejection::NOT_ALLOWED, no_admin));
    admin->link = std::move(*opened);
  }
  const auto link = admin->link;
  auto result = co_await link->ask(std::move(asked), steady_now() + admin_answer_max);
  if (!result) co_return std::unexpected(rejection(Rejection::UNAVAILABLE, cut_off));
  co_return std::move(*result);
}

void Watch::heard(const v1::Event& event) {
  const auto marked = [](const auto& marks) { return std::ranges::find(marks, "unattended") != marks.end(); };
  const bool support = event.has_support_moved() && event.support_moved().ward() == station_.ward() &&
                       marked(event.support_moved().marks());
  const bool lead = event.has_lead_confirmed() && event.lead_confirmed().ward() == station_.ward() &&
                    marked(event.lead_confirmed().marks());
  if (!support && !lead) return;
  if (link::from_proto(event.time()) < unattended_since_) return;
  if (std::ranges::find(unattended_, event.incident()) != unattended_.end()) return;
  if (unattended_.size() < unattended_max) unattended_.push_back(event.incident());
}

bool Watch::tick() {
  bool changed = false;
  if (admin_ && admin_->used + admin_idle_max <= steady_now()) {
    if (admin_->link) admin_->link->give_up({link::Error::Kind::lost, "idle"});
    admin_.reset();
    changed = true;
  }
  if (listed_ + listed_for <= steady_now()) changed = list() || changed;
  return changed;
}

v1::Watch Watch::view() const {
  v1::Watch watch;
  watch.set_officer(officer_);
  *watch.mutable_since() = link::to_proto(since_);
  for (const auto& each : people_) *watch.add_people() = each.person;
  for (const auto& each : unattended_) watch.add_unattended(each);
  if (admin_) watch.set_admin(admin_->uri);
  return watch;
}

}  // namespace wardlink::console
