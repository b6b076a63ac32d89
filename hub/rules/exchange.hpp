// What the wards exchange besides incidents (RULES.md 6 and 7): sightings and hot spots.
#pragma once

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

[[nodiscard]] base::Expected<void> report_sighting(Draft& draft, const v1::ReportSighting& command);
[[nodiscard]] base::Expected<void> report_hotspot(Draft& draft, const v1::ReportHotspot& command);

}  // namespace wardlink::rules
