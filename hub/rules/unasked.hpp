// What the hub does unasked: founding a cluster, delivery, stations coming and going, identities put out.
#pragma once

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

void found(Draft& draft, const v1::HubCommand::Found& command);
void mark_delivered(Draft& draft, const v1::HubCommand::MarkDelivered& command);
void station_presence(Draft& draft, const v1::HubCommand::StationPresence& command);
/// Told to the identity's ward alone (RULES.md 7); once for each certificate is the caller's care.
void revoke_identity(Draft& draft, const v1::HubCommand::RevokeIdentity& command);

}  // namespace wardlink::rules
