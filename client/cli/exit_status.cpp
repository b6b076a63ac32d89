#include "client/cli/exit_status.hpp"

namespace wardlink::cli {

ExitStatus exit_status(v1::Rejection::Code code) {
  switch (code) {
    case v1::Rejection::NOT_ALLOWED:
      return ExitStatus::refused;
    case v1::Rejection::UNKNOWN_ID:
    case v1::Rejection::STALE_STATE:
      return ExitStatus::unknown_or_stale;
    default:
      return ExitStatus::rejected;
  }
}

ExitStatus exit_status(link::Error::Kind kind) {
  using Kind = link::Error::Kind;
  switch (kind) {
    case Kind::hub_untrusted:
    case Kind::identity_refused:
    case Kind::not_served:
      return ExitStatus::refused;
    case Kind::too_large:
      return ExitStatus::rejected;
    case Kind::timed_out:
      return ExitStatus::wait_timed_out;
    case Kind::unreachable:
    case Kind::identity_unusable:
    case Kind::ahead:
    case Kind::wrong_epoch:
    case Kind::shutting_down:
    case Kind::overloaded:
    case Kind::lost:
    case Kind::silent:
    case Kind::gap:
    case Kind::protocol:
      return ExitStatus::error;
  }
  return ExitStatus::error;
}

}  // namespace wardlink::cli
