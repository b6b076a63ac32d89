#include "tests/demo/station.hpp"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <optional>
#include <stdexcept>

#include "wardlink/v1/wire.pb.h"

namespace wardlink::demo {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds patience{15'000};

/// Strictly: what else `wardlink watch --json` prints must not pass for it.
template <typename Message>
std::optional<Message> from_json(const std::string& json) {
  Message message;
  if (!google::protobuf::util::JsonStringToMessage(json, &message).ok()) return std::nullopt;
  return message;
}

}  // namespace

Station::Station(const support::Deployment& deployment, std::string ward)
    : ward_(std::move(ward)),
      watch_(deployment.as_station(ward_, {"watch", "--json"}), deployment.folder() / fmt::format("{}.log", ward_),
             deployment.environment()) {
  await_caught_up(1);
}

support::Clock::time_point Station::await_caught_up(std::size_t time) {
  while (caught_up_.size() < time) {
    if (!take(patience)) throw std::runtime_error(fmt::format("{}'s station did not reach the hub", ward_));
  }
  return caught_up_[time - 1];
}

bool Station::take(milliseconds timeout) {
  const auto line = watch_.line(lines_, timeout);
  if (!line) return false;
  ++lines_;
  if (auto event = from_json<v1::Event>(line->text)) {
    events_.push_back({std::move(*event), line->at});
  } else if (const auto frame = from_json<v1::HubFrame>(line->text)) {
    if (frame->has_caught_up()) caught_up_.push_back(line->at);
  } else {
    throw std::runtime_error(fmt::format("{}'s station printed what is not of the contract: {}", ward_, line->text));
  }
  return true;
}

const Received& Station::await(std::size_t from, const std::string& what, const Wanted& wanted) {
  const auto until = steady_clock::now() + patience;
  for (std::size_t index = from;; ++index) {
    while (index >= events_.size()) {
      const auto left = std::chrono::duration_cast<milliseconds>(until - steady_clock::now());
      if (left.count() <= 0 || !take(left)) {
        throw std::runtime_error(fmt::format("{}'s station never heard {}", ward_, what));
      }
    }
    if (wanted(events_[index].event)) return events_[index];
  }
}

const std::vector<Received>& Station::events() {
  while (take(milliseconds{0})) {
  }
  return events_;
}

}  // namespace wardlink::demo
