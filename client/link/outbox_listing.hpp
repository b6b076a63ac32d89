// The outbox as other programs are told of it.
#pragma once

#include <functional>
#include <string>

#include "client/link/outbox.hpp"
#include "wardlink/v1/station.pb.h"

namespace wardlink::link {

/// `unlocked`: whether a sender's identity is there to send with.
[[nodiscard]] v1::OutboxListing listing(const Outbox& outbox, const std::function<bool(const std::string&)>& unlocked);

/// What a person's wish came to: the listing after it, or why not.
[[nodiscard]] v1::LocalAnswer outbox_answer(const Stored<Outbox::Acted>& acted, const Outbox& outbox,
                                            const std::function<bool(const std::string&)>& unlocked);

}  // namespace wardlink::link
