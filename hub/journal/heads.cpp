#include "hub/journal/heads.hpp"

#include <fmt/format.h>

#include "hub/journal/chain.hpp"

namespace wardlink::journal {

std::string describe(const Corrupt& corrupt) {
  if (corrupt.cluster.empty()) return corrupt.reason;
  return fmt::format("cluster {}, entry {}: {}", corrupt.cluster, corrupt.entry, corrupt.reason);
}

Head empty_head() { return {.number = 0, .seq = 0, .time = {}, .chain_hash = chain_start()}; }

Head head_of(const Heads& heads, std::string_view cluster) {
  const auto found = heads.find(cluster);
  return found == heads.end() ? empty_head() : found->second;
}

std::optional<std::string> find_gap(const Head& head, const v1::EntryHeader& header) {
  if (header.cluster().empty()) return "an entry names no cluster";
  if (header.number() != head.number + 1) {
    return fmt::format("entry number {} follows {}", header.number(), head.number);
  }
  const auto events = static_cast<std::uint64_t>(header.events_size());
  if (header.first_seq() != head.seq + 1 || header.last_seq() != head.seq + events) {
    return fmt::format("the events are numbered {} to {}, {} of them after {}", header.first_seq(), header.last_seq(),
                       events, head.seq);
  }
  for (std::uint64_t i = 0; i < events; ++i) {
    const std::uint64_t seq = header.events(static_cast<int>(i)).event().seq();
    if (seq != header.first_seq() + i) return fmt::format("event {} stands where {} must", seq, header.first_seq() + i);
  }
  if (base::from_proto(header.time()) < head.time) return "its time is before that of the entry before it";
  return std::nullopt;
}

Head head_after(const v1::EntryHeader& header, std::string chain_hash) {
  return {.number = header.number(),
          .seq = header.last_seq(),
          .time = base::from_proto(header.time()),
          .chain_hash = std::move(chain_hash)};
}

int event_kind(const v1::Event& event) { return event.body_case(); }

std::optional<int> event_kind(std::string_view name) {
  const auto* field = v1::Event::descriptor()->FindFieldByName(std::string(name));
  if (field == nullptr || field->containing_oneof() == nullptr) return std::nullopt;
  return field->number();
}

}  // namespace wardlink::journal
