// Text as people search for it: without case and without Vietnamese diacritics.
#pragma once

#include <string>
#include <string_view>

namespace wardlink::app {

/// "Đội Cấn" and "doi can" become the same. `text` is UTF-8; letters may be composed or followed by combining marks.
[[nodiscard]] std::string fold(std::string_view text);

}  // namespace wardlink::app
