// What happened, in one sentence and what belongs to it.
#pragma once

#include <string>
#include <vector>

#include "client/cli/words.hpp"

namespace wardlink::cli {

struct EventSentence {
  std::string sentence;
  std::vector<std::string> details = {};  // clause, forces, reasons; empty ones are left out when shown
  std::string call = {};                  // an emergency number that must be called now; mostly empty
};

/// Empty for an event whose body this program does not know.
[[nodiscard]] EventSentence event_sentence(const v1::Event& event, const Words& words);

/// What people wrote, in parts.
[[nodiscard]] std::vector<std::string> content_parts(const v1::Content& content, const Words& words);

}  // namespace wardlink::cli
