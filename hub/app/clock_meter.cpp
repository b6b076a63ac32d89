#include "hub/app/clock_meter.hpp"

#include <algorithm>

namespace wardlink::app {

std::optional<base::Time> sane_time(const google::protobuf::Timestamp& stamp) {
  constexpr std::int64_t year_10000 = 253'402'300'800;
  if (stamp.seconds() < 0 || stamp.seconds() >= year_10000) return std::nullopt;
  if (stamp.nanos() < 0 || stamp.nanos() >= 1'000'000'000) return std::nullopt;
  return base::from_proto(stamp);
}

void ClockMeter::answered(const google::protobuf::Timestamp& client_time, base::Time hub_time) {
  answers_[next_answer_] = {sane_time(client_time), hub_time};
  next_answer_ = (next_answer_ + 1) % answers_.size();
}

void ClockMeter::heard(const v1::Ping& ping) {
  const auto echo = sane_time(ping.echo_hub_time());
  const auto arrived = sane_time(ping.echo_received_at());
  if (!ping.has_echo_hub_time() || !echo || !arrived) return;
  const auto answer = std::ranges::find(answers_, *echo, &Answer::hub_time);
  if (answer == answers_.end() || !answer->client_time) return;

  // Hub time neither passes between a frame's arrival and its answer here, so there and back is all there is.
  const base::Time sent = *answer->client_time;
  const base::Duration round_trip = *arrived - sent;
  if (round_trip < base::Duration::zero()) return;
  samples_[next_sample_] = {round_trip, answer->hub_time - (sent + round_trip / 2)};
  next_sample_ = (next_sample_ + 1) % samples_.size();
  answer->client_time.reset();
}

std::optional<base::Duration> ClockMeter::offset() const {
  const auto best = std::ranges::min_element(samples_, {}, &Sample::round_trip);
  if (best->round_trip == base::Duration::max()) return std::nullopt;
  return best->offset;
}

}  // namespace wardlink::app
