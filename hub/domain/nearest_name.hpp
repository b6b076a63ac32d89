// What somebody who misspelt a name probably meant.
#pragma once

#include <span>
#include <string_view>

namespace wardlink::domain {

/// The known name with the fewest letters to change, insert or delete; the first of equals. `known` is not empty.
[[nodiscard]] std::string_view nearest_name(std::string_view name, std::span<const std::string_view> known);

}  // namespace wardlink::domain
