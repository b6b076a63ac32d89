// ConsoleUpdates from the local copy: everything, what is missing since an event, or what has just changed. Reads,
// never writes. On the service's executor.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "client/console/redaction.hpp"
#include "client/console/sentences.hpp"
#include "client/link/local_store.hpp"
#include "wardlink/v1/console.pb.h"

namespace wardlink::console {

/// What was touched since the last update.
struct Changes {
  std::set<std::string> incidents{};
  std::vector<v1::Event> events{};
  std::set<std::string> flights{};
  std::set<std::string> patrols{};
  bool directory = false;
};

/// What an event touches besides the log: a merged incident's survivor too.
void note(const v1::Event& event, Changes& changes);

class UpdateMaker {
 public:
  /// A stream that is further behind begins afresh.
  static constexpr std::uint64_t missing_max = 1'000;
  /// Of what came before the last day, and of that day at the most this many events, the latest.
  static constexpr std::size_t events_max = 2'000;
  static constexpr std::size_t story_max = 1'000;

  /// Both outlive it.
  UpdateMaker(const link::CopyStore& copy, Sentences& sentences) : copy_(copy), sentences_(sentences) {}

  /// While locked, names and the like stay out of all of it (redaction.hpp).
  void lock(bool locked) { locked_ = locked; }
  [[nodiscard]] bool locked() const { return locked_; }

  [[nodiscard]] link::Stored<void> everything(v1::ConsoleUpdate& update, link::WallTime now);
  /// False: too much is missing, or the copy does not go back so far.
  [[nodiscard]] link::Stored<bool> since(std::uint64_t seq, v1::ConsoleUpdate& update);
  [[nodiscard]] link::Stored<void> changed(const Changes& changes, v1::ConsoleUpdate& update);

  /// The directory as it stands, wards that came or went since it was made included.
  [[nodiscard]] link::Stored<v1::DirectoryResult> directory();
  /// From the latest station_up and station_down.
  void station(const std::string& ward, bool online) { online_[ward] = online; }

  [[nodiscard]] v1::ToldEvent told(v1::Event event);
  /// By the local copy.
  [[nodiscard]] IsSensitive is_sensitive() const;
  /// Every event of one incident that the copy has, at most story_max, the latest.
  [[nodiscard]] link::Stored<std::vector<v1::Event>> story(const std::string& incident) const;

 private:
  void put(v1::Incident incident, v1::ConsoleUpdate& update) const;
  void put(std::map<std::uint64_t, v1::Event> events, v1::ConsoleUpdate& update);
  [[nodiscard]] link::Stored<std::vector<v1::Event>> last_day(link::WallTime now) const;

  const link::CopyStore& copy_;
  Sentences& sentences_;
  bool locked_ = true;
  std::map<std::string, bool> online_;
};

}  // namespace wardlink::console
