// Local dates as the files write them: YYYY-MM-DD. As strings they compare in order of time.
#pragma once

#include <string>
#include <string_view>

#include "hub/base/clock.hpp"

namespace wardlink::domain {

/// YYYY-MM-DD, a day that exists.
[[nodiscard]] bool is_local_date(std::string_view text);
/// The date at `utc_offset_minutes` east of UTC.
[[nodiscard]] std::string local_date(base::Time at, int utc_offset_minutes);

}  // namespace wardlink::domain
