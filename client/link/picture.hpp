// The ward's incidents, flights and patrols as its events have left them: what stands in the local copy beside the
// events themselves, so that it can be shown while the hub is out of reach.
#pragma once

#include <map>
#include <string>

#include "client/link/local_store.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::link {

/// Changes over a copy, gathered until they are committed. Events bring what is needed in full (event.proto): nothing
/// is decided here. What belongs to an incident that the copy does not have is passed over. Single thread.
class Picture {
 public:
  /// `copy` outlives the picture.
  explicit Picture(const CopyStore& copy) : copy_(&copy) {}

  [[nodiscard]] Stored<void> apply(const v1::Event& event);
  /// A part of a snapshot; `first` forgets what was there before.
  void take(const v1::Snapshot& part, bool first);
  /// What has changed since the last call goes into the batch.
  void move_to(CopyBatch& batch);
  /// Forgets what was not moved.
  void discard();

 private:
  /// nullptr: not in the copy.
  [[nodiscard]] Stored<v1::Incident*> incident(const std::string& id);
  [[nodiscard]] Stored<void> merge(v1::Incident& from, const v1::IncidentMerged& body);
  [[nodiscard]] Stored<v1::Flight*> flight(const std::string& id);
  [[nodiscard]] Stored<v1::Patrol*> patrol(const std::string& id);
  [[nodiscard]] Stored<bool> to_flight_or_patrol(const v1::Event& event);
  [[nodiscard]] Stored<bool> recall(const std::string& id);

  const CopyStore* copy_;
  bool afresh_ = false;
  std::map<std::string, v1::Incident> incidents_;
  std::map<std::string, v1::Flight> flights_;
  std::map<std::string, v1::Patrol> patrols_;
};

}  // namespace wardlink::link
