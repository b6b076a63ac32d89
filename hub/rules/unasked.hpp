// What the hub does unasked: founding a cluster, delivery, stations coming and going.
#pragma once

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

void found(Draft& draft, const v1::HubCommand::Found& command);
void mark_delivered(Draft& draft, const v1::HubCommand::MarkDelivered& command);
void station_presence(Draft& draft, const v1::HubCommand::StationPresence& command);

}  // namespace wardlink::rules
