#include "hub/rules/time_out.hpp"

#include "hub/rules/deadlines.hpp"

namespace wardlink::rules {

void time_out(Draft& draft, const v1::HubCommand::TimeOut& command) {
  if (!stands(draft.before(), command, draft.now())) return;
}

}  // namespace wardlink::rules
