// What a sender is told of its command.
#pragma once

#include <span>
#include <string>

#include "hub/journal/journal.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::app::receipts {

/// The same from the decided entry as from the one read back.
[[nodiscard]] v1::HubFrame accepted(const journal::Entry& entry);
[[nodiscard]] v1::HubFrame duplicate(const journal::Entry& entry);
/// `events`: what would happen.
[[nodiscard]] v1::HubFrame dry_run(const std::string& id, const std::string& ward,
                                   std::span<const v1::StoredEvent> events, base::Time now);
[[nodiscard]] v1::HubFrame rejected(const v1::Submit& submit, v1::Rejection why);

/// Retry with the same id: nothing was done.
[[nodiscard]] v1::Rejection unavailable();
[[nodiscard]] v1::Rejection too_many();
[[nodiscard]] v1::Rejection id_used();
[[nodiscard]] v1::Rejection too_large();

}  // namespace wardlink::app::receipts
