#include "hub/app/cluster.hpp"

#include <algorithm>

#include "hub/app/member.hpp"
#include "hub/base/panic.hpp"
#include "hub/fanout/frames.hpp"
#include "hub/fanout/past.hpp"
#include "hub/rules/apply.hpp"

namespace wardlink::app {
namespace {

v1::HubCommand presence(const std::string& ward, bool up) {
  v1::HubCommand command;
  command.mutable_station_presence()->set_ward(ward);
  command.mutable_station_presence()->set_up(up);
  return command;
}

v1::HubCommand delivered(const std::string& ward, std::uint64_t up_to_seq) {
  v1::HubCommand command;
  command.mutable_mark_delivered()->set_ward(ward);
  command.mutable_mark_delivered()->set_up_to_seq(up_to_seq);
  return command;
}

}  // namespace

Cluster::Cluster(domain::State recovered, base::Time now) : durable_(std::move(recovered)), speculative_(durable_) {
  for (const auto& [ward, station] : durable_.stations) watches_[ward].silent_since = now;
}

void Cluster::decided(const v1::EntryHeader& entry) { rules::apply(speculative_, entry); }

void Cluster::committed(const journal::Entry& entry) {
  const auto& header = entry.header;
  base::check(header.number() == durable_.entries + 1, "entries become durable in order");
  std::set<std::string> concerned;
  for (const auto& stored : header.events()) {
    fanout::Encoding encoding(stored.event());
    for (const auto& recipient : stored.audience()) {
      fanout::Feed::Item item{.seq = stored.event().seq(),
                              .prev_seq = recipient.prev_seq(),
                              .time = base::from_proto(stored.event().time()),
                              .body = nullptr,
                              .flight = fanout::alert_of(stored.event())};
      if (recipient.story_of().empty()) item.body = encoding.body(recipient.description_only());
      feed(recipient.ward(), durable_.seq).push(std::move(item));
      concerned.insert(recipient.ward());
    }
  }
  rules::apply(durable_, header);
  for (const auto& ward : concerned) {
    const auto watched = watches_.find(ward);
    if (watched == watches_.end()) continue;
    for (Member* member : watched->second.sessions) {
      if (member->subscription) member->outlet->wake();
    }
  }
}

const fanout::Feed& Cluster::feed(const std::string& ward) { return feed(ward, durable_.seq); }

fanout::Feed& Cluster::feed(const std::string& ward, std::uint64_t complete_after) {
  return feeds_.try_emplace(ward, complete_after).first->second;
}

bool Cluster::watched(const Watch& watch) {
  return std::ranges::any_of(watch.sessions, [](const Member* member) {
    return member->identity().role() == v1::STATION || member->subscription.has_value();
  });
}

std::vector<v1::HubCommand> Cluster::due(base::Time now) const {
  std::vector<v1::HubCommand> commands;
  for (const auto& [ward, watch] : watches_) add_due(commands, ward, watch, now);
  return commands;
}

std::vector<v1::HubCommand> Cluster::due(const std::string& ward, base::Time now) const {
  std::vector<v1::HubCommand> commands;
  if (const auto watch = watches_.find(ward); watch != watches_.end()) add_due(commands, ward, watch->second, now);
  return commands;
}

void Cluster::add_due(std::vector<v1::HubCommand>& commands, const std::string& ward, const Watch& watch,
                      base::Time now) const {
  const auto station = speculative_.stations.find(ward);
  const bool up = station != speculative_.stations.end() && station->second.up;
  const bool here = watched(watch);
  if (!up && here) commands.push_back(presence(ward, true));
  const auto down_after = base::seconds(speculative_.regulation().limits.station_down_s);
  if (up && !here && now - watch.silent_since >= down_after) {
    commands.push_back(presence(ward, false));
  }
  const auto undelivered = speculative_.undelivered.find(ward);
  if (undelivered != speculative_.undelivered.end() && !undelivered->second.empty() &&
      undelivered->second.begin()->first <= watch.acknowledged_seq) {
    commands.push_back(delivered(ward, watch.acknowledged_seq));
  }
}

}  // namespace wardlink::app
