// What `wardlink console` adds to the station service: the words for the pages, and the address on stdout.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "client/cli/job.hpp"
#include "client/console/console.hpp"
#include "client/link/service.hpp"

namespace wardlink::cli {

/// Outlives the service. On its executor.
class ConsoleFront {
 public:
  /// `teller` is told what the service does, too; both outlive it.
  ConsoleFront(const Job& job, link::ServiceObserver& teller);
  ~ConsoleFront();
  ConsoleFront(const ConsoleFront&) = delete;
  ConsoleFront& operator=(const ConsoleFront&) = delete;

  [[nodiscard]] link::Stored<void> open(boost::asio::any_io_executor executor, const std::string& station,
                                        const std::filesystem::path& state, const link::SqliteStore& store);
  [[nodiscard]] link::ServiceObserver& observer();
  /// Prints the address. False: it cannot be served, and why was said.
  [[nodiscard]] bool serve(const std::shared_ptr<link::Service>& service);

 private:
  class Telling;
  class Speaking;
  const Job& job_;
  std::filesystem::path state_;
  std::unique_ptr<Telling> telling_;
  std::unique_ptr<Speaking> speaking_;
  std::shared_ptr<console::Console> console_;
};

/// The address of the console that serves this state directory, if there is one, on stdout.
void show_running_console(Output& out, const std::filesystem::path& state);
/// What an earlier console that was killed has left behind. Only for whoever holds the directory's lock.
void forget_console(const std::filesystem::path& state);

}  // namespace wardlink::cli
