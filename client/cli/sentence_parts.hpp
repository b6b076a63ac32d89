// What the sentences of several kinds of event have in common.
#pragma once

#include <string>

#include "client/cli/words.hpp"

namespace wardlink::cli {

/// These are empty where there is nothing to say.
[[nodiscard]] std::string labelled(const Words& words, Say what, const char* name, const std::string& value);
[[nodiscard]] std::string call_words(const Words& words, const std::string& number);
[[nodiscard]] std::string patrols_words(const Words& words, const Strings& patrols);

}  // namespace wardlink::cli
