// The two languages of the edge.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wardlink/v1/value.pb.h"

namespace wardlink::cli {

enum class Lang { vi, en };

/// "vi" or "en".
[[nodiscard]] inline std::optional<Lang> parse_lang(std::string_view text) {
  if (text == "vi") return Lang::vi;
  if (text == "en") return Lang::en;
  return std::nullopt;
}

/// From a locale's name such as en_GB.UTF-8; nothing where it names no language ("C", "POSIX", empty).
[[nodiscard]] inline std::optional<Lang> lang_of_locale(std::string_view locale) {
  const std::string_view language = locale.substr(0, locale.find_first_of("_.@"));
  if (language.empty() || language == "C" || language == "POSIX") return std::nullopt;
  return language == "vi" ? Lang::vi : Lang::en;
}

/// In the language asked for, or in the other where that one is missing.
[[nodiscard]] inline std::string in(Lang lang, const v1::Text& text) {
  const bool vi = lang == Lang::vi ? !text.vi().empty() : text.en().empty();
  return vi ? text.vi() : text.en();
}

}  // namespace wardlink::cli
