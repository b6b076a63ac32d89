// A report of an incident: it opens one, or is linked to one that is open (RULES.md 3 and 4).
#pragma once

#include <string>

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

[[nodiscard]] base::Expected<void> report_incident(Draft& draft, const v1::ReportIncident& command);

/// Opens an incident with it, whatever else is open: what it says of another (`same_as`) does not count.
const domain::Incident& open_with_report(Draft& draft, const v1::ReportIncident& command);

/// A report that is taken out of its incident becomes one of its own, decided afresh.
void open_unlinked(Draft& draft, v1::Mode mode, const v1::Report& report, const std::string& out_of);

}  // namespace wardlink::rules
