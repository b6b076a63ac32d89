#include "hub/rules/deadlines.hpp"
#include "hub/base/planted.hpp"

namespace wardlink::rules {

void reschedule(domain::State& state, const std::string& owner, std::vector<domain::Deadline> deadlines) {
  const auto earlier = state.deadlines_of.find(owner);
  if (earlier != state.deadlines_of.end()) {
    for (const auto& deadline : earlier->second) state.deadlines.erase(deadline);
    if (deadlines.empty()) state.deadlines_of.erase(earlier);
  }
  if (deadlines.empty()) return;
  for (auto& deadline : deadlines) {
    deadline.owner = owner;
    state.deadlines.insert(deadline);
  }
  state.deadlines_of[owner] = std::move(deadlines);
}

std::optional<v1::HubCommand> due(const domain::State& state, base::Time now) {
  if (base::planted("timer-a-second-early")) now += base::seconds(1);
  if (state.deadlines.empty() || state.deadlines.begin()->at > now) return std::nullopt;
  const auto& deadline = *state.deadlines.begin();
  v1::HubCommand command;
  auto& time_out = *command.mutable_time_out();
  time_out.set_kind(deadline.kind);
  time_out.set_owner(deadline.owner);
  time_out.set_subject(deadline.subject);
  *time_out.mutable_due_at() = base::to_proto(deadline.at);
  return command;
}

bool stands(const domain::State& state, const v1::HubCommand::TimeOut& command, base::Time now) {
  if (base::planted("timer-a-second-early")) now += base::seconds(1);
  const base::Time at = base::from_proto(command.due_at());
  return at <= now && state.deadlines.contains(
                          {.at = at, .kind = command.kind(), .owner = command.owner(), .subject = command.subject()});
}

}  // namespace wardlink::rules
