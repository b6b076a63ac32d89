// The station service: keeps the link to a hub, the local copy and the outbox, and serves the programs on the station's
// own computer through a local socket. No command line and no page in it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "client/link/connection.hpp"
#include "client/link/local_stream.hpp"
#include "client/link/outbox.hpp"
#include "client/link/replica.hpp"
#include "client/link/signal.hpp"
#include "client/link/sqlite_store.hpp"
#include "client/link/state_directory.hpp"

namespace wardlink::link {

/// Who is told what the service does. Called on its executor; must not wait.
class ServiceObserver {
 public:
  virtual ~ServiceObserver() = default;
  virtual void linked(const Endpoint& hub, const v1::Welcome& welcome) = 0;
  virtual void caught_up(std::uint64_t seq) = 0;
  /// Durable in the local copy by now, but for the parts of a snapshot before its last.
  virtual void took(const v1::HubFrame& frame) = 0;
  virtual void cut_off(const Error& error, std::chrono::milliseconds retry_in) = 0;
  /// The hub refuses the position of our copy: it has lost data, or was restored. Nothing is taken in any more until
  /// somebody decides; what waits is still sent.
  virtual void copy_refused(const Error& error) = 0;
  /// The hub has rejected, for good, what waited in the outbox.
  virtual void rejected(const std::string& id, const v1::Rejection& rejection) = 0;
  virtual void store_failed(const StoreError& error) = 0;
};

/// One thread's executor. All of it ends when its executor's context does.
class Service : public std::enable_shared_from_this<Service> {
 public:
  struct Options {
    std::vector<Endpoint> hubs{};
    std::string client{};
    std::string station{};  // URI of the identity
  };
  /// Takes up what the store has. Everything handed in outlives the service.
  [[nodiscard]] static Stored<std::shared_ptr<Service>> make(boost::asio::any_io_executor executor,
                                                             boost::asio::ssl::context& identity, Options options,
                                                             SqliteStore& store, ServiceObserver& observer);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service();

  /// Listens on the directory's socket and begins to work. Once. Throws where it cannot listen.
  void start(const StateDirectory& directory);

  /// A coroutine ended with an exception: the service can be relied on no longer.
  std::function<void(std::exception_ptr)> on_fault;

  // What the local socket, and the console after it, are served from.
  [[nodiscard]] v1::StationStatus status() const;
  /// Durable when it says queued. Only for the station's own identity, or one that was unlocked.
  [[nodiscard]] Outbox::Put submit(const v1::Submit& submit, const std::string& sender);
  /// What became of a command: accepted or rejected; nothing while it waits, or if it is not known.
  [[nodiscard]] std::optional<v1::Receipt> receipt(const std::string& id) const;
  /// The URI, if it is of our ward's.
  [[nodiscard]] Result<std::string> unlock(const v1::Unlock& unlock);
  /// An unlocked identity stays so, with a link of its own, until lock(): its owner is on duty.
  void keep(const std::string& uri);
  /// What waits under it waits until it is unlocked again. The station's own cannot be locked.
  void lock(const std::string& uri);
  /// A dry run under an identity that is unlocked: what the hub would decide. Nothing is queued.
  [[nodiscard]] boost::asio::awaitable<Result<v1::Receipt>> preview(v1::Submit submit, std::string sender);
  /// From the hub; where it is out of reach, from the copy, with its age. The directory is the last link's.
  [[nodiscard]] boost::asio::awaitable<v1::LocalResult> ask(v1::Query query);
  [[nodiscard]] v1::OutboxListing outbox() const;
  [[nodiscard]] Stored<Outbox::Acted> retry(const std::string& id);
  [[nodiscard]] Stored<Outbox::Acted> drop(const std::string& id);
  /// The sender has seen that its command was rejected: it need not stay in the outbox.
  void told(const std::string& id, const std::string& sender);
  /// Its key is open, here and now.
  [[nodiscard]] bool speaks_for(const std::string& uri) const { return senders_.contains(uri); }
  /// Something above may have changed, or it is `until`.
  [[nodiscard]] boost::asio::awaitable<void> changed(SteadyTime until = SteadyTime::max()) {
    return changed_.wait(until);
  }
  /// What is submitted now will have its receipt soon.
  [[nodiscard]] bool reachable() const;

 private:
  struct Sender;
  class Client;

  Service(boost::asio::any_io_executor executor, boost::asio::ssl::context& identity, Options options,
          SqliteStore& store, ServiceObserver& observer, Outbox outbox, Replica replica);

  boost::asio::awaitable<void> keep_link();
  boost::asio::awaitable<Result<void>> follow(Connection& link);
  boost::asio::awaitable<Result<void>> learn_names(Connection& link);
  boost::asio::awaitable<Result<void>> follow_events(Connection& link);
  [[nodiscard]] Result<void> take(const std::vector<v1::HubFrame>& frames);
  void unlink(const Error& why);
  /// Reports it; throws where it is worse than a full disk.
  void failed(const StoreError& error);

  boost::asio::awaitable<void> send(std::shared_ptr<Sender> sender);
  boost::asio::awaitable<std::shared_ptr<Connection>> link_for(Sender& sender);
  [[nodiscard]] bool on_main_link(const Sender& sender) const;
  void settled(const v1::Receipt& receipt);
  void add_sender(const std::string& uri, std::shared_ptr<boost::asio::ssl::context> identity);

  boost::asio::awaitable<void> serve(boost::asio::local::stream_protocol::acceptor acceptor);
  void spawn(boost::asio::awaitable<void> part);
  [[nodiscard]] double jitter();
  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);

  boost::asio::any_io_executor executor_;
  boost::asio::ssl::context& identity_;
  const Options options_;
  SqliteStore& store_;
  ServiceObserver& observer_;
  Outbox outbox_;
  Replica replica_;
  std::shared_ptr<Connection> link_;  // while it is up
  WallTime changed_at_;               // of link_
  bool tried_ = false;                // the first attempt to link has ended, one way or the other
  bool told_caught_up_ = false;
  std::uint64_t acknowledgeable_ = 0;
  Backoff backoff_;
  std::string copy_refused_;
  v1::StationStatus::Refusal refusal_ = v1::StationStatus::REFUSAL_UNSPECIFIED;  // by the last attempt
  std::map<std::string, std::shared_ptr<Sender>> senders_;                       // by URI
  std::size_t clients_ = 0;
  Signal changed_;
  std::minstd_rand random_;
};

}  // namespace wardlink::link
