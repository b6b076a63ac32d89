// One entry being decided: the events so far, a working copy of the incidents they touch, and at the end who receives
// each (RULES.md 7).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/domain/state.hpp"
#include "hub/rules/decide.hpp"
#include "wardlink/v1/event.pb.h"
#include "wardlink/v1/journal.pb.h"

namespace wardlink::rules {

using Wards = std::set<std::string>;

class Draft {
 public:
  /// All three outlive the draft.
  Draft(const domain::State& before, const Envelope& envelope, base::Time now);

  [[nodiscard]] const domain::State& before() const { return before_; }
  [[nodiscard]] const domain::Geography& geography() const { return *work_.geography; }
  [[nodiscard]] const Envelope& envelope() const { return envelope_; }
  [[nodiscard]] base::Time now() const { return now_; }
  [[nodiscard]] const std::string& ward() const { return envelope_.sender.ward(); }
  [[nodiscard]] bool by_officer() const { return envelope_.sender.role() == v1::OFFICER; }
  [[nodiscard]] std::string new_id(std::string_view kind);

  /// The incident as the events so far have left it, and as later ones will; null where there is none of that id.
  [[nodiscard]] const domain::Incident* incident(std::string_view id);
  /// The same of what is exchanged besides incidents.
  [[nodiscard]] const domain::Flight* flight(const std::string& id);
  [[nodiscard]] const v1::Patrol* patrol(const std::string& id);
  [[nodiscard]] const domain::Record* record(const std::string& id);
  [[nodiscard]] const domain::Regulation& regulation_of(const domain::Incident& incident) const;
  [[nodiscard]] bool valid(std::string_view ward) const;

  /// An event of this entry, to be filled in and emitted; of the incident where one is given.
  [[nodiscard]] v1::Event event(v1::Urgency urgency) const;
  [[nodiscard]] v1::Event event(const domain::Incident& incident, v1::Urgency urgency) const;

  /// To the audience of the event's incident.
  void emit(v1::Event event);
  /// To exactly these wards; and to the audience of the incident it names, where `and_incident`.
  void emit_to(v1::Event event, Wards wards, bool and_incident = false);

  [[nodiscard]] std::vector<v1::StoredEvent> finish();

 private:
  struct Pending {
    v1::Event event;
    Wards wards;                          // as computed when it was emitted
    std::vector<std::string> concerning;  // incidents whose whole audience receives it
  };

  void load(const std::string& id);
  Wards audience_now(const std::string& id) const;
  std::map<std::string, std::set<std::string>> stories_due(const Pending& pending, const Wards& receivers);

  const domain::State& before_;
  const Envelope& envelope_;
  base::Time now_;
  domain::State work_;  // only what is touched
  std::vector<Pending> pending_;
  std::map<std::string, std::uint32_t, std::less<>> ordinals_;
  std::set<std::pair<std::string, std::string>> told_;  // (ward, incident) whose story this entry already sends
};

}  // namespace wardlink::rules
