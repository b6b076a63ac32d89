// The questions that want our ward's answer, for as long as they are open (RULES.md 8), and the link lost. No I/O, no
// clock: events, what stands, and the moment are handed in.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/link/clock.hpp"
#include "wardlink/v1/console.pb.h"
#include "wardlink/v1/event.pb.h"
#include "wardlink/v1/query.pb.h"

namespace wardlink::console {

/// The incidents and flights as they stand now; nullptr: not in the copy. What is given lives until the next call.
struct Standing {
  std::function<const v1::Incident*(const std::string& id)> incident{};
  std::function<const v1::Flight*(const std::string& id)> flight{};
};

/// Single thread.
class AlarmList {
 public:
  static constexpr std::chrono::seconds quiet_max{30};
  static constexpr std::chrono::minutes flood_window{10};
  static constexpr std::size_t flood_alarms = 10;

  explicit AlarmList(std::string ward) : ward_(std::move(ward)) {}

  /// An event as it comes: may begin an alarm, or sound one again; may answer one.
  void heard(const v1::Event& event, const Standing& standing, link::WallTime now);
  /// Ends what is no longer asked.
  void settle(const Standing& standing, link::WallTime now);

  /// What was acknowledged before a restart: up to this event of this question.
  struct Acknowledged {
    std::string id{};
    std::uint64_t seq = 0;
  };
  /// Everything anew from what the copy has: `events` by seq, of every open incident and of the flights still on.
  void rebuild(const std::vector<v1::Event>& events, const std::vector<v1::Flight>& flights,
               const std::vector<Acknowledged>& acknowledged, const Standing& standing, link::WallTime now);

  /// The alarm as it stood; nothing: no such alarm, or it was acknowledged before.
  [[nodiscard]] std::optional<v1::Alarm> acknowledge(const std::string& id);
  void quiet(link::WallTime now);
  void link_lost(link::WallTime since, link::WallTime now);
  void link_back();

  [[nodiscard]] v1::AlarmBoard board(link::WallTime now) const;
  /// The most urgent of what sounds; nothing: it is quiet.
  [[nodiscard]] std::optional<v1::Urgency> sounding(link::WallTime now) const;
  [[nodiscard]] std::size_t unacknowledged() const;

 private:
  void began(v1::Alarm alarm, link::WallTime now);
  void answered(const v1::Event& event);
  [[nodiscard]] std::optional<v1::Alarm> alarm_of(const v1::Event& event, const v1::Incident* incident) const;
  [[nodiscard]] std::optional<v1::Alarm> again(const v1::Event& event, const v1::Incident* incident) const;
  [[nodiscard]] bool open(const v1::Alarm& alarm, const Standing& standing, link::WallTime now) const;
  [[nodiscard]] bool support_open(const v1::Alarm& alarm, const v1::Incident& incident) const;
  [[nodiscard]] bool escalation_open(const v1::Alarm& alarm, const v1::Incident& incident) const;

  std::string ward_;
  std::map<std::string, v1::Alarm> alarms_;         // by id
  std::map<std::string, std::uint64_t> unreached_;  // by incident: the event that called its lead unreachable
  std::deque<link::WallTime> new_ones_;             // when; within flood_window
  std::optional<link::WallTime> quiet_until_;
  bool rebuilding_ = false;
};

}  // namespace wardlink::console
