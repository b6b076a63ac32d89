// What one cluster knows: the result of applying its journal in order. Plain values; copied to roll back.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/base/clock.hpp"
#include "hub/domain/geography.hpp"
#include "hub/domain/regulation.hpp"
#include "wardlink/v1/journal.pb.h"
#include "wardlink/v1/query.pb.h"
#include "wardlink/v1/value.pb.h"

namespace wardlink::domain {

/// How far the asking of one request, or of an incident's duties, has escalated (RULES.md 5).
struct Ladder {
  base::Time since{};      // what it counts from: the first was sent, then seen; or the last who had accepted withdrew
  bool seen = false;       // by a person, once
  bool answered = false;   // one is ACCEPTED or beyond
  bool escalated = false;  // unanswered for unanswered_s, or all duties declined
  bool exhausted = false;
};

/// A request for support: what is needed in all, and whom it was put to, in the order they were asked.
struct Request {
  std::string id;
  std::string asked_by;
  v1::Support::Basis basis = v1::Support::REQUEST;
  std::vector<v1::Force> needed;
  v1::Text clause;
  Ladder ladder;
};

struct Incident {
  // What anyone in the audience may see; `audience` and contents are filled in when it is shown.
  v1::Incident view;
  v1::Decision decision;           // the one that gave the present lead
  base::Time first_received_at{};  // the arbitration window runs from here
  bool lead_present = false;       // an officer of the leading ward reported: counts as presence
  Ladder duties;
  base::Time lead_since{};        // the present lead was decided, or it moved
  bool lead_reminded = false;     // of confirming, since then
  base::Time lead_asked_at{};     // the earliest alarm to the confirmed lead that it has not acted on; none: zero
  base::Time lead_acted_at{};     // its ward did something with the incident
  bool acting_sought = false;     // the lead is unreachable and nobody has claimed yet
  bool acting_exhausted = false;  // and nobody is left to ask
  base::Time acting_asked_at{};   // the last of view.acting_asked was asked
  base::Time unclaimed_since{};   // OUTSIDE: alarmed last
  base::Time sounding_since{};    // severity 3 or assist; zero while it is silent: nothing escalates
  base::Time touched_at{};        // by its last event
  base::Time resolved_at{};
  std::set<std::pair<v1::HubCommand::TimeOut::Kind, std::string>> alerted;  // of single supports, once each
  std::set<std::string> bound;        // wards in the audience for good (RULES.md 7)
  std::vector<std::string> absorbed;  // incidents merged into this one: their story is its story
  std::map<std::string, Request> requests;

  [[nodiscard]] const std::string& lead() const { return view.lead().ward(); }
  [[nodiscard]] bool open() const { return view.state() == v1::Incident::OPEN; }
  [[nodiscard]] bool border() const { return view.placement().kind() == v1::Placement::BORDER; }
  /// The ward's latest support, whatever its state; null where it was never asked.
  [[nodiscard]] const v1::Support* support_of(std::string_view ward) const;
  [[nodiscard]] v1::Support* support_of(std::string_view ward);
  [[nodiscard]] bool reported_by(std::string_view ward) const;
  /// Of a request, or of the duties where `request` is empty; null where there is no such request.
  [[nodiscard]] Ladder* ladder_of(const std::string& request);
};

/// SENT, DELIVERED or SEEN: no answer yet.
[[nodiscard]] bool unanswered(v1::Support::State state);
/// ACCEPTED, EN_ROUTE or ON_SCENE.
[[nodiscard]] bool engaged(v1::Support::State state);
/// Either of the two: the support is open.
[[nodiscard]] bool active(v1::Support::State state);

struct Station {
  bool up = false;
  base::Time since{};
};

/// What time will do unless something happens first (RULES.md 4, 5 and 6). Earliest first.
struct Deadline {
  base::Time at{};
  v1::HubCommand::TimeOut::Kind kind = v1::HubCommand::TimeOut::KIND_UNSPECIFIED;
  std::string owner;    // the incident, flight or patrol
  std::string subject;  // the support, or the request; empty: the owner itself, or an incident's duties

  friend auto operator<=>(const Deadline&, const Deadline&) = default;
};

struct Flight {
  v1::Flight view;
  std::set<std::string> told;  // every ward that ever received one of its events
};

/// A report, a sighting or a hot spot: what a recall has to know of it.
struct Record {
  std::string ward;
  v1::Mode mode = v1::MODE_UNSPECIFIED;
  std::string incident;        // a report's; the one a sighting names; may be empty
  std::set<std::string> told;  // who received it whole, whatever else they may see
  bool recalled = false;
};

struct State {
  std::string cluster;
  std::uint64_t entries = 0;  // the last entry's number
  std::uint64_t seq = 0;      // the last event's
  base::Time time{};          // of the last entry

  std::shared_ptr<const Geography> geography;  // null until the cluster is founded
  std::map<std::uint32_t, std::shared_ptr<const Regulation>> regulations;
  std::uint32_t regulation_version = 0;  // in force; an open incident keeps the one it was opened under

  std::map<std::string, Incident> incidents;
  std::set<std::pair<std::uint64_t, std::string>> open;  // (opened_seq, id): earliest first
  std::map<std::string, std::uint64_t> last_seen_seq;    // by ward: the last event it could see
  std::map<std::string, Station> stations;
  // By ward: supports still SENT, as (opened_seq, incident).
  std::map<std::string, std::set<std::pair<std::uint64_t, std::string>>> undelivered;

  std::map<std::string, Flight> flights;  // those that have ended too
  std::map<std::string, v1::Patrol> patrols;
  std::set<std::string> flights_on;  // by id: those that have not ended
  std::set<std::string> patrols_on;
  std::map<std::string, Record> records;

  std::set<Deadline> deadlines;
  std::map<std::string, std::vector<Deadline>> deadlines_of;  // by owner: the same ones

  [[nodiscard]] bool founded() const { return geography != nullptr; }
  [[nodiscard]] const Regulation& regulation() const;
  [[nodiscard]] const Regulation& regulation_of(const Incident& incident) const;
  [[nodiscard]] const Incident* incident(std::string_view id) const;
};

}  // namespace wardlink::domain
