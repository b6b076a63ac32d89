// What the local copy can answer while the hub is out of reach.
#pragma once

#include "client/link/local_store.hpp"
#include "wardlink/v1/query.pb.h"

namespace wardlink::link {

/// As the hub would have answered when the copy was made. UNAVAILABLE for what the copy cannot tell.
[[nodiscard]] Stored<v1::QueryResult> answer(const CopyStore& copy, const v1::Query& query);

}  // namespace wardlink::link
