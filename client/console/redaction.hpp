// What stays out of everything while nobody has signed in: names, plates, telephone numbers and sensitive text
// (RULES.md 6), and all text of what is sensitive. No I/O.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "wardlink/v1/event.pb.h"
#include "wardlink/v1/query.pb.h"
#include "wardlink/v1/station.pb.h"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::console {

/// Whether an incident is sensitive; nothing where that is not known: then it counts as sensitive, unless what is
/// looked at tells itself.
using IsSensitive = std::function<std::optional<bool>(const std::string& incident)>;

/// Every Content in them, wherever it stands. What lies within a message that says `sensitive` loses its text and its
/// reasons too.
void redact(v1::Incident& incident);
void redact(v1::IncidentList& list);
void redact(v1::Event& event, const IsSensitive& is_sensitive);
void redact(v1::Command& command, const IsSensitive& is_sensitive);
void redact(v1::OutboxListing& listing, const IsSensitive& is_sensitive);
void redact(v1::Receipt& receipt, const IsSensitive& is_sensitive);
void redact(v1::QueryResult& result, const IsSensitive& is_sensitive);

}  // namespace wardlink::console
