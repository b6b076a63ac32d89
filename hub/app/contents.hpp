// Puts what people wrote back into what the rules decided: views and entries come without it.
#pragma once

#include <string_view>

#include "hub/journal/journal.hpp"
#include "wardlink/v1/query.pb.h"

namespace wardlink::app {

/// Fills the contents of the view's reports, as far as one frame has room: reports beyond it are left out (counted in
/// `reports_left_out`), the first and the latest stay; contents that do not fit are in the story's events.
/// A view by description only has nothing to fill.
void fill_contents(v1::Incident& view, const journal::Journal& journal, std::string_view cluster);

/// Events that repeat an earlier one's content (`content_seq`) get it.
void follow_contents(v1::EntryHeader& header, const journal::Journal& journal);

}  // namespace wardlink::app
