// Text as people search for it: without case and without Vietnamese diacritics. The hub's history and a station's own
// copy find alike.
#pragma once

#include <string>
#include <string_view>

#include "wardlink/v1/event.pb.h"

namespace wardlink::proto {

/// "Đội Cấn" and "doi can" become the same. `text` is UTF-8; letters may be composed or followed by combining marks.
[[nodiscard]] std::string fold(std::string_view text);

/// Whether what a person wrote with this event has `folded` in it. An empty one is in everything.
[[nodiscard]] bool mentions(const v1::Event& event, std::string_view folded);

}  // namespace wardlink::proto
