#include "client/cli/waiting.hpp"

#include <algorithm>

namespace wardlink::cli {
namespace {

using S = v1::Support;

bool accepted(S::State state) {
  return state == S::ACCEPTED || state == S::EN_ROUTE || state == S::ON_SCENE || state == S::RELEASED;
}
bool ended(S::State state) { return state == S::DECLINED || state == S::CANCELLED || state == S::WITHDRAWN; }

}  // namespace

Waiting::Waiting(Goal goal, const v1::Accepted& accepted) : goal_(goal) {
  for (const v1::Event& event : accepted.events()) {
    if (!event.has_support_opened()) continue;
    incident_ = event.incident();
    opened(event.support_opened().support());
  }
}

void Waiting::opened(const S& support) {
  supports_[support.id()] = support;
  if (!support.request().empty()) requests_.insert(support.request());
}

void Waiting::take(const v1::Event& event) {
  if (event.has_support_opened()) {
    const S& support = event.support_opened().support();
    if (requests_.contains(support.request())) opened(support);
  }
  if (event.has_support_moved()) {
    const v1::SupportMoved& moved = event.support_moved();
    const auto support = supports_.find(moved.support());
    if (support != supports_.end()) support->second.set_state(moved.to());
  }
}

void Waiting::take(const v1::Incident& incident) {
  if (incident.id() != incident_) return;
  for (const S& support : incident.supports()) {
    if (supports_.contains(support.id()) || requests_.contains(support.request())) opened(support);
  }
}

Waiting::Verdict Waiting::verdict() const {
  const auto all = [&](auto&& holds) {
    return std::ranges::all_of(supports_, [&](const auto& entry) { return holds(entry.second.state()); });
  };
  switch (goal_) {
    case Goal::queued:
    case Goal::hub:
      return Verdict::reached;
    case Goal::delivered:
      return all([](S::State state) { return state != S::SENT; }) ? Verdict::reached : Verdict::pending;
    case Goal::seen:
      return all([](S::State state) { return state != S::SENT && state != S::DELIVERED; }) ? Verdict::reached
                                                                                           : Verdict::pending;
    case Goal::answered:
      if (!all([](S::State state) { return !accepted(state); })) return Verdict::reached;
      return all(ended) ? Verdict::all_ended : Verdict::pending;
  }
  return Verdict::pending;
}

google::protobuf::RepeatedPtrField<S> Waiting::supports() const {
  google::protobuf::RepeatedPtrField<S> list;
  for (const auto& [id, support] : supports_) *list.Add() = support;
  return list;
}

}  // namespace wardlink::cli
