// A network that delays, cuts, swallows and crumbles. Bytes of one direction of one connection keep their order;
// connections do not wait for each other.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tests/sim/random.hpp"
#include "tests/sim/timeline.hpp"

namespace wardlink::sim {

/// How one connection behaves, drawn when it is made.
struct LinkManners {
  Duration latency{};      // at most, each way
  bool in_bytes = false;   // what arrives, arrives byte by byte
  std::size_t window = 0;  // bytes a direction takes before its reader has read
  Duration read_pause{};   // the client reads no more often than this
};

/// One direction. What is written waits here until the window lets it go.
class Pipe : public std::enable_shared_from_this<Pipe> {
 public:
  Pipe(Timeline& timeline, Random random, const LinkManners& manners)
      : timeline_(timeline), random_(random), manners_(manners) {}

  void write(std::string_view bytes);
  /// Everything written is on its way.
  [[nodiscard]] bool drained() const { return unsent_.empty(); }
  /// After everything written.
  void end();

  /// Takes what has arrived, at most `most` bytes.
  std::string read(std::size_t most);
  [[nodiscard]] bool readable() const { return !inbox_.empty(); }
  [[nodiscard]] bool ended() const { return end_arrived_ && inbox_.empty(); }

  /// Nothing that is written or under way arrives any more.
  void swallow() { swallowing_ = true; }

  std::function<void()> on_arrival = [] {};  // bytes, or the end
  std::function<void()> on_drained = [] {};

 private:
  void pump();
  void send(std::string piece);

  Timeline& timeline_;
  Random random_;
  const LinkManners manners_;
  std::string unsent_;
  std::size_t in_flight_ = 0;
  std::string inbox_;
  Duration last_arrival_{};
  bool end_written_ = false;
  bool end_sent_ = false;
  bool end_arrived_ = false;
  bool swallowing_ = false;
};

/// One connection, between a client and the hub. Either end may go first.
class Link {
 public:
  Link(Timeline& timeline, Random& random, const LinkManners& drawn)
      : manners(drawn),
        up(std::make_shared<Pipe>(timeline, random.fork(), drawn)),
        down(std::make_shared<Pipe>(timeline, random.fork(), drawn)) {}

  /// Half-open: both directions go silent and nobody is told.
  void swallow() {
    up->swallow();
    down->swallow();
  }

  const LinkManners manners;
  const std::shared_ptr<Pipe> up;    // to the hub
  const std::shared_ptr<Pipe> down;  // to the client
  std::function<void()> on_reset_at_hub = [] {};
  std::function<void()> on_reset_at_client = [] {};
};

}  // namespace wardlink::sim
