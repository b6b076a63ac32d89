// Nobody there (RULES.md 4): a lead that cannot be reached, and who stands in for it.
#pragma once

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

/// The lead has let unreachable_s pass: told to everyone concerned, and the first ward is asked to act.
void declare_unreachable(Draft& draft, const domain::Incident& incident);

/// The next: the nearest whose support is accepted, else the nearest online; one that was asked is not asked again.
void ask_to_act(Draft& draft, const domain::Incident& incident);

/// The sender was asked to act and nobody has claimed before it.
[[nodiscard]] bool may_act(const Draft& draft, const domain::Incident& incident);

/// A returning lead is offered the lead, never given it. Nothing where it is not the one that was missing, or the offer
/// is out already: false then.
bool offer_back(Draft& draft, const domain::Incident& incident, const std::string& ward);

}  // namespace wardlink::rules
