// Why a link to the hub is not there, or no longer.
#pragma once

#include <expected>
#include <string>

namespace wardlink::link {

struct Error {
  enum class Kind {
    unreachable,        // no connection: refused, no route, no such name, or none in time
    hub_untrusted,      // the hub's certificate is not of our CA, or not for that host
    identity_refused,   // the hub does not take our certificate
    identity_unusable,  // our own files cannot be read
    not_served,         // the hub does not know our cluster or ward, or not today
    ahead,              // we have seen events the hub does not have: it has lost data
    wrong_epoch,        // the hub runs on a restored journal
    shutting_down,
    overloaded,
    lost,       // the connection ended
    silent,     // nothing heard for silence_max
    gap,        // an event of ours is missing
    protocol,   // the hub said something the contract does not allow, or thinks that we did
    too_large,  // what we would send is over the hub's frame_bytes_max
    timed_out,  // the caller's deadline passed
  };
  Kind kind = Kind::lost;
  std::string detail;  // technical, in English; may be empty
};

template <typename T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(Error::Kind kind, std::string detail = {}) {
  return std::unexpected(Error{kind, std::move(detail)});
}

}  // namespace wardlink::link
