// The [[rule]] tables of a regulation file. Inside hub/domain only.
#pragma once

#include <vector>

#include "hub/domain/regulation_reader.hpp"

namespace wardlink::domain {

/// In their order. The last holds for everything, and no rule can be asked for a lead its places do not have.
[[nodiscard]] std::vector<Rule> read_rules(TomlReader& reader, const toml::table& file,
                                           const std::vector<Category>& categories);

/// What a rule's `when` says of a case.
[[nodiscard]] bool holds(const When& when, const Case& on);

}  // namespace wardlink::domain
