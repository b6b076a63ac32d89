// The incidents as they stood after an event, made anew from the local copy of the events.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>

#include "client/link/local_store.hpp"
#include "wardlink/v1/query.pb.h"

namespace wardlink::console {

/// Those that were not closed or merged by then. In steps, between which its executor does other things. `copy`
/// outlives it.
[[nodiscard]] boost::asio::awaitable<link::Stored<v1::IncidentList>> stood_after(const link::CopyStore& copy,
                                                                                 std::uint64_t seq);

}  // namespace wardlink::console
