// What every command that talks to a hub is given, and how it begins.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "client/cli/invocation.hpp"
#include "client/cli/names.hpp"
#include "client/cli/output.hpp"
#include "client/link/connection.hpp"

namespace wardlink::cli {

struct Job {
  const Invocation& invocation;
  const Settings& settings;
  Output& out;
  boost::asio::ssl::context& identity;
  link::Moment started;

  [[nodiscard]] link::SteadyTime deadline() const { return started.steady + settings.timeout.value; }
};

/// As the hub's log shows it.
[[nodiscard]] std::string client_name();

/// To the first hub that welcomes us; says that it is waiting where nothing has happened after a moment.
[[nodiscard]] boost::asio::awaitable<link::Result<std::unique_ptr<link::Connection>>> connect(const Job& job);

/// The directory; without names for whoever may not ask for it.
[[nodiscard]] boost::asio::awaitable<link::Result<Names>> ask_names(link::Connection& connection,
                                                                    link::SteadyTime until);

/// One coroutine a command; each prints and gives the status.
[[nodiscard]] boost::asio::awaitable<ExitStatus> run_submit(Job job);
[[nodiscard]] boost::asio::awaitable<ExitStatus> run_watch(Job job);
[[nodiscard]] boost::asio::awaitable<ExitStatus> run_list(Job job);
[[nodiscard]] boost::asio::awaitable<ExitStatus> run_show(Job job);
[[nodiscard]] boost::asio::awaitable<ExitStatus> run_history(Job job);
[[nodiscard]] boost::asio::awaitable<ExitStatus> run_admin(Job job);
/// The station service; until it fails or is told to stop.
[[nodiscard]] boost::asio::awaitable<ExitStatus> run_station(Job job);

}  // namespace wardlink::cli
