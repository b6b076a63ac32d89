#include "hub/app/visible.hpp"

#include "hub/fanout/frames.hpp"
#include "hub/rules/audience.hpp"

namespace wardlink::app {
namespace {

// Told to the two leads only (RULES.md 4): it names an incident that the rest of the audience may not know.
bool for_its_recipients_only(const v1::Event& event) { return event.has_possible_duplicate(); }

rules::Sight present_sight(const domain::State& state, const std::string& incident_id, const std::string& ward) {
  const auto* incident = state.incident(incident_id);
  auto best = rules::Sight::none;
  // A merged incident's story is also the survivor's.
  while (incident != nullptr && best != rules::Sight::full) {
    best = std::max(best, rules::sight(state, *incident, ward));
    const auto& into = incident->view.merged_into();
    incident = into.empty() ? nullptr : state.incident(into);
  }
  return best;
}

}  // namespace

std::optional<v1::Event> in_story(const v1::StoredEvent& stored, const std::string& ward, bool description_only) {
  const auto* recipient = fanout::recipient(stored, ward);
  const bool was_sent_whole = recipient != nullptr && !recipient->description_only();
  v1::Event event = stored.event();
  if (for_its_recipients_only(event) && !was_sent_whole) return std::nullopt;
  if (recipient != nullptr) event.set_prev_seq(recipient->prev_seq());
  if (description_only && !was_sent_whole) {
    if (!rules::described(event)) return std::nullopt;
    rules::reduce_to_description(event);
  }
  return event;
}

std::optional<v1::Event> in_history(const domain::State& state, const v1::StoredEvent& stored,
                                    const std::string& ward) {
  const auto* recipient = fanout::recipient(stored, ward);
  if (recipient != nullptr && !recipient->description_only()) return fanout::seen_by(stored.event(), *recipient);
  const auto sight =
      stored.event().incident().empty() ? rules::Sight::none : present_sight(state, stored.event().incident(), ward);
  if (sight != rules::Sight::none) {
    if (auto event = in_story(stored, ward, sight == rules::Sight::description)) return event;
  }
  if (recipient != nullptr) return fanout::seen_by(stored.event(), *recipient);
  return std::nullopt;
}

}  // namespace wardlink::app
