// "Did you mean …?"
#pragma once

#include <span>
#include <string_view>

namespace wardlink::cli {

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known word nearest to `word`; of several the first. Empty where none is known.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace wardlink::cli
