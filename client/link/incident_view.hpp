// An incident as its events leave it, word for word as the hub itself would show it (hub/rules/apply.cpp decides
// nothing either): a second writing of it, which the simulator holds against the first.
#pragma once

#include <string>

#include "wardlink/v1/event.pb.h"
#include "wardlink/v1/query.pb.h"

namespace wardlink::link {

/// Out of the event of its opening.
[[nodiscard]] v1::Incident opened(const v1::Event& event);

/// An event of this incident; what changes nothing of how it is shown is passed over, and so are its opening, its end
/// in another one and what was taken back (see below).
void apply(v1::Incident& incident, const v1::Event& event);

/// `from` ends in `into`.
void merge(v1::Incident& from, v1::Incident& into, const v1::IncidentMerged& body);
/// The same where the copy does not have what it ended in.
void end_merged(v1::Incident& from, const v1::IncidentMerged& body);

/// The report, if it is one of the incident's.
void recall_report(v1::Incident& incident, const std::string& id);

/// One mark each (RULES.md names them).
void add_mark(google::protobuf::RepeatedPtrField<std::string>& marks, const std::string& mark);

}  // namespace wardlink::link
