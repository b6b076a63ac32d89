#include "client/link/service_sender.hpp"

#include <algorithm>
#include <utility>

#include "client/link/identity.hpp"

namespace wardlink::link {
namespace {

namespace asio = boost::asio;
using Kind = Error::Kind;

/// A hub that lives answers long before.
constexpr std::chrono::seconds receipt_max{30};
/// For so long an unlocked identity, and its link, stay when nothing of it is left to send.
constexpr std::chrono::seconds identity_idle_max{60};
constexpr std::chrono::milliseconds store_retry{1000};
/// What nobody would wait for any longer while typing.
constexpr std::chrono::seconds preview_max{5};
/// Whether the link of an identity that is kept still stands is looked at this often.
constexpr std::chrono::seconds kept_check{2};

/// "wardlink://cluster/ward/role/name" → "wardlink://cluster/ward/"
std::string_view ward_of(std::string_view uri) {
  const auto cluster_end = uri.find('/', std::string_view("wardlink://").size());
  const auto ward_end = uri.find('/', cluster_end + 1);
  return uri.substr(0, ward_end + 1);
}

v1::Receipt too_large(const v1::Submit& submit, const std::string& detail) {
  return rejected(submit.id(), v1::Rejection::TOO_LARGE, "command", "Too large for the hub: " + detail + ".",
                  "Quá lớn, trung tâm không nhận: " + detail + ".");
}

}  // namespace

Result<std::string> Service::unlock(const v1::Unlock& unlock) {
  auto identity = load_identity(OpenIdentity{
      .certificate_pem = unlock.certificate_pem(), .key_pem = unlock.key_pem(), .ca_pem = unlock.ca_pem()});
  if (!identity) return std::unexpected(identity.error());
  const std::string uri = uri_of(**identity);
  if (uri == options_.station) return uri;
  if (uri.empty() || ward_of(uri) != ward_of(options_.station)) {
    return fail(Kind::identity_unusable, "this station sends for its own ward only");
  }
  add_sender(uri, std::move(*identity));
  return uri;
}

void Service::keep(const std::string& uri) {
  const auto known = senders_.find(uri);
  if (known == senders_.end()) return;
  known->second->kept = true;
  known->second->wake.raise();
}

void Service::lock(const std::string& uri) {
  const auto known = senders_.find(uri);
  if (known == senders_.end() || uri == options_.station) return;
  known->second->locked = true;
  if (known->second->own) known->second->own->give_up({Kind::lost, "locked"});
  known->second->wake.raise();
  senders_.erase(known);
  changed_.raise();
}

asio::awaitable<Result<v1::Receipt>> Service::preview(v1::Submit submit, std::string sender) {
  submit.set_dry_run(true);
  const auto known = senders_.find(sender);
  if (known == senders_.end()) co_return fail(Kind::identity_unusable, "locked");
  const auto link = on_main_link(*known->second) ? link_ : known->second->own;
  if (!link || link->error()) co_return fail(Kind::lost, "cut off");
  co_return co_await link->submit(submit, std::chrono::steady_clock::now() + preview_max);
}

void Service::add_sender(const std::string& uri, std::shared_ptr<asio::ssl::context> identity) {
  if (const auto known = senders_.find(uri); known != senders_.end()) {
    known->second->identity = std::move(identity);
    known->second->idle_until = std::chrono::steady_clock::now() + identity_idle_max;
    known->second->wake.raise();
    return;
  }
  const auto sender = std::make_shared<Sender>(executor_, uri, std::move(identity));
  senders_.emplace(uri, sender);
  spawn(send(sender));
}

bool Service::on_main_link(const Sender& sender) const {
  return sender.uri == options_.station && copy_refused_.empty();
}

asio::awaitable<std::shared_ptr<Connection>> Service::link_for(Sender& sender) {
  if (on_main_link(sender)) {
    if (link_ && !link_->error()) co_return link_;
    co_await changed_.wait();
    co_return nullptr;
  }
  if (sender.own && !sender.own->error()) co_return sender.own;
  sender.own.reset();
  const auto identity = sender.identity;  // it may be unlocked anew meanwhile
  auto opened =
      co_await open_any(identity ? *identity : identity_, options_.hubs, 0, options_.client, SteadyTime::max());
  if (opened) {
    sender.own = std::move(*opened);
    co_return sender.own;
  }
  co_await sender.wake.wait(std::chrono::steady_clock::now() + sender.backoff.next(jitter()));
  co_return nullptr;
}

asio::awaitable<void> Service::send(std::shared_ptr<Sender> sender) {
  const std::string& uri = sender->uri;
  SteadyTime& idle_until = sender->idle_until;
  idle_until = std::chrono::steady_clock::now() + identity_idle_max;
  while (!sender->locked) {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (const SteadyTime wake_at = outbox_.wake_at(uri); wake_at > now) {
      const bool idle = wake_at == SteadyTime::max();
      if (sender->kept) {
        (void)co_await link_for(*sender);
        if (!sender->locked) co_await sender->wake.wait(std::min(wake_at, now + kept_check));
        continue;
      }
      if (idle && now >= idle_until) {
        sender->own.reset();
        idle_until = SteadyTime::max();
        if (uri != options_.station) {
          senders_.erase(uri);
          co_return;
        }
      }
      co_await sender->wake.wait(idle ? idle_until : wake_at);
      continue;
    }
    const auto link = co_await link_for(*sender);
    if (!link || sender->locked) continue;
    const auto submit = outbox_.next(uri, std::chrono::steady_clock::now());
    if (!submit) continue;
    auto receipt = co_await link->submit(*submit, std::chrono::steady_clock::now() + receipt_max);
    idle_until = std::chrono::steady_clock::now() + identity_idle_max;
    if (!receipt && receipt.error().kind == Kind::too_large) receipt = too_large(*submit, receipt.error().detail);
    if (!receipt) {
      // On a link that is kept the late receipt would answer the second sending.
      if (receipt.error().kind == Kind::timed_out) link->give_up({Kind::lost, "no receipt"});
      if (auto cut = outbox_.cut(uri, receipt.error().kind, Moment::now()); !cut) failed(cut.error());
      changed_.raise();
      continue;
    }
    sender->backoff.reset();
    const auto stays = outbox_.received(uri, *receipt, Moment::now(), jitter());
    if (!stays) {
      failed(stays.error());
      co_await pause(store_retry);
      if (auto cut = outbox_.cut(uri, Kind::lost, Moment::now()); !cut) failed(cut.error());
      continue;
    }
    if (*stays) settled(*receipt);
  }
}

void Service::settled(const v1::Receipt& receipt) {
  if (receipt.has_rejected()) observer_.rejected(receipt.id(), receipt.rejected());
  changed_.raise();
}

}  // namespace wardlink::link
