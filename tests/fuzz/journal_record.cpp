// One record of the journal, and one slot of its anchor, as a damaged disk may give them back: refused, or whole, and
// then written again alike.
//
//     two bytes (the header's length), a byte (the salt's), the header, the salt, the payload
#include <optional>
#include <string>

#include "hub/base/panic.hpp"
#include "hub/journal/anchor.hpp"
#include "hub/journal/chain.hpp"
#include "tests/fuzz/input.hpp"

namespace wardlink::fuzz {
namespace {

using base::check;

std::string bytes_of(const journal::Record& record) { return record.header + '|' + record.payload; }

void read_record(Input input) {
  const std::size_t header_bytes = input.number(2);
  const std::size_t salt_bytes = input.byte();
  journal::Record record;
  record.header = input.take(header_bytes);
  record.salt = input.take(salt_bytes);
  record.payload = input.rest();
  record.payload_digest = journal::sha256({record.salt, record.payload});
  const auto hash = journal::chain_next(journal::chain_start(), record.header, record.payload_digest);
  check(!journal::find_fault(record, journal::chain_start(), hash), "a record with its own hash is whole");

  auto flipped = record;
  if (!flipped.payload.empty()) {
    flipped.payload.back() ^= 1;
    check(journal::find_fault(flipped, journal::chain_start(), hash).has_value(), "a flipped bit is found");
  }
  auto entry = journal::join(record);
  if (!entry) return check(!entry.error().empty(), "a refusal says why");
  // It may have been written in another order, or with what is default written out: from here on it is settled.
  const auto written = journal::split(*entry, record.salt);
  auto again = journal::join(written);
  check(again.has_value(), "what is written is read");
  check(bytes_of(journal::split(*again, record.salt)) == bytes_of(written), "and written alike");
  for (auto& stored : *entry->header.mutable_events()) {
    journal::follow_content(*stored.mutable_event(), [&](std::uint64_t seq) -> std::optional<v1::Event> {
      for (const auto& other : entry->header.events()) {
        if (other.event().seq() == seq) return other.event();
      }
      return std::nullopt;
    });
  }
}

void read_slot(std::string_view text) {
  const auto slot = journal::decode_anchor(text);
  if (!slot) return;
  const std::string written = journal::encode_anchor(slot->state, slot->counter);
  const auto again = journal::decode_anchor(written);
  check(again && again->state == slot->state && again->counter == slot->counter, "what is written is read");
}

}  // namespace
}  // namespace wardlink::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardlink::fuzz::Input input(data, size);
  wardlink::fuzz::read_slot(input.rest());
  wardlink::fuzz::read_record(input);
  return 0;
}
