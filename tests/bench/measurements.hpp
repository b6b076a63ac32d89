// Each thing that is measured, once: one round of it into the figures.
#pragma once

#include <sys/types.h>

#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/figures.hpp"
#include "tests/bench/fleet.hpp"

namespace wardlink::bench {

/// How much of everything.
struct Effort {
  std::size_t paced_messages = 500;
  std::size_t busy_messages = 2000;  // back to back, where one waits for the other
  std::chrono::milliseconds windowed{4000};
  std::size_t journal_bytes = 256 * 1024 * 1024;  // of the bare hub
};

/// A running hub, whichever.
struct Hub {
  std::string name;  // first word of its figures
  pid_t pid = -1;
  std::uint16_t port = 0;
  std::function<std::unique_ptr<Speaker>(Speaker::Role)> speaker;
  std::string note;   // what it promises when it acknowledges
  std::string floor;  // the name of the hub it is compared with; empty: none
};

/// Errors: std::runtime_error.
class Measurements {
 public:
  /// `identities`: of one ward's station each, four.
  Measurements(Figures& figures, Effort effort, const std::vector<std::filesystem::path>& identities);

  /// A record there and back over mutual TLS: the least any hub needs of network and cryptography.
  void echo(const Hub& echo);
  /// One 4 KiB block made durable: the least any durable hub needs of the disk.
  void sync(const std::filesystem::path& folder);
  /// One publisher, 50 messages a second, three subscribers.
  void latency(const Hub& hub);
  /// Four publishers with `window` messages under way each, three subscribers.
  void throughput(const Hub& hub, std::size_t window);

  /// Of all rounds together; adds a figure for each hub. Messages that somebody did not get, or got twice.
  std::uint64_t add_losses();

 private:
  void add(const Hub& hub, const std::string& name, double value, const std::string& unit);
  void add_percentiles(const std::string& name, std::vector<double> samples_us, const std::string& floor = {},
                       const std::string& note = {});
  std::unique_ptr<Fleet> connect(const Hub& hub, std::size_t publishers, std::size_t subscribers);
  void count_losses(const Hub& hub, const Outcome& outcome);

  Figures& figures_;
  const Effort effort_;
  std::vector<std::unique_ptr<boost::asio::ssl::context>> contexts_;
  std::map<std::string, std::uint64_t> lost_;  // by the hub's name
};

}  // namespace wardlink::bench
