// What a journal keeps of an entry, and the hash chain over it:
//
//     hash(n) = SHA-256(hash(n-1) ‖ SHA-256(header) ‖ SHA-256(salt ‖ payload)),  hash(0) = 32 zero bytes
//
// The header is all that apply() needs; what people wrote is in the payload alone. Salt and payload can be erased and
// the chain still verifies, from the payload's digest; the salt keeps a short payload from being guessed from it.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "hub/journal/journal.hpp"

namespace wardlink::journal {

inline constexpr std::size_t hash_bytes = 32;
inline constexpr std::size_t salt_bytes = 16;

/// An entry as bytes.
struct Record {
  std::string header;
  std::string payload_digest;  // SHA-256(salt ‖ payload)
  std::string salt;
  std::string payload;
};

/// 32 bytes, over the pieces joined.
[[nodiscard]] std::string sha256(std::initializer_list<std::string_view> pieces);

/// hash(0).
[[nodiscard]] std::string chain_start();
/// hash(n), from hash(n-1).
[[nodiscard]] std::string chain_next(std::string_view previous, std::string_view header,
                                     std::string_view payload_digest);

/// Takes the contents out of the events and encodes deterministically. An event with `content_seq` refers to another's
/// content: its own, if it was filled in, is not kept a second time. The entry is as before when this returns, but for
/// `payload.contents`, which is left empty.
[[nodiscard]] Record split(Entry& entry, std::string salt);

/// The inverse, without content_seq followed and without the chain hash. The error is the reason.
[[nodiscard]] std::expected<Entry, std::string> join(const Record& record);
[[nodiscard]] std::expected<v1::EntryHeader, std::string> read_header(std::string_view header);

/// Why this record is not the one whose hash is `hash` after `previous`; nullopt: it is.
[[nodiscard]] std::optional<std::string> find_fault(const Record& record, std::string_view previous,
                                                    std::string_view hash);

/// Gives an event the content its `content_seq` refers to, over any number of steps. `event_at` gives an earlier event
/// of the cluster as stored, nullopt where there is none.
void follow_content(v1::Event& event, const std::function<std::optional<v1::Event>(std::uint64_t seq)>& event_at);

}  // namespace wardlink::journal
