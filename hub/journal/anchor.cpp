#include "hub/journal/anchor.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <system_error>

#include "hub/base/panic.hpp"
#include "hub/base/planted.hpp"
#include "hub/journal/chain.hpp"

namespace wardlink::journal {
namespace {

constexpr std::string_view first_line = "wardlink-anchor 1";

std::string to_hex(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return out;
}

std::optional<std::string> from_hex(std::string_view hex) {
  std::string out;
  for (; hex.size() >= 2; hex.remove_prefix(2)) {
    unsigned char byte = 0;
    if (std::from_chars(hex.data(), hex.data() + 2, byte, 16).ptr != hex.data() + 2) return std::nullopt;
    out.push_back(static_cast<char>(byte));
  }
  if (!hex.empty()) return std::nullopt;
  return out;
}

/// Cuts `text` at the first `end`, which is dropped; nullopt where there is none.
std::optional<std::string_view> cut(std::string_view& text, char end) {
  const std::size_t at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, at);
  text.remove_prefix(at + 1);
  return before;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool read_entry(std::string_view line, AnchorState& state) {
  const auto at = cut(line, ' ');
  const auto hash = at ? cut(line, ' ') : std::nullopt;
  const auto entry = at ? number(*at) : std::nullopt;
  const auto bytes = hash ? from_hex(*hash) : std::nullopt;
  if (!entry || !bytes || bytes->size() != hash_bytes) return false;
  return state.clusters.emplace(line, AnchorState::Point{.number = *entry, .chain_hash = *bytes}).second;
}

}  // namespace

std::string encode_anchor(const AnchorState& state, std::uint64_t counter) {
  std::string out = fmt::format("{}\ncounter {}\nepoch {}\n", first_line, counter, state.epoch);
  for (const auto& [cluster, point] : state.clusters) {
    base::check(cluster.find('\n') == std::string::npos, "journal: a cluster's id has a line break");
    out += fmt::format("entry {} {} {}\n", point.number, to_hex(point.chain_hash), cluster);
  }
  out += fmt::format("sha256 {}\n", to_hex(sha256({out})));
  base::check(out.size() <= anchor_slot_bytes, "journal: too many clusters for the anchor");
  return out;
}

std::optional<AnchorSlot> decode_anchor(std::string_view slot) {
  AnchorSlot found;
  std::string_view rest = slot;
  if (cut(rest, '\n') != first_line) return std::nullopt;
  for (;;) {
    const std::string_view before = slot.substr(0, slot.size() - rest.size());
    auto line = cut(rest, '\n');
    if (!line) return std::nullopt;
    const auto word = cut(*line, ' ');
    if (word == "sha256") return *line == to_hex(sha256({before})) ? std::optional(std::move(found)) : std::nullopt;
    if (word == "epoch") {
      found.state.epoch = *line;
    } else if (word == "counter") {
      const auto value = number(*line);
      if (!value) return std::nullopt;
      found.counter = *value;
    } else if (word != "entry" || !read_entry(*line, found.state)) {
      return std::nullopt;
    }
  }
}

std::expected<std::optional<AnchorContent>, std::string> read_anchor(const std::filesystem::path& path) {
  auto read_bytes = read_file(path, 2 * anchor_slot_bytes);
  if (!read_bytes) return std::unexpected(read_bytes.error());
  if (!*read_bytes) return std::nullopt;
  std::string& bytes = **read_bytes;
  bool one_lost = bytes.size() < 2 * anchor_slot_bytes;
  bytes.resize(2 * anchor_slot_bytes);
  if (bytes.find_first_not_of('\0') == std::string::npos) return std::nullopt;  // made, and nothing written yet

  std::optional<AnchorContent> found;
  bool one_blank = false;
  for (unsigned slot = 0; slot < 2; ++slot) {
    const std::string_view text = std::string_view(bytes).substr(slot * anchor_slot_bytes, anchor_slot_bytes);
    auto read = decode_anchor(text);
    if (!read) {
      (text.find_first_not_of('\0') == std::string_view::npos ? one_blank : one_lost) = true;
    } else if (!found || read->counter > found->newest.counter) {
      found = AnchorContent{.newest = std::move(*read), .slot = slot};
    }
  }
  if (!found) return std::unexpected(fmt::format("the anchor {} is damaged: neither slot can be read", path.string()));
  found->one_lost = one_lost || (one_blank && found->newest.counter > 1);
  return found;
}

std::expected<std::unique_ptr<Anchor>, std::string> Anchor::open(const std::filesystem::path& path,
                                                                 const std::optional<AnchorContent>& found,
                                                                 const AnchorState& state) {
  auto file = open_or_create(path);
  if (!file) return std::unexpected(file.error());
  // A full disk must not reach the anchor: its room is taken once and for all.
  if (const auto reserved = reserve(*file, 2 * anchor_slot_bytes); !reserved) {
    return std::unexpected(fmt::format("{} cannot be given its room: {}", path.string(), reserved.error()));
  }
  unsigned next_slot = 0;
  std::uint64_t counter = 0;
  if (found) {
    const bool says_it = found->newest.state == state;
    next_slot = says_it ? found->slot : 1 - found->slot;
    counter = found->newest.counter - (says_it ? 1 : 0);
  }
  std::unique_ptr<Anchor> anchor(new Anchor(std::move(*file), next_slot, counter));
  // Even where it says so already: after a sync that failed, what was read may be in the kernel's memory alone.
  anchor->post(state);
  anchor->wait_for_previous();
  return anchor;
}

Anchor::Anchor(File file, unsigned next_slot, std::uint64_t counter)
    : file_(std::move(file)), next_slot_(next_slot), counter_(counter) {}

void Anchor::post(AnchorState state) {
  writing_.start([this, posted = std::move(state)] { write(posted); });
}

void Anchor::write(const AnchorState& state) {
  const std::string text = encode_anchor(state, ++counter_);
  if (const auto written = write_at(file_, text, next_slot_ * anchor_slot_bytes); !written) {
    base::panic("journal: the anchor cannot be written: " + written.error());
  }
  // Never tried again: after a failed sync the kernel may have dropped the very pages it could not write.
  if (base::planted("anchor-not-synced")) {
    next_slot_ = 1 - next_slot_;
    return;
  }
  if (const auto synced = sync_data(file_); !synced) {
    base::panic("journal: the anchor cannot be synced: " + synced.error());
  }
  next_slot_ = 1 - next_slot_;
}

}  // namespace wardlink::journal
