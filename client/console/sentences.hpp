// What an event says to a person: handed in by whoever has the words, so that the console says it as the other programs
// do.
#pragma once

#include "wardlink/v1/console.pb.h"
#include "wardlink/v1/event.pb.h"
#include "wardlink/v1/query.pb.h"

namespace wardlink::console {

/// On the service's executor.
class Sentences {
 public:
  virtual ~Sentences() = default;
  /// Names for ids, from now on.
  virtual void learn(const v1::DirectoryResult& directory) = 0;
  /// Fills in everything but the event.
  virtual void tell(const v1::Event& event, v1::ToldEvent& told) const = 0;
};

}  // namespace wardlink::console
