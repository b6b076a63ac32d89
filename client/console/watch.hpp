// Who keeps the watch at this computer: signing in and out, and an admin's identity beside it. Keys are in memory only:
// nobody is signed in after a restart.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/console/people.hpp"
#include "client/link/identity.hpp"
#include "client/link/service.hpp"
#include "wardlink/v1/console.pb.h"

namespace wardlink::console {

/// On the service's executor; a key is opened, which is slow on purpose, on a thread of its own.
class Watch {
 public:
  static constexpr std::size_t tries_max = 5;
  static constexpr std::chrono::minutes tries_window{1};
  static constexpr std::chrono::minutes admin_idle_max{10};
  static constexpr std::size_t unattended_max = 256;

  struct Options {
    std::filesystem::path people{};  // empty: nobody can sign in
    std::string station{};           // URI
    std::vector<link::Endpoint> hubs{};
    std::string client{};
    link::WallTime unattended_since{};  // when somebody was last signed in
  };
  template <typename T>
  using Allowed = std::expected<T, v1::Rejection>;

  Watch(boost::asio::any_io_executor executor, Options options);

  /// Before anybody can sign in.
  void serve(std::shared_ptr<link::Service> service) { service_ = std::move(service); }

  /// The URI of whoever is signed in now. An officer's takes the place of the one before, an admin's stands beside it.
  /// The passphrase is wiped. `officers_only`: an admin's is refused.
  [[nodiscard]] boost::asio::awaitable<Allowed<v1::Person>> sign_in(v1::SignIn asked, bool officers_only);
  /// The officer's URI; empty where nobody was signed in.
  std::string sign_out(bool admin_only);

  [[nodiscard]] const std::string& officer() const { return officer_; }
  [[nodiscard]] bool locked() const { return officer_.empty(); }
  /// Whom a command goes out under.
  [[nodiscard]] const std::string& sender() const;

  [[nodiscard]] boost::asio::awaitable<Allowed<v1::AdminResult>> ask(v1::Admin admin);

  /// An answer given under the station's certificate is remembered for whoever signs in next.
  void heard(const v1::Event& event);
  /// True: something shown has changed (an admin's time is up, a person has come or gone).
  [[nodiscard]] bool tick();
  [[nodiscard]] v1::Watch view() const;

 private:
  struct AdminLink;
  struct Opening;
  boost::asio::awaitable<Allowed<link::OpenIdentity>> open(const PersonFiles& person, std::string passphrase);
  [[nodiscard]] Allowed<void> keep(const v1::Person& person, const link::OpenIdentity& identity);
  [[nodiscard]] bool list();

  boost::asio::any_io_executor executor_;
  const Options options_;
  const v1::Identity station_;
  std::shared_ptr<link::Service> service_;
  std::vector<PersonFiles> people_;
  link::SteadyTime listed_{};
  std::deque<link::SteadyTime> tries_;
  std::string officer_;
  link::WallTime since_;
  link::WallTime unattended_since_;
  std::vector<std::string> unattended_;
  std::shared_ptr<AdminLink> admin_;
  boost::asio::thread_pool opener_{1};
};

}  // namespace wardlink::console
