// The [limits] of a regulation file. Inside hub/domain only.
#pragma once

#include "hub/domain/regulation_reader.hpp"

namespace wardlink::domain {

/// The defaults of RULES.md 10 where a name is absent.
[[nodiscard]] Limits read_limits(TomlReader& reader, const toml::table& limits);

}  // namespace wardlink::domain
