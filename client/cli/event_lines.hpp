// An event as it stands in the watch, a timeline or after a command.
#pragma once

#include <string>
#include <string_view>

#include "client/cli/line.hpp"
#include "client/cli/words.hpp"

namespace wardlink::cli {

/// When, how urgent, which incident, what happened; below it what people wrote and why; and what is asked of
/// `our_ward` (empty: nobody in particular). `now_asks` false leaves the question out: in a timeline it is history.
[[nodiscard]] Lines event_lines(const v1::Event& event, const Words& words, std::string_view our_ward,
                                bool now_asks = true);

/// The question this event puts to `our_ward`, as the command that answers it; empty where there is none.
[[nodiscard]] std::string asked_of(const v1::Event& event, const Words& words, std::string_view our_ward);

}  // namespace wardlink::cli
