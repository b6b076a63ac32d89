// What the shell is told (INTERFACES.md).
#pragma once

#include "client/link/error.hpp"
#include "wardlink/v1/value.pb.h"

namespace wardlink::cli {

enum class ExitStatus {
  done = 0,
  error = 1,
  usage = 2,
  queued_only = 3,  // cut off
  refused = 4,      // certificate or rights
  rejected = 5,     // by the rules or the checks
  unknown_or_stale = 6,
  wait_timed_out = 7,
  declined = 8,
  interrupted = 130,
};

[[nodiscard]] ExitStatus exit_status(v1::Rejection::Code code);
[[nodiscard]] ExitStatus exit_status(link::Error::Kind kind);

}  // namespace wardlink::cli
