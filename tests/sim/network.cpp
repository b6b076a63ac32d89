#include "tests/sim/network.hpp"

#include <algorithm>
#include <utility>

namespace wardlink::sim {

void Pipe::write(std::string_view bytes) {
  unsent_ += bytes;
  pump();
}

void Pipe::end() {
  end_written_ = true;
  pump();
}

std::string Pipe::read(std::size_t most) {
  std::string bytes = inbox_.substr(0, most);
  inbox_.erase(0, bytes.size());
  pump();
  return bytes;
}

void Pipe::pump() {
  const bool waited = !unsent_.empty();
  std::size_t taken = 0;
  while (taken < unsent_.size() && in_flight_ + inbox_.size() < manners_.window) {
    const std::size_t room = manners_.window - in_flight_ - inbox_.size();
    std::size_t piece = std::min(room, unsent_.size() - taken);
    // Here and there a few bytes, so that frames are cut anywhere; all of it that small would be all that is simulated.
    if (manners_.in_bytes) piece = std::min<std::size_t>(piece, 1 + random_.below(random_.chance(500) ? 3 : 400));
    send(unsent_.substr(taken, piece));
    taken += piece;
  }
  unsent_.erase(0, taken);
  if (end_written_ && !end_sent_ && unsent_.empty()) {
    end_sent_ = true;
    send({});
  }
  if (waited && unsent_.empty()) timeline_.after({}, [self = shared_from_this()] { self->on_drained(); });
}

/// An empty piece is the end.
void Pipe::send(std::string piece) {
  in_flight_ += piece.size();
  if (swallowing_) return;
  // In order, whatever the delays.
  last_arrival_ = std::max(last_arrival_, VirtualTime::passed + random_.up_to(manners_.latency));
  timeline_.at(last_arrival_, [self = shared_from_this(), piece = std::move(piece)] {
    if (self->swallowing_) return;
    self->in_flight_ -= piece.size();
    self->inbox_ += piece;
    if (piece.empty()) self->end_arrived_ = true;
    self->on_arrival();
  });
}

}  // namespace wardlink::sim
