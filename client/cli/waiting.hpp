// What --wait waits for, without the link: events in, a verdict out.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <map>
#include <set>
#include <string>

#include "client/cli/invocation.hpp"
#include "wardlink/v1/query.pb.h"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::cli {

/// Follows the supports that one command opened, and those that take their place (another ward asked for the same
/// request). `delivered` and `seen` hold when they hold for each that has not ended; `answered` holds as soon as one
/// ward has accepted.
class Waiting {
 public:
  Waiting(Goal goal, const v1::Accepted& accepted);

  void take(const v1::Event& event);
  /// The incident as it stands now.
  void take(const v1::Incident& incident);

  enum class Verdict {
    pending,
    reached,
    all_ended,  // answered: none accepted and none is left; another ward may be asked in the same breath
  };
  [[nodiscard]] Verdict verdict() const;

  [[nodiscard]] const std::string& incident() const { return incident_; }
  [[nodiscard]] bool nothing_opened() const { return supports_.empty(); }
  [[nodiscard]] google::protobuf::RepeatedPtrField<v1::Support> supports() const;

 private:
  void opened(const v1::Support& support);

  Goal goal_;
  std::string incident_;
  std::map<std::string, v1::Support> supports_;  // by id
  std::set<std::string> requests_;
};

}  // namespace wardlink::cli
