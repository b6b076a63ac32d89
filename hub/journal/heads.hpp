// Where every cluster of a journal stands, and what may come next. Shared by the journals.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "hub/journal/journal.hpp"

namespace wardlink::journal {

/// Ordered, so that everything made from it comes out alike.
using Heads = std::map<std::string, Head, std::less<>>;

/// The head before a cluster's first entry.
[[nodiscard]] Head empty_head();
/// `heads[cluster]`, or the empty head.
[[nodiscard]] Head head_of(const Heads& heads, std::string_view cluster);

/// Why an entry with this header cannot follow `head`: number, seq, or time not in order; nullopt: it can.
[[nodiscard]] std::optional<std::string> find_gap(const Head& head, const v1::EntryHeader& header);
/// The head after it.
[[nodiscard]] Head head_after(const v1::EntryHeader& header, std::string chain_hash);

/// The number of an event's body in the contract (`Event.body`); 0: it has none.
[[nodiscard]] int event_kind(const v1::Event& event);
/// The same by name, e.g. "sighting_recorded"; nullopt: there is no such body.
[[nodiscard]] std::optional<int> event_kind(std::string_view name);

}  // namespace wardlink::journal
