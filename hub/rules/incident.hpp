// What the lead, and anyone in the audience, does with an incident that is there (RULES.md 4 and 6).
#pragma once

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

[[nodiscard]] base::Expected<void> note_incident(Draft& draft, const v1::NoteIncident& command);
[[nodiscard]] base::Expected<void> resolve_incident(Draft& draft, const v1::ResolveIncident& command);
[[nodiscard]] base::Expected<void> reopen_incident(Draft& draft, const v1::ReopenIncident& command);
/// An open one is resolved first.
[[nodiscard]] base::Expected<void> close_incident(Draft& draft, const v1::CloseIncident& command);

/// Without asking who leads: an open one is resolved, then it is closed; nothing where it is over.
void end_incident(Draft& draft, const domain::Incident& incident);

}  // namespace wardlink::rules
