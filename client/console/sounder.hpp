// The configured alarm command: runs while an alarm sounds, so that a closed browser does not mean a silent station.
#pragma once

#include <sys/types.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/link/clock.hpp"
#include "client/link/signal.hpp"
#include "wardlink/v1/value.pb.h"

namespace wardlink::console {

/// On the service's executor. Its coroutine keeps it alive until the executor's context ends.
class Sounder : public std::enable_shared_from_this<Sounder> {
 public:
  static constexpr std::chrono::seconds pause{2};  // between two starts, at least
  static constexpr std::chrono::seconds test_max{5};

  struct Sound {
    v1::Urgency urgency = v1::URGENT;
    std::size_t alarms = 0;
  };

  /// `command`: argv, no shell; empty: none is configured.
  Sounder(const boost::asio::any_io_executor& executor, std::vector<std::string> command);
  ~Sounder();
  Sounder(const Sounder&) = delete;
  Sounder& operator=(const Sounder&) = delete;

  void start(std::function<void(std::exception_ptr)> on_fault);
  /// What sounds from now on; nothing: silence, at once.
  void set(std::optional<Sound> sound);
  /// Sounds once, for test_max at most. False: there is no command that runs.
  [[nodiscard]] bool test();
  /// A command is configured, and has started whenever it was tried.
  [[nodiscard]] bool works() const { return !command_.empty() && !failed_; }

  /// Once, with what is wrong in English.
  std::function<void(const std::string&)> on_failed = [](const std::string&) {};

 private:
  boost::asio::awaitable<void> run();
  boost::asio::awaitable<void> until_ended();
  [[nodiscard]] bool spawn(const Sound& sound);
  void stop();

  boost::asio::any_io_executor executor_;
  const std::vector<std::string> command_;
  bool failed_ = false;
  bool told_ = false;
  std::optional<Sound> sound_;
  link::SteadyTime test_until_{};
  bool test_ = false;
  pid_t process_ = 0;  // and its group; 0: none
  link::Signal changed_;
};

}  // namespace wardlink::console
